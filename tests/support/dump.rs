//! A screen as text: what stands on it, then how it looks.
//!
//! ratatui's own dump loses colours and tells of every second cell of a Chinese character.

use ratatui::buffer::{Buffer, CellWidth};
use ratatui::layout::Position;
use ratatui::style::{Color, Modifier};
use std::fmt::Write;

/// One row's text; the second cell of a wide character isn't a character.
pub fn row(buffer: &Buffer, y: u16) -> String {
    let mut text = String::new();
    let mut x = 0;
    while x < buffer.area.width {
        let cell = &buffer[(x, y)];
        text.push_str(cell.symbol());
        x += cell.cell_width().max(1);
    }
    text
}

/// The whole screen: rows, then styles as `row: from-to look`, then the caret.
pub fn dump(buffer: &Buffer, caret: Option<Position>) -> String {
    let mut out = String::new();
    for y in 0..buffer.area.height {
        let _ = writeln!(out, "{}", row(buffer, y).trim_end());
    }
    out.push_str("~~~\n");
    for y in 0..buffer.area.height {
        let looks = looks(buffer, y);
        if !looks.is_empty() {
            let _ = writeln!(out, "{:>2}: {}", y + 1, looks.join("  "));
        }
    }
    if let Some(caret) = caret {
        let _ = writeln!(out, "caret {}, {}", caret.y + 1, caret.x);
    }
    out
}

fn looks(buffer: &Buffer, y: u16) -> Vec<String> {
    let mut runs: Vec<(u16, u16, String)> = Vec::new();
    let mut x = 0;
    while x < buffer.area.width {
        let cell = &buffer[(x, y)];
        let cells = cell.cell_width().max(1);
        let look = look(cell.fg, cell.bg, cell.modifier);
        match runs.last_mut() {
            Some((_, end, last)) if *last == look && *end == x => *end = x + cells,
            _ => runs.push((x, x + cells, look)),
        }
        x += cells;
    }
    let told = runs.into_iter().filter(|(_, _, look)| !look.is_empty());
    told.map(|(from, end, look)| format!("{from}-{} {look}", end - 1))
        .collect()
}

fn look(fg: Color, bg: Color, modifier: Modifier) -> String {
    let mut parts = Vec::new();
    match fg {
        Color::Reset => {}
        Color::Indexed(n) => parts.push(format!("{n}")),
        other => parts.push(format!("{other:?}")),
    }
    if bg != Color::Reset {
        parts.push(format!("on {bg:?}"));
    }
    if modifier.contains(Modifier::BOLD) {
        parts.push("bold".into());
    }
    if modifier.contains(Modifier::REVERSED) {
        parts.push("rev".into());
    }
    parts.join(" ")
}
