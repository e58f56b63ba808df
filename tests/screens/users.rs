//! Users on the screen: who is at the keyboard, and who may come in.

use crate::support::person::Person;
use tongdu::i18n::Language;

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
