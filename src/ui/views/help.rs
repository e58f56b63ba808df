//! Help: what this screen is for and its keys at the left, what is the same everywhere at the
//! right; made from the command table.

use crate::ui::canvas::Canvas;
use crate::ui::command::{COMMANDS, Cmd, Hint, Scope, Spec, label};
use crate::ui::context::Ctx;
use crate::ui::sign::Sign;
use crate::ui::text;
use crate::ui::theme::Role;
use crate::ui::view::{Flow, Header, Title, View};
use ratatui::layout::Size;

/// Below this width the two halves stand one under the other.
const TWO_COLUMNS: u16 = 72;
/// Where the line between the halves stands.
const SPLIT: u16 = 40;
/// Cells of a key's name.
const KEYS: u16 = 12;

/// Help for a sort of screen.
pub struct Help {
    about: Scope,
    from: usize,
}

enum Row {
    Head(String),
    Text(String),
    Key(String, String),
    Signs(Vec<Sign>),
}

impl Help {
    /// Help for this sort of screen.
    pub fn new(about: Scope) -> Self {
        Self { about, from: 0 }
    }

    fn here(&self, width: u16, ctx: &Ctx) -> Vec<Row> {
        let purpose = ctx.word(&format!("scope-{}.for", self.about.name()));
        let mut rows = vec![Row::Head(ctx.word("help-what-for"))];
        rows.extend(
            text::wrap(&purpose, width.saturating_sub(2))
                .into_iter()
                .map(Row::Text),
        );
        let own = self.keys(ctx, |spec| matches!(spec.hint, Hint::Own(_)));
        if !own.is_empty() {
            rows.extend([Row::Text(String::new()), Row::Head(ctx.word("help-here"))]);
            rows.extend(own);
        }
        rows.extend([Row::Text(String::new()), Row::Head(ctx.word("help-signs"))]);
        rows.extend(Sign::ALL.chunks(3).map(|signs| Row::Signs(signs.to_vec())));
        rows
    }

    fn everywhere(&self, ctx: &Ctx) -> Vec<Row> {
        let mut rows = vec![Row::Key(ctx.word("key-arrows"), ctx.word("help-move"))];
        rows.extend(self.keys(ctx, |spec| {
            !matches!(spec.hint, Hint::Own(_)) && !spec.moves()
        }));
        let digits = COMMANDS
            .iter()
            .find(|s| s.cmd == Cmd::Digit && s.within(self.about));
        if let Some(spec) = digits {
            rows.insert(1, key_row(spec, ctx));
        }
        rows.push(Row::Text(String::new()));
        rows.extend(
            text::wrap(&ctx.word("help-no-ctrl"), SPLIT - 3)
                .into_iter()
                .map(Row::Text),
        );
        rows
    }

    fn keys(&self, ctx: &Ctx, which: fn(&Spec) -> bool) -> Vec<Row> {
        let specs = COMMANDS
            .iter()
            .filter(|s| s.within(self.about) && which(s) && !ctx.prefs.keys().keys(s).is_empty());
        let mut specs: Vec<&Spec> = specs.collect();
        specs.sort_by_key(|s| (s.hint == Hint::None, s.hint));
        specs.into_iter().map(|s| key_row(s, ctx)).collect()
    }
}

fn key_row(spec: &Spec, ctx: &Ctx) -> Row {
    let key = ctx
        .prefs
        .keys()
        .shown(spec)
        .map(|k| label(k, &ctx.words))
        .unwrap_or_default();
    Row::Key(key, ctx.word(&format!("cmd-{}.does", spec.name)))
}

impl View for Help {
    fn scope(&self) -> Scope {
        Scope::Help
    }

    fn header(&self, ctx: &Ctx) -> Header {
        Header::Work(ctx.word("scope-help"))
    }

    fn title(&self, body: Size, ctx: &Ctx) -> Title {
        let split = (body.width >= TWO_COLUMNS).then(|| (SPLIT, ctx.word("help-everywhere")));
        Title {
            split,
            ..Title::new(ctx.word(&format!("scope-{}", self.about.name())), "")
        }
    }

    fn command(&mut self, cmd: Cmd, ctx: &Ctx) -> Flow {
        let all = self.here(SPLIT, ctx).len() + self.everywhere(ctx).len();
        self.from = match cmd {
            Cmd::Up => self.from.saturating_sub(1),
            Cmd::Down => self.from + 1,
            Cmd::PageUp => self.from.saturating_sub(8),
            Cmd::PageDown => self.from + 8,
            Cmd::Home => 0,
            _ => return Flow::Ignored,
        }
        .min(all.saturating_sub(4));
        Flow::Stay
    }

    fn draw(&self, canvas: &mut Canvas<'_>, ctx: &Ctx) {
        let (width, height) = (canvas.width(), canvas.height());
        if width < TWO_COLUMNS {
            let mut rows = self.here(width, ctx);
            rows.push(Row::Text(String::new()));
            rows.extend(self.everywhere(ctx));
            return draw_rows(canvas, &rows, self.from, ctx);
        }
        for y in 0..height {
            let down = canvas.glyphs().down();
            canvas.put(SPLIT, y, down, Role::Text);
        }
        let here = self.here(SPLIT, ctx);
        draw_rows(&mut canvas.part(0, 0, SPLIT, height), &here, self.from, ctx);
        let everywhere = self.everywhere(ctx);
        draw_rows(
            &mut canvas.part(SPLIT + 1, 0, width - SPLIT - 1, height),
            &everywhere,
            self.from,
            ctx,
        );
    }
}

fn draw_rows(canvas: &mut Canvas<'_>, rows: &[Row], from: usize, ctx: &Ctx) {
    // What fits needs no scrolling, even if the other half does.
    let most = rows.len().saturating_sub(usize::from(canvas.height()));
    for (y, row) in (0..canvas.height()).zip(rows.iter().skip(from.min(most))) {
        match row {
            Row::Head(text) => {
                canvas.put(1, y, text, Role::Accent);
            }
            Row::Text(text) => {
                canvas.put(1, y, text, Role::Text);
            }
            Row::Key(key, does) => {
                let end = canvas.put_cut(1, y, KEYS - 1, key, Role::Text);
                canvas.bold(1, y, end - 1);
                let room = canvas.width().saturating_sub(KEYS + 2);
                canvas.put_cut(KEYS + 1, y, room, does, Role::Text);
            }
            Row::Signs(signs) => {
                let mut x = 1;
                for sign in signs {
                    canvas.put(x, y, sign.text(), sign.role());
                    canvas.put(x + 3, y, &ctx.word(sign.key()), Role::Text);
                    x += KEYS + 1;
                }
            }
        }
    }
}
