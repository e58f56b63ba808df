//! Work done by keys: what is typed is stored, what is marked is read back, nothing is lost.

use crate::support::person::{Person, office, see};
use tongdu::domain::book::Kind;
use tongdu::domain::training::Attendance;
use tongdu::i18n::Language;
use tongdu::schema::{Id, Value};
use tongdu::service::Tally;

fn count(person: &Person, kind: Kind) -> usize {
    office(person).tables().live(kind).count()
}

#[test]
fn a_director_is_added_mended_saved_and_undone() {
    let mut person = Person::in_office(Language::ZhCn);
    person.keys(&["3", "down", "enter"]);
    see(&person, "新增主任");
    person.type_text("林秀英").press("enter");
    // 类别 is known; 性别 by the word, as an input method hands it over.
    person.press("enter").type_text("女").press("enter");
    // A day that the calendar hasn't, told as soon as the field is left.
    person.type_text("1980-02-30").press("enter");
    see(&person, "看不懂这个日期");
    person.press("f2");
    see(&person, "x 没有存上：1 处要改");
    assert_eq!(count(&person, Kind::Worker), 0);
    person
        .keys(&["backspace", "backspace"])
        .type_text("28")
        .press("enter");
    assert!(!person.sees("看不懂这个日期"));
    see(&person, "[1980-02-28 周四 ]");
    // An identity number that says another day: told by the record's own rules.
    person
        .type_text("35070319800301002")
        .keys(&["end"])
        .type_text("X")
        .press("f2");
    assert_eq!(count(&person, Kind::Worker), 0);
    person.keys(&["home"]);
    for _ in 0..20 {
        person.press("delete");
    }
    person.press("enter").type_text("13905990101");
    // To the post: the village by its letters, and the first day as people say it.
    person.press("pagedown").press("pagedown");
    while !person.sees("打字去找") {
        person.press("up");
    }
    person.type_text("hsc");
    see(&person, "后山村");
    person.press("enter").type_text("-10").press("f2");
    see(&person, "+ 已新增：林秀英");
    see(&person, "13905990101");
    let workers = office(&person).candidates(Kind::Worker, "林秀英", 5);
    assert_eq!(workers.len(), 1);
    assert_eq!(office(&person).whereabouts(&workers[0]), "后山村");
    assert_eq!(count(&person, Kind::Post), 1);
    person.press("ctrl-z");
    assert_eq!(
        (count(&person, Kind::Worker), count(&person, Kind::Post)),
        (0, 0)
    );
    see(&person, "还没有儿童主任");
}

fn newest(person: &Person) -> Id {
    office(person).candidates(Kind::Session, "", 1)[0].id
}

fn tally(person: &Person) -> Tally {
    Tally::of(&office(person).roster(newest(person)))
}

#[test]
fn a_roster_is_marked_with_one_key_a_person_and_read_back() {
    let mut person = Person::in_demo(Language::ZhCn);
    // A new session of this year's training, everybody in post on it.
    person
        .keys(&["7", "insert", "f4", "enter"])
        .type_text("第3组")
        .press("enter")
        .type_text("+0")
        .press("f2");
    see(&person, "已新增");
    person.keys(&["home", "enter", "f6", "2"]);
    see(&person, "已加 17 人。");
    person.press("home").type_text("1121311411112111");
    assert_eq!(tally(&person).unmarked, 1);
    // The last one comes late and is looked for by name.
    let name = office(&person).roster(newest(&person))[16].name.clone();
    person
        .press("home")
        .press("/")
        .type_text(&name)
        .press("enter")
        .press("2");
    let marked = tally(&person);
    let numbers = (
        marked.present,
        marked.late,
        marked.excused,
        marked.absent,
        marked.unmarked,
    );
    assert_eq!(numbers, (12, 3, 1, 1, 0));

    let states = |person: &Person| -> Vec<Attendance> {
        let lines = office(person).roster(newest(person));
        lines.into_iter().map(|line| line.state).collect()
    };
    let before = states(&person);
    let mut person = person.reopened();
    assert_eq!(states(&person), before);

    // Taken back, and then by the number of people, typed; another number does nothing.
    person.keys(&["7", "home", "enter", "end", "0"]);
    assert_eq!(tally(&person).unmarked, 1);
    person.keys(&["f6", "1"]).type_text("3").press("enter");
    see(&person, "没有记");
    person.keys(&["f6", "1"]).type_text("１").press("enter");
    see(&person, "已记 1 人。");
    assert_eq!((tally(&person).absent, tally(&person).unmarked), (2, 0));
    person.press("ctrl-z");
    assert_eq!(tally(&person).unmarked, 1);
}

#[test]
fn the_sign_in_sheet_goes_to_a_new_file_only() {
    let mut person = Person::in_demo(Language::ZhCn);
    let sheet = person.folder().join("签到表.txt");
    let path = sheet.display().to_string();
    person
        .keys(&["7", "enter", "f6", "4"])
        .type_text(&path)
        .press("enter");
    see(&person, "签到表已存到");
    let text = std::fs::read_to_string(&sheet).expect("a sheet");
    assert!(
        text.contains("2026年儿童主任轮训 第2组") && text.contains("共 5 人"),
        "{text}"
    );
    person.keys(&["f6", "4"]).type_text(&path).press("enter");
    see(&person, "已经有这个文件");
    assert_eq!(std::fs::read_to_string(&sheet).expect("as it was"), text);
}

#[test]
fn initials_find_and_open_a_person() {
    let mut person = Person::in_demo(Language::ZhCn);
    let office = office(&person);
    let name = office
        .tables()
        .live(Kind::Worker)
        .map(|r| r.record.value("name").plain())
        .next();
    let name = name.expect("somebody");
    person.press("/").type_text(&name);
    see(&person, "姓名");
    person.press("enter");
    see(&person, &format!("：{name}"));
    person.press("esc");
    see(&person, "找到");
    // Letters were for searching: they don't become a name.
    person
        .press("esc")
        .press("/")
        .type_text("zzzz")
        .press("insert");
    see(&person, "新增儿童");
    see(&person, "姓名  > [                              ]");
}

#[test]
fn nothing_is_added_before_looking() {
    let mut person = Person::in_demo(Language::ZhCn);
    person.keys(&["/", "insert"]);
    see(&person, "先查一查");
}

#[test]
fn what_was_looked_for_is_offered_again_and_gives_way_to_typing() {
    let mut person = Person::in_demo(Language::ZhCn);
    person.press("/").type_text("陈美珍");
    see(&person, "[陈美珍 ");
    person.keys(&["esc", "/"]);
    see(&person, "[陈美珍 ");
    see(&person, ">    照料人  陈美珍");
    person.type_text("c");
    see(&person, "[c ");
    // Moving in it keeps it.
    person.keys(&["esc", "/", "end"]).type_text("m");
    see(&person, "[cm ");
    // What was found stays while a file is looked at.
    person.keys(&["enter", "esc"]);
    see(&person, "[cm ");
}

#[test]
fn only_who_may_add_children_is_offered_to() {
    let mut person = Person::in_demo(Language::ZhCn);
    person.press("/").type_text("陈小鸥 村:东山");
    see(&person, "Insert新增");
    person.press("insert");
    see(&person, "姓名    [陈小鸥");
    let mut person = Person::in_county(Language::ZhCn);
    person.press("/").type_text("chen");
    see(&person, "姓名");
    assert!(!person.sees("Insert"), "{}", person.text());
    assert!(!person.sees("险:红"), "{}", person.text());
    person.press("insert");
    see(&person, "这一屏没有可新增的");
}

#[test]
fn a_changed_form_is_left_only_after_asking() {
    let mut person = Person::in_demo(Language::ZhCn);
    person
        .keys(&["2", "f2", "down", "down"])
        .type_text("2")
        .press("esc");
    see(&person, "! 改过的还没有存");
    person.press("esc");
    see(&person, "[2 农村");
    person.keys(&["esc", "1"]);
    see(&person, "+ 已存：后山村");
    let village = &office(&person).candidates(Kind::Village, "后山村", 1)[0];
    assert_eq!(
        village.record.value("setting"),
        Value::Choice("rural".into())
    );
    // Its history says so in words.
    person.keys(&["enter", "end"]);
    see(&person, "城乡：空，改成 农村");
    // And an untouched form asks nothing.
    person.keys(&["f2", "esc"]);
    see(&person, "村居：后山村");
}

#[test]
fn a_childs_file_is_logged_before_it_is_shown_and_numbers_need_a_reason() {
    let mut person = Person::in_demo(Language::ZhCn);
    person.keys(&["4", "enter", "end"]);
    see(&person, "查看");
    person.press("home");
    see(&person, "**********");
    person.keys(&["f6", "7", "enter"]);
    see(&person, "没有写理由");
    person
        .press("esc")
        .keys(&["f6", "7"])
        .type_text("核对户口簿")
        .press("enter");
    see(&person, "已显示完整号码");
    assert!(!person.sees("**********"));
    person.keys(&["esc", "enter"]);
    see(&person, "**********");
    person.press("end");
    see(&person, "看完整号码  理由：核对户口簿");
}

#[test]
fn a_masked_number_stays_unless_it_is_typed_over() {
    let mut person = Person::in_demo(Language::ZhCn);
    let before = office(&person)
        .tables()
        .live(Kind::Worker)
        .next()
        .cloned()
        .expect("a worker");
    let name = before.record.value("name").plain();
    person
        .press("/")
        .type_text(&name)
        .keys(&["enter", "f2", "end"])
        .type_text("二")
        .press("f2");
    let after = office(&person)
        .row(Kind::Worker, before.id)
        .expect("still there");
    assert_eq!(after.record.value("name").plain(), format!("{name}二"));
    assert_eq!(
        after.record.value("id_number"),
        before.record.value("id_number")
    );
}

#[test]
fn a_conflict_keeps_what_was_typed() {
    let mut person = Person::in_demo(Language::ZhCn);
    person.keys(&["2", "f2", "down", "down"]).type_text("1");
    let office = office(&person);
    let village = office.candidates(Kind::Village, "后山村", 1)[0].clone();
    let mut record = village.record.clone();
    record.set("note", Value::Text("别处写的".into()));
    office
        .save(Some(&village), record, "")
        .expect("saved elsewhere");
    person.press("f2");
    see(&person, "用我填的");
    person.press("1");
    see(&person, "+ 已存：后山村");
    let now = office.row(Kind::Village, village.id).expect("still there");
    assert_eq!(now.record.value("setting"), Value::Choice("urban".into()));
    assert_eq!(now.record.value("note").plain(), "别处写的");
}

#[test]
fn a_vacancy_is_filled_from_the_register() {
    let mut person = Person::in_demo(Language::ZhCn);
    person.keys(&["3"]);
    see(&person, "> !! 空岗    后山村");
    person.keys(&["f6", "1"]).type_text("欧阳娜娜").press("f2");
    // Not trained yet: all the same, with a reason.
    see(&person, "x 不能派：欧阳娜娜初任培训还没合格");
    person.press("3").type_text("村里只有她").press("enter");
    see(&person, "+ 已新增：欧阳娜娜");
    see(&person, "欧阳娜娜");
    assert!(!person.sees("空岗"));
    // The focus is on the newcomer, whose next step is training.
    person.keys(&["f6", "1", "enter"]);
    see(&person, "已报名：欧阳娜娜");
}
