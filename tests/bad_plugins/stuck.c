/* A plug-in that does, once it has rows, what it is compiled with as START: hangs, burns, chatters,
 * hoards, pours, floods, crashes or gives up. Otherwise it would be a good one. */
#include "tongdu_export.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static const td_host *host;

static int is(const char *how) { return !strcmp(START, how); }

static td_status create(const td_host *given, const td_job *job, void **self) {
  (void)job;
  host = given;
  *self = NULL;
  return TD_OK;
}

static td_status begin(void *self, uint32_t index, const td_dataset *dataset) {
  (void)self, (void)index, (void)dataset;
  return TD_OK;
}

/* Nearly all the memory that it may have, again and again. */
static void hoard(void) {
  enum { PARTS = 400, PART = 1 << 20 };
  static char *all[PARTS];
  for (int i = 0;; i = (i + 1) % PARTS) {
    free(all[i]);
    all[i] = malloc(PART);
    if (all[i]) memset(all[i], i, PART);
  }
}

/* A file that takes minutes to be too large. */
static void pour(void) {
  static char block[4096];
  const struct timespec while_ = {0, 10000000};
  uint32_t out;
  if (host->out_open(host, "out.txt", &out)) return;
  while (!host->out_write(host, out, block, sizeof block)) nanosleep(&while_, NULL);
}

static td_status rows(void *self, const td_rows *rows) {
  (void)self, (void)rows;
  if (is("hang")) for (;;) pause();
  if (is("burn")) for (;;) __asm__ volatile("");
  if (is("chatter"))
    for (;;) host->log(host, 1, START, strlen(START)), host->progress(host, 1, 2, START);
  if (is("hoard")) hoard();
  if (is("pour")) pour();
  if (is("crash")) *(volatile int *)8 = 1;
  if (is("give_up")) {
    host->log(host, 1, "QLOGZ", 5);
    (void)!write(2, "QERRZ\n", 6);
    return host->set_error(host, 7, "QSAIDZ", 6), TD_ERROR;
  }
  return TD_OK;
}

/* While it is loaded, before it is asked for anything. */
__attribute__((constructor)) static void load(void) {
  if (is("load")) for (;;) pause();
}

static td_status end(void *self, uint64_t total) {
  (void)self, (void)total;
  return TD_OK;
}

static td_status finish(void *self) {
  static char block[65536];
  uint32_t out;
  (void)self;
  if (host->out_open(host, "out.txt", &out)) return TD_ERROR;
  while (is("flood"))
    if (host->out_write(host, out, block, sizeof block)) return TD_ERROR;
  return host->out_close(host, out);
}

static void destroy(void *self) { (void)self; }

static const td_exporter exporter = {
    sizeof(td_exporter), 0, create, begin, rows, end, finish, destroy, NULL,
};

static const td_plugin plugin = {TD_MAGIC, sizeof(td_plugin), TD_ABI_MAJOR, TD_ABI_MINOR, "stuck", "1", &exporter};

const td_plugin *tongdu_export_entry_v1(uint32_t host_minor) {
  (void)host_minor;
  return &plugin;
}
