//! How offices write the headings of a list of directors: the one table of synonyms.
//!
//! Owns spellings only; which row is the heading and which column is taken, `heading` decides.

use crate::domain::book::Kind;
use crate::schema::{FieldType, NoLinks};

/// How the cells of a column are read, beyond their field's own parser.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Reading {
    /// As the field's parser reads them.
    #[default]
    Plain,
    /// 是否专职: yes is full time.
    FullIfYes,
    /// 是否兼职: yes is part time.
    PartIfYes,
    /// 出生年月: the day in it, if there is one, may be a spreadsheet's own.
    Month,
}

/// The spellings of one field's heading, the surest first.
pub(super) struct Spelling {
    /// The field.
    pub field: &'static str,
    /// How the column is then read.
    pub reading: Reading,
    /// Means this field whatever stands below.
    pub sure: &'static [&'static str],
    /// Means this field only if what stands below looks like it.
    pub perhaps: &'static [&'static str],
}

const fn sure(field: &'static str, sure: &'static [&'static str]) -> Spelling {
    Spelling {
        field,
        reading: Reading::Plain,
        sure,
        perhaps: &[],
    }
}

const fn read_as(reading: Reading, mut spelling: Spelling) -> Spelling {
    spelling.reading = reading;
    spelling
}

const fn or_perhaps(mut spelling: Spelling, perhaps: &'static [&'static str]) -> Spelling {
    spelling.perhaps = perhaps;
    spelling
}

/// Written as [`plain`] makes them: without brackets, signs and blanks, in lower case.
#[rustfmt::skip]
pub(super) const SPELLINGS: &[Spelling] = &[
    sure("name", &["姓名", "儿童主任姓名", "主任姓名", "人员姓名", "名字", "儿童主任", "name", "fullname", "director"]),
    or_perhaps(
        sure("village", &[
            "村居", "村居名称", "村社区", "村社区名称", "村居社区", "所在村居", "所在村", "所在村社区", "所属村居",
            "所属村", "任职村居", "任职村", "负责村居", "服务村居", "行政村", "村名", "村别", "村居委会", "村委会",
            "村", "社区", "village", "villagename",
        ]),
        &["职责范围", "工作单位", "所在单位", "单位", "所属单位"],
    ),
    sure("id_number", &[
        "公民身份号码", "公民身份证号码", "身份证号码", "身份证号", "身份证", "居民身份证号码", "居民身份证号",
        "身份号码", "证件号码", "证件号", "idnumber", "idno", "idcard", "id",
    ]),
    sure("phone", &[
        "手机号码", "手机号", "手机", "移动电话", "联系手机", "联系电话", "联系方式", "电话号码", "电话", "座机",
        "mobile", "phone", "phonenumber", "telephone",
    ]),
    sure("sex", &["性别", "sex", "gender"]),
    sure("birth_day", &["出生日期", "出生年月日", "生日", "birthday", "birthdate", "dateofbirth", "birth"]),
    read_as(Reading::Month, sure("birth_day", &["出生年月"])),
    or_perhaps(
        sure("role", &["登记类型", "人员类型", "role"]),
        &["类别", "类型", "人员类别", "岗位", "职务", "身份"],
    ),
    sure("from", &[
        "任职时间", "任职日期", "上岗时间", "上岗日期", "到任时间", "聘任时间", "聘任日期", "任职起始时间",
        "任职开始时间", "任职时间起", "任职起", "任职年月", "担任儿童主任时间", "from", "since", "start",
    ]),
    sure("to", &[
        "离任日期", "离任时间", "离职日期", "离职时间", "卸任日期", "卸任时间", "免职时间", "任职结束时间",
        "任职时间止", "任职止", "to", "until", "end",
    ]),
    sure("work_time", &["专兼职", "是否专兼职", "专职兼职", "专职或兼职", "专职还是兼职", "worktime"]),
    read_as(Reading::FullIfYes, sure("work_time", &["是否专职", "fulltime"])),
    read_as(Reading::PartIfYes, sure("work_time", &["是否兼职", "parttime"])),
    sure("female_member", &[
        "是否女性委员", "是否为女性委员", "是否女委员", "女性委员", "女委员", "村居女性委员", "femalemember",
    ]),
    or_perhaps(
        sure("source", &["选任来源", "人员来源", "选拔来源", "来源", "source"]),
        &["产生方式", "人员身份", "身份", "职务"],
    ),
    sure("first_training", &[
        "初任培训时间", "初任培训日期", "初任培训", "岗前培训时间", "岗前培训日期", "培训日期", "培训时间",
        "firsttraining",
    ]),
    sure("certificate", &[
        "证书编号", "培训证书编号", "培训证书号", "合格证编号", "合格证号", "培训合格证号", "证书号", "certificate",
    ]),
    sure("national_entered", &[
        "全国系统录入日期", "全国系统录入时间", "系统录入日期", "系统录入时间", "录入系统日期", "录入系统时间",
        "录入日期", "录入时间", "nationalentered",
    ]),
    sure("acting", &["是否代管", "代管", "acting"]),
    sure("note", &["备注", "说明", "note", "notes", "remark", "remarks"]),
];

/// A heading as it is compared: without brackets, signs and blanks, in lower case.
pub(super) fn plain(heading: &str) -> String {
    let folded = heading.chars().map(crate::schema::text::fold);
    folded
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// The same without what stands in brackets: 姓名（必填）.
pub(super) fn without_brackets(heading: &str) -> String {
    let mut depth = 0_u32;
    let mut kept = String::new();
    for c in heading.chars().map(crate::schema::text::fold) {
        match c {
            '(' | '[' | '【' | '〔' => depth += 1,
            ')' | ']' | '】' | '〕' => depth = depth.saturating_sub(1),
            c if depth == 0 => kept.push(c),
            _ => {}
        }
    }
    plain(&kept)
}

/// Whether a cell looks like a value of this field, for headings that may mean several things.
pub(super) fn looks_like(field: &str, text: &str) -> bool {
    if field == "village" {
        let text = without_brackets(text);
        return ["村", "社区", "居委会", "村委会", "村民委员会", "居民委员会"]
            .iter()
            .any(|end| text.ends_with(end));
    }
    let context = crate::schema::Context {
        today: None,
        links: &NoLinks,
    };
    let ty = target(field).map(Target::ty);
    ty.is_some_and(|ty| ty.parse(text, context).is_ok())
}

/// Where a column's cells go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// The village of the post.
    Village,
    /// A field of the worker, by its place in the table.
    Worker(usize),
    /// A field of the post, by its place in the table.
    Post(usize),
}

/// What a list may say about the post; everything else it says is about the worker.
const OF_POST: &[&str] = &["from", "to", "acting"];

/// Where a field of this name goes, if a list has it.
pub(super) fn target(field: &str) -> Option<Target> {
    if field == "village" {
        return Some(Target::Village);
    }
    if OF_POST.contains(&field) {
        return Kind::Post.field_index(field).map(Target::Post);
    }
    Kind::Worker.field_index(field).map(Target::Worker)
}

impl Target {
    /// The field's type.
    pub fn ty(self) -> FieldType {
        match self {
            Self::Village => FieldType::Link("village"),
            Self::Worker(index) => Kind::Worker.fields()[index].ty,
            Self::Post(index) => Kind::Post.fields()[index].ty,
        }
    }

    /// The field's name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Village => "village",
            Self::Worker(index) => Kind::Worker.fields()[index].name,
            Self::Post(index) => Kind::Post.fields()[index].name,
        }
    }
}

/// Every field that a list may have, in the order of the tables.
pub fn fields() -> Vec<&'static str> {
    let worker = Kind::Worker.fields().iter().map(|f| f.name);
    worker
        .chain(["village"])
        .chain(OF_POST.iter().copied())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_spelling_is_plain_and_leads_to_a_field() {
        for spelling in SPELLINGS {
            assert!(target(spelling.field).is_some(), "{}", spelling.field);
            for word in spelling.sure.iter().chain(spelling.perhaps) {
                assert_eq!(plain(word), *word);
            }
        }
        for field in fields() {
            assert!(
                SPELLINGS.iter().any(|s| s.field == field),
                "{field} has no heading"
            );
        }
    }

    #[test]
    fn no_sure_spelling_means_two_things() {
        let mut all: Vec<&str> = SPELLINGS.iter().flat_map(|s| s.sure).copied().collect();
        all.sort_unstable();
        let count = all.len();
        all.dedup();
        assert_eq!(all.len(), count);
    }

    #[test]
    fn headings_lose_their_decoration() {
        assert_eq!(plain(" 村（居） "), "村居");
        assert_eq!(plain("专／兼职*"), "专兼职");
        assert_eq!(plain("ＩＤ Number"), "idnumber");
        assert_eq!(without_brackets("姓 名（必填）"), "姓名");
        assert_eq!(without_brackets("任职时间【年月日】："), "任职时间");
    }
}
