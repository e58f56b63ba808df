//! The first step: which file. A line to type or paste its place, and the lists of the folder that
//! the line is in.

use crate::service::folders::{self, Lying};
use crate::ui::canvas::Canvas;
use crate::ui::command::Cmd;
use crate::ui::context::Ctx;
use crate::ui::theme::Role;
use crate::ui::widgets::{Cell, Column, Input, Line, Window, grid, lines};
use std::path::PathBuf;

/// The most that the line shows at once.
const LINE_CELLS: u16 = 90;
/// Rows above the list: the line, how to fill it, a blank, the heads.
const ABOVE: u16 = 4;

/// What came of a command.
pub(super) enum Chosen {
    /// Not one for this step.
    Nothing,
    /// Something moved.
    Moved,
    /// This file.
    File(PathBuf),
}

/// A line with a path, and what lies there.
pub(super) struct Files {
    home: PathBuf,
    input: Input,
    folder: PathBuf,
    lying: Vec<Lying>,
    /// Those whose names hold what is typed behind the folder.
    fitting: Vec<usize>,
    window: Window,
    /// Whether the focus is in the list, not on the line.
    in_list: bool,
}

impl Files {
    /// Begins on the desktop.
    pub fn new(home: PathBuf) -> Self {
        let mut files = Self {
            input: Input::default(),
            folder: PathBuf::new(),
            lying: Vec::new(),
            fitting: Vec::new(),
            window: Window::default(),
            in_list: false,
            home,
        };
        let first = folders::first_folder(&files.home);
        files.enter(first);
        files
    }

    /// How many lists are shown.
    pub fn count(&self) -> usize {
        let shown = self.fitting.iter().filter_map(|i| self.lying.get(*i));
        shown.filter(|l| !l.folder).count()
    }

    /// Reads the folder again: a stick may have been put in.
    pub fn read_again(&mut self) {
        let at = self.fitting.get(self.window.cursor());
        let before = at.and_then(|i| self.lying.get(*i)).map(|l| l.path.clone());
        self.lying = folders::lists_in(&self.folder);
        self.sift();
        let same = |i: &usize| self.lying.get(*i).map(|l| &l.path) == before.as_ref();
        self.window
            .set(self.fitting.iter().position(same).unwrap_or(0));
    }

    fn enter(&mut self, folder: PathBuf) {
        let shown = folder.display().to_string();
        self.input = Input::new(format!("{}/", shown.trim_end_matches('/')));
        self.folder = folder;
        self.read_again();
    }

    /// The folder that the line is in, and what is typed behind it.
    fn typed(&self) -> (PathBuf, String) {
        let (text, path) = (
            self.input.value(),
            folders::path_of(&self.home, self.input.value()),
        );
        if text.ends_with('/') || text.is_empty() {
            return (path, String::new());
        }
        let rest = path.file_name().unwrap_or_default().to_string_lossy();
        let rest = rest.into_owned();
        (path.parent().map(PathBuf::from).unwrap_or(path), rest)
    }

    fn retyped(&mut self) {
        self.in_list = false;
        let (folder, _) = self.typed();
        if folder != self.folder {
            self.folder = folder;
            self.lying = folders::lists_in(&self.folder);
        }
        self.sift();
    }

    fn sift(&mut self) {
        let (_, rest) = self.typed();
        let rest = rest.to_lowercase();
        let fits = |l: &Lying| l.name.to_lowercase().contains(&rest);
        let all = self.lying.iter().enumerate();
        self.fitting = all.filter(|(_, l)| fits(l)).map(|(i, _)| i).collect();
        self.window = Window::default();
    }

    /// Types a character.
    pub fn text(&mut self, c: char) {
        self.input.text(c);
        self.retyped();
    }

    /// Does what the user meant.
    pub fn command(&mut self, cmd: Cmd) -> Chosen {
        if cmd == Cmd::Enter {
            return self.take();
        }
        if cmd == Cmd::Up && self.window.cursor() == 0 {
            self.in_list = false;
            return Chosen::Moved;
        }
        if matches!(cmd, Cmd::Down | Cmd::NextPart) && !self.in_list {
            self.in_list = !self.fitting.is_empty();
            return Chosen::Moved;
        }
        if cmd == Cmd::PrevPart {
            self.in_list = false;
            return Chosen::Moved;
        }
        // Home and End are the caret's, as on every line that is typed.
        if matches!(cmd, Cmd::Up | Cmd::Down | Cmd::PageUp | Cmd::PageDown)
            && self.window.command(cmd, self.fitting.len())
        {
            self.in_list = !self.fitting.is_empty();
            return Chosen::Moved;
        }
        if self.input.command(cmd) {
            if matches!(cmd, Cmd::Erase | Cmd::Delete) {
                self.retyped();
            }
            return Chosen::Moved;
        }
        Chosen::Nothing
    }

    /// Goes into a folder; a file is the answer.
    fn take(&mut self) -> Chosen {
        let at = self.fitting.get(self.window.cursor());
        let listed = at.and_then(|i| self.lying.get(*i)).filter(|_| self.in_list);
        let (path, folder) = match listed {
            Some(lying) => (lying.path.clone(), lying.folder),
            None => {
                let path = folders::path_of(&self.home, self.input.value());
                let folder = path.is_dir();
                (path, folder)
            }
        };
        if !folder {
            return Chosen::File(path);
        }
        self.enter(path);
        self.in_list = !self.fitting.is_empty();
        Chosen::Moved
    }

    pub fn draw(&self, canvas: &mut Canvas<'_>, ctx: &Ctx) {
        lines::label(canvas, 0, &ctx.word("import-file"));
        if canvas.focused() && !self.in_list {
            canvas.put(lines::FOCUS_AT, 0, ">", Role::Text);
        }
        let cells = canvas.width().saturating_sub(lines::TEXT_AT + 3);
        let cells = cells.min(LINE_CELLS);
        self.input.draw(canvas, lines::TEXT_AT, 0, cells, true);
        lines::line(canvas, 1, "", &ctx.word("import-file-how"));
        if self.fitting.is_empty() {
            lines::line(canvas, 3, "", &ctx.word("import-no-files"));
            return;
        }
        let columns = [
            Column::words(ctx.word("import-file-name"), 16, 60),
            Column::words(ctx.word("import-file-day"), 10, 10),
            Column::numbers(ctx.word("import-file-size"), 8, 8),
        ];
        let height = canvas.height().saturating_sub(ABOVE);
        let range = self.window.range(height, self.fitting.len());
        let first = range.start;
        let shown = self.fitting[range].iter();
        let rows: Vec<Line> = shown
            .filter_map(|i| self.lying.get(*i))
            .map(|l| line(l, ctx))
            .collect();
        let widths = grid::widths(&columns, &rows, canvas.width());
        grid::draw_heads(canvas, ABOVE - 1, &columns, &widths);
        for (i, (y, row)) in (ABOVE..).zip(&rows).enumerate() {
            let focus = self.in_list && first + i == self.window.cursor();
            grid::draw_line(canvas, y, row, &columns, &widths, focus);
        }
    }
}

fn line(lying: &Lying, ctx: &Ctx) -> Line {
    let day = lying.changed.map(|d| d.iso()).unwrap_or_default();
    let size = if lying.folder {
        ctx.word("import-folder")
    } else {
        size(lying.bytes)
    };
    Line::new(
        None,
        [lying.name.clone(), day, size].map(Cell::text).to_vec(),
    )
}

/// `23 KB`, rounded up: nothing is 0 KB.
fn size(bytes: u64) -> String {
    match bytes.div_ceil(1024) {
        kilo if kilo < 10_000 => format!("{kilo} KB"),
        kilo => format!("{} MB", kilo.div_ceil(1024)),
    }
}
