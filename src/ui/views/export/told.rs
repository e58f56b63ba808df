//! The password of what was sent, once: to be written down and told by telephone.

use crate::service::export::{Password, Sent};
use crate::ui::canvas::Canvas;
use crate::ui::command::{Cmd, Scope};
use crate::ui::context::Ctx;
use crate::ui::sign::Sign;
use crate::ui::theme::Role;
use crate::ui::view::{Flow, Header, Title, Toast, View};
use crate::ui::widgets::lines;
use ratatui::layout::Size;

/// The screen that holds the password. It is wiped from memory when this goes.
pub struct Told {
    rows: u64,
    file: String,
    password: Password,
}

/// That something was sent, and where it is.
pub fn sent_toast(sent: &Sent, ctx: &Ctx) -> Toast {
    let folder = sent.files.first().and_then(|f| f.parent());
    let folder = folder.map(|f| f.display().to_string()).unwrap_or_default();
    let (rows, files) = (sent.rows.to_string(), sent.files.len().to_string());
    let args = [
        ("rows", rows.as_str()),
        ("files", &files),
        ("folder", &folder),
    ];
    Toast::told(ctx.fill("export-done", &args))
}

impl Told {
    /// Nothing where the files have no password.
    pub fn new(sent: Sent) -> Option<Self> {
        let file = sent.files.first().map(|file| file.display().to_string());
        Some(Self {
            rows: sent.rows,
            file: file.unwrap_or_default(),
            password: sent.password?,
        })
    }
}

impl View for Told {
    fn scope(&self) -> Scope {
        Scope::Told
    }

    fn header(&self, ctx: &Ctx) -> Header {
        Header::Work(ctx.word("export-step-tell"))
    }

    fn title(&self, _body: Size, ctx: &Ctx) -> Title {
        let rows = self.rows.to_string();
        Title {
            alarm: Some(Sign::Urgent),
            ..Title::new(
                ctx.fill("export-told-title", &[("rows", &rows)]),
                ctx.word("export-told-once"),
            )
        }
    }

    fn notice(&self, ctx: &Ctx) -> String {
        ctx.word("export-told-notice")
    }

    /// The password is nowhere else, so this is left with a question, and locked up when the screen is.
    fn unsaved(&self) -> bool {
        true
    }

    fn parting(&self) -> Option<[&'static str; 3]> {
        Some([
            "export-told-leave",
            "export-told-written",
            "export-told-stay",
        ])
    }

    fn command(&mut self, cmd: Cmd, _ctx: &Ctx) -> Flow {
        match cmd {
            Cmd::Enter => Flow::Run(Cmd::Back),
            _ => Flow::Ignored,
        }
    }

    /// The password first, so that it stands in the lowest window, too.
    fn draw(&self, canvas: &mut Canvas<'_>, ctx: &Ctx) {
        lines::label(canvas, 0, &ctx.word("export-told-password"));
        let end = canvas.put(lines::TEXT_AT, 0, &self.password.spoken(), Role::Accent);
        canvas.bold(lines::TEXT_AT, 0, end.saturating_sub(lines::TEXT_AT));
        let gap = u16::from(canvas.height() > 12);
        let told = [
            (None, ctx.word("export-told-typed")),
            (Some("export-told-file"), self.file.clone()),
            (Some("note-next"), ctx.word("export-told-how")),
            (None, ctx.word("export-told-open")),
        ];
        let mut y = 1;
        for (label, text) in told {
            let space = if label.is_some() { gap } else { 0 };
            let label = label.map_or_else(String::new, |key| ctx.word(key));
            y = lines::wrapped(canvas, y + space, &label, &text);
        }
    }
}
