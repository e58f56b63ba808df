//! Settings: what this person prefers. Each line changes with Left and Right, counts at once and is
//! kept; what can't be used of their files stands below, with its line.

use crate::config::{Ambiguous, GlyphSet};
use crate::ui::app::taste;
use crate::ui::canvas::Canvas;
use crate::ui::command::{Cmd, Scope};
use crate::ui::context::Ctx;
use crate::ui::prefs::Change;
use crate::ui::sign::Sign;
use crate::ui::theme::Role;
use crate::ui::view::{Flow, Header, Title, View};
use crate::ui::widgets::lines;
use ratatui::layout::Size;

/// A line that can be changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Item {
    Theme,
    Language,
    Width,
    Lines,
    Keys,
    Backup,
    Lock,
}

/// Minutes that are offered before it locks by itself; 0 for never. The file takes any.
const MINUTES: [u32; 6] = [5, 10, 15, 30, 60, 0];

const ITEMS: [Item; 7] = [
    Item::Theme,
    Item::Language,
    Item::Width,
    Item::Lines,
    Item::Keys,
    Item::Backup,
    Item::Lock,
];

impl Item {
    fn key(self) -> &'static str {
        match self {
            Self::Theme => "settings-theme",
            Self::Language => "settings-language",
            Self::Width => "settings-width",
            Self::Lines => "settings-lines",
            Self::Keys => "settings-keys",
            Self::Backup => "settings-backup",
            Self::Lock => "settings-lock",
        }
    }

    /// What it is set to, in the words of the screen.
    fn value(self, ctx: &Ctx) -> String {
        let settings = ctx.prefs.settings();
        match self {
            Self::Theme => taste::theme_name(ctx.prefs.theme(), ctx),
            Self::Language => ctx.word(&format!("settings-language-{}", ctx.language().code())),
            Self::Width => ctx.word(&format!("settings-width-{}", settings.ambiguous.code())),
            Self::Lines => ctx.word(&format!("settings-lines-{}", settings.glyphs.code())),
            Self::Keys => match &settings.keymap {
                Some(name) => name.clone(),
                None => ctx.word("settings-keys-none"),
            },
            Self::Backup => match &settings.backup {
                Some(folder) => folder.clone(),
                None => ctx.word("settings-backup-none"),
            },
            Self::Lock => match settings.lock_minutes {
                0 => ctx.word("settings-lock-never"),
                n => ctx.fill("settings-lock-after", &[("minutes", &n.to_string())]),
            },
        }
    }

    /// What comes before or after what it is set to, round and round.
    fn changed(self, forward: bool, ctx: &Ctx) -> Option<Change> {
        let settings = ctx.prefs.settings();
        Some(match self {
            Self::Theme => {
                let names = ctx.prefs.themes();
                let now = names.iter().position(|name| name == ctx.prefs.theme());
                let next = step(now, forward, names.len());
                Change::Theme(names.into_iter().nth(next)?)
            }
            Self::Language => Change::Language(ctx.language().next().code()),
            Self::Width => Change::Ambiguous(beside(Ambiguous::ALL, settings.ambiguous, forward)),
            Self::Lines => Change::Glyphs(beside(GlyphSet::ALL, settings.glyphs, forward)),
            Self::Keys => {
                let mut names = vec![None];
                names.extend(ctx.prefs.keymaps().into_iter().map(Some));
                let now = names.iter().position(|name| *name == settings.keymap);
                let next = step(now, forward, names.len());
                Change::Keymap(names.into_iter().nth(next)?)
            }
            Self::Backup => {
                settings.backup.as_ref()?;
                Change::Backup(None)
            }
            Self::Lock => Change::Lock(minutes_beside(settings.lock_minutes, forward)),
        })
    }
}

fn beside<T: Copy + PartialEq>(all: &[T], now: T, forward: bool) -> T {
    let place = all.iter().position(|one| *one == now);
    all[step(place, forward, all.len())]
}

/// The offered minutes next to these, which the file may have set to any.
fn minutes_beside(now: u32, forward: bool) -> u32 {
    let rank = |minutes: u32| if minutes == 0 { u32::MAX } else { minutes };
    let found = if forward {
        MINUTES.iter().find(|m| rank(**m) > rank(now))
    } else {
        MINUTES.iter().rev().find(|m| rank(**m) < rank(now))
    };
    let end = if forward { MINUTES[0] } else { 0 };
    found.copied().unwrap_or(end)
}

fn step(now: Option<usize>, forward: bool, all: usize) -> usize {
    match now {
        None => 0,
        Some(now) if forward => (now + 1) % all,
        Some(now) => (now + all - 1) % all,
    }
}

/// Settings.
#[derive(Default)]
pub struct Settings {
    cursor: usize,
}

impl Settings {
    fn change(&self, forward: bool, ctx: &Ctx) -> Flow {
        let change = ITEMS[self.cursor].changed(forward, ctx);
        change.map_or(Flow::Stay, Flow::Prefer)
    }
}

impl View for Settings {
    fn scope(&self) -> Scope {
        Scope::Settings
    }

    fn header(&self, ctx: &Ctx) -> Header {
        Header::Work(ctx.word("settings-header"))
    }

    fn title(&self, _body: Size, ctx: &Ctx) -> Title {
        let faults = ctx.prefs.warnings().len();
        let right = match faults {
            0 => String::new(),
            _ => ctx.fill("settings-faults", &[("count", &faults.to_string())]),
        };
        Title {
            alarm: (faults > 0).then_some(Sign::Watch),
            ..Title::new(ctx.word("scope-settings"), right)
        }
    }

    fn notice(&self, ctx: &Ctx) -> String {
        ctx.word("settings-notice")
    }

    fn command(&mut self, cmd: Cmd, ctx: &Ctx) -> Flow {
        let last = ITEMS.len() - 1;
        match cmd {
            Cmd::Up | Cmd::PrevPart => self.cursor = self.cursor.saturating_sub(1),
            Cmd::Down | Cmd::NextPart => self.cursor = (self.cursor + 1).min(last),
            Cmd::Home => self.cursor = 0,
            Cmd::End => self.cursor = last,
            Cmd::Right | Cmd::Enter => return self.change(true, ctx),
            Cmd::Left => return self.change(false, ctx),
            _ => return Flow::Ignored,
        }
        Flow::Stay
    }

    fn draw(&self, canvas: &mut Canvas<'_>, ctx: &Ctx) {
        let roomy = canvas.height() >= 14;
        let mut y = u16::from(roomy);
        for (at, item) in ITEMS.into_iter().enumerate() {
            let end = lines::line(canvas, y, &ctx.word(item.key()), &item.value(ctx));
            let about = ctx.word(&format!("{}.about", item.key()));
            let about_at = end.max(lines::TEXT_AT + 22) + 2;
            let room = canvas.width().saturating_sub(about_at + 1);
            canvas.put_cut(about_at, y, room, &about, Role::Muted);
            if at == self.cursor {
                lines::focus(canvas, y);
            }
            y += 1;
            if item == Item::Theme {
                draw_sample(canvas, y, ctx);
                y += 1 + u16::from(roomy);
            }
        }
        y += u16::from(roomy);
        let folder = folder(ctx);
        y = lines::wrapped(canvas, y, &ctx.word("settings-folder"), &folder);
        y = lines::wrapped(canvas, y, "", &ctx.word("settings-folder.about"));
        for warning in ctx.prefs.warnings() {
            let text = taste::warning(warning, ctx);
            y = lines::complaint(canvas, y, Sign::Watch, &text);
        }
    }
}

/// Where the person's files lie, from their own folder on.
fn folder(ctx: &Ctx) -> String {
    let whole = ctx.prefs.folder();
    match whole.strip_prefix(&ctx.setup.home) {
        Ok(below) => format!("~/{}", below.display()),
        Err(_) => whole.display().to_string(),
    }
}

/// Every role as it looks now, on one row.
fn draw_sample(canvas: &mut Canvas<'_>, y: u16, ctx: &Ctx) {
    let mut x = lines::TEXT_AT;
    for (role, key) in [
        (Role::Accent, "settings-accent"),
        (Role::Muted, "settings-muted"),
    ] {
        x = canvas.put(x, y, &ctx.word(key), role) + 2;
    }
    for sign in [Sign::Good, Sign::Watch, Sign::Urgent] {
        x = canvas.put(
            x,
            y,
            &format!("{} {}", sign.text(), ctx.word(sign.key())),
            sign.role(),
        ) + 2;
    }
}
