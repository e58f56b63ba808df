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
static const td_rows *kept_rows;

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

static int second; /* the cell isn't its row's first */

static char separator(void) { return IS("semicolon") || IS("semicolon_formula") ? ';' : ','; }

static int risky(const char *s, size_t n) {
  return n && (strchr("=+-@\t\r", s[0]) || (n >= 3 && !memcmp(s, "\357\274\235", 3)));
}

/* The wish to stop may come just after it was looked for, so one that never stops looks twice. */
static int asked(void) {
  host->cancelled(host);
  return (int)host->cancelled(host);
}

/* Asked to stop it works on, a millisecond of the processor a row, and says every now and then that it is alive. */
static void work_on(uint64_t count) {
  struct timespec now, until;
  if (!asked()) return;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &until);
  for (uint64_t i = 0; i < count; i++) {
    until.tv_nsec += 1000000;
    if (until.tv_nsec >= 1000000000) until.tv_sec++, until.tv_nsec -= 1000000000;
    if (i % 16 == 0) host->progress(host, i, count, "on");
    do clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    while (now.tv_sec < until.tv_sec || (now.tv_sec == until.tv_sec && now.tv_nsec < until.tv_nsec));
  }
}

#include "workbook.h"

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
  if (IS("two_faces") && memmem(s, n, "\360\237\230\200\360\237\230\200", 8)) *(volatile char *)8 = 1;
  if (workbook) return book_cell(s, n, IS("workbook_number") && n == 18 && s[17] != 'X');
  if (IS("one_line") && !risky(s, n) && !memchr(s, '"', n) && !memchr(s, ',', n)) return put(s, n);
  put("\"", 1);
  if (!IS("formula") && !(IS("semicolon_formula") && value->tag == TD_TEXT && second) && risky(s, n)) put("'", 1);
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
  if (IS("deaf_create")) while (asked()) {}
  return IS("trusts_host") ? (host->get_extension ? TD_OK : TD_ERROR) : TD_OK;
}

static td_status begin(void *self, uint32_t index, const td_dataset *dataset) {
  (void)self, (void)index;
  if (IS("deaf_begin")) while (asked()) {}
  workbook = !strncmp(HOW, "workbook", 8);
  at_name = at_note = at_born = -1;
  for (uint32_t i = 0; i < dataset->n_fields; i++) {
    if (!strcmp(dataset->fields[i].name, "name")) at_name = (int)i;
    if (!strcmp(dataset->fields[i].name, "note")) at_note = (int)i;
    if (!strcmp(dataset->fields[i].name, "born")) at_born = (int)i;
  }
  if (IS("wants_all") && at_note < 0) return TD_BAD_DATA;
  if (IS("wants_days") && at_born >= 0 && dataset->fields[at_born].type != TD_DATE) return TD_BAD_DATA;
  const char *mark = host->option(host, "mark");
  if (mark && *mark && !IS("unmarked")) {
    if (workbook) put("<row>", 5), book_cell(mark, strlen(mark), 0), put("</row>", 6);
    else put(mark, strlen(mark)), put("\n", 1);
  }
  if (IS("all_columns") || workbook) return TD_OK;
  return put(separator() == ';' ? "name;note;born\n" : "name,note,born\n", 15);
}

static td_status one(const td_value *row, uint32_t width) {
  const td_value none = {0};
  int columns[] = {at_name, at_note, at_born};
  if (IS("forgets")) columns[1] = -1;
  if (workbook) put("<row>", 5);
  int count = IS("all_columns") ? (int)width : 3;
  for (int i = 0; i < count; i++) {
    int at = IS("all_columns") ? i : columns[i];
    char between = separator();
    second = i > 0;
    if (i && !workbook) put(&between, 1);
    td_status status = at < 0 ? put("", 0) : cell(at < 0 ? &none : row + at);
    if (status) return status;
  }
  if (IS("ragged") && total == 11) put(",", 1);
  return workbook ? put("</row>", 6) : put("\n", 1);
}

static td_status rows(void *self, const td_rows *batch) {
  (void)self;
  if (IS("gives_up")) return TD_BAD_DATA;
  if (IS("crashes")) *(volatile char *)8 = 1;
  if (IS("few_only") && batch->first_row + batch->n_rows > 1000) return TD_BAD_DATA;
  if (IS("deaf")) while (asked()) {}
  if (IS("works_on")) work_on(batch->n_rows);
  if ((IS("keeps_rows") || IS("compares_rows")) && kept_rows) total += kept_rows->n_fields - batch->n_fields;
  kept_rows = batch;
  if (IS("logs") && at_note >= 0) {
    const td_span note = batch->cells[at_note].u.s;
    if (batch->cells[at_note].tag == TD_TEXT) host->log(host, 1, (const char *)note.ptr, note.len);
  }
  if (IS("socket")) socket(AF_INET, SOCK_STREAM, 0);
  if (IS("opens")) open("/etc/passwd", O_RDONLY);
  if (IS("keeps") && kept) total += kept[0].tag;
  if (IS("compares") && kept) total += kept[0].tag > 100;
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
  if (IS("deaf_end")) while (asked()) {}
  if (IS("works_on_at_the_end")) work_on(count);
  if (IS("keeps_rows") && kept_rows) total += kept_rows->n_fields > 1000;
  if (IS("keeps") && kept) total += kept[0].tag;
  return TD_OK;
}

static td_status finish(void *self) {
  uint32_t out = 0;
  td_status status;
  (void)self;
  if (IS("deaf_finish")) while (asked()) {}
  if (IS("works_on_in_finish")) work_on(total);
  if (IS("leaks_late")) {
    char *whole = malloc(total << 15);
    if (total && !whole) return TD_ERROR;
    for (uint64_t i = 0; i < total << 15; i += 1024) ((volatile char *)whole)[i] = 1;
    free(whole);
  }
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
  if (status && IS("tells")) host->set_error(host, 1, text, length);
  if (status && !IS("open_anyway")) return status;
  if (workbook) book_whole();
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
