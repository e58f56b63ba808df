//! A child's file on paper: plain text for A4, 80 cells across, the head on every sheet, no section
//! torn apart that fits one.

use super::page::{flow, group};
use crate::schema::{Coded, Words};
use crate::service::file::{ChildFile, Line};
use crate::service::{Office, moment};
use crate::ui::text;
use crate::ui::views::record::Piece;

/// Cells across.
const WIDTH: u16 = 80;
/// Rows of a sheet.
const HEIGHT: usize = 60;
/// Where the text begins.
const TEXT_AT: u16 = 8;

/// The sheets as one text, each but the first behind a form feed. `unmask` is the logged reason for
/// which personal numbers stand in full. What was done to the record, and who read it, stays out:
/// that is the office's affair, not the child's.
pub fn child_paper(
    file: &ChildFile,
    office: &Office,
    words: &dyn Words,
    unmask: Option<&str>,
) -> String {
    let lines = file.lines(office, words, unmask.is_none());
    let head = head(file, office, words, unmask);
    let room = HEIGHT - head.len() - 2;
    let mut sheets: Vec<Vec<String>> = vec![Vec::new()];
    for block in blocks(&lines, words) {
        let rows = sheets.last().map_or(0, Vec::len);
        if rows > 0 && rows + block.len() > room && block.len() <= room {
            sheets.push(Vec::new());
        }
        for row in block {
            if sheets.last().is_some_and(|sheet| sheet.len() >= room) {
                sheets.push(Vec::new());
            }
            if let Some(sheet) = sheets.last_mut() {
                // No sheet begins with a blank row.
                if !(row.is_empty() && sheet.is_empty()) {
                    sheet.push(row);
                }
            }
        }
    }
    let all = sheets.len().to_string();
    let sheet = |(at, rows): (usize, Vec<String>)| {
        let at = (at + 1).to_string();
        let foot = words.fill("paper-sheet", &[("at", &at), ("all", &all)]);
        let mut sheet = head.clone();
        sheet.extend(rows);
        sheet.push(String::new());
        sheet.push(foot);
        sheet.join("\n") + "\n"
    };
    let sheets: Vec<String> = sheets.into_iter().enumerate().map(sheet).collect();
    sheets.join("\u{c}")
}

/// Whose file, where, when, by whom, and what for.
fn head(file: &ChildFile, office: &Office, words: &dyn Words, unmask: Option<&str>) -> Vec<String> {
    let name = file.child.record.value("name").plain();
    let number = file.child.number.to_string();
    let title = words.fill("paper-title", &[("name", &name), ("number", &number)]);
    let place = &office.place().name;
    let gap = WIDTH.saturating_sub(text::width(&title) + text::width(place));
    let mut head = vec![format!("{title}{}{place}", text::blank(gap))];
    if office.demo() {
        head.push(words.word("demo-mark"));
    }
    let role = words.word(&format!("choice-office-role-{}", office.user().role.code()));
    let (when, who) = (moment(office.now()), &office.user().name);
    let args = [("when", when.as_str()), ("who", who), ("role", &role)];
    head.push(words.fill("paper-printed", &args));
    let purpose = unmask.map_or_else(|| "_".repeat(40), str::to_owned);
    let purpose = words.fill("paper-purpose", &[("purpose", &purpose)]);
    head.extend(text::wrap(&purpose, WIDTH));
    head.extend(text::wrap(
        &words.word(if unmask.is_some() {
            "paper-full"
        } else {
            "paper-masked"
        }),
        WIDTH,
    ));
    head.push("-".repeat(WIDTH.into()));
    head
}

/// The sections as rows, those that belong together in one block.
fn blocks(lines: &[Line], words: &dyn Words) -> Vec<Vec<String>> {
    let mut blocks: Vec<Vec<String>> = Vec::new();
    let mut last = None;
    for line in lines {
        let begins = last != Some(line.section);
        if last.is_none_or(|last| group(last) != group(line.section)) {
            let gap = last.map(|_| String::new());
            blocks.push(gap.into_iter().collect());
        }
        last = Some(line.section);
        for (i, pieces) in flow(&line.bits, WIDTH - TEXT_AT).into_iter().enumerate() {
            let label = if begins && i == 0 {
                words.word(&format!("file-{}", line.section.code()))
            } else {
                String::new()
            };
            let row = format!("{}{}", text::pad(&label, TEXT_AT), row(&pieces));
            if let Some(block) = blocks.last_mut() {
                block.push(row.trim_end().to_owned());
            }
        }
    }
    blocks
}

/// The pieces of a row as text; state is a sign there, too.
pub(super) fn row(pieces: &[Piece]) -> String {
    let all = pieces.iter().map(|piece| match piece.sign {
        Some(sign) => format!("{} {}", sign.text(), piece.text),
        None => piece.text.clone(),
    });
    all.collect::<Vec<_>>().join("  ")
}
