/*
 * sample_c: writes a table as a CSV that office software opens.
 *
 * The program pushes rows in, this plug-in pushes bytes out. It has no files, no network and no
 * other programs; tongdu_export.h says what it does have. Change the table COLUMNS below and the
 * fields in plugin.toml together: what isn't declared there never comes.
 *
 * ID numbers stay text as they are, and a text that a spreadsheet would run gets an apostrophe.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tongdu_export.h"

#define OUTPUT "roster.csv" /* as plugin.toml declares it */

/* What is written, from left to right: the heading and the field of the dataset. */
static const struct { const char *heading, *field; } COLUMNS[] = {
    {"姓名", "name"},
    {"类别", "role"},
    {"证件号码", "id_number"},
    {"村居", "village"},
    {"手机号", "phone"},
    {"任职日期", "post_from"},
};
enum { WIDTH = sizeof COLUMNS / sizeof COLUMNS[0] };

/* One run. */
typedef struct run {
  const td_host *host;
  uint32_t out;
  int64_t place[WIDTH]; /* of each column among the fields that came; -1: it wasn't granted */
  size_t length;
  char buffer[1 << 16];
} run;

/* ---- bytes out ------------------------------------------------------------------------------ */

static td_status flush(run *it) {
  td_status status = TD_OK;
  if (it->length) status = it->host->out_write(it->host, it->out, it->buffer, it->length);
  it->length = 0;
  return status;
}

static td_status put(run *it, const char *bytes, size_t count) {
  while (count) {
    size_t free_room = sizeof it->buffer - it->length;
    size_t now = count < free_room ? count : free_room;
    memcpy(it->buffer + it->length, bytes, now);
    it->length += now;
    bytes += now;
    count -= now;
    if (it->length == sizeof it->buffer) {
      td_status status = flush(it);
      if (status) return status;
    }
  }
  return TD_OK;
}

static td_status put_text(run *it, const char *text) { return put(it, text, strlen(text)); }

/* ---- one cell ------------------------------------------------------------------------------- */

static int begins_with(const char *text, size_t count, const char *start) {
  size_t length = strlen(start);
  return count >= length && !memcmp(text, start, length);
}

/* Whether a spreadsheet would run it. A sign before nothing but digits and one point is a number. */
static int is_formula(const char *text, size_t count) {
  static const char *const always[] = {"=", "@", "\t", "\r", "\n", "＝", "＠"};
  static const char *const signs[] = {"+", "-", "＋", "－"};
  for (size_t i = 0; i < sizeof always / sizeof always[0]; i++)
    if (begins_with(text, count, always[i])) return 1;
  for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++) {
    if (!begins_with(text, count, signs[i])) continue;
    int points = 0;
    for (size_t at = strlen(signs[i]); at < count; at++) {
      if (text[at] == '.') points++;
      else if (text[at] < '0' || text[at] > '9') return 1;
    }
    return points > 1;
  }
  return 0;
}

/* A text in quotes, whatever is in it. It doesn't end with NUL: only `count` bytes may be read. */
static td_status put_quoted(run *it, const char *text, size_t count) {
  td_status status = put_text(it, is_formula(text, count) ? "\"'" : "\"");
  while (!status && count) {
    const char *quote = memchr(text, '"', count);
    size_t plain = quote ? (size_t)(quote - text) + 1 : count;
    status = put(it, text, plain);
    if (!status && quote) status = put_text(it, "\"");
    text += plain;
    count -= plain;
  }
  return status ? status : put_text(it, "\"");
}

/* Days since 1970-01-01 as YYYY-MM-DD. */
static void iso_day(int64_t days, char *into, size_t room) {
  int64_t shifted = days + 719468;
  int64_t era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
  int64_t of_era = shifted - era * 146097;
  int64_t year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
  int64_t of_year = of_era - (365 * year + year / 4 - year / 100);
  int64_t month = (5 * of_year + 2) / 153;
  int64_t day = of_year - (153 * month + 2) / 5 + 1;
  month += month < 10 ? 3 : -9;
  year += era * 400 + (month <= 2);
  snprintf(into, room, "%04lld-%02d-%02d", (long long)year, (int)month, (int)day);
}

/* Any column may hold any tag: a birth day that is told as an age band comes as text. */
static td_status put_cell(run *it, const td_value *value) {
  char text[64] = "";
  switch (value->tag) {
    case TD_TEXT: return put_quoted(it, (const char *)value->u.s.ptr, (size_t)value->u.s.len);
    case TD_BOOL: return put_text(it, value->u.i ? "是" : "否");
    case TD_I64: snprintf(text, sizeof text, "%lld", (long long)value->u.i); break;
    case TD_F64: snprintf(text, sizeof text, "%.1f", value->u.f); break;
    case TD_DATE: iso_day(value->u.i, text, sizeof text); break;
    case TD_TIME: iso_day(value->u.i / INT64_C(86400000000), text, sizeof text); break;
    default: break; /* TD_NULL: an empty cell */
  }
  return put_text(it, text);
}

/* What is invented says so on every file, above everything else; of a real list there is no mark. It is a
 * text like any other: quoted, and never a formula. */
static td_status put_mark(run *it) {
  const char *mark = it->host->option(it->host, "mark");
  if (!mark || !*mark) return TD_OK;
  td_status status = put_quoted(it, mark, strlen(mark));
  return status ? status : put_text(it, "\r\n");
}

/* ---- the calls, in their order -------------------------------------------------------------- */

static td_status create(const td_host *host, const td_job *job, void **self) {
  (void)job;
  /* A struct may be shorter than this header knows it; what isn't there may not be read. */
  if (host->struct_size < sizeof *host) return TD_UNSUPPORTED;
  run *it = calloc(1, sizeof *it);
  if (!it) return TD_ERROR;
  it->host = host;
  *self = it;
  return host->out_open(host, OUTPUT, &it->out);
}

static td_status begin_dataset(void *self, uint32_t index, const td_dataset *dataset) {
  run *it = self;
  (void)index;
  /* Office software takes a CSV for GB18030 unless it begins with a byte-order mark. */
  td_status status = put_text(it, "\xEF\xBB\xBF");
  if (!status) status = put_mark(it);
  const char *between = "";
  for (size_t column = 0; column < WIDTH; column++) {
    it->place[column] = -1;
    for (uint32_t i = 0; i < dataset->n_fields; i++)
      if (!strcmp(dataset->fields[i].name, COLUMNS[column].field)) it->place[column] = i;
    if (it->place[column] < 0) continue; /* not granted: no column */
    if (!status) status = put_text(it, between);
    if (!status) status = put_text(it, COLUMNS[column].heading);
    between = ",";
  }
  return status ? status : put_text(it, "\r\n");
}

static td_status rows(void *self, const td_rows *batch) {
  run *it = self;
  for (uint64_t row = 0; row < batch->n_rows; row++) {
    const td_value *cells = batch->cells + row * batch->n_fields;
    const char *between = "";
    if (it->host->cancelled(it->host)) return TD_CANCELLED;
    for (size_t column = 0; column < WIDTH; column++) {
      if (it->place[column] < 0) continue;
      td_status status = put_text(it, between);
      if (!status) status = put_cell(it, cells + it->place[column]);
      if (status) return status;
      between = ",";
    }
    td_status status = put_text(it, "\r\n");
    if (status) return status;
  }
  return TD_OK;
}

static td_status end_dataset(void *self, uint64_t total_rows) {
  (void)self, (void)total_rows;
  return TD_OK;
}

static td_status finish(void *self) {
  run *it = self;
  td_status status = flush(it);
  return status ? status : it->host->out_close(it->host, it->out);
}

static void destroy(void *self) { free(self); }

static const td_exporter EXPORTER = {
    sizeof(td_exporter), 0, create, begin_dataset, rows, end_dataset, finish, destroy, NULL,
};

static const td_plugin PLUGIN = {
    TD_MAGIC, sizeof(td_plugin), TD_ABI_MAJOR, TD_ABI_MINOR, "sample_c", "0.1.0", &EXPORTER,
};

const td_plugin *tongdu_export_entry_v1(uint32_t host_minor) {
  (void)host_minor;
  return &PLUGIN;
}
