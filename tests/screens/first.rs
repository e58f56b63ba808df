//! From nothing to the workbench, and back in on the next day.

use crate::support::person::Person;
use tongdu::i18n::Language;
use tongdu::service::Office;
use tongdu::ui::Root;

/// The recovery code that stands on the screen.
fn code(person: &Person) -> String {
    let text = person.text();
    let found = text
        .split_whitespace()
        .find(|w| w.matches('-').count() == 5);
    found.expect("a recovery code").to_owned()
}

fn to_the_code(person: &mut Person) -> String {
    person
        .type_text("350703104")
        .press("enter")
        .type_text("王芳")
        .press("enter");
    person
        .type_text("maque2026")
        .press("enter")
        .type_text("maque2026")
        .press("enter");
    code(person)
}

#[test]
fn a_township_is_set_up_in_four_things() {
    let mut person = Person::first_time(Language::ZhCn);
    let code = to_the_code(&mut person);
    assert!(person.sees("第 4 样，共 4 样"));
    // Typed back wrongly, nothing is finished; in any case of letters, it is.
    person.type_text("0000").press("enter");
    assert!(person.sees("x 和恢复码最后一组不一样"), "{}", person.text());
    for _ in 0..4 {
        person.press("backspace");
    }
    let last = code.rsplit('-').next().expect("six groups").to_lowercase();
    person.type_text(&last).press("enter");
    assert!(
        person.sees("[1工作台]") && person.sees("王芳 督导员"),
        "{}",
        person.text()
    );
    assert!(!person.sees(&code));
}

#[test]
fn leaving_before_the_code_is_checked_is_asked_about_once() {
    for (language, title) in [
        (Language::ZhCn, "恢复码还没有核对"),
        (Language::En, "The recovery code is not checked yet"),
    ] {
        let mut person = Person::first_time(language);
        let code = to_the_code(&mut person);
        person.press("ctrl-q");
        assert!(person.sees(title), "{}", person.text());
        person.press("esc");
        assert!(person.sees(&code) && !person.app.ended());
        person.keys(&["ctrl-q", "2"]);
        assert!(person.app.ended(), "{}", person.text());
    }
}

#[test]
fn each_thing_is_asked_for_until_it_is_there() {
    let mut person = Person::first_time(Language::ZhCn);
    person.press("enter");
    assert!(person.sees("x 先在下面选一个地方"), "{}", person.text());
    person
        .type_text("jk")
        .press("down")
        .press("enter")
        .press("enter");
    assert!(person.sees("x 请填姓名"), "{}", person.text());
    person
        .type_text("王芳")
        .press("enter")
        .type_text("short")
        .press("enter");
    assert!(person.sees("x 口令太短"), "{}", person.text());
    person.type_text("密");
    assert!(person.sees("x 请切到英文"), "{}", person.text());
    person
        .type_text("er and more")
        .press("enter")
        .type_text("other")
        .press("enter");
    assert!(person.sees("x 两次不一样"), "{}", person.text());
    person.press("esc");
    assert!(!person.sees("一致"));
}

#[test]
fn a_county_makes_a_trainer() {
    let mut person = Person::first_time(Language::ZhCn);
    person.type_text("350703").press("enter");
    assert!(person.sees("身份 培训员"), "{}", person.text());
}

#[test]
fn the_passphrase_opens_and_a_wrong_one_says_so() {
    let mut person = Person::locked(Language::ZhCn);
    person.type_text("maque2027").press("enter");
    assert!(
        person.sees("x 口令不对（第 1 次）") && person.sees("先打 110"),
        "{}",
        person.text()
    );
    person.type_text("麻");
    assert!(person.sees("x 请切到英文"), "{}", person.text());
    person.type_text("maque2026").press("enter");
    assert!(person.sees("[1工作台]"), "{}", person.text());
}

#[test]
fn the_recovery_code_opens_too() {
    let mut person = Person::with(Language::ZhCn, |_, _| Root::Nothing);
    let code = to_the_code(&mut person);
    let root = person.folder().join("office");
    let setup = person.setup.clone();
    drop(person.app);
    let mut again = Person::with(Language::ZhCn, |_, empty| {
        std::fs::rename(&root, empty).expect("the office moves");
        Root::Locked(Office::peek(&setup, empty).expect("an office"))
    });
    again.press("f6").type_text("0000-0000").press("enter");
    assert!(again.sees("x 恢复码不对"), "{}", again.text());
    again.paste(&code.to_lowercase()).press("enter");
    // A new passphrase is offered, for later as well.
    assert!(again.sees("您是用恢复码进来的"), "{}", again.text());
    again.press("esc");
    assert!(again.sees("[1工作台]"), "{}", again.text());
}

const MINUTE: u64 = 60_000;

/// Ctrl-L clears the screen, and what was typed is behind the lock for the same person only.
#[test]
fn locked_by_hand_what_was_typed_comes_back() {
    let mut person = Person::locked(Language::ZhCn);
    person.type_text("maque2026").press("enter");
    person.press("3").press("insert").type_text("林秀英");
    assert!(person.sees("林秀英"), "{}", person.text());
    person.press("ctrl-l");
    assert!(person.sees("已上锁"), "{}", person.text());
    assert!(
        !person.sees("林秀英") && !person.sees("王芳"),
        "{}",
        person.text()
    );
    // The office is closed, so another program could open it.
    let secret = tongdu::service::Secret::passphrase("maque2026");
    let other = Office::open(&person.ctx().setup, &person.ctx().root, &secret);
    other.expect("nobody has it open").close();
    // Leaving now would lose it, so that is asked about.
    person.press("ctrl-q");
    assert!(person.sees("退出就没有了"), "{}", person.text());
    person.press("esc").type_text("maque2026").press("enter");
    assert!(person.sees("林秀英"), "{}", person.text());
    assert!(person.sees("没存的内容还在"), "{}", person.text());
}

#[test]
fn minutes_without_a_key_lock_and_a_key_starts_them_anew() {
    use tongdu::ui::event::Event;
    let mut person = Person::locked(Language::En);
    person.type_text("maque2026").press("enter");
    let tick = |person: &mut Person, minutes: u64| {
        person.clock.pass(minutes * MINUTE);
        person.inbox().0.handle(Event::Tick);
    };
    tick(&mut person, 9);
    assert!(!person.sees("Locked"), "{}", person.text());
    person.press("down");
    tick(&mut person, 9);
    assert!(!person.sees("Locked"), "{}", person.text());
    let left = person.inbox().0.until_tick(10, 5);
    assert_eq!(
        left.map(|d| d.as_secs()),
        Some(60),
        "also where no clock is shown"
    );
    tick(&mut person, 1);
    assert!(person.sees("Locked"), "{}", person.text());
    assert!(person.sees("after 10 minutes"), "{}", person.text());
    assert!(!person.sees("王芳"), "{}", person.text());
    assert_eq!(
        person.inbox().0.until_tick(10, 5),
        None,
        "no timer behind the lock"
    );
}

/// After a night in its case the first key comes before any tick: it opens nothing.
#[test]
fn a_key_after_the_pause_finds_it_locked() {
    let mut person = Person::locked(Language::ZhCn);
    person.type_text("maque2026").press("enter");
    person.clock.pass(60 * MINUTE);
    person.press("3");
    assert!(person.sees("已上锁"), "{}", person.text());
    assert!(!person.sees("王芳"), "{}", person.text());
}

#[test]
fn no_minutes_never_lock() {
    let mut person = Person::locked(Language::ZhCn);
    person.prefers("settings.toml", "lock_minutes = 0\n");
    person.type_text("maque2026").press("enter");
    person.press("ctrl-p").press("esc");
    person.inbox().0.handle(tongdu::ui::event::Event::Tick);
    person.clock.pass(500 * MINUTE);
    person.inbox().0.handle(tongdu::ui::event::Event::Tick);
    assert!(person.sees("[1工作台]"), "{}", person.text());
}
