//! F3: a condition by its column and value, the order, which columns. Digits answer, typing
//! narrows by words or pinyin. What comes of it is said to the list as a script would say it.

use super::chips;
use super::columns::Col;
use super::source::Source;
use crate::domain::book::Kind;
use crate::schema::{Day, FieldType};
use crate::service::{Column, Query};
use crate::ui::canvas::Canvas;
use crate::ui::command::{Cmd, Scope};
use crate::ui::context::Ctx;
use crate::ui::sign::Sign;
use crate::ui::view::{Flow, Header, Reply, Title, View};
use crate::ui::widgets::{Chooser, Input, lines};
use ratatui::layout::Size;

/// The questions that this panel answers.
pub(super) const WHERE: &str = "where";
pub(super) const DAY: &str = "day";
pub(super) const SORT: &str = "sort";
pub(super) const COLUMNS: &str = "columns";
pub(super) const TAKE_OFF: &str = "take-off";

/// Rows of the panel, its rule included; on small screens some of the list stays in sight.
const ROWS: u16 = 11;
const ROWS_SMALL: u16 = 8;
/// Columns from which on a screen isn't small.
const ROOMY: u16 = 80;
/// Cells of the line for a value.
const LINE: u16 = 30;

/// Which question stands.
enum Step {
    Menu,
    Where,
    /// How the column is compared, and the value with it where there are few.
    How(Column),
    /// What is typed behind this sign.
    Value(Column, &'static str, Input, Option<String>),
    /// Which day's register.
    Day(Input, Option<String>),
    Sort,
    Direction(Column),
    Columns,
}

/// The panel.
pub(super) struct Refine {
    pub(super) source: Source,
    step: Step,
    chooser: Chooser,
    /// What each option of the question means.
    codes: Vec<String>,
    pub(super) chips: Vec<String>,
    query: Query,
    pub(super) shown: Vec<String>,
}

impl Refine {
    pub fn new(source: Source, query: &Query, cols: &[Col], ctx: &Ctx) -> Self {
        let chips = chips::words(source, query, ctx);
        let mut panel = Self {
            source,
            step: Step::Menu,
            chooser: Chooser::default(),
            codes: Vec::new(),
            chips,
            query: query.clone(),
            shown: cols.iter().map(|col| col.name(source)).collect(),
        };
        panel.ask(Step::Menu, ctx);
        panel
    }

    pub(super) fn kind(&self) -> Kind {
        self.source.kind()
    }

    fn ask(&mut self, step: Step, ctx: &Ctx) {
        let options: Vec<(String, String)> = match &step {
            Step::Menu => self.menu(ctx),
            Step::Where => self.columns(|_| true, ctx),
            Step::Sort => {
                let kind = self.kind();
                let mut all = vec![(String::new(), ctx.word("list-usual-order"))];
                all.extend(self.columns(|column| !column.sensitive(kind), ctx));
                all
            }
            Step::How(column) => self.how(*column, ctx),
            Step::Direction(_) => ["", "-"]
                .map(|sign| {
                    let key = if sign.is_empty() {
                        "sort-up"
                    } else {
                        "sort-down"
                    };
                    (sign.to_owned(), ctx.word(key))
                })
                .to_vec(),
            Step::Columns => self.toggles(ctx),
            Step::Value(..) | Step::Day(..) => Vec::new(),
        };
        let (codes, words) = options.into_iter().unzip();
        self.codes = codes;
        self.chooser = Chooser::new(words);
        self.step = step;
    }

    fn say(question: &'static str, text: String) -> Flow {
        Flow::Reply(Reply {
            question,
            choice: 0,
            text,
            carried: String::new(),
        })
    }

    fn take(&mut self, at: usize, ctx: &Ctx) -> Flow {
        let Some(code) = self.codes.get(at).cloned() else {
            return Flow::Stay;
        };
        let kind = self.kind();
        match &self.step {
            Step::Menu => match code.as_str() {
                "where" => self.ask(Step::Where, ctx),
                "sort" => self.ask(Step::Sort, ctx),
                "columns" => self.ask(Step::Columns, ctx),
                "day" => self.ask(Step::Day(Input::default(), None), ctx),
                chip => return Self::say(TAKE_OFF, chip.to_owned()),
            },
            Step::Where => {
                if let Some(column) = named(kind, &code, ctx) {
                    self.ask(Step::How(column), ctx);
                }
            }
            Step::How(column) => {
                let signs = ["=?", ">?", "<?", "~?"];
                match signs.into_iter().find(|sign| *sign == code) {
                    Some(sign) => {
                        let sign = &sign[..1];
                        self.ask(Step::Value(*column, sign, Input::default(), None), ctx);
                    }
                    None => return Self::say(WHERE, format!("{}{code}", column.name(kind))),
                }
            }
            Step::Sort => match named(kind, &code, ctx) {
                Some(column) => self.ask(Step::Direction(column), ctx),
                None => return Self::say(SORT, String::new()),
            },
            Step::Direction(column) => {
                return Self::say(SORT, format!("{code}{}", column.name(kind)));
            }
            Step::Columns => {
                self.toggle(&code, ctx);
            }
            Step::Value(..) | Step::Day(..) => {}
        }
        Flow::Stay
    }

    /// Shows a column or takes it out; the first stays, since it says what a row is.
    fn toggle(&mut self, name: &str, ctx: &Ctx) {
        let all: Vec<String> = Col::all(self.source, ctx)
            .into_iter()
            .map(|col| col.name(self.source))
            .collect();
        if all.first().is_some_and(|first| first == name) {
            return;
        }
        if self.shown.iter().any(|shown| shown == name) {
            self.shown.retain(|shown| shown != name);
        } else {
            self.shown.push(name.to_owned());
        }
        let words = self.toggles(ctx).into_iter().map(|(_, word)| word);
        self.chooser.reword(words.collect());
    }

    /// Reads the typed day, whose register is to be shown.
    fn read_day(&mut self, ctx: &Ctx) -> Flow {
        let Step::Day(input, fault) = &mut self.step else {
            return Flow::Stay;
        };
        match Day::parse(input.value(), Some(ctx.today())) {
            Some(day) => Self::say(DAY, day.iso()),
            None => {
                *fault = Some(ctx.word("fault-not-a-day"));
                Flow::Stay
            }
        }
    }

    /// Reads the typed value as the verbs would.
    fn read(&mut self, ctx: &Ctx) -> Flow {
        let kind = self.kind();
        let Step::Value(column, sign, input, fault) = &mut self.step else {
            return Flow::Stay;
        };
        let expression = format!("{}{sign}{}", column.name(kind), input.value());
        let Ok(office) = ctx.office() else {
            return Flow::Stay;
        };
        if input.value().trim().is_empty() {
            *fault = Some(ctx.word("fault-required"));
            return Flow::Stay;
        }
        match office.parse_where(kind, &expression) {
            Ok(_) => Self::say(WHERE, expression),
            Err(problem) => {
                let told = problem.faults.first().map(|(_, fault)| {
                    let args = fault.args();
                    ctx.fill_with(fault.key(), &args)
                });
                *fault = Some(told.unwrap_or_else(|| problem.what(&ctx.words)));
                Flow::Stay
            }
        }
    }

    fn back(&mut self, ctx: &Ctx) -> Flow {
        let before = match &self.step {
            Step::Menu => return Flow::Close,
            Step::Columns => return Self::say(COLUMNS, self.shown.join(",")),
            Step::Where | Step::Sort | Step::Day(..) => Step::Menu,
            Step::How(_) => Step::Where,
            Step::Value(column, ..) => Step::How(*column),
            Step::Direction(_) => Step::Sort,
        };
        self.ask(before, ctx);
        Flow::Stay
    }

    fn head(&self, ctx: &Ctx) -> String {
        let column = |column: Column| column.word(self.kind(), &ctx.words);
        match &self.step {
            Step::Menu => ctx.word("refine-title"),
            Step::Where => ctx.word("refine-where"),
            Step::Day(..) => ctx.word("refine-day"),
            Step::How(c) | Step::Value(c, ..) => column(*c),
            Step::Sort => ctx.word("refine-sort"),
            Step::Direction(c) => format!("{}  {}", ctx.word("refine-sort"), column(*c)),
            Step::Columns => ctx.word("refine-columns"),
        }
    }
}

fn named(kind: Kind, name: &str, ctx: &Ctx) -> Option<Column> {
    ctx.office().ok()?.named(kind, name)
}

fn most(width: u16) -> u16 {
    if width < ROOMY { ROWS_SMALL } else { ROWS }
}

impl View for Refine {
    fn scope(&self) -> Scope {
        Scope::Panel
    }

    fn header(&self, ctx: &Ctx) -> Header {
        let key = match self.step {
            Step::Columns => "refine-toggle",
            Step::Value(..) | Step::Day(..) => "question-type",
            _ => "refine-choose",
        };
        Header::Work(ctx.word(key))
    }

    fn title(&self, _body: Size, ctx: &Ctx) -> Title {
        let sorted = self.query.sort.is_some() && matches!(self.step, Step::Sort);
        let now = if sorted {
            super::chips::order(self.source, &self.query, ctx)
        } else {
            String::new()
        };
        Title::new(self.head(ctx), now)
    }

    fn panel(&self, width: u16, _ctx: &Ctx) -> Option<u16> {
        Some(match self.step {
            Step::Value(..) | Step::Day(..) => 3,
            _ => self.chooser.rows(most(width) - 1) + 1,
        })
    }

    fn caret(&self) -> bool {
        true
    }

    fn can(&self, cmd: Cmd, _ctx: &Ctx) -> Result<(), &'static str> {
        // Digits are typed, and then answer: the line is one for all.
        if cmd == Cmd::Digit {
            Err("why-nothing-to-choose")
        } else {
            Ok(())
        }
    }

    fn command(&mut self, cmd: Cmd, ctx: &Ctx) -> Flow {
        match cmd {
            Cmd::Back => return self.back(ctx),
            Cmd::Enter if matches!(self.step, Step::Value(..)) => return self.read(ctx),
            Cmd::Enter if matches!(self.step, Step::Day(..)) => return self.read_day(ctx),
            Cmd::Enter => {
                return match self.chooser.at() {
                    Some(at) => self.take(at, ctx),
                    None => Flow::Stay,
                };
            }
            _ => {}
        }
        let mine = match &mut self.step {
            Step::Value(_, _, input, _) | Step::Day(input, _) => input.command(cmd),
            _ => self.chooser.command(cmd),
        };
        if mine { Flow::Stay } else { Flow::Ignored }
    }

    fn text(&mut self, c: char, ctx: &Ctx) -> Flow {
        if let Step::Value(_, _, input, fault) | Step::Day(input, fault) = &mut self.step {
            input.text(c);
            *fault = None;
            return Flow::Stay;
        }
        // A blank turns what Enter turns.
        if c == ' ' && matches!(self.step, Step::Columns) {
            return self.command(Cmd::Enter, ctx);
        }
        match self.chooser.text(c) {
            Some(at) => self.take(at, ctx),
            None => Flow::Stay,
        }
    }

    fn draw(&self, canvas: &mut Canvas<'_>, ctx: &Ctx) {
        let (sign, input, fault, day) = match &self.step {
            Step::Value(column, sign, input, fault) => {
                let day = matches!(column.ty(self.kind()), FieldType::Day);
                (*sign, input, fault, day)
            }
            Step::Day(input, fault) => ("", input, fault, true),
            _ => {
                return self.chooser.draw(
                    canvas,
                    &ctx.word("find-label"),
                    &ctx.word("pick-nobody"),
                );
            }
        };
        let sign = if sign == "~" || sign == "=" { "" } else { sign };
        lines::label(canvas, 0, sign);
        canvas.put(lines::FOCUS_AT, 0, ">", crate::ui::theme::Role::Text);
        let cells = canvas.width().saturating_sub(lines::TEXT_AT + 3).min(LINE);
        let end = input.draw(canvas, lines::TEXT_AT, 0, cells, true);
        if day {
            let hint = ctx.word("form-day");
            canvas.put(end + 2, 0, &hint, crate::ui::theme::Role::Text);
        }
        if let Some(fault) = fault {
            lines::complaint(canvas, 1, Sign::Refused, fault);
        }
    }
}
