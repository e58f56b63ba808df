//! How headings are compared, and what a spelling of one says.
//!
//! Owns spellings only; which row is the heading and which column is taken, `heading` decides. The
//! tables stand in `director_headings`, `child_headings` and `signing_headings`.

use super::shape::Target;
use crate::schema::NoLinks;

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
    /// 残疾类别及等级: 肢体二级 in one cell.
    WithGrade,
    /// 是否低保: yes is the subsistence allowance.
    AllowanceIfYes,
    /// 是否健在, 是否外出 …: yes or no stands for a status.
    AwayIfYes,
    /// 是否到会: yes is present.
    PresentIfYes,
    /// 是否合格: yes is a pass.
    PassIfYes,
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

pub(super) const fn sure(field: &'static str, sure: &'static [&'static str]) -> Spelling {
    Spelling {
        field,
        reading: Reading::Plain,
        sure,
        perhaps: &[],
    }
}

pub(super) const fn read_as(reading: Reading, mut spelling: Spelling) -> Spelling {
    spelling.reading = reading;
    spelling
}

pub(super) const fn or_perhaps(
    mut spelling: Spelling,
    perhaps: &'static [&'static str],
) -> Spelling {
    spelling.perhaps = perhaps;
    spelling
}

/// A heading as it is compared: without brackets, signs and blanks, in lower case.
pub fn plain(heading: &str) -> String {
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
pub(super) fn looks_like(target: Target, text: &str) -> bool {
    if target.name() == "village" {
        let text = without_brackets(text);
        return ["村", "社区", "居委会", "村委会", "村民委员会", "居民委员会"]
            .iter()
            .any(|end| text.ends_with(end));
    }
    let context = crate::schema::Context {
        today: None,
        links: &NoLinks,
    };
    target.ty().parse(text, context).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_lose_their_decoration() {
        assert_eq!(plain(" 村（居） "), "村居");
        assert_eq!(plain("专／兼职*"), "专兼职");
        assert_eq!(plain("ＩＤ Number"), "idnumber");
        assert_eq!(without_brackets("姓 名（必填）"), "姓名");
        assert_eq!(without_brackets("任职时间【年月日】："), "任职时间");
    }
}
