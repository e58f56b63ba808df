//! Leaving something that isn't saved asks once, whoever wrote the form.

use crate::support::person::Person;
use ratatui::layout::Size;
use std::cell::Cell;
use std::rc::Rc;
use tongdu::domain::book::Kind;
use tongdu::i18n::Language;
use tongdu::ui::Ctx;
use tongdu::ui::canvas::Canvas;
use tongdu::ui::command::{Cmd, Scope};
use tongdu::ui::theme::Role;
use tongdu::ui::view::{Flow, Header, Title, Toast, View};
use tongdu::ui::widgets::Input;

/// A form of one line.
struct Draft {
    line: Input,
    saved: Rc<Cell<usize>>,
    refuses: bool,
    clean: bool,
}

impl View for Draft {
    fn scope(&self) -> Scope {
        Scope::Form
    }
    fn header(&self, _: &Ctx) -> Header {
        Header::Work("草稿".into())
    }
    fn title(&self, _: Size, _: &Ctx) -> Title {
        Title::new("草稿", "")
    }
    fn caret(&self) -> bool {
        true
    }
    fn command(&mut self, cmd: Cmd, _: &Ctx) -> Flow {
        match cmd {
            Cmd::Save if self.refuses => Flow::Say(Toast::refused("还不能存")),
            Cmd::Save => {
                self.clean = true;
                self.saved.set(self.saved.get() + 1);
                Flow::Say(Toast::done("已存"))
            }
            _ => Flow::Ignored,
        }
    }
    fn text(&mut self, c: char, _: &Ctx) -> Flow {
        self.line.text(c);
        self.clean = false;
        Flow::Stay
    }
    fn unsaved(&self) -> bool {
        !self.line.is_empty() && !self.clean
    }
    fn draw(&self, canvas: &mut Canvas<'_>, _: &Ctx) {
        canvas.put(0, 0, self.line.value(), Role::Text);
    }
}

fn drafting(refuses: bool) -> (Person, Rc<Cell<usize>>) {
    let saved = Rc::new(Cell::new(0));
    let mut person = Person::in_office(Language::ZhCn);
    let draft = Draft {
        line: Input::default(),
        saved: Rc::clone(&saved),
        refuses,
        clean: true,
    };
    person.app.open(Box::new(draft));
    (person, saved)
}

const ASKED: &str = "改过的还没有存";

#[test]
fn nothing_typed_nothing_asked() {
    let (mut person, _) = drafting(false);
    person.press("esc");
    assert!(
        !person.sees(ASKED) && person.sees("要办的事"),
        "{}",
        person.text()
    );
}

#[test]
fn esc_asks_and_esc_again_goes_on() {
    let (mut person, saved) = drafting(false);
    person.type_text("1说明n").press("esc");
    assert!(
        person.sees(ASKED) && person.sees("1说明n"),
        "{}",
        person.text()
    );
    person.press("esc");
    assert!(!person.sees(ASKED) && person.sees("1说明n"));
    person.keys(&["esc", "3"]);
    assert!(person.sees("1说明n") && !person.sees(ASKED));
    person.keys(&["esc", "2"]);
    assert!(person.sees("要办的事") && saved.get() == 0);
}

#[test]
fn one_saves_and_leaves_unless_it_cant_be_saved() {
    let (mut person, saved) = drafting(false);
    person.type_text("说明").keys(&["esc", "1"]);
    assert!(
        person.sees("要办的事") && person.sees("+ 已存    Ctrl-Z撤销"),
        "{}",
        person.text()
    );
    assert_eq!(saved.get(), 1);
    let (mut person, _) = drafting(true);
    person.type_text("说明").keys(&["esc", "1"]);
    assert!(
        person.sees("说明") && person.sees("x 还不能存"),
        "{}",
        person.text()
    );
}

#[test]
fn quitting_asks_too_and_then_quits() {
    let (mut person, saved) = drafting(false);
    person.type_text("说明").keys(&["f1", "ctrl-q"]);
    assert!(
        person.sees(ASKED) && !person.app.ended(),
        "{}",
        person.text()
    );
    person.press("3");
    assert!(!person.app.ended());
    person.press("esc").press("2");
    assert!(!person.app.ended(), "only leaving was asked for this time");
    let (mut person, again) = drafting(false);
    person.type_text("说明").keys(&["ctrl-q", "1"]);
    assert!(person.app.ended());
    assert_eq!((saved.get(), again.get()), (0, 1));
}

#[test]
fn ctrl_z_over_unsaved_typing_takes_nothing_back() {
    let mut person = Person::in_office(Language::ZhCn);
    person
        .keys(&["3", "down", "enter"])
        .type_text("林秀英")
        .press("f2");
    let office = std::sync::Arc::clone(person.ctx().office().expect("open"));
    let workers = || office.tables().live(Kind::Worker).count();
    assert_eq!(workers(), 1, "{}", person.text());
    person.press("f2").type_text("二").press("ctrl-z");
    assert!(person.sees("还没有存；先存"), "{}", person.text());
    assert_eq!(workers(), 1);
    assert!(person.sees("[林秀英二"), "{}", person.text());
}
