// @ID@: writes a table as a CSV that office software opens.
//
// The program pushes rows in, this plug-in pushes bytes out. It has no files, no network and no
// other programs; tongdu_export.h says what it does have. Change the table COLUMNS below and the
// fields in plugin.toml together: what isn't declared there never comes.
//
// ID numbers stay text as they are, and a text that a spreadsheet would run gets an apostrophe.
// No exception may cross the border: every call goes through `guarded`.
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <exception>
#include <string>
#include <vector>

#include "tongdu_export.h"

namespace {

const char OUTPUT[] = "@TABLE@.csv";  // as plugin.toml declares it

// What is written, from left to right: the heading and the field of the dataset.
struct Column {
  const char *heading, *field;
};
const Column COLUMNS[] = {
@CODE@
};

// A status other than TD_OK, on its way out.
struct Failed {
  td_status status;
};

void check(td_status status) {
  if (status != TD_OK) throw Failed{status};
}

bool begins_with(const std::string &text, const char *start) {
  return text.compare(0, std::strlen(start), start) == 0;
}

// Whether a spreadsheet would run it. A sign before nothing but digits and one point is a number.
bool is_formula(const std::string &text) {
  for (const char *start : {"=", "@", "\t", "\r", "\n", "＝", "＠"})
    if (begins_with(text, start)) return true;
  for (const char *sign : {"+", "-", "＋", "－"}) {
    if (!begins_with(text, sign)) continue;
    const std::string rest = text.substr(std::strlen(sign));
    if (rest.find_first_not_of("0123456789.") != std::string::npos) return true;
    return rest.find('.') != rest.rfind('.');
  }
  return false;
}

std::string quoted(const std::string &text) {
  std::string out = is_formula(text) ? "\"'" : "\"";
  for (char c : text) {
    out += c;
    if (c == '"') out += c;
  }
  return out + '"';
}

// Days since 1970-01-01 as YYYY-MM-DD.
std::string iso_day(std::int64_t days) {
  const std::int64_t shifted = days + 719468;
  const std::int64_t era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
  const std::int64_t of_era = shifted - era * 146097;
  std::int64_t year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
  const std::int64_t of_year = of_era - (365 * year + year / 4 - year / 100);
  std::int64_t month = (5 * of_year + 2) / 153;
  const std::int64_t day = of_year - (153 * month + 2) / 5 + 1;
  month += month < 10 ? 3 : -9;
  year += era * 400 + (month <= 2);
  char text[64];
  std::snprintf(text, sizeof text, "%04lld-%02d-%02d", static_cast<long long>(year),
                static_cast<int>(month), static_cast<int>(day));
  return text;
}

// Any column may hold any tag: a birth day that is told as an age band comes as text. The text
// doesn't end with NUL, and lives only until the call returns.
std::string cell(const td_value &value) {
  char number[352];
  switch (value.tag) {
    case TD_TEXT:
      return quoted(std::string(reinterpret_cast<const char *>(value.u.s.ptr), value.u.s.len));
    case TD_BOOL:
      return value.u.i ? "是" : "否";
    case TD_I64:
      return std::to_string(value.u.i);
    case TD_F64:
      std::snprintf(number, sizeof number, "%.1f", value.u.f);
      return number;
    case TD_DATE:
      return iso_day(value.u.i);
    case TD_TIME:
      return iso_day(value.u.i / INT64_C(86400000000));
    default:
      return "";  // TD_NULL: an empty cell
  }
}

// One run.
class Run {
 public:
  explicit Run(const td_host *host) : host_(host) { check(host_->out_open(host_, OUTPUT, &out_)); }

  void begin(const td_dataset &dataset) {
    places_.clear();
    std::vector<std::string> headings;
    for (const Column &column : COLUMNS)
      for (std::uint32_t i = 0; i < dataset.n_fields; i++)
        if (!std::strcmp(dataset.fields[i].name, column.field)) {  // one not granted: no column
          places_.push_back(i);
          headings.push_back(column.heading);
        }
    // Office software takes a CSV for GB18030 unless it begins with a byte-order mark.
    text_ += "\xEF\xBB\xBF";
    // What is invented says so on every file; of a real list there is no mark.
    const char *mark = host_->option(host_, "mark");
    if (mark && *mark) line({quoted(mark)});
    line(headings);
  }

  void rows(const td_rows &batch) {
    for (std::uint64_t row = 0; row < batch.n_rows; row++) {
      if (host_->cancelled(host_)) throw Failed{TD_CANCELLED};
      const td_value *cells = batch.cells + row * batch.n_fields;
      std::vector<std::string> texts;
      for (std::uint32_t place : places_) texts.push_back(cell(cells[place]));
      line(texts);
    }
    write();
  }

  void finish() {
    write();
    check(host_->out_close(host_, out_));
  }

  // Said to whoever reads the sentence; never a person's data.
  void report(const char *what) { host_->set_error(host_, 1, what, std::strlen(what)); }

 private:
  void line(const std::vector<std::string> &cells) {
    for (std::size_t i = 0; i < cells.size(); i++) text_ += (i ? "," : "") + cells[i];
    text_ += "\r\n";
  }

  void write() {
    check(host_->out_write(host_, out_, text_.data(), text_.size()));
    text_.clear();
  }

  const td_host *host_;
  std::uint32_t out_ = 0;
  std::vector<std::uint32_t> places_;
  std::string text_;
};

// Runs one call; whatever goes wrong in it becomes a status.
template <typename Work>
td_status guarded(void *self, Work work) {
  Run *run = static_cast<Run *>(self);
  try {
    work(*run);
    return TD_OK;
  } catch (const Failed &failed) {
    return failed.status;
  } catch (const std::exception &what) {
    run->report(what.what());
  } catch (...) {
    run->report("unknown exception");
  }
  return TD_ERROR;
}

extern "C" {

static td_status create(const td_host *host, const td_job *, void **self) {
  // A struct may be shorter than this header knows it; what isn't there may not be read.
  if (host->struct_size < sizeof *host) return TD_UNSUPPORTED;
  try {
    *self = new Run(host);
    return TD_OK;
  } catch (const Failed &failed) {
    return failed.status;
  } catch (...) {
    return TD_ERROR;
  }
}

static td_status begin_dataset(void *self, uint32_t, const td_dataset *dataset) {
  return guarded(self, [&](Run &run) { run.begin(*dataset); });
}

static td_status rows(void *self, const td_rows *batch) {
  return guarded(self, [&](Run &run) { run.rows(*batch); });
}

static td_status end_dataset(void *, uint64_t) { return TD_OK; }

static td_status finish(void *self) {
  return guarded(self, [](Run &run) { run.finish(); });
}

static void destroy(void *self) { delete static_cast<Run *>(self); }

}  // extern "C"

const td_exporter EXPORTER = {
    sizeof(td_exporter), 0, create, begin_dataset, rows, end_dataset, finish, destroy, nullptr,
};

const td_plugin PLUGIN = {
    TD_MAGIC, sizeof(td_plugin), TD_ABI_MAJOR, TD_ABI_MINOR, "@ID@", "@VERSION@", &EXPORTER,
};

}  // namespace

extern "C" const td_plugin *tongdu_export_entry_v1(uint32_t) { return &PLUGIN; }
