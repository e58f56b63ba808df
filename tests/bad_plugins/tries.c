/* A plug-in that tries, at the first row, what the option `how` or its layout names; and, compiled with
 * -DSTART=name, at its very start, while it is being loaded. What was refused and what was not goes
 * into its output, or into its version where no row has come yet. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "tongdu_export.h"

static const td_host *host;
static char seen[512];

/* Whether a call got as far as the kernel's own answer. */
static int reached(long answer) {
  return answer >= 0 || (errno != EPERM && errno != ENOSYS && errno != EACCES);
}

static void note(const char *what, int done) {
  size_t at = strlen(seen);
  snprintf(seen + at, sizeof seen - at, "%s %s;", what, done ? "DONE" : "refused");
}

/* Reads, writes and looks around; what it may not is refused, and it goes on. */
static void reach(void) {
  struct rlimit unlimited = {RLIM_INFINITY, RLIM_INFINITY};
  note("read", open("/etc/passwd", O_RDONLY) >= 0);
  note("write", open("/tmp/tongdu-was-here", O_WRONLY | O_CREAT, 0600) >= 0);
  note("append", open("/dev/null", O_WRONLY) >= 0);
  note("hidden", open("/tmp", O_TMPFILE | O_RDWR, 0600) >= 0);
  note("list", open("/root", O_RDONLY | O_DIRECTORY) >= 0);
  note("remove", unlink("/tmp/tongdu-was-here") == 0 || errno == ENOENT);
  note("run", mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) != MAP_FAILED);
  char *page = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  note("turn", mprotect(page, 4096, PROT_READ | PROT_EXEC) == 0);
  note("limit", setrlimit(RLIMIT_NOFILE, &unlimited) == 0);
  note("outlive", prctl(PR_SET_PDEATHSIG, 0) == 0);
  note("signal", fcntl(0, F_SETOWN, getppid()) == 0 || fcntl(0, F_SETSIG, SIGKILL) == 0 || fcntl(0, F_SETFL, O_ASYNC) == 0);
  note("file", syscall(SYS_memfd_create, "more", 0) >= 0);
}

/* What was done to the process before. */
static void around(void) {
  int signal = 0;
  prctl(PR_GET_PDEATHSIG, &signal);
  note("mortal", signal == SIGKILL);
  note("dumpable", prctl(PR_GET_DUMPABLE) != 0);
}

/* Beside it, what only the second stage refuses. */
static void reach_on(void) {
  struct stat stat_of;
  reach();
  note("library", open("/lib/x86_64-linux-gnu/libc.so.6", O_RDONLY) >= 0);
  note("look", stat("/etc/passwd", &stat_of) == 0);
}

static void *quiet(void *nothing) { return nothing; }

static int deeper(int level) {
  volatile char room[4096];
  room[0] = (char)level;
  return deeper(level + 1) + room[0];
}

/* Memory that the limits of a process don't count. */
static void share(void) {
  for (int i = 0; i < 2048; i++) {
    char *more = mmap(NULL, 1 << 20, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (more == MAP_FAILED) return;
    memset(more, 1, 1 << 20);
    struct timespec while_ = {0, 200000};
    nanosleep(&while_, NULL);
  }
}

static void *behind_a_filter(void *ready) {
  struct sock_filter allow = BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
  struct sock_fprog program = {1, &allow};
  syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program);
  (void)!write(*(int *)ready, "x", 1);
  for (;;) pause();
  return NULL;
}

/* A thread with a filter of its own, so that no other can be put upon all of them. */
static void hinder(void) {
  static int ends[2];
  char one;
  pthread_t thread;
  if (pipe2(ends, 0)) return;
  pthread_create(&thread, NULL, behind_a_filter, &ends[1]);
  (void)!read(ends[0], &one, 1);
}

/* Opened, closed, all rows taken, done: in the program's own words, to whoever listens. */
static void forge(void) {
  static const unsigned char frames[] = {
      19, 0, 0, 0, 66, 0, 0, 0, 0, 7, 0, 0, 0, 0, 0, 0, 0, 'o', 'u', 't', '.', 't', 'x', 't',
      4, 0, 0, 0, 68, 0, 0, 0, 0,
      8, 0, 0, 0, 71, 3, 0, 0, 0, 0, 0, 0, 0,
      24, 0, 0, 0, 74, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
  for (int fd = 3; fd < 64; fd++) (void)!write(fd, frames, sizeof frames);
  exit(0);
}

static void try_(const char *how) {
  if (!strcmp(how, "null")) *(volatile int *)8 = 1;
  if (!strcmp(how, "abort")) abort();
  if (!strcmp(how, "overflow")) deeper(0);
  if (!strcmp(how, "loop")) for (;;) __asm__ volatile("");
  if (!strcmp(how, "sleep")) for (;;) pause();
  if (!strcmp(how, "exit")) exit(0);
  if (!strcmp(how, "malloc")) {
    /* Looks whether it got the memory. */
    for (int i = 0; i < 4096; i++) {
      char *more = malloc(1 << 20);
      if (!more) {
        host->set_error(host, 12, "no memory", 9);
        return;
      }
      memset(more, 1, 1 << 20);
    }
  }
  if (!strcmp(how, "careless")) for (;;) memset(malloc(1 << 24), 1, 1 << 24);
  if (!strcmp(how, "share")) share();
  if (!strcmp(how, "fork")) fork();
  if (!strcmp(how, "vfork")) if (vfork() == 0) _exit(0);
  if (!strcmp(how, "system")) system("true");
  if (!strcmp(how, "exec")) execl("/bin/true", "true", (char *)NULL);
  if (!strcmp(how, "ptrace")) ptrace(PTRACE_ATTACH, getppid(), NULL, NULL);
  if (!strcmp(how, "kill")) kill(getppid(), SIGKILL);
  if (!strcmp(how, "kill-all")) kill(-1, SIGKILL);
  if (!strcmp(how, "socket")) socket(AF_INET, SOCK_STREAM, 0);
  if (!strcmp(how, "thread")) {
    pthread_t thread;
    note("thread", pthread_create(&thread, NULL, quiet, NULL) == 0 && pthread_join(thread, NULL) == 0);
  }
  if (!strcmp(how, "reach")) reach_on();
  /* Any call by its number. */
  if (!strncmp(how, "call ", 5)) note("call", reached(syscall(atol(how + 5), 0, 0, 0, 0, 0, 0)));
  if (!strcmp(how, "raise")) note("raise", reached(syscall(SYS_rt_sigqueueinfo, getppid(), SIGKILL, seen)));
#ifdef __x86_64__
  /* The calls of another architecture, by whose numbers a filter could be fooled: getpid. */
  if (!strcmp(how, "old")) {
    int answer = 20;
    __asm__ volatile("int $0x80" : "+a"(answer) : : "memory");
    note("old", answer > 0);
  }
#endif
  if (!strcmp(how, "hinder")) hinder();
  if (!strcmp(how, "forge")) forge();
  if (!strcmp(how, "garbage"))
    for (int fd = 0; fd < 64; fd++) (void)!write(fd, "\xff\xff\xff\xff garbage", 12);
  if (!strcmp(how, "close"))
    for (int fd = 0; fd < 64; fd++) close(fd);
}

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

static td_status rows(void *self, const td_rows *rows) {
  (void)self, (void)rows;
  const char *how = host->option(host, "how");
  /* In an office, which gives no such option, its layout says so: `# null`. */
  const char *layout = host->option(host, "layout");
  if (!how && layout && !strncmp(layout, "# ", 2)) how = layout + 2;
  try_(how ? how : "");
  return how && !strcmp(how, "malloc") ? TD_ERROR : TD_OK;
}

static td_status end(void *self, uint64_t total) {
  (void)self, (void)total;
  return TD_OK;
}

static td_status finish(void *self) {
  uint32_t out;
  (void)self;
  if (host->out_open(host, "out.txt", &out)) return TD_ERROR;
  host->out_write(host, out, seen, strlen(seen));
  return host->out_close(host, out);
}

static void destroy(void *self) { (void)self; }

static const td_exporter exporter = {
    sizeof(td_exporter), 0, create, begin, rows, end, finish, destroy, NULL,
};

static td_plugin plugin = {TD_MAGIC, sizeof(td_plugin), TD_ABI_MAJOR, TD_ABI_MINOR, "bad", "1", &exporter};

#ifdef START
__attribute__((constructor)) static void start(void) {
  if (!strcmp(START, "reach")) {
    around();
    reach();
    plugin.version = seen;
  } else {
    try_(START);
  }
}
#endif

const td_plugin *tongdu_export_entry_v1(uint32_t host_minor) {
  (void)host_minor;
  return &plugin;
}
