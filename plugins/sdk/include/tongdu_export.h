/*
 * tongdu_export.h: the border between tongdu and an export plug-in, ABI 1.
 *
 * tongdu keeps a township's records of children and of the people who look
 * after them. An export plug-in turns some of these records into the files
 * that one agency can use. This header is all that a plug-in needs: it has no
 * library to link with and no other header to read.
 *
 * What a plug-in is
 *   A shared library (libID.so) that exports one function,
 *   tongdu_export_entry_v1, declared at the end of this file. Beside it lies
 *   plugin.toml, the manifest: which fields the plug-in asks for and why, and
 *   which files ("outputs") it makes. The library says the same id and version
 *   as the manifest, or it is not run.
 *
 * How it is run
 *   tongdu loads the library in a process of its own and calls the functions
 *   in td_exporter. Rows are pushed into the plug-in; the plug-in pushes bytes
 *   back through the functions in td_host. There is no other way in or out:
 *   that process can't open files, start programs or reach the network.
 *   Opening a file fails; starting a program, reaching the network or another
 *   process ends it, and then the plug-in is not run again until somebody
 *   approves it anew. malloc, memcpy, snprintf and the like work.
 *   Files appear on the disk only after the whole run has succeeded.
 *
 * Order of the calls, all on one thread
 *       tongdu_export_entry_v1
 *       create
 *         for each dataset:  begin_dataset, rows (any number of times, also
 *                            none), end_dataset
 *       finish
 *       destroy
 *   A function that returns anything but TD_OK ends the run: only destroy
 *   follows, and no file is made. If create itself failed and left *self NULL,
 *   nothing follows. The plug-in must leave every function in the ordinary
 *   way: no exit, no longjmp, no C++ exception.
 *
 * Who owns what
 *   Nobody frees what the other side gave. What a call was given may be read
 *   until that call returns and not after: copy what you want to keep. Two
 *   things live longer, from create until destroy returns: the td_host and
 *   td_job pointers, and the texts that option() returned. What you hand to a
 *   host function is copied before it returns.
 *
 * Texts
 *   Every `const char *` ends with NUL. A td_span doesn't: use its len. Where
 *   a function takes a text and its length, the length counts and no NUL is
 *   needed. All of it is UTF-8; a Chinese character takes three or four bytes.
 *
 * Columns
 *   Ask for a column by its name, never by its place: which columns come, and
 *   in which order, is decided by what the agency was granted. A column of the
 *   manifest that isn't required can be absent, and any cell can be TD_NULL.
 *   Don't rely on a type either: a birth date can come as a text such as
 *   "6-11" where only the age band was granted. Look at td_field.type or at
 *   each cell's tag.
 *
 * Newer and older programs
 *   Every struct begins with struct_size, its size in bytes on the side that
 *   made it, and later versions only add fields at the end. A field may be
 *   read only if its offset + size <= struct_size; everything below is there
 *   in version 1.0. td_field and td_value stand in arrays and never change in
 *   version 1. Set struct_size = sizeof(...) in the structs you make.
 *
 * Building and trying out
 *       cc -shared -fPIC -O2 -o libmy_export.so my_export.c
 *       tongdu plugin check DIR
 *   `tongdu plugin new --lang c --agency CODE DIR` writes a plug-in that
 *   builds, with its manifest. The file compiles as C99, C11 and C++17; in C++
 *   catch every exception inside your functions. Only 64-bit Linux is meant.
 *
 * A whole plug-in, which writes the column "name" of every row on a line
 * (manifest: id = "my_export", version = "1.0", an output named "names.txt"):
 *
 *   #include <stdlib.h>
 *   #include <string.h>
 *   #include "tongdu_export.h"
 *
 *   struct run { const td_host *host; uint32_t out, n_fields, name; };
 *
 *   static td_status create(const td_host *host, const td_job *job, void **self) {
 *     struct run *run = calloc(1, sizeof *run);
 *     (void)job;
 *     if (run == NULL) return TD_ERROR;
 *     *self = run;
 *     run->host = host;
 *     return host->out_open(host, "names.txt", &run->out);
 *   }
 *   static td_status begin_dataset(void *self, uint32_t index, const td_dataset *d) {
 *     struct run *run = self;
 *     (void)index;
 *     run->n_fields = run->name = d->n_fields;
 *     for (uint32_t i = 0; i < d->n_fields; i++)
 *       if (strcmp(d->fields[i].name, "name") == 0) run->name = i;
 *     return TD_OK;
 *   }
 *   static td_status rows(void *self, const td_rows *rows) {
 *     struct run *run = self;
 *     td_status done = TD_OK;
 *     if (run->host->cancelled(run->host)) return TD_CANCELLED;
 *     for (uint64_t r = 0; r < rows->n_rows && done == TD_OK; r++) {
 *       const td_value *row = rows->cells + r * run->n_fields;
 *       if (run->name < run->n_fields && row[run->name].tag == TD_TEXT)
 *         done = run->host->out_write(run->host, run->out,
 *                                     row[run->name].u.s.ptr, row[run->name].u.s.len);
 *       if (done == TD_OK) done = run->host->out_write(run->host, run->out, "\n", 1);
 *     }
 *     return done;
 *   }
 *   static td_status end_dataset(void *self, uint64_t total) {
 *     (void)self; (void)total;
 *     return TD_OK;
 *   }
 *   static td_status finish(void *self) {
 *     struct run *run = self;
 *     return run->host->out_close(run->host, run->out);
 *   }
 *   static void destroy(void *self) { free(self); }
 *   static const void *get_extension(void *self, const char *id) {
 *     (void)self; (void)id;
 *     return NULL;
 *   }
 *
 *   const td_plugin *tongdu_export_entry_v1(uint32_t host_minor) {
 *     static const td_exporter exporter = {sizeof exporter, 0, create,
 *         begin_dataset, rows, end_dataset, finish, destroy, get_extension};
 *     static const td_plugin plugin = {TD_MAGIC, sizeof plugin, TD_ABI_MAJOR,
 *         TD_ABI_MINOR, "my_export", "1.0", &exporter};
 *     (void)host_minor;
 *     return &plugin;
 *   }
 */
#ifndef TONGDU_EXPORT_H
#define TONGDU_EXPORT_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* What td_plugin begins with: so the program knows that it is one. */
#define TD_MAGIC UINT32_C(0x31474454) /* "TDG1" in memory, little end first */
#define TD_ABI_MAJOR UINT32_C(1)
#define TD_ABI_MINOR UINT32_C(0)

/* What a call returns. Pass on what a host function returned if it isn't TD_OK. */
typedef int32_t td_status;
#define TD_OK 0
#define TD_ERROR (-1)       /* anything else; say what with set_error first */
#define TD_CANCELLED (-2)   /* stopped because cancelled() said so */
#define TD_UNSUPPORTED (-3) /* can't do what was asked */
#define TD_BAD_DATA (-4)    /* arguments or rows make no sense */

/* What a cell holds (td_value.tag) and what a column holds (td_field.type). */
#define TD_NULL UINT32_C(0) /* nothing: the field is empty in this row; never a column's type */
#define TD_BOOL UINT32_C(1) /* u.i: 0 or 1 */
#define TD_I64 UINT32_C(2)  /* u.i */
#define TD_F64 UINT32_C(3)  /* u.f; an amount or a rate has one decimal place */
#define TD_TEXT UINT32_C(4) /* u.s: valid UTF-8, composed (NFC), never with a NUL in it */
#define TD_DATE UINT32_C(5) /* u.i: days since 1970-01-01; may be below 0 */
#define TD_TIME UINT32_C(6) /* u.i: microseconds since 1970-01-01 UTC */
#define TD_BLOB UINT32_C(7) /* u.s: bytes */

/* Levels of td_host.log. */
#define TD_LOG_INFO UINT32_C(0)
#define TD_LOG_WARN UINT32_C(1)
#define TD_LOG_ERROR UINT32_C(2)

/* Some bytes of the giver's. Not NUL-terminated. */
typedef struct td_span {
  const uint8_t *ptr; /* may be NULL when len is 0 */
  uint64_t len;
} td_span;

/* One cell. Read only the member of u that the tag names. */
typedef struct td_value {
  uint32_t tag;      /* TD_NULL ... TD_BLOB; an ID number is TD_TEXT, not a number */
  uint32_t reserved; /* 0 */
  union {
    int64_t i;
    double f;
    td_span s;
  } u;
} td_value; /* 24 bytes, frozen */

/* One column. */
typedef struct td_field {
  uint32_t struct_size;
  uint32_t type;    /* one of the tags; cells are of this tag or TD_NULL */
  const char *name; /* as in the manifest, such as "birth_day" */
} td_field; /* 16 bytes, frozen */

/* A table: its columns. The rows come in calls of rows(). */
typedef struct td_dataset {
  uint32_t struct_size;
  uint32_t n_fields;
  const char *name;       /* as in the manifest, such as "roster" */
  const td_field *fields; /* n_fields of them; cells come in this order */
  uint64_t row_estimate;  /* for progress; the real number may differ */
} td_dataset;

/* Some rows of the table that was begun last. The cell in row r (0 is the
 * first of this batch) and column c is cells[r * n_fields + c]. */
typedef struct td_rows {
  uint32_t struct_size;
  uint32_t n_fields;     /* as in the td_dataset */
  uint64_t n_rows;       /* in this batch; how many that is means nothing */
  uint64_t first_row;    /* number of the first row within the dataset, from 0 */
  const td_value *cells; /* row-major: n_rows * n_fields */
} td_rows;

/* What the run is for. */
typedef struct td_job {
  uint32_t struct_size;
  uint32_t n_datasets; /* so many tables will come, in the order of datasets */
  const char *job_id;  /* names the run in the log of disclosures */
  const char *agency;  /* the recipient's code, such as "education" */
  const char *purpose; /* the purpose's code, as in the manifest */
  const char *locale;  /* the user's language: "zh-CN" or "en" */
  int64_t started_at;  /* microseconds since 1970-01-01 UTC; use this and not the
                        * clock, so that the same job gives the same bytes */
  const td_dataset *datasets;
} td_job;

/* The program's functions, given to create. Each takes the td_host itself as
 * its first argument. Call them on the thread that called the plug-in, except
 * cancelled, which any thread may call. */
typedef struct td_host td_host;
struct td_host {
  uint32_t struct_size;
  uint32_t abi_minor; /* the program's TD_ABI_MINOR */
  void *ctx;          /* the program's own; leave it alone */

  /* Not 0 when the user wants to stop. Ask at least once a batch and then
   * return TD_CANCELLED soon: after two seconds the process is killed. */
  uint32_t (*cancelled)(const td_host *host);

  /* A setting of the run by its name, or NULL where it isn't set. Always set,
   * if only to "": "layout" (the text of layout.toml), "title", "place" (who
   * sends), "purpose" (in words), "rows" (how many rows of all tables will
   * come, in digits), "filter", "made_on" (today), "chain_head", and "mark"
   * (not empty when the data is invented: then put it on every file). */
  const char *(*option)(const td_host *host, const char *key);

  /* Opens an output by the name that the manifest declares, each once; *out is
   * its number from then on. Several can be open at a time. */
  td_status (*out_open)(const td_host *host, const char *declared_name, uint32_t *out);

  /* Appends len bytes to an open output. */
  td_status (*out_write)(const td_host *host, uint32_t out, const void *bytes, uint64_t len);

  /* Says that an output is complete. Every output of the manifest has to be
   * opened and closed before finish returns, or the run has failed. */
  td_status (*out_close)(const td_host *host, uint32_t out);

  /* How far the plug-in is, in a unit of its own; total is 0 where unknown.
   * phase says what it is doing, and may be NULL. No need to call it: the
   * program sees rows go in and bytes come out. A plug-in that does neither
   * for a minute is taken to hang. */
  void (*progress)(const td_host *host, uint64_t done, uint64_t total, const char *phase);

  /* A line for technical staff. Never put a person's data into it. The first
   * 1,000 lines are kept, 2,000 bytes of each. */
  void (*log)(const td_host *host, uint32_t level, const char *utf8, uint64_t len);

  /* Why the function you are in is about to fail: a number of your own and a
   * sentence. The last call counts. */
  void (*set_error)(const td_host *host, uint32_t code, const char *utf8, uint64_t len);

  /* Something a later version may offer; NULL where it doesn't know the id. */
  const void *(*get_extension)(const td_host *host, const char *id);
};

/* The plug-in's functions; give all of them. */
typedef struct td_exporter {
  uint32_t struct_size; /* sizeof(td_exporter) */
  uint32_t reserved;    /* 0 */

  /* A run begins. Put your state, or any pointer that isn't NULL, into *self:
   * the other functions get it. */
  td_status (*create)(const td_host *host, const td_job *job, void **self);

  /* A table begins; index counts from 0 through td_job.datasets. */
  td_status (*begin_dataset)(void *self, uint32_t index, const td_dataset *dataset);

  /* Some of its rows. Results must not hang on how many come at once. */
  td_status (*rows)(void *self, const td_rows *rows);

  /* The table is complete; that many rows were given. */
  td_status (*end_dataset)(void *self, uint64_t total_rows);

  /* Everything has come. Write what is still to be written and close the
   * outputs. */
  td_status (*finish)(void *self);

  /* The last call: free your state. After success, error and cancel alike. */
  void (*destroy)(void *self);

  /* Something a later program may ask for: return NULL for ids you don't know. */
  const void *(*get_extension)(void *self, const char *id);
} td_exporter;

/* What the plug-in is. */
typedef struct td_plugin {
  uint32_t magic;       /* TD_MAGIC */
  uint32_t struct_size; /* sizeof(td_plugin) */
  uint32_t abi_major;   /* TD_ABI_MAJOR */
  uint32_t abi_minor;   /* TD_ABI_MINOR */
  const char *id;       /* as in the manifest */
  const char *version;  /* as in the manifest */
  const td_exporter *exporter;
} td_plugin;

/* The one function that the library exports; the program calls it once. It
 * returns a pointer to a static td_plugin, does nothing else, and never
 * returns NULL. host_minor is the program's TD_ABI_MINOR. */
#if defined(__GNUC__)
__attribute__((visibility("default")))
#endif
const td_plugin *tongdu_export_entry_v1(uint32_t host_minor);

#ifdef __cplusplus
}
#endif

#endif /* TONGDU_EXPORT_H */
