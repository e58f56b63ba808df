//! The way back for somebody whose computer died: what lies on the sticks that are in, and the
//! passphrase or the recovery code. Finds by itself what it can.

use crate::service::backup::{self, Found};
use crate::service::{Problem, folders, moment};
use crate::ui::canvas::Canvas;
use crate::ui::command::{Cmd, Scope};
use crate::ui::context::Ctx;
use crate::ui::job::Answer;
use crate::ui::sign::Sign;
use crate::ui::text;
use crate::ui::theme::Role;
use crate::ui::unlocking;
use crate::ui::view::{Flow, Header, Title, Toast, View};
use crate::ui::widgets::{Input, Window, lines};
use ratatui::layout::Size;

/// Cells of a field between its brackets: a recovery code and the caret.
const FIELD: u16 = 30;
/// Backups that stand on the screen.
const SHOWN: usize = 4;
/// Rows for everything; with fewer, the blank ones go.
const ROWS: u16 = 12;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Part {
    /// Which backup.
    #[default]
    Which,
    /// What opens it.
    Secret,
}

/// Restoring, before there is an office on this computer.
pub struct Restore {
    part: Part,
    found: Vec<Found>,
    picked: Window,
    folder: Input,
    secret: Input,
    by_code: bool,
    /// The word key of what is wrong with the part.
    complaint: Option<&'static str>,
    working: bool,
}

impl Restore {
    /// With what lies on the sticks that are in.
    pub fn new(ctx: &Ctx) -> Self {
        Self {
            part: Part::Which,
            found: backup::found(&ctx.setup, None),
            picked: Window::default(),
            folder: Input::default(),
            secret: Input::masked(),
            by_code: false,
            complaint: None,
            working: false,
        }
    }

    /// Looks again, in the folder that was typed or wherever sticks are found.
    fn look(&mut self, ctx: &Ctx) {
        let typed = self.folder.value().trim();
        let folder = folders::path_of(&ctx.setup.home, typed);
        let folder = (!typed.is_empty()).then_some(folder);
        self.found = backup::found(&ctx.setup, folder.as_deref());
        self.picked.clamp(self.found.len());
    }

    fn next(&mut self, ctx: &Ctx) -> Flow {
        self.complaint = None;
        if self.part == Part::Which {
            if self.found.is_empty() || !self.folder.is_empty() {
                self.look(ctx);
            }
            match self.found.is_empty() {
                true => self.complaint = Some("restore-none"),
                false => self.part = Part::Secret,
            }
            return Flow::Stay;
        }
        let Some(found) = self.found.get(self.picked.cursor()) else {
            return Flow::Stay;
        };
        if self.secret.is_empty() {
            return Flow::Stay;
        }
        self.working = true;
        let typed = self.secret.value().to_owned();
        Flow::Start(unlocking::restore(ctx, found.dir.clone(), typed))
    }

    fn secret_anew(&mut self, by_code: bool) {
        self.complaint = None;
        self.by_code = by_code;
        self.secret = if by_code {
            Input::default()
        } else {
            Input::masked()
        };
    }

    fn input(&mut self) -> &mut Input {
        match self.part {
            Part::Which => &mut self.folder,
            Part::Secret => &mut self.secret,
        }
    }

    fn draw_found(&self, canvas: &mut Canvas<'_>, mut y: u16, ctx: &Ctx) -> u16 {
        let shown = self.picked.range(SHOWN as u16, self.found.len());
        for (i, found) in self.found.iter().enumerate() {
            let picked = i == self.picked.cursor();
            if !shown.contains(&i) || (self.part == Part::Secret && !picked) {
                continue;
            }
            if picked {
                canvas.put(lines::FOCUS_AT, y, Sign::Marked.text(), Role::Selected);
            }
            let records = found.records.to_string();
            let name = match found.demo {
                true => format!("{} {}", found.place.name, ctx.word("restore-demo")),
                false => found.place.name.clone(),
            };
            let line = format!(
                "{} {}  {}  {}",
                text::pad(&name, 14),
                moment(found.time),
                ctx.fill("restore-records", &[("records", &records)]),
                found.dir.parent().unwrap_or(&found.dir).display(),
            );
            let room = canvas.width().saturating_sub(lines::TEXT_AT + 1);
            canvas.put_cut(lines::TEXT_AT, y, room, &line, Role::Text);
            y += 1;
        }
        y
    }

    fn draw_field(&self, canvas: &mut Canvas<'_>, y: u16, part: Part, beside: &str) -> u16 {
        let here = part == self.part && canvas.focused();
        if here {
            canvas.put(lines::FOCUS_AT, y, ">", Role::Text);
        }
        let input = match part {
            Part::Which => &self.folder,
            Part::Secret => &self.secret,
        };
        let end = input.draw(canvas, lines::TEXT_AT, y, FIELD, here);
        let room = canvas.width().saturating_sub(end + 3);
        canvas.put_cut(end + 2, y, room, beside, Role::Text);
        y + 1
    }
}

impl View for Restore {
    fn scope(&self) -> Scope {
        Scope::Restore
    }

    fn header(&self, ctx: &Ctx) -> Header {
        Header::Work(ctx.word("restore-header"))
    }

    fn title(&self, _body: Size, ctx: &Ctx) -> Title {
        Title::new(ctx.word("scope-restore"), "")
    }

    fn notice(&self, ctx: &Ctx) -> String {
        ctx.word("restore-notice")
    }

    fn caret(&self) -> bool {
        true
    }

    fn can(&self, cmd: Cmd, _ctx: &Ctx) -> Result<(), &'static str> {
        match cmd {
            Cmd::Acts if self.part == Part::Which => Err("why-which-backup"),
            Cmd::Acts if self.by_code => Err("why-code-asked"),
            _ => Ok(()),
        }
    }

    fn command(&mut self, cmd: Cmd, ctx: &Ctx) -> Flow {
        if self.working {
            return match cmd {
                Cmd::Back => Flow::Run(Cmd::StopJob),
                Cmd::StopJob | Cmd::Language | Cmd::Theme => Flow::Ignored,
                _ => Flow::Stay,
            };
        }
        let listing = self.part == Part::Which && !matches!(cmd, Cmd::Home | Cmd::End);
        if listing && self.picked.command(cmd, self.found.len()) {
            return Flow::Stay;
        }
        if self.input().command(cmd) {
            self.complaint = None;
            return Flow::Stay;
        }
        match (cmd, self.part) {
            (Cmd::Enter | Cmd::NextPart, _) => self.next(ctx),
            (Cmd::Acts, Part::Secret) => {
                self.secret_anew(true);
                Flow::Stay
            }
            (Cmd::Back, Part::Secret) if self.by_code => {
                self.secret_anew(false);
                Flow::Stay
            }
            (Cmd::Back | Cmd::PrevPart | Cmd::Up, Part::Secret) => {
                self.complaint = None;
                self.secret_anew(false);
                self.part = Part::Which;
                Flow::Stay
            }
            _ => Flow::Ignored,
        }
    }

    fn text(&mut self, c: char, _ctx: &Ctx) -> Flow {
        if self.working {
            return Flow::Stay;
        }
        self.complaint = None;
        // Passphrases hold no such characters, so an input method was left on.
        if self.part == Part::Secret && !self.by_code && !c.is_ascii() {
            self.complaint = Some("unlock-latin");
            return Flow::Stay;
        }
        self.input().text(c);
        Flow::Stay
    }

    fn done(&mut self, result: Result<Answer, Problem>, ctx: &Ctx) -> Flow {
        self.working = false;
        match result {
            Ok(Answer::Restored(office, restored)) => {
                let args = [
                    ("records", restored.records.to_string()),
                    ("time", moment(restored.time)),
                ];
                let mut toast = Toast::told(ctx.fill_with("backup-restored", &args));
                if let Some(file) = restored.skipped.first() {
                    let skipped = ctx.fill("backup-skipped", &[("file", file)]);
                    toast = Toast {
                        sign: Sign::Watch,
                        ..Toast::told(format!("{} {skipped}", toast.text))
                    };
                }
                Flow::All(vec![Flow::Enter(office), Flow::Say(toast)])
            }
            Ok(_) => Flow::Stay,
            Err(problem) if problem.key == "store-wrong-passphrase" => {
                let by_code = self.by_code;
                self.secret_anew(by_code);
                self.complaint = Some(match by_code {
                    true => "restore-wrong-code",
                    false => "restore-wrong",
                });
                Flow::Stay
            }
            Err(problem) => Flow::Refuse(problem),
        }
    }

    fn draw(&self, canvas: &mut Canvas<'_>, ctx: &Ctx) {
        let loose = u16::from(canvas.height() >= ROWS);
        let mut y = loose;
        lines::label(canvas, y, &ctx.word("restore-where"));
        y = self.draw_field(canvas, y, Part::Which, &ctx.word("restore-folder"));
        y = self.draw_found(canvas, y, ctx);
        if self.found.is_empty() && self.complaint.is_none() {
            y = lines::wrapped(canvas, y, "", &ctx.word("restore-plug-in"));
        }
        if let Some(key) = self.complaint.filter(|_| self.part == Part::Which) {
            y = lines::complaint(canvas, y, Sign::Refused, &ctx.word(key));
        }
        y += loose;
        let (label, beside) = match self.by_code {
            true => ("unlock-code", "restore-code"),
            false => ("unlock-passphrase", "restore-secret"),
        };
        if self.part == Part::Which {
            canvas.put_cut(lines::LABEL_AT, y, 6, &ctx.word(label), Role::Muted);
            return;
        }
        lines::label(canvas, y, &ctx.word(label));
        y = self.draw_field(canvas, y, Part::Secret, &ctx.word(beside));
        if let Some(key) = self.complaint {
            lines::complaint(canvas, y, Sign::Refused, &ctx.word(key));
        }
    }
}
