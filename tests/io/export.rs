//! Sending the register: look at everything, type the codes, read the files back.

use crate::desk::{register, with_plugin};
use crate::plugins::names;
use crate::support::person::Person;
use calamine::{Data, Reader, Xlsx, open_workbook};
use crossterm::event::KeyCode;
use tongdu::domain::book::Kind;
use tongdu::domain::disclosure::{Disclosure, DisclosureState};
use tongdu::i18n::Language;
use tongdu::ui::event::Event;

fn previewed() -> Person {
    let mut person = with_plugin(Language::ZhCn);
    person.keys(&["0", "enter"]);
    assert!(person.sees("!! 送出后收不回"), "{}", person.text());
    person
}

/// Enter through the fields, then to the line for the code.
pub fn to_the_code(person: &mut Person) {
    for _ in 0..12 {
        if person.text().lines().any(|l| l.starts_with(" 确认  >")) {
            return;
        }
        person.press("enter");
    }
    panic!("no code is asked for:\n{}", person.text());
}

/// Sends in clear: the code on its line, and once more on the line below.
pub fn in_clear(person: &mut Person) {
    person.type_text("civil_affairs").press("tab");
    person.type_text("civil_affairs").press("enter");
}

fn states(person: &Person) -> Vec<Option<DisclosureState>> {
    let office = person.ctx().office().expect("an office is open");
    let tables = office.tables();
    let all = tables.all::<Disclosure>(Kind::Disclosure);
    all.map(|(_, d)| d.state).collect()
}

#[test]
fn nothing_can_be_typed_before_every_field_was_on_the_screen() {
    let mut person = previewed();
    assert!(person.sees("先看完 15 项"), "{}", person.text());
    person.keys(&["tab", "down"]);
    assert!(person.sees("x 先看完要送的每一栏"), "{}", person.text());
    assert!(person.sees("放哪里>"), "{}", person.text());
    person
        .press("shift-tab")
        .keys(&["pagedown", "pagedown", "pagedown"]);
    assert!(
        person.sees("键入单位代号 civil_affairs"),
        "{}",
        person.text()
    );
}

#[test]
fn a_wrong_code_sends_nothing_and_three_lead_back_to_looking() {
    let mut person = previewed();
    to_the_code(&mut person);
    person.type_text("education").press("enter");
    assert!(person.sees("x 代号不对（第 1 次）"), "{}", person.text());
    person.press("enter").press("enter");
    assert!(person.sees("x 三次都不对，没有送出"), "{}", person.text());
    assert!(person.sees("先看完 15 项"), "{}", person.text());
    assert_eq!(states(&person), []);
    assert_eq!(names(person.folder()), ["office"]);
}

#[test]
fn both_codes_send_in_clear_and_every_number_is_whole_text() {
    let mut person = previewed();
    to_the_code(&mut person);
    // An input method left on: full-width letters count, Chinese ones are said.
    person.app.handle(Event::Key(KeyCode::Char('民').into()));
    assert!(person.sees("输入法请切到英文"), "{}", person.text());
    person.type_text("ｃivil_affairs").press("tab");
    assert!(person.sees("明文  >"), "{}", person.text());
    person.type_text("civil_affairs").press("enter");
    let people = register(&person).len();
    assert!(person.sees("+ 已送出 "), "{}", person.text());
    assert!(
        person.sees("2 个文件在 ") && !person.sees("Ctrl-Z撤销"),
        "{}",
        person.text()
    );
    assert!(
        person.sees("[0导出]") && person.sees("已送出"),
        "{}",
        person.text()
    );
    assert_eq!(states(&person), [Some(DisclosureState::Sent)]);

    let files = names(person.folder());
    let xlsx = files
        .iter()
        .find(|n| n.ends_with(".xlsx"))
        .expect("a workbook");
    let mut book: Xlsx<_> = open_workbook(person.folder().join(xlsx)).expect("a workbook");
    let sheet = book.worksheet_range("实名制花名册").expect("the roster");
    let head = sheet
        .rows()
        .position(|r| r.contains(&Data::String("证件号码".into())));
    let head = head.expect("headings");
    let column = sheet
        .rows()
        .nth(head)
        .and_then(|r| r.iter().position(|c| *c == Data::String("证件号码".into())));
    let column = column.expect("the numbers");
    let mut numbers = 0;
    for row in sheet.rows().skip(head + 1) {
        match &row[column] {
            Data::String(id) if id.len() == 18 => numbers += 1,
            Data::Empty => {}
            other => panic!("{other:?}"),
        }
    }
    assert!(numbers > 10 && numbers <= people, "{numbers} of {people}");

    // The log tells what left, and when.
    person.keys(&["tab", "enter"]);
    assert!(
        person.sees("送什么") && person.sees("实名制花名册") && person.sees("明文，没有加密"),
        "{}",
        person.text()
    );
}

#[test]
fn a_folder_that_isnt_there_is_refused_before_anything_is_logged() {
    let mut person = previewed();
    person.press("tab").type_text("/没有").press("shift-tab");
    to_the_code(&mut person);
    in_clear(&mut person);
    assert!(
        person.sees("x 没有送出：没有 ") && person.sees("怎么办"),
        "{}",
        person.text()
    );
    assert_eq!(states(&person), []);
    person.press("enter");
    assert!(person.sees("放哪里>"), "{}", person.text());
    for _ in 0..3 {
        person.press("backspace");
    }
    person.press("enter");
    in_clear(&mut person);
    assert!(person.sees("+ 已送出 "), "{}", person.text());
    // A second time, the files of the first are in the way, and stay.
    person.press("enter");
    to_the_code(&mut person);
    in_clear(&mut person);
    assert!(
        person.sees("x 没有导出：已经有 ") && person.sees("怎么办"),
        "{}",
        person.text()
    );
    assert!(states(&person).contains(&Some(DisclosureState::Failed)));
}

#[test]
fn what_stays_is_told_and_without_a_plug_in_so_is_that() {
    let mut person = previewed();
    person.press("f5");
    assert!(
        person.sees("不送的 1 项") && person.sees("全国系统录入"),
        "{}",
        person.text()
    );
    let mut person = Person::in_demo(Language::ZhCn);
    person.press("0");
    assert!(person.sees("没有能用的插件"), "{}", person.text());
    person.press("enter");
    assert!(person.sees("[0导出]"), "{}", person.text());
}
