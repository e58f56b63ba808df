/* A plug-in that is good but for one thing, which the macro HOW names; `plugin check` has to find it.
 * Without one it writes people's names and notes as a CSV and keeps every rule. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "tongdu_export.h"

#ifndef HOW
#define HOW ""
#endif
#define IS(how) (!strcmp(HOW, how))

static const td_host *host;
static char *text; /* the file in the making */
static size_t length, room;
static uint64_t total;
static int at_name, at_note, at_born;
static const td_value *kept;

static td_status put(const char *bytes, size_t count) {
  if (length + count > room) {
    size_t more = (length + count) * 2;
    char *grown = realloc(text, more);
    if (!grown) return TD_ERROR;
    text = grown;
    room = more;
  }
  memcpy(text + length, bytes, count);
  length += count;
  return TD_OK;
}

static int risky(const char *s, size_t n) {
  return n && (strchr("=+-@\t\r", s[0]) || (n >= 3 && !memcmp(s, "\357\274\235", 3)));
}

static td_status cell(const td_value *value) {
  const char *s = (const char *)value->u.s.ptr;
  size_t n = value->u.s.len;
  char number[32];
  if (value->tag == TD_NULL) return IS("null") ? TD_BAD_DATA : put("\"\"", 2);
  if (value->tag != TD_TEXT) {
    n = (size_t)snprintf(number, sizeof number, "%lld", (long long)value->u.i);
    s = number;
  }
  if (IS("rounds") && n == 18 && s[17] != 'X') {
    char digits[19] = {0};
    memcpy(digits, s, 18);
    n = (size_t)snprintf(number, sizeof number, "%.0f", strtod(digits, NULL));
    s = number;
  }
  if (IS("strlen") && value->tag == TD_TEXT) {
    volatile size_t longer = strlen(s);
    (void)longer;
  }
  if (IS("buffer") && n > 4096) *(volatile char *)8 = 1;
  if (IS("percent") && memchr(s, '%', n)) *(volatile char *)8 = 1;
  if (IS("one_line") && !risky(s, n) && !memchr(s, '"', n) && !memchr(s, ',', n)) return put(s, n);
  put("\"", 1);
  if (!IS("formula") && risky(s, n)) put("'", 1);
  for (size_t i = 0; i < n; i++) {
    if (IS("narrow") && (unsigned char)s[i] >= 0xF0) {
      i += 3;
      continue;
    }
    put(s + i, 1);
    if (s[i] == '"' && !IS("undoubled")) put("\"", 1);
  }
  return put("\"", 1);
}

static td_status create(const td_host *given, const td_job *job, void **self) {
  (void)job;
  if (IS("equal_host") ? given->struct_size != sizeof *given : given->struct_size < sizeof *given)
    if (!IS("trusts_host")) return TD_UNSUPPORTED;
  host = given;
  *self = &text;
  if (IS("deaf_create")) while (host->cancelled(host)) {}
  return IS("trusts_host") ? (host->get_extension ? TD_OK : TD_ERROR) : TD_OK;
}

static td_status begin(void *self, uint32_t index, const td_dataset *dataset) {
  (void)self, (void)index;
  at_name = at_note = at_born = -1;
  for (uint32_t i = 0; i < dataset->n_fields; i++) {
    if (!strcmp(dataset->fields[i].name, "name")) at_name = (int)i;
    if (!strcmp(dataset->fields[i].name, "note")) at_note = (int)i;
    if (!strcmp(dataset->fields[i].name, "born")) at_born = (int)i;
  }
  if (IS("wants_all") && at_note < 0) return TD_BAD_DATA;
  if (IS("wants_days") && at_born >= 0 && dataset->fields[at_born].type != TD_DATE) return TD_BAD_DATA;
  return IS("all_columns") ? TD_OK : put("name,note,born\n", 15);
}

static td_status one(const td_value *row, uint32_t width) {
  const td_value none = {0};
  int columns[] = {at_name, at_note, at_born};
  if (IS("forgets")) columns[1] = -1;
  int count = IS("all_columns") ? (int)width : 3;
  for (int i = 0; i < count; i++) {
    int at = IS("all_columns") ? i : columns[i];
    if (i) put(",", 1);
    td_status status = at < 0 ? put("", 0) : cell(at < 0 ? &none : row + at);
    if (status) return status;
  }
  if (IS("ragged") && total == 11) put(",", 1);
  return put("\n", 1);
}

static td_status rows(void *self, const td_rows *batch) {
  (void)self;
  if (IS("gives_up")) return TD_BAD_DATA;
  if (IS("crashes")) *(volatile char *)8 = 1;
  if (IS("deaf")) while (host->cancelled(host)) {}
  if (IS("socket")) socket(AF_INET, SOCK_STREAM, 0);
  if (IS("opens")) open("/etc/passwd", O_RDONLY);
  if (IS("keeps") && kept) total += kept[0].tag;
  kept = batch->cells;
  if (IS("writes")) ((td_value *)batch->cells)[0].reserved = 0;
  if (IS("batches")) put("batch,,\n", 8);
  for (uint64_t i = 0; i < batch->n_rows; i++) {
    if (IS("leaks")) memset(malloc(1 << 16), 1, 1 << 16);
    td_status status = one(batch->cells + i * batch->n_fields, batch->n_fields);
    if (status) return status;
    total++;
  }
  return TD_OK;
}

static td_status end(void *self, uint64_t count) {
  (void)self, (void)count;
  if (IS("keeps") && kept) total += kept[0].tag;
  return TD_OK;
}

static td_status finish(void *self) {
  uint32_t out = 0;
  td_status status;
  (void)self;
  if (IS("random")) {
    struct timespec now;
    char said[64];
    clock_gettime(CLOCK_MONOTONIC, &now);
    put(said, (size_t)snprintf(said, sizeof said, "%ld,,\n", now.tv_nsec));
  }
  if (IS("clock")) {
    time_t now = time(NULL);
    char said[64];
    put(said, strftime(said, sizeof said, "%Y-%m-%d,,\n", gmtime(&now)));
  }
  if (IS("only_with_rows") && !total) return TD_OK;
  status = host->out_open(host, IS("undeclared") ? "other.csv" : "out.csv", &out);
  if (status && !IS("open_anyway")) return status;
  if (IS("floods")) for (int i = 0; i < 20; i++) put("x,,\n", 4), host->out_write(host, out, calloc(1, 100000), 100000);
  status = host->out_write(host, out, text, length);
  if (status && !IS("write_anyway")) return status;
  if (IS("unclosed")) return TD_OK;
  status = host->out_close(host, out);
  return IS("close_anyway") ? TD_OK : status;
}

static void destroy(void *self) { (void)self; }

static const void *extension(void *self, const char *id) {
  (void)id;
  return IS("extension") ? self : NULL;
}

static const td_exporter exporter = {
    sizeof(td_exporter), 0, create, begin, rows, end, finish, destroy, extension,
};

static td_plugin plugin = {TD_MAGIC, sizeof(td_plugin), TD_ABI_MAJOR, TD_ABI_MINOR, "bad", "1", &exporter};

__attribute__((constructor)) static void start(void) {
  if (IS("reads_at_once")) open("/etc/passwd", O_RDONLY);
  if (IS("prints_at_once")) (void)!write(2, "hello\n", 6);
  if (IS("forks_at_once")) fork();
}

#ifdef UNDEFINED
extern void nobody_has_this(void);
#endif

const td_plugin *tongdu_export_entry_v1(uint32_t host_minor) {
  (void)host_minor;
#ifdef UNDEFINED
  nobody_has_this();
#endif
  if (IS("magic")) plugin.magic = 1;
  if (IS("short")) plugin.struct_size = 8;
  if (IS("version")) plugin.version = "2";
  return IS("nothing") ? NULL : &plugin;
}
