//! Users on the screen: who is at the keyboard, and who may come in.

use crate::support::person::{Person, see};
use tongdu::i18n::Language;
use tongdu::service::Office;
use tongdu::store::Secret;

#[test]
fn whoever_unlocks_says_their_post_first() {
    let mut person = Person::locked_for_two(Language::ZhCn);
    assert!(person.sees("* 儿童督导员"), "{}", person.text());
    assert!(person.sees("上下键选人"), "{}", person.text());
    // Only the slots of that post are tried.
    person.type_text("laoying2026").press("enter");
    assert!(person.sees("看看上面选的是不是自己"), "{}", person.text());
    person.press("down");
    assert!(person.sees("* 培训员"), "{}", person.text());
    person.type_text("laoying2026").press("enter");
    assert!(person.sees("赵敏 培训员"), "{}", person.text());
    // Locked again, the post is still theirs.
    person.press("ctrl-l");
    assert!(person.sees("* 培训员"), "{}", person.text());
    // The code is nobody's post.
    person.press("f6");
    assert!(!person.sees("培训员"), "{}", person.text());
    person.press("esc").type_text("laoying2026").press("enter");
    assert!(person.sees("赵敏 培训员"), "{}", person.text());
}

#[test]
fn one_post_is_not_asked_for() {
    let mut person = Person::locked(Language::En);
    assert!(!person.sees("child supervisor"), "{}", person.text());
    assert!(!person.sees("choose"), "{}", person.text());
    assert!(person.sees("after 10 minutes"), "{}", person.text());
    person.prefers("settings.toml", "lock_minutes = 25\n");
    let reread = tongdu::ui::event::Event::Tick;
    person.inbox().0.handle(reread);
    assert!(person.sees("after 25 minutes"), "{}", person.text());
}

#[test]
fn the_minutes_until_it_locks_are_a_setting() {
    let mut person = Person::locked(Language::ZhCn);
    person.type_text("maque2026").press("enter");
    person.press("ctrl-p").type_text("shezhi").press("enter");
    person.press("end");
    assert!(person.sees("上锁  > 10 分钟"), "{}", person.text());
    person.press("right");
    assert!(person.sees("15 分钟"), "{}", person.text());
    person.press("ctrl-l");
    assert!(person.sees("离开 15 分钟自动上锁"), "{}", person.text());
    person.type_text("maque2026").press("enter");
    person.press("ctrl-p").type_text("shezhi").press("enter");
    person.press("end").keys(&["left", "left", "left"]);
    assert!(person.sees("不自动上锁"), "{}", person.text());
    person.press("ctrl-l");
    assert!(person.sees("已上锁"), "{}", person.text());
    assert!(!person.sees("自动上锁"), "{}", person.text());
    // A number of the person's own has its neighbours.
    person.prefers("settings.toml", "lock_minutes = 25\n");
    person.type_text("maque2026").press("enter");
    person.press("ctrl-p").type_text("shezhi").press("enter");
    assert!(person.sees("25 分钟"), "{}", person.text());
    person.press("end").press("right");
    assert!(person.sees("30 分钟"), "{}", person.text());
}

/// Each gets back their own typing, whoever was at the keyboard in between.
#[test]
fn what_two_people_typed_waits_for_each_of_them() {
    let mut person = Person::locked_for_two(Language::ZhCn);
    person.type_text("maque2026").press("enter");
    person.press("3").press("insert").type_text("林秀英");
    person.press("ctrl-l").press("down");
    person.type_text("laoying2026").press("enter");
    assert!(person.sees("赵敏 培训员"), "{}", person.text());
    assert!(person.sees("另一位用户有没存的内容"), "{}", person.text());
    person.press("3").press("insert").type_text("黄丽萍");
    person.press("ctrl-l").press("up");
    person.type_text("maque2026").press("enter");
    assert!(person.sees("林秀英"), "{}", person.text());
    assert!(!person.sees("黄丽萍"), "{}", person.text());
    person.press("ctrl-l").press("down");
    person.type_text("laoying2026").press("enter");
    assert!(person.sees("黄丽萍"), "{}", person.text());
}

fn among_users(language: Language) -> Person {
    let mut person = Person::locked_for_two(language);
    person.type_text("maque2026").press("enter");
    let word = if language == Language::En {
        "users"
    } else {
        "yonghu"
    };
    person.press("ctrl-p").type_text(word).press("enter");
    person
}

/// The recovery code on the screen.
fn code(person: &Person) -> String {
    let text = person.text();
    let is_code = |word: &&str| word.matches('-').count() >= 3 && !word.starts_with("20");
    let word = text.split_whitespace().find(is_code);
    word.unwrap_or_else(|| panic!("no code on\n{text}"))
        .to_owned()
}

#[test]
fn a_forgotten_passphrase_is_got_over_with_a_code_made_on_the_screen() {
    let mut person = among_users(Language::ZhCn);
    see(&person, "赵敏");
    person.press("f6").press("3");
    let code = code(&person);
    person.type_text("0000").press("enter");
    see(&person, "和恢复码最后一组不一样");
    // The old one still counts, so leaving is said once.
    person.press("esc");
    see(&person, "再按一次 Esc");
    // Left all the same, it opens nothing any more; the next one is another.
    person.press("esc");
    let opens = |person: &Person, code: &str| {
        let office = person.ctx().office().expect("open");
        let secret = Secret::recovery(code.to_owned());
        Office::open_read_only(office.setup(), office.root(), &secret).is_ok()
    };
    assert!(!opens(&person, &code));
    person.press("f6").press("3");
    let code = self::code(&person);
    assert!(opens(&person, &code));
    person.type_text(code.rsplit('-').next().unwrap_or_default());
    person.press("enter");
    see(&person, "恢复码已换新");
    person
        .press("ctrl-l")
        .press("f6")
        .type_text(&code)
        .press("enter");
    see(&person, "您是用恢复码进来的");
    person.type_text("lin-xiu-ying-2026").press("enter");
    person.type_text("lin-xiu-ying-2027").press("enter");
    see(&person, "两次不一样");
    person.press("backspace").type_text("6").press("enter");
    see(&person, "口令已改");
    person.press("ctrl-l").type_text("maque2026").press("enter");
    see(&person, "看看上面选的是不是自己");
    person.type_text("lin-xiu-ying-2026").press("enter");
    assert!(person.ctx().office().is_ok(), "{}", person.text());
}

#[test]
fn somebody_is_added_by_the_supervisor_and_removed_by_name() {
    for (language, added, other, gone) in [
        (Language::ZhCn, "已加用户", "姓名不一样", "已移除用户"),
        (Language::En, "added", "Not the name", "removed"),
    ] {
        let mut person = among_users(language);
        person.press("f6").press("2");
        person.press("enter");
        let named = if language == Language::En {
            "type your name"
        } else {
            "请填姓名"
        };
        see(&person, named);
        person
            .type_text("苏晓岚")
            .press("enter")
            .type_text("9")
            .press("enter");
        see(&person, "1");
        person.press("backspace").type_text("2").press("enter");
        person.type_text("su-xiao-lan-2026").press("enter");
        person.type_text("su-xiao-lan-2026").press("enter");
        see(&person, added);
        see(&person, "苏晓岚");
        person.press("end");
        let text = person.text();
        let last = text.lines().rfind(|line| line.starts_with('>'));
        let name = if last.is_some_and(|l| l.contains("赵敏")) {
            "赵敏"
        } else {
            "苏晓岚"
        };
        person
            .press("f6")
            .press("4")
            .type_text("旁人")
            .press("enter");
        see(&person, other);
        person
            .keys(&["backspace", "backspace"])
            .type_text(name)
            .press("enter");
        let code = code(&person);
        person.type_text(code.rsplit('-').next().unwrap_or_default());
        person.press("enter");
        see(&person, gone);
        let office = person.ctx().office().expect("open");
        let left = office.users().expect("read");
        assert!(!left.iter().any(|l| l.name.as_deref() == Some(name)));
        assert_eq!(left.len(), 2);
    }
}

#[test]
fn a_wrong_old_passphrase_changes_nothing_and_a_trainer_adds_nobody() {
    let mut person = among_users(Language::ZhCn);
    person.press("f6").press("1");
    person.type_text("bushizhege").press("enter");
    person.type_text("xin-kou-ling-2026").press("enter");
    person.type_text("xin-kou-ling-2026").press("enter");
    see(&person, "口令不对");
    person.press("esc").press("esc");
    person
        .press("ctrl-l")
        .press("down")
        .type_text("laoying2026")
        .press("enter");
    person.press("ctrl-p").type_text("yonghu").press("enter");
    person.press("f6").press("2");
    see(&person, "只有儿童督导员能办");
}
