/*
 * tongdu_export.h: the border between tongdu and an export plug-in, ABI 1.
 *
 * This file is the truth; the Rust mirror in src/abi.rs is checked against it.
 * It compiles as C99, C11 and C++17 with -pedantic -Werror.
 *
 * A plug-in is a shared library with one symbol, tongdu_export_entry_v1. The
 * program loads it in a process of its own and pushes rows into it; the
 * plug-in pushes bytes back into the outputs its manifest declares. It has no
 * other way in or out: no files, no network.
 *
 * Rules
 *  - Nothing is freed by the other side. A pointer given to a call lives until
 *    the call returns; td_job and option texts live as long as the instance.
 *  - Order: entry, create, (begin_dataset, rows*, end_dataset)*, finish,
 *    destroy. After a status other than TD_OK only destroy follows.
 *  - No exception, panic, longjmp or exit crosses this border.
 *  - Every struct begins with struct_size and grows only at its end. A field
 *    may be read only if its offset + size <= struct_size of the giver.
 *    td_field and td_value are array elements and frozen for the major.
 *  - All text is UTF-8. A td_span is not NUL-terminated.
 */
#ifndef TONGDU_EXPORT_H
#define TONGDU_EXPORT_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define TD_MAGIC UINT32_C(0x31474454) /* "TDG1" in memory, little end first */
#define TD_ABI_MAJOR UINT32_C(1)
#define TD_ABI_MINOR UINT32_C(0)

typedef int32_t td_status;
#define TD_OK 0
#define TD_ERROR (-1)       /* call set_error first */
#define TD_CANCELLED (-2)
#define TD_UNSUPPORTED (-3)
#define TD_BAD_DATA (-4)

/* Tags of td_value and types of td_field. */
#define TD_NULL UINT32_C(0)
#define TD_BOOL UINT32_C(1) /* u.i: 0 or 1 */
#define TD_I64 UINT32_C(2)  /* u.i */
#define TD_F64 UINT32_C(3)  /* u.f */
#define TD_TEXT UINT32_C(4) /* u.s: valid UTF-8, NFC */
#define TD_DATE UINT32_C(5) /* u.i: days since 1970-01-01 */
#define TD_TIME UINT32_C(6) /* u.i: microseconds since 1970-01-01 UTC */
#define TD_BLOB UINT32_C(7) /* u.s */

/* Levels of td_host.log. */
#define TD_LOG_INFO UINT32_C(0)
#define TD_LOG_WARN UINT32_C(1)
#define TD_LOG_ERROR UINT32_C(2)

typedef struct td_span {
  const uint8_t *ptr; /* may be NULL when len is 0 */
  uint64_t len;
} td_span;

typedef struct td_value {
  uint32_t tag;
  uint32_t reserved;
  union {
    int64_t i;
    double f;
    td_span s;
  } u;
} td_value; /* 24 bytes, frozen */

typedef struct td_field {
  uint32_t struct_size;
  uint32_t type; /* one of the tags; cells are of this tag or TD_NULL */
  const char *name;
} td_field; /* frozen */

typedef struct td_dataset {
  uint32_t struct_size;
  uint32_t n_fields;
  const char *name;
  const td_field *fields;
  uint64_t row_estimate;
} td_dataset;

typedef struct td_rows {
  uint32_t struct_size;
  uint32_t n_fields;
  uint64_t n_rows;
  uint64_t first_row;    /* number of the first row within the dataset, from 0 */
  const td_value *cells; /* row-major: n_rows * n_fields */
} td_rows;

typedef struct td_job {
  uint32_t struct_size;
  uint32_t n_datasets;
  const char *job_id;
  const char *agency;
  const char *purpose;
  const char *locale;
  int64_t started_at; /* microseconds UTC; use this and not the clock */
  const td_dataset *datasets;
} td_job;

typedef struct td_host td_host;
/* Given to the plug-in. All calls on the thread that called the plug-in,
 * except cancelled, which any thread may call. */
struct td_host {
  uint32_t struct_size;
  uint32_t abi_minor;
  void *ctx;
  uint32_t (*cancelled)(const td_host *host);
  const char *(*option)(const td_host *host, const char *key); /* NULL: not set */
  td_status (*out_open)(const td_host *host, const char *declared_name, uint32_t *out);
  td_status (*out_write)(const td_host *host, uint32_t out, const void *bytes, uint64_t len);
  td_status (*out_close)(const td_host *host, uint32_t out);
  void (*progress)(const td_host *host, uint64_t done, uint64_t total, const char *phase);
  void (*log)(const td_host *host, uint32_t level, const char *utf8, uint64_t len);
  void (*set_error)(const td_host *host, uint32_t code, const char *utf8, uint64_t len);
  const void *(*get_extension)(const td_host *host, const char *id); /* NULL: unknown */
};

typedef struct td_exporter {
  uint32_t struct_size;
  uint32_t reserved;
  td_status (*create)(const td_host *host, const td_job *job, void **self);
  td_status (*begin_dataset)(void *self, uint32_t index, const td_dataset *dataset);
  td_status (*rows)(void *self, const td_rows *rows);
  td_status (*end_dataset)(void *self, uint64_t total_rows);
  td_status (*finish)(void *self);
  void (*destroy)(void *self); /* after success, error and cancel alike */
  const void *(*get_extension)(void *self, const char *id);
} td_exporter;

typedef struct td_plugin {
  uint32_t magic; /* TD_MAGIC */
  uint32_t struct_size;
  uint32_t abi_major;
  uint32_t abi_minor;
  const char *id;      /* as in the manifest */
  const char *version; /* as in the manifest */
  const td_exporter *exporter;
} td_plugin;

/* The one symbol. Returns static storage, does no work, never NULL. */
#if defined(__GNUC__)
__attribute__((visibility("default")))
#endif
const td_plugin *tongdu_export_entry_v1(uint32_t host_minor);

#ifdef __cplusplus
}
#endif

#endif /* TONGDU_EXPORT_H */
