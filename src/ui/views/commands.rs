//! Every command of the screen below, and every act of its F6, of which the panel has room for
//! nine. A few letters find one: characters, pinyin, initials, or the words of the other language.
//! What can't be done now stands last, with why.

use crate::domain::letters;
use crate::i18n::{Language, Lexicon};
use crate::schema::Words;
use crate::schema::text::fold;
use crate::ui::canvas::Canvas;
use crate::ui::command::{COMMANDS, Cmd, Scope, Spec, label};
use crate::ui::context::Ctx;
use crate::ui::sign::Sign;
use crate::ui::theme::Role;
use crate::ui::view::{Act, Flow, Header, Title, Toast, View};
use crate::ui::views::acts::DIGITS;
use crate::ui::widgets::{Cell, Column, Input, Line, Window, grid, lines};
use ratatui::layout::Size;

/// Cells of the line to type in.
const LINE: u16 = 24;
/// The first row of the list.
const LIST_AT: u16 = 2;
/// From this width on there is room for the initials.
const ROOMY: u16 = 76;
/// How many of those used most are named, and the fewest rows that leave one for them.
const USUAL: usize = 3;
const USUAL_FROM: u16 = 12;

/// What a row does.
#[derive(Clone, Copy)]
enum What {
    /// A command.
    Command(&'static Spec),
    /// An act of the view below, by its name and its place in F6.
    Act(&'static str, usize),
}

impl What {
    /// The key of its name in the word files.
    fn word(self) -> String {
        match self {
            Self::Command(spec) => format!("cmd-{}", spec.name),
            Self::Act(name, _) => format!("act-{name}"),
        }
    }

    /// The key of what it does.
    fn does(self) -> String {
        match self {
            Self::Command(spec) => format!("cmd-{}.does", spec.name),
            Self::Act(..) => "commands-act".to_owned(),
        }
    }

    /// Acts that F6 has no digit for stand first, those that it has last.
    fn order(self) -> u8 {
        match self {
            Self::Act(_, at) if at >= DIGITS => 0,
            Self::Command(_) => 1,
            Self::Act(..) => 2,
        }
    }

    /// The key that does it at once.
    fn key(self, ctx: &Ctx) -> String {
        match self {
            Self::Command(spec) => {
                let keys = ctx.prefs.keys();
                let shown = keys.shown(spec).map(|key| label(key, &ctx.words));
                shown.unwrap_or_default()
            }
            Self::Act(_, at) if at < DIGITS => format!("F6 {}", at + 1),
            Self::Act(..) => String::new(),
        }
    }
}

/// A command or an act, and what finds it.
struct Listed {
    what: What,
    ready: Result<(), &'static str>,
    /// Its words in both languages, in small letters.
    words: Vec<String>,
}

/// The list of commands.
pub struct CommandList {
    all: Vec<Listed>,
    /// Those that what was typed finds, by their place among all.
    found: Vec<usize>,
    input: Input,
    window: Window,
}

impl CommandList {
    /// The commands and acts of this view.
    pub fn new(below: &dyn View, ctx: &Ctx) -> Self {
        let listed = |spec: &&Spec| {
            spec.within(below.scope())
                && !spec.moves()
                && !matches!(spec.cmd, Cmd::Enter | Cmd::Back | Cmd::Commands)
        };
        let other = Lexicon::new(ctx.language().next());
        let words = |what: What| {
            // What every act does is the same sentence: nobody looks for that.
            let keys = match what {
                What::Command(_) => vec![what.word(), what.does()],
                What::Act(..) => vec![what.word()],
            };
            let both = keys.iter().flat_map(|key| [ctx.word(key), other.word(key)]);
            both.map(|word| word.to_lowercase()).collect()
        };
        let row = |what, ready| Listed {
            what,
            ready,
            words: words(what),
        };
        // An act that is a command, too, stands here once.
        let both = |name| COMMANDS.iter().any(|s| s.name == name && listed(&s));
        let acts = below.acts(ctx).into_iter().enumerate();
        let acts = acts.filter(|(_, act)| !both(act.name));
        let acts = acts.map(|(at, Act { name, not_now })| {
            row(What::Act(name, at), not_now.map_or(Ok(()), Err))
        });
        let specs = COMMANDS
            .iter()
            .filter(listed)
            .map(|spec| row(What::Command(spec), (spec.ready)(spec.cmd, below, ctx)));
        let rows = acts.chain(specs);
        let mut all: Vec<Listed> = rows.collect();
        all.sort_by_key(|row| (row.ready.is_err(), row.what.order()));
        Self {
            found: (0..all.len()).collect(),
            all,
            input: Input::default(),
            window: Window::default(),
        }
    }

    fn typed(&self) -> String {
        let typed: String = self.input.value().trim().chars().map(fold).collect();
        typed.to_lowercase()
    }

    fn search(&mut self) {
        let typed = self.typed();
        let found = self.all.iter().enumerate().filter_map(|(at, row)| {
            let rank = row.rank(&typed)?;
            Some((row.ready.is_err(), rank, at))
        });
        let mut found: Vec<_> = found.collect();
        found.sort_unstable();
        self.found = found.into_iter().map(|(_, _, at)| at).collect();
        self.window = Window::default();
    }

    /// The commands of this screen that were said most often, the most often first.
    fn usual(&self, ctx: &Ctx) -> Vec<&'static Spec> {
        let count = |spec: &Spec| ctx.used.get(&spec.cmd).copied().unwrap_or(0);
        let rows = self.all.iter().filter(|row| row.ready.is_ok());
        let specs = rows.filter_map(|row| match row.what {
            What::Command(spec) => Some(spec),
            What::Act(..) => None,
        });
        let mut used: Vec<_> = specs.filter(|spec| count(spec) > 0).collect();
        used.sort_by_key(|spec| std::cmp::Reverse(count(spec)));
        used.truncate(USUAL);
        used
    }

    fn chosen(&self) -> Option<&Listed> {
        self.found
            .get(self.window.cursor())
            .map(|at| &self.all[*at])
    }

    fn line(&self, at: usize, width: u16, ctx: &Ctx) -> Line {
        let Listed { what, ready, .. } = &self.all[self.found[at]];
        let does = match ready {
            Ok(()) => ctx.word(&what.does()),
            Err(why) => ctx.fill("commands-not-now", &[("why", &ctx.word(why))]),
        };
        let key = what.key(ctx);
        let name = ctx.word(&what.word());
        let typed = self.typed();
        let marks = matched(&name, &typed);
        let initials = letters::initials(&name);
        let first = if initials.starts_with(&typed) {
            typed.chars().count()
        } else {
            0
        };
        let first = (0..first).map(|at| (at, Role::Accent)).collect();
        let mut cells = vec![
            Cell::marked(name, marks),
            Cell::marked(initials, first),
            Cell::text(does),
            Cell::text(key),
        ];
        if !initials_shown(width, ctx) {
            cells.remove(1);
        }
        Line {
            sign: ready.is_err().then_some(Sign::Later),
            cells,
            muted: ready.is_err(),
            marked: false,
        }
    }
}

/// Initials help those who read Chinese.
fn initials_shown(width: u16, ctx: &Ctx) -> bool {
    width >= ROOMY && ctx.language() == Language::ZhCn
}

/// The characters of a name that what was typed has found.
fn matched(name: &str, typed: &str) -> Vec<(usize, Role)> {
    let lower = name.to_lowercase();
    let places = match lower.find(typed) {
        Some(at) => {
            let from = lower[..at].chars().count();
            (from..from + typed.chars().count()).collect()
        }
        None => {
            let (mut alphabet, mut units) = (letters::Alphabet::default(), Vec::new());
            alphabet.take(name, &mut units);
            let wanted =
                letters::fit(&lower, typed).and_then(|_| letters::Wanted::new(typed, &alphabet));
            let close = wanted.as_ref().and_then(|wanted| wanted.fit(&units));
            match (wanted, close) {
                (Some(wanted), Some(close)) => wanted.marks(&units, close),
                _ => Vec::new(),
            }
        }
    };
    places.into_iter().map(|at| (at, Role::Accent)).collect()
}

impl Listed {
    /// How well what was typed finds it, the best first; none where it doesn't.
    fn rank(&self, typed: &str) -> Option<usize> {
        let ranks = self.words.iter().enumerate().filter_map(|(at, word)| {
            let place = word.find(typed).or_else(|| letters::fit(word, typed))?;
            // What it is called before what it does, and a beginning before the middle.
            Some(at / 2 * 2 + usize::from(place > 0))
        });
        ranks.min()
    }
}

impl View for CommandList {
    fn scope(&self) -> Scope {
        Scope::Commands
    }

    fn header(&self, ctx: &Ctx) -> Header {
        Header::Work(ctx.word("commands-header"))
    }

    fn title(&self, _body: Size, ctx: &Ctx) -> Title {
        let count = self.found.len().to_string();
        Title::new(
            ctx.word("scope-commands"),
            ctx.fill("commands-count", &[("count", &count)]),
        )
    }

    fn caret(&self) -> bool {
        true
    }

    fn text(&mut self, c: char, _ctx: &Ctx) -> Flow {
        self.input.text(c);
        self.search();
        Flow::Stay
    }

    fn command(&mut self, cmd: Cmd, ctx: &Ctx) -> Flow {
        // With nothing typed there is nowhere for the caret to go.
        let edits = !self.input.is_empty();
        let before = self.input.value().to_owned();
        if edits && self.input.command(cmd) {
            if self.input.value() != before {
                self.search();
            }
            return Flow::Stay;
        }
        if self.window.command(cmd, self.found.len()) {
            return Flow::Stay;
        }
        match (cmd, self.chosen()) {
            (Cmd::Enter, Some(row)) => match row.ready {
                Ok(()) => match row.what {
                    What::Command(spec) => Flow::All(vec![Flow::Close, Flow::Run(spec.cmd)]),
                    What::Act(name, _) => Flow::Act(name),
                },
                Err(why) => Flow::Say(Toast::refused(ctx.word(why))),
            },
            (Cmd::Enter, None) => Flow::Say(Toast::refused(ctx.word("commands-none"))),
            _ => Flow::Ignored,
        }
    }

    fn draw(&self, canvas: &mut Canvas<'_>, ctx: &Ctx) {
        lines::label(canvas, 0, &ctx.word("find-label"));
        let cells = canvas.width().saturating_sub(lines::TEXT_AT + 3).min(LINE);
        self.input.draw(canvas, lines::TEXT_AT, 0, cells, true);
        let width = canvas.width();
        let mut columns = vec![
            Column::words(ctx.word("commands-name"), 12, 20),
            Column::words(ctx.word("commands-initials"), 6, 8),
            Column::words(ctx.word("commands-does"), 16, 44),
            Column::words(ctx.word("commands-key"), 6, 12),
        ];
        if !initials_shown(width, ctx) {
            columns.remove(1);
        }
        let mut height = canvas.height();
        let usual = self.usual(ctx);
        if height >= USUAL_FROM && !usual.is_empty() {
            let names = usual
                .iter()
                .map(|spec| ctx.word(&format!("cmd-{}", spec.name)));
            let names = names.collect::<Vec<_>>().join("    ");
            lines::line(canvas, height - 1, &ctx.word("commands-usual"), &names);
            height -= 2;
        }
        let range = self
            .window
            .range(height.saturating_sub(LIST_AT + 1), self.found.len());
        let first = range.start;
        let lines: Vec<Line> = range.map(|i| self.line(i, width, ctx)).collect();
        let widths = grid::widths(&columns, &lines, canvas.width());
        grid::draw_heads(canvas, LIST_AT, &columns, &widths);
        for (i, line) in lines.iter().enumerate() {
            let y = u16::try_from(i)
                .unwrap_or(u16::MAX)
                .saturating_add(LIST_AT + 1);
            grid::draw_line(
                canvas,
                y,
                line,
                &columns,
                &widths,
                first + i == self.window.cursor(),
            );
        }
    }
}
