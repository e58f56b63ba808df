/* The smallest workbook that opens: for checked.c, which puts rows in `text` and has `put`. */

static int workbook;

static void book_text(const char *s) { put(s, strlen(s)); }

/* A cell of text, or the number that these digits are. */
static td_status book_cell(const char *s, size_t n, int number) {
  if (number) {
    book_text("<c><v>");
    put(s, n);
    book_text("</v></c>");
    return TD_OK;
  }
  book_text("<c t=\"inlineStr\"><is><t xml:space=\"preserve\">");
  for (size_t i = 0; i < n; i++) {
    if (s[i] == '&') book_text("&amp;");
    else if (s[i] == '<') book_text("&lt;");
    else if (s[i] == '\r') book_text("&#13;");
    else put(s + i, 1);
  }
  book_text("</t></is></c>");
  return TD_OK;
}

static uint32_t book_crc(const char *s, size_t n) {
  uint32_t crc = ~0u;
  for (size_t i = 0; i < n; i++) {
    crc ^= (unsigned char)s[i];
    for (int bit = 0; bit < 8; bit++) crc = crc >> 1 ^ (0xEDB88320u & -(crc & 1));
  }
  return ~crc;
}

static void book_number(uint32_t value, int bytes) {
  for (; bytes--; value >>= 8) {
    char low = (char)value;
    put(&low, 1);
  }
}

/* What stands before a part and, with its place, in the list at the end; made on 1980-01-01. */
static void book_head(const char *name, const char *part, size_t size, int64_t at) {
  put(at < 0 ? "PK\3\4" : "PK\1\2\24\0", at < 0 ? 4 : 6);
  book_number(20, 2), book_number(0, 6), book_number(0x21, 2);
  book_number(book_crc(part, size), 4), book_number((uint32_t)size, 4), book_number((uint32_t)size, 4);
  book_number((uint32_t)strlen(name), 2), book_number(0, 2);
  if (at >= 0) book_number(0, 4), book_number(0, 4), book_number(0, 2), book_number((uint32_t)at, 4);
  book_text(name);
}

/* Puts the rows into a workbook's parts, and those into a ZIP. */
static void book_whole(void) {
#define BOOK_MAIN "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
#define BOOK_DOC "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define BOOK_RELS "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">" \
                  "<Relationship Id=\"r1\" Type=\"" BOOK_DOC
  const char *names[] = {"[Content_Types].xml", "_rels/.rels", "xl/workbook.xml", "xl/_rels/workbook.xml.rels",
                         "xl/worksheets/sheet1.xml"};
  const char *parts[] = {
      "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
      "<Default Extension=\"xml\" ContentType=\"application/xml\"/>"
      "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/></Types>",
      BOOK_RELS "/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>",
      "<workbook xmlns=\"" BOOK_MAIN "\" xmlns:r=\"" BOOK_DOC "\">"
      "<sheets><sheet name=\"out\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>",
      BOOK_RELS "/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>", NULL};
  size_t sizes[5], places[5], rows = length;
  char *sheet = text;
  text = NULL, length = room = 0;
  book_text("<worksheet xmlns=\"" BOOK_MAIN "\"><sheetData>");
  put(sheet ? sheet : "", rows);
  book_text("</sheetData></worksheet>");
  parts[4] = text, rows = length;
  text = NULL, length = room = 0;
  for (int i = 0; i < 5; i++) {
    places[i] = length;
    sizes[i] = i == 4 ? rows : strlen(parts[i]);
    book_head(names[i], parts[i], sizes[i], -1);
    put(parts[i], sizes[i]);
  }
  size_t list = length;
  for (int i = 0; i < 5; i++) book_head(names[i], parts[i], sizes[i], (int64_t)places[i]);
  size_t end = length;
  put("PK\5\6", 4), book_number(0, 4), book_number(5, 2), book_number(5, 2);
  book_number((uint32_t)(end - list), 4), book_number((uint32_t)list, 4), book_number(0, 2);
}
