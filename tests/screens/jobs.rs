//! A job runs beside the keys, shows how far it is, can be stopped, and tells its end.

use crate::support::person::Person;
use ratatui::layout::Size;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use tongdu::domain::book::Kind;
use tongdu::i18n::Language;
use tongdu::service::Problem;
use tongdu::ui::Ctx;
use tongdu::ui::canvas::Canvas;
use tongdu::ui::command::{Cmd, Scope};
use tongdu::ui::job::{Answer, Job, Phase};
use tongdu::ui::view::{Flow, Header, Title, Toast, View};

/// Starts a job on Enter that goes on until it is told to or stopped.
struct Worker(Arc<Mutex<Receiver<()>>>);

impl View for Worker {
    fn scope(&self) -> Scope {
        Scope::List
    }
    fn header(&self, _: &Ctx) -> Header {
        Header::Work("干活".into())
    }
    fn title(&self, _: Size, _: &Ctx) -> Title {
        Title::new("干活", "")
    }
    fn command(&mut self, cmd: Cmd, _: &Ctx) -> Flow {
        if cmd != Cmd::Enter {
            return Flow::Ignored;
        }
        let gate = Arc::clone(&self.0);
        Flow::Start(Job::new("job-unlock", move |progress| {
            progress.tell(43, 100);
            let gate = gate.lock().expect("one job at a time");
            let opened = gate.recv().is_ok();
            if opened && progress.tell(100, 100) {
                Ok(Answer::Done)
            } else {
                Err(Problem::new("problem-job-broke"))
            }
        }))
    }
    fn done(&mut self, result: Result<Answer, Problem>, _: &Ctx) -> Flow {
        match result {
            Ok(_) => Flow::Say(Toast::told("干完了")),
            Err(problem) => Flow::Refuse(problem),
        }
    }
    fn draw(&self, _: &mut Canvas<'_>, _: &Ctx) {}
}

fn working() -> (Person, Sender<()>) {
    let (gate, waits) = channel();
    let mut person = Person::in_office(Language::ZhCn);
    person
        .app
        .open(Box::new(Worker(Arc::new(Mutex::new(waits)))));
    person.press_meanwhile("enter").hear();
    (person, gate)
}

#[test]
fn its_bar_stands_at_the_end_of_row_22_and_keys_go_on() {
    let (mut person, gate) = working();
    let row = person.text().lines().nth(21).unwrap_or_default().to_owned();
    assert!(row.ends_with("正在打开 [####......] 43% ─"), "{row}");
    person.press_meanwhile("f1");
    assert!(person.sees("到处一样"));
    // The one who started it isn't on top any more, and hears of the end all the same.
    gate.send(()).expect("a job that waits");
    person.idle().press("esc");
    assert!(
        person.sees("+ 干完了") && !person.sees("43%"),
        "{}",
        person.text()
    );
}

#[test]
fn it_can_be_stopped_from_the_list_of_commands() {
    let (mut person, gate) = working();
    person.press_meanwhile("ctrl-p");
    for letter in "停下".chars() {
        person.press_meanwhile(&letter.to_string());
    }
    person.press_meanwhile("enter");
    gate.send(()).expect("a job that waits");
    person.idle();
    assert!(person.sees("x 这件事做到一半停了"), "{}", person.text());
}

#[test]
fn taking_back_never_takes_the_keys() {
    let mut person = Person::in_office(Language::ZhCn);
    let office = person.ctx().office().cloned().expect("an open office");
    let mut record = Kind::Worker.blank();
    let told = [("name", "苏晓岚"), ("role", "director")].map(|(a, b)| (a.into(), b.into()));
    office.fill(&mut record, &told).expect("fields of it");
    office.save(None, record, "").expect("saved");
    person.press_meanwhile("ctrl-z");
    assert!(!person.app.idle(), "it runs beside the keys");
    person.press_meanwhile("f1");
    assert!(person.sees("到处一样"));
    person.idle().press("esc");
    assert!(person.sees("已撤销"), "{}", person.text());
}

/// Tells rows, then bytes, and waits.
struct Teller(Arc<Mutex<Receiver<()>>>);

impl View for Teller {
    fn scope(&self) -> Scope {
        Scope::List
    }
    fn header(&self, _: &Ctx) -> Header {
        Header::Work("送".into())
    }
    fn title(&self, _: Size, _: &Ctx) -> Title {
        Title::new("送", "")
    }
    fn command(&mut self, cmd: Cmd, _: &Ctx) -> Flow {
        if cmd != Cmd::Enter {
            return Flow::Ignored;
        }
        let gate = Arc::clone(&self.0);
        Flow::Start(Job::new("job-send", move |progress| {
            let gate = gate.lock().expect("one job at a time");
            progress.tell_of(Phase::Rows, 12, 30);
            let _ = gate.recv();
            progress.tell_of(Phase::Sealing, 3 << 20, 8 << 20);
            let _ = gate.recv();
            Ok(Answer::Done)
        }))
    }
    fn draw(&self, _: &mut Canvas<'_>, _: &Ctx) {}
}

#[test]
fn each_part_of_the_work_is_told_in_its_own_unit() {
    for (language, rows, bytes) in [
        (
            Language::ZhCn,
            "已取 12/30 行 [####......] 40% ─",
            "加密 3 MB/8 MB [###.......] 37% ─",
        ),
        (
            Language::En,
            "12 of 30 rows [####......] 40% ─",
            "encrypting 3 MB/8 MB [###.......] 37% ─",
        ),
    ] {
        let (gate, waits) = channel();
        let mut person = Person::in_office(language);
        let view = Teller(Arc::new(Mutex::new(waits)));
        person.app.open(Box::new(view));
        person.press_meanwhile("enter").hear().hear();
        let row = |person: &Person| person.text().lines().nth(21).unwrap_or_default().to_owned();
        assert!(row(&person).ends_with(rows), "{}", row(&person));
        // Another part is told at once, however soon it comes.
        gate.send(()).expect("a job that waits");
        person.hear().hear();
        assert!(row(&person).ends_with(bytes), "{}", row(&person));
        gate.send(()).expect("a job that waits");
        person.idle();
    }
}
