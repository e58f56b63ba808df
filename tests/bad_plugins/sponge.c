/* Writes down everything it is given, option by option and cell by cell: what a plug-in could tell.
 * With the option `layout` holding FAIL it then fails, with the last row as the reason; with CRASH it is
 * killed. Before either it says that row wherever a plug-in can say something. */
#include "tongdu_export.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifndef ID
#define ID "sponge"
#endif

static const td_host *host;
static char *seen;
static size_t used, room, last; /* where the last row begins */

static void add(const char *bytes, size_t len) {
  if (used + len + 1 > room) {
    room = 2 * (used + len + 1);
    seen = realloc(seen, room);
  }
  memcpy(seen + used, bytes, len);
  used += len;
}

static void say(const char *text) { add(text, strlen(text)); }

static td_status create(const td_host *given, const td_job *job, void **self) {
  static const char *options[] = {"title", "place", "purpose", "rows", "filter", "made_on", "chain_head", "mark"};
  host = given;
  *self = NULL;
  say("J\t"), say(job->agency), say("\t"), say(job->purpose), say("\n");
  for (size_t i = 0; i < sizeof options / sizeof *options; i++) {
    const char *value = host->option(host, options[i]);
    say("O\t"), say(options[i]), say("\t"), say(value ? value : ""), say("\n");
  }
  return TD_OK;
}

static td_status begin(void *self, uint32_t index, const td_dataset *dataset) {
  (void)self, (void)index;
  say("D\t"), say(dataset->name);
  for (uint32_t i = 0; i < dataset->n_fields; i++) say("\t"), say(dataset->fields[i].name);
  say("\n");
  return TD_OK;
}

static void cell(const td_value *value) {
  char number[64];
  switch (value->tag) {
  case TD_NULL:
    break;
  case TD_TEXT:
    add((const char *)value->u.s.ptr, value->u.s.len);
    break;
  case TD_F64:
    snprintf(number, sizeof number, "%.1f", value->u.f), say(number);
    break;
  default:
    snprintf(number, sizeof number, "%" PRId64, value->u.i), say(number);
  }
}

static td_status rows(void *self, const td_rows *rows) {
  (void)self;
  for (uint64_t row = 0; row < rows->n_rows; row++) {
    last = used;
    say("R");
    for (uint32_t at = 0; at < rows->n_fields; at++) say("\t"), cell(&rows->cells[row * rows->n_fields + at]);
    say("\n");
  }
  return TD_OK;
}

static td_status end(void *self, uint64_t total) {
  char number[64];
  (void)self;
  snprintf(number, sizeof number, "E\t%" PRIu64 "\n", total), say(number);
  return TD_OK;
}

static td_status finish(void *self) {
  uint32_t out;
  const char *layout = host->option(host, "layout");
  (void)self;
  if (layout && (strstr(layout, "FAIL") || strstr(layout, "CRASH"))) {
    add("", 1);
    host->log(host, TD_LOG_ERROR, seen + last, used - 1 - last);
    host->progress(host, 1, 1, seen + last);
    fprintf(stderr, "%s\n", seen + last);
    host->set_error(host, 1, seen + last, used - 1 - last);
    if (strstr(layout, "CRASH")) __builtin_trap();
    return TD_ERROR;
  }
  if (host->out_open(host, "out.txt", &out)) return TD_ERROR;
  if (host->out_write(host, out, seen, used)) return TD_ERROR;
  return host->out_close(host, out);
}

static void destroy(void *self) { (void)self; }

static const td_exporter exporter = {
    sizeof(td_exporter), 0, create, begin, rows, end, finish, destroy, NULL,
};

static const td_plugin plugin = {TD_MAGIC, sizeof(td_plugin), TD_ABI_MAJOR, TD_ABI_MINOR, ID, "1", &exporter};

const td_plugin *tongdu_export_entry_v1(uint32_t host_minor) {
  (void)host_minor;
  return &plugin;
}
