//! A review of a director's year: each score stands on records, the computed and the given one side
//! by side.

mod acts;
mod draw;
mod entry;

use super::{Choose, Note};
use crate::domain::book::Kind;
use crate::domain::review::{Evidence, ReviewStage, Spread};
use crate::schema::{Coded, Id};
use crate::service::{
    Office, Problem, ReviewLine, ReviewSheet, points_text, rubric_line, stage_word,
};
use crate::ui::canvas::Canvas;
use crate::ui::command::{Cmd, Scope};
use crate::ui::context::Ctx;
use crate::ui::places::Place;
use crate::ui::sign::Sign;
use crate::ui::view::{Act, Flow, Header, Reply, Title, View};
use crate::ui::widgets::Window;
use entry::Entry;
use ratatui::layout::Size;

/// Fewer cells than this leave no room for the stages to come.
const NARROW: u16 = 76;
/// The question that lists the records behind a number.
const BEHIND: &str = "review-behind";

/// A review.
pub struct ReviewView {
    id: Id,
    sheet: Option<ReviewSheet>,
    /// How the totals of its year lie.
    spread: Option<Spread>,
    window: Window,
    /// Points being typed for the item of the focus.
    entry: Option<Entry>,
}

impl ReviewView {
    /// A review.
    ///
    /// # Errors
    /// There is no such review any more, or the role may not see it.
    pub fn new(id: Id, ctx: &Ctx) -> Result<Self, Problem> {
        ctx.office()?.review(id)?;
        let mut view = Self {
            id,
            sheet: None,
            spread: None,
            window: Window::default(),
            entry: None,
        };
        view.changed(ctx);
        // Where scoring goes on.
        let open = view.lines().iter().position(|l| l.marks.counts().is_none());
        view.window.set(open.unwrap_or(0));
        Ok(view)
    }

    fn lines(&self) -> &[ReviewLine] {
        self.sheet.as_ref().map_or(&[], |sheet| &sheet.lines)
    }

    fn line(&self) -> Option<&ReviewLine> {
        self.lines().get(self.window.cursor())
    }

    fn stage(&self) -> ReviewStage {
        self.sheet
            .as_ref()
            .map_or(ReviewStage::Signed, ReviewSheet::stage)
    }

    /// How far it is: what was done with its sign, what is to come with a question mark.
    fn chain(&self, ctx: &Ctx) -> String {
        let all = ReviewStage::CHOICES.iter();
        let stages = all.filter_map(|c| ReviewStage::from_code(c.code));
        let said = stages.map(|stage| {
            let sign = if stage <= self.stage() {
                Sign::Good
            } else {
                Sign::Unknown
            };
            format!("{} {}", stage_word(&ctx.words, stage), sign.text())
        });
        said.collect::<Vec<_>>().join(" > ")
    }

    /// How the points of the item of the focus are worked out.
    fn formula(&self, ctx: &Ctx) -> Flow {
        let (Some(sheet), Some(line)) = (&self.sheet, self.line()) else {
            return Flow::Stay;
        };
        let why = ctx.word(&format!("review-why-{}", line.basis.code()));
        let mut rows = vec![(ctx.word("review-label-records"), why)];
        let now = match line.evidence {
            Evidence::Counted(count) if count.due > 0 => {
                let args = [
                    ("most", points_text(line.marks.most)),
                    ("met", count.met.to_string()),
                    ("due", count.due.to_string()),
                    (
                        "points",
                        line.marks.computed.map_or_else(String::new, points_text),
                    ),
                ];
                ctx.fill_with("review-formula", &args)
            }
            Evidence::Counted(_) => ctx.word("review-formula-nothing"),
            Evidence::NoRecords => ctx.word("review-formula-none"),
            Evidence::Hidden => ctx.word("review-formula-hidden"),
        };
        rows.push((ctx.word("review-label-computed"), now));
        if let Some(now) = line.said_now(&ctx.words) {
            let text = ctx.fill("review-since", &[("now", &now)]);
            rows.push((ctx.word("review-label-now"), text));
        }
        rows.push((
            ctx.word("review-label-rubric"),
            rubric_line(&ctx.words, sheet),
        ));
        rows.push((ctx.word("desk-clause"), ctx.word("review-clause")));
        Flow::Open(Box::new(Note::new(line.named(&ctx.words), rows)))
    }

    /// The records behind the number, those that were missed first.
    fn open(&self, office: &Office, ctx: &Ctx) -> Flow {
        let Some(line) = self.line() else {
            return Flow::Stay;
        };
        let behind = match office.behind(self.id, line.basis) {
            Ok(behind) => behind,
            Err(problem) => return Flow::Refuse(problem),
        };
        if let [one] = behind.as_slice() {
            return Flow::Go(place(one.kind, one.id));
        }
        let option = |b: &crate::domain::review::Behind| {
            let sign = if b.met { Sign::Good } else { Sign::Refused };
            let word = format!("{} {}", sign.text(), office.called(&ctx.words, b));
            (format!("{} {}", b.kind.name(), b.id), word)
        };
        let options: Vec<(String, String)> = behind.iter().map(option).collect();
        let missed = behind.iter().filter(|b| !b.met).count();
        let args = [
            ("what", line.named(&ctx.words)),
            ("missed", missed.to_string()),
            ("met", (behind.len() - missed).to_string()),
        ];
        let title = ctx.fill_with("review-behind", &args);
        Flow::Open(Box::new(Choose::new(BEHIND, title, options)))
    }
}

fn place(kind: Kind, id: Id) -> Place {
    Place::Record { kind, id }
}

impl View for ReviewView {
    fn scope(&self) -> Scope {
        // Points are typed as in a form.
        match self.entry {
            Some(_) => Scope::Form,
            None => Scope::Review,
        }
    }

    fn header(&self, _ctx: &Ctx) -> Header {
        Header::Tabs(8)
    }

    fn title(&self, body: Size, ctx: &Ctx) -> Title {
        let Some(sheet) = &self.sheet else {
            return Title::new(ctx.word("one-review"), "");
        };
        let mut args = vec![
            ("year", sheet.review.year().to_string()),
            ("name", sheet.name.clone()),
        ];
        let left = match sheet.amends {
            Some(number) => {
                args.push(("number", number.to_string()));
                ctx.fill_with("review-title-amends", &args)
            }
            None => {
                args.push(("village", sheet.village.clone()));
                ctx.fill_with("review-title", &args)
            }
        };
        // Whose review it is matters more than what is still to come.
        let right = if body.width < NARROW {
            stage_word(&ctx.words, sheet.stage())
        } else {
            self.chain(ctx)
        };
        Title::new(left, right)
    }

    fn notice(&self, ctx: &Ctx) -> String {
        let Some(sheet) = &self.sheet else {
            return ctx.word("record-gone");
        };
        if let Some(number) = sheet.amended_by {
            return ctx.fill("review-notice-amended", &[("number", &number.to_string())]);
        }
        let open = sheet.so_far().1.to_string();
        match sheet.stage() {
            ReviewStage::Draft if open == "0" => ctx.word("review-notice-draft"),
            ReviewStage::Draft => ctx.fill("review-notice-open", &[("count", &open)]),
            ReviewStage::Told => ctx.word("review-notice-told"),
            ReviewStage::Heard => ctx.word("review-notice-heard"),
            ReviewStage::Signed => ctx.word("review-notice-signed"),
        }
    }

    fn caret(&self) -> bool {
        self.entry.is_some()
    }

    fn can(&self, cmd: Cmd, _ctx: &Ctx) -> Result<(), &'static str> {
        let typing = self.entry.is_some();
        match cmd {
            Cmd::Pick => Err("why-nothing-to-choose"),
            Cmd::Change if self.sheet.is_none() => Err("why-out-of-use"),
            Cmd::Change if !self.stage().scored() => Err("why-not-draft"),
            Cmd::Enter if typing => Ok(()),
            Cmd::Enter => match self.line().map(|line| line.evidence) {
                Some(Evidence::Counted(count)) if count.due > 0 => Ok(()),
                Some(Evidence::Hidden) => Err("why-no-children"),
                Some(Evidence::Counted(_)) => Err("why-nothing-was-due"),
                _ => Err("why-no-records"),
            },
            Cmd::Why if self.line().is_none() => Err("why-no-row"),
            _ => Ok(()),
        }
    }

    fn command(&mut self, cmd: Cmd, ctx: &Ctx) -> Flow {
        if self.entry.is_some() {
            return self.typing(cmd, ctx);
        }
        if self.window.command(cmd, self.lines().len()) {
            return Flow::Stay;
        }
        match cmd {
            Cmd::Change => {
                self.begin_entry();
                Flow::Stay
            }
            Cmd::Why => self.formula(ctx),
            Cmd::Enter => ctx
                .office()
                .map_or(Flow::Stay, |office| self.open(office, ctx)),
            _ => Flow::Ignored,
        }
    }

    fn text(&mut self, c: char, _ctx: &Ctx) -> Flow {
        match &mut self.entry {
            Some(entry) => {
                entry.text(c);
                Flow::Stay
            }
            None => Flow::Ignored,
        }
    }

    fn acts_about(&self, _ctx: &Ctx) -> Option<String> {
        let sheet = self.sheet.as_ref()?;
        Some(format!("{} {}", sheet.name, sheet.review.year()))
    }

    fn acts(&self, _ctx: &Ctx) -> Vec<Act> {
        self.what_can_be_done()
    }

    fn act(&mut self, name: &'static str, ctx: &Ctx) -> Flow {
        self.begin(name, ctx)
    }

    fn replied(&mut self, reply: Reply, ctx: &Ctx) -> Flow {
        if reply.question == BEHIND {
            let found = reply
                .text
                .split_once(' ')
                .and_then(|(kind, id)| Some(place(Kind::from_name(kind)?, Id::parse(id)?)));
            return found.map_or(Flow::Stay, Flow::Go);
        }
        self.go_on(&reply, ctx)
    }

    fn unsaved(&self) -> bool {
        self.entry.as_ref().is_some_and(Entry::typed)
    }

    fn changed(&mut self, ctx: &Ctx) {
        let Ok(office) = ctx.office() else { return };
        self.sheet = office.review(self.id).ok();
        let year = self.sheet.as_ref().map(|sheet| sheet.review.year());
        self.spread = year.and_then(|year| office.review_spread(&office.reviews(year)));
        self.window.clamp(self.lines().len());
        if !self.stage().scored() {
            self.entry = None;
        }
    }

    fn draw(&self, canvas: &mut Canvas<'_>, ctx: &Ctx) {
        self.draw_sheet(canvas, ctx);
    }
}
