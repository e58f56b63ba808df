//! A child's file as rows of a screen or a sheet: bits flow on to the next row where one has no
//! room for them, so that nothing is cut.

use crate::schema::Coded;
use crate::service::file::{Bit, Line, Mark, Section};
use crate::ui::context::Ctx;
use crate::ui::sign::Sign;
use crate::ui::text;
use crate::ui::views::record::{Item, Piece};
use crate::ui::widgets::lines::TEXT_AT;

/// Blanks between two bits.
const GAP: u16 = 2;

/// A row: what is drawn, and the line of the file that it belongs to.
pub(super) struct Shown {
    pub item: Item,
    pub line: Option<usize>,
}

/// The rows of a file on a screen of this width; what was done to it stands last.
pub(super) fn rows(lines: &[Line], past: &[Item], width: u16, ctx: &Ctx) -> Vec<Shown> {
    let room = width.saturating_sub(TEXT_AT + 1);
    let mut rows: Vec<Shown> = Vec::new();
    let mut last: Option<Section> = None;
    for (at, line) in lines.iter().enumerate() {
        let begins = last != Some(line.section);
        if last.is_some_and(|last| group(last) != group(line.section)) {
            rows.push(blank());
        }
        last = Some(line.section);
        for (i, pieces) in flow(&line.bits, room).into_iter().enumerate() {
            let begins = begins && i == 0;
            let label = if begins {
                label(line.section, ctx)
            } else {
                String::new()
            };
            let item = Item {
                begins,
                ..Item::new(label, pieces)
            };
            rows.push(Shown {
                item,
                line: Some(at),
            });
        }
    }
    if !past.is_empty() && !rows.is_empty() {
        rows.push(blank());
    }
    let past = past.iter().enumerate().map(|(i, item)| Shown {
        item: Item {
            begins: i == 0,
            ..item.clone()
        },
        line: None,
    });
    rows.extend(past);
    rows
}

fn blank() -> Shown {
    Shown {
        item: Item::default(),
        line: None,
    }
}

/// The word of a section, at most six cells.
pub(super) fn label(section: Section, ctx: &Ctx) -> String {
    ctx.word(&format!("file-{}", section.code()))
}

/// Sections between which no blank row stands.
pub(super) fn group(section: Section) -> u8 {
    match section {
        Section::Basics => 0,
        Section::Now => 1,
        Section::Home
        | Section::Father
        | Section::Mother
        | Section::Care
        | Section::Guardianship
        | Section::Siblings => 2,
        Section::School | Section::Health | Section::Papers => 3,
        Section::Checked | Section::Note | Section::Local => 4,
    }
}

impl From<Mark> for Sign {
    fn from(mark: Mark) -> Self {
        match mark {
            Mark::Urgent => Self::Urgent,
            Mark::Watch => Self::Watch,
            Mark::Good => Self::Good,
            Mark::Later => Self::Later,
            Mark::Unknown => Self::Unknown,
            Mark::Refused => Self::Refused,
        }
    }
}

/// The bits in rows of at most `room` cells: a bit stays whole where a row can hold it.
pub(super) fn flow(bits: &[Bit], room: u16) -> Vec<Vec<Piece>> {
    let mut rows: Vec<Vec<Piece>> = vec![Vec::new()];
    let mut used = 0;
    for bit in bits {
        let sign = bit.mark.map(Sign::from);
        let before = sign.map_or(0, |sign| text::width(sign.text()) + 1);
        let cells = before + text::width(&bit.text);
        if used > 0 && used + GAP + cells > room {
            rows.push(Vec::new());
            used = 0;
        }
        if cells <= room && !bit.text.contains('\n') {
            used += cells + if used > 0 { GAP } else { 0 };
            if let Some(row) = rows.last_mut() {
                row.push(Piece {
                    sign,
                    text: bit.text.clone(),
                });
            }
            continue;
        }
        if used > 0 {
            rows.push(Vec::new());
        }
        for (i, part) in text::wrap(&bit.text, room.saturating_sub(before))
            .into_iter()
            .enumerate()
        {
            if i > 0 {
                rows.push(Vec::new());
            }
            used = text::width(&part) + if i == 0 { before } else { 0 };
            if let Some(row) = rows.last_mut() {
                row.push(Piece {
                    sign: sign.filter(|_| i == 0),
                    text: part,
                });
            }
        }
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(bits: &[(&str, Option<Mark>)], room: u16) -> Vec<String> {
        let bits: Vec<Bit> = bits
            .iter()
            .map(|(text, mark)| Bit {
                mark: *mark,
                text: (*text).into(),
            })
            .collect();
        let row = |row: Vec<Piece>| {
            let all = row.into_iter().map(|p| match p.sign {
                Some(sign) => format!("{} {}", sign.text(), p.text),
                None => p.text,
            });
            all.collect::<Vec<_>>().join("  ")
        };
        flow(&bits, room).into_iter().map(row).collect()
    }

    #[test]
    fn bits_stay_whole_and_go_on_in_the_next_row() {
        let bits = [
            ("男", None),
            ("11岁", None),
            ("高风险", Some(Mark::Urgent)),
            ("上㘵村", None),
        ];
        assert_eq!(texts(&bits, 17), ["男  11岁", "!! 高风险  上㘵村"]);
        assert_eq!(texts(&bits, 80), ["男  11岁  !! 高风险  上㘵村"]);
        assert_eq!(texts(&bits, 10), ["男  11岁", "!! 高风险", "上㘵村"]);
        for room in 2..40 {
            for row in texts(&bits, room) {
                assert!(room < 9 || text::width(&row) <= room, "{room}: {row}");
            }
        }
    }

    #[test]
    fn a_bit_longer_than_a_row_is_wrapped_and_so_is_a_note_of_several_lines() {
        let bits = [
            ("前", None),
            ("一二三四五六七", Some(Mark::Watch)),
            ("后", None),
        ];
        assert_eq!(texts(&bits, 10), ["前", "! 一二三四", "五六七  后"]);
        assert_eq!(texts(&[("甲\n乙", None)], 10), ["甲", "乙"]);
        assert_eq!(texts(&[], 10), [""]);
    }
}
