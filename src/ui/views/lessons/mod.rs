//! What a session teaches, filled in on one page: the six topics and the office's own modules down,
//! hours and lecturer across. Nothing is stored until it is saved, and then all of it at once.

mod draw;

use crate::domain::book::Kind;
use crate::schema::{Fault, Id, Score};
use crate::service::{LessonLine, Problem, read_hours};
use crate::ui::canvas::Canvas;
use crate::ui::command::{Cmd, Scope};
use crate::ui::context::Ctx;
use crate::ui::sign::Sign;
use crate::ui::view::{Flow, Header, Title, Toast, View};
use crate::ui::widgets::{Input, Window};
use ratatui::layout::Size;

/// Which cell of a row is typed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Hours,
    Lecturer,
}

/// A subject with what is typed for it.
struct Entry {
    line: LessonLine,
    hours: Input,
    lecturer: Input,
    fault: Option<Fault>,
    /// What stood there before.
    was: (String, String),
}

impl Entry {
    fn new(line: LessonLine) -> Self {
        let hours = line.hours.map_or_else(String::new, Score::plain);
        Self {
            hours: Input::offering(hours.clone()),
            lecturer: Input::offering(line.lecturer.clone()),
            fault: None,
            was: (hours, line.lecturer.clone()),
            line,
        }
    }

    fn typed(&self) -> (String, String) {
        let value = |input: &Input| input.value().to_owned();
        (value(&self.hours), value(&self.lecturer))
    }

    /// What it would be as typed.
    fn read(&self) -> Result<LessonLine, Fault> {
        Ok(LessonLine {
            hours: read_hours(self.hours.value())?,
            lecturer: self.lecturer.value().to_owned(),
            ..self.line.clone()
        })
    }
}

/// The lessons of a session.
pub struct Lessons {
    session: Id,
    title: String,
    /// Hours that the training was announced with.
    announced: Option<i64>,
    entries: Vec<Entry>,
    window: Window,
    part: Part,
}

impl Lessons {
    /// The lessons of a session.
    ///
    /// # Errors
    /// There is no such session any more.
    pub fn new(session: Id, ctx: &Ctx) -> Result<Self, Problem> {
        let gone = || Problem::new("problem-gone").with("kind", ctx.word("kind-session"));
        ctx.office()?
            .row(Kind::Session, session)
            .filter(|r| !r.retired)
            .ok_or_else(gone)?;
        let mut view = Self {
            session,
            title: String::new(),
            announced: None,
            entries: Vec::new(),
            window: Window::default(),
            part: Part::Hours,
        };
        view.changed(ctx);
        Ok(view)
    }

    fn input(&mut self) -> Option<&mut Input> {
        let entry = self.entries.get_mut(self.window.cursor())?;
        entry.fault = None;
        Some(match self.part {
            Part::Hours => &mut entry.hours,
            Part::Lecturer => &mut entry.lecturer,
        })
    }

    /// Behind typed hours stands who teaches, else the next subject; the last Enter saves.
    fn next(&mut self, ctx: &Ctx) -> Flow {
        let at = self.window.cursor();
        let taught = self.entries.get(at).is_some_and(|e| !e.hours.is_empty());
        if self.part == Part::Hours && taught {
            self.part = Part::Lecturer;
            return Flow::Stay;
        }
        if at + 1 >= self.entries.len() {
            return self.save(ctx);
        }
        self.part = Part::Hours;
        self.window.set(at + 1);
        Flow::Stay
    }

    /// Takes the hours that the module usually has.
    fn take_usual(&mut self) {
        if let Some(entry) = self.entries.get_mut(self.window.cursor())
            && let Some(usual) = entry.line.usual
        {
            entry.hours = Input::new(usual.plain());
            entry.fault = None;
        }
    }

    fn save(&mut self, ctx: &Ctx) -> Flow {
        let Ok(office) = ctx.office() else {
            return Flow::Stay;
        };
        let mut lines = Vec::with_capacity(self.entries.len());
        let mut wrong = Vec::new();
        for (at, entry) in self.entries.iter_mut().enumerate() {
            match entry.read() {
                Ok(line) => lines.push(line),
                Err(fault) => {
                    entry.fault = Some(fault);
                    wrong.push(at);
                }
            }
        }
        if let Some(first) = wrong.first() {
            self.window.set(*first);
            self.part = Part::Hours;
            let count = wrong.len().to_string();
            let told = ctx.fill("form-refused", &[("count", &count)]);
            return Flow::Say(Toast::refused(told));
        }
        match office.save_lessons(self.session, &lines) {
            Ok(saved) => {
                for entry in &mut self.entries {
                    entry.was = entry.typed();
                }
                let sign = match saved.over {
                    Some(_) => Sign::Watch,
                    None => Sign::Good,
                };
                Flow::closing(Toast {
                    sign,
                    text: saved.said(&ctx.words),
                    undo: saved.changed,
                })
            }
            Err(problem) => Flow::Refuse(problem),
        }
    }

    /// What is typed comes to; cells that can't be read count nothing.
    fn hours(&self) -> Score {
        let hours = self.entries.iter().filter_map(|entry| entry.read().ok());
        Score(hours.filter_map(|line| line.hours).map(|h| h.0).sum())
    }
}

impl View for Lessons {
    fn scope(&self) -> Scope {
        Scope::Form
    }

    fn header(&self, ctx: &Ctx) -> Header {
        Header::Work(format!("{}   {}", ctx.word("lessons-title"), self.title))
    }

    fn title(&self, body: Size, ctx: &Ctx) -> Title {
        let rows = draw::rows(body);
        let count = super::list::count(&self.window, rows, self.entries.len(), ctx);
        Title::new(ctx.word("lessons-title"), count)
    }

    fn notice(&self, ctx: &Ctx) -> String {
        ctx.word("lessons-notice")
    }

    fn caret(&self) -> bool {
        true
    }

    fn can(&self, cmd: Cmd, _ctx: &Ctx) -> Result<(), &'static str> {
        let entry = self.entries.get(self.window.cursor());
        let usual = entry.is_some_and(|entry| entry.line.usual.is_some());
        match cmd {
            Cmd::Pick if !usual => Err("why-no-usual-hours"),
            _ => Ok(()),
        }
    }

    fn command(&mut self, cmd: Cmd, ctx: &Ctx) -> Flow {
        if self.input().is_some_and(|input| input.command(cmd)) {
            return Flow::Stay;
        }
        match cmd {
            Cmd::Enter => return self.next(ctx),
            Cmd::Save => return self.save(ctx),
            Cmd::Pick => self.take_usual(),
            Cmd::NextPart | Cmd::PrevPart => {
                self.part = match self.part {
                    Part::Hours => Part::Lecturer,
                    Part::Lecturer => Part::Hours,
                };
            }
            cmd if self.window.command(cmd, self.entries.len()) => {}
            _ => return Flow::Ignored,
        }
        Flow::Stay
    }

    fn text(&mut self, c: char, _ctx: &Ctx) -> Flow {
        if let Some(input) = self.input() {
            input.text(c);
        }
        Flow::Stay
    }

    fn unsaved(&self) -> bool {
        self.entries.iter().any(|entry| entry.typed() != entry.was)
    }

    fn changed(&mut self, ctx: &Ctx) {
        let Ok(office) = ctx.office() else { return };
        self.title = office.label(Kind::Session, self.session);
        self.announced = office.announced(self.session);
        let lines = office.lesson_plan(&ctx.words, self.session);
        if self.unsaved() {
            // What is typed stays; only the words may be others.
            for entry in &mut self.entries {
                let line = lines.iter().find(|l| l.subject == entry.line.subject);
                if let Some(line) = line {
                    entry.line.name.clone_from(&line.name);
                }
            }
            return;
        }
        self.entries = lines.into_iter().map(Entry::new).collect();
        self.window.clamp(self.entries.len());
    }

    fn draw(&self, canvas: &mut Canvas<'_>, ctx: &Ctx) {
        self.draw_lessons(canvas, ctx);
    }
}
