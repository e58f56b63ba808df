//! Lists: what is filtered, put in order and marked is what one sees and works on.

use crate::support::person::{Person, office, see};
use std::sync::Arc;
use tongdu::domain::book::Kind;
use tongdu::i18n::Language;
use tongdu::service::{Query, Row};

fn asked(person: &Person, kind: Kind, wheres: &[&str]) -> Vec<Arc<Row>> {
    let office = office(person);
    let wheres = wheres.iter().map(|w| office.parse_where(kind, w));
    let query = Query {
        wheres: wheres.collect::<Result<_, _>>().expect("conditions"),
        ..Query::default()
    };
    office.list(&person.ctx().words, kind, &query).rows
}

/// Adds a condition by F3: the column by its word or letters, then the answer.
fn filter(person: &mut Person, column: &str, answer: &str) {
    person.keys(&["f3", "1"]).type_text(column).press("enter");
    person.type_text(answer);
}

fn counts(person: &Person, number: usize) {
    let text = person.text();
    let title = text.lines().nth(2).expect("row 3").to_owned();
    let told = [
        format!("共 {number} 行"),
        format!("of {number} ─"),
        format!(" {number} rows"),
    ];
    assert!(told.iter().any(|t| title.contains(t)), "{number}: {text}");
}

#[test]
fn conditions_stand_as_chips_and_the_count_is_the_list() {
    for (language, risk, chip) in [
        (Language::ZhCn, "fx", "[风险 红 x]"),
        (Language::En, "risk", "[Risk: red x]"),
    ] {
        let mut person = Person::in_demo(language).sized(100, 24);
        person.press("4");
        let all = asked(&person, Kind::Child, &[]).len();
        filter(&mut person, risk, "1");
        see(&person, chip);
        let red = asked(&person, Kind::Child, &["risk=red"]).len();
        assert!(red > 0 && red < all);
        counts(&person, red);
        // The same column again takes the place of the first.
        filter(&mut person, risk, "2");
        counts(&person, asked(&person, Kind::Child, &["risk=yellow"]).len());
        person.press("backspace");
        counts(&person, all);
        assert!(!person.sees(" x]"));
    }
}

#[test]
fn days_numbers_and_blanks_are_asked_as_the_verbs_ask_them() {
    let mut person = Person::in_demo(Language::ZhCn);
    person.press("4");
    filter(&mut person, "出生", "2");
    person.type_text("20150230").press("enter");
    see(&person, "看不懂这个日期");
    for _ in 0..8 {
        person.press("backspace");
    }
    person.type_text("20150101").press("enter");
    see(&person, "[出生日期 > 2015-01-01 x]");
    let young = asked(&person, Kind::Child, &["birth_day>2015-01-01"]);
    counts(&person, young.len());
    filter(&mut person, "村居", "焦岚");
    person.press("enter");
    see(&person, "[村居 焦岚村 x]");
    let there = ["birth_day>2015-01-01", "village=焦岚村"];
    counts(&person, asked(&person, Kind::Child, &there).len());
    // A masked number can only be there or not.
    filter(&mut person, "证件", "");
    assert!(!person.sees("含有"), "{}", person.text());
    person.press("2");
    see(&person, "[证件号码 填了的 x]");
}

#[test]
fn the_register_filters_by_what_is_computed_and_vacancies_count_as_nobody() {
    let mut person = Person::in_demo(Language::ZhCn);
    person.press("3");
    filter(&mut person, "jnlx", "6");
    see(&person, "[今年轮训 未训 x]");
    let office = office(&person);
    let lacking: Vec<_> = office
        .register()
        .into_iter()
        .filter(|l| {
            l.worker.is_some() && l.rotation == tongdu::domain::workforce::YearState::NotYet
        })
        .collect();
    counts(&person, lacking.len());
    person.press("backspace");
    filter(&mut person, "姓名", "3");
    see(&person, "空岗");
    counts(
        &person,
        office
            .register()
            .iter()
            .filter(|l| l.worker.is_none())
            .count(),
    );
}

#[test]
fn a_filter_without_hits_says_which_chip_to_take_off() {
    let mut person = Person::in_demo(Language::ZhCn);
    person.press("4");
    filter(&mut person, "村居", "焦岚");
    person.press("enter");
    let there = asked(&person, Kind::Child, &["village=焦岚村"]).len();
    filter(&mut person, "姓名", "2");
    person.type_text("无名氏").press("enter");
    see(
        &person,
        &format!("去掉「姓名 无名氏」就有 {there} 行：按退格键。"),
    );
    person.press("backspace");
    counts(&person, there);
    // By its digit in F3, whichever it is.
    person.keys(&["f3", "4"]);
    assert!(!person.sees(" x]"), "{}", person.text());
}

#[test]
fn a_list_behind_a_figure_has_its_chip_and_leaves_the_tabs_own_list_alone() {
    let mut person = Person::in_demo(Language::ZhCn);
    person.press("4");
    filter(&mut person, "性别", "1");
    person
        .keys(&["f3", "2"])
        .type_text("出生")
        .keys(&["enter", "2"]);
    see(&person, "排序  出生日期 从大到小");
    person.keys(&[
        "1", "tab", "end", "up", "up", "up", "up", "up", "up", "enter",
    ]);
    see(&person, "[风险 红 x]");
    assert!(!person.sees("[性别 男 x]"));
    person.press("backspace");
    counts(&person, asked(&person, Kind::Child, &[]).len());
    // The session remembers how the tab was left, order and all.
    person.keys(&["1", "4"]);
    see(&person, "[性别 男 x]");
    see(&person, "排序  出生日期 从大到小");
    let mut born: Vec<(String, String)> = asked(&person, Kind::Child, &["sex=male"])
        .iter()
        .map(|row| {
            let plain = |field| row.record.value(field).plain();
            (plain("birth_day"), plain("name"))
        })
        .collect();
    born.sort();
    assert!(
        person
            .text()
            .lines()
            .nth(5)
            .is_some_and(|l| l.contains(&born[born.len() - 1].1)),
        "{}",
        person.text()
    );
}

#[test]
fn marks_stay_on_their_records_and_esc_takes_them_off_first() {
    let mut person = Person::in_demo(Language::ZhCn);
    person.press("4").keys(&[" ", " "]);
    see(&person, "已选 2，第 1-16 行");
    assert!(
        person
            .text()
            .lines()
            .nth(5)
            .is_some_and(|l| l.starts_with(" *!!"))
    );
    // Sorted otherwise and scrolled, they are still two; filtered away, that is told.
    person
        .keys(&["f3", "2"])
        .type_text("姓名")
        .keys(&["enter", "1", "end", "home"]);
    see(&person, "已选 2，");
    filter(&mut person, "风险", "2");
    see(&person, "已选 2（2 条没列出），");
    person.press("*");
    let yellow = asked(&person, Kind::Child, &["risk=yellow"]).len();
    see(&person, &format!("已选 {}（2 条没列出）", yellow + 2));
    person.press("*");
    see(&person, "已选 2（2 条没列出）");
    person.press("esc");
    assert!(person.sees("─ 儿童 ─") && !person.sees("已选"));
    person.press("esc");
    see(&person, "要办的事");
}

#[test]
fn what_is_done_is_done_with_the_marked_ones_or_says_why_not() {
    let mut person = Person::in_demo(Language::ZhCn);
    person.press("3").press(" ");
    see(&person, "空岗没有人可选");
    person.keys(&["down", " ", " ", "f6"]);
    see(&person, "给选中的 2 条办理");
    // A post is one person's.
    person.press("6");
    see(&person, "一次只能办一条");
    person.press("1").press("enter");
    see(&person, "已加 1 人");
    person.keys(&["esc", "f6", "7"]);
    see(&person, "先按空格选中几条");
}

#[test]
fn columns_are_chosen_and_shifted() {
    let mut person = Person::in_demo(Language::ZhCn).sized(60, 16);
    person.press("3");
    see(&person, "左右键看另");
    assert!(!person.sees("专兼职"));
    person.keys(&["right", "right", "right", "right"]);
    see(&person, "专兼职");
    assert!(
        person.sees("姓名") && !person.sees("初任"),
        "{}",
        person.text()
    );
    person.keys(&["right", "right", "right", "left", "left", "left", "left"]);
    see(&person, "初任");
    // Without the telephone, and for the session.
    person
        .keys(&["f3", "3"])
        .type_text("手机")
        .press("enter")
        .press("esc");
    assert!(!person.sees("手机"), "{}", person.text());
    person.keys(&["1", "3"]);
    assert!(!person.sees("手机") && person.sees("初任"));
    // More of a child than every list shows is its file.
    person.keys(&["4", "f3", "3"]).type_text("备注");
    see(&person, "没有这样的");
}

#[test]
fn a_value_for_several_is_looked_at_saved_together_and_undone_at_once() {
    for language in Language::ALL {
        let mut person = Person::in_demo(language);
        person.press("4");
        let yellow = asked(&person, Kind::Child, &["risk=yellow"]);
        filter(
            &mut person,
            if language == Language::En {
                "risk"
            } else {
                "fx"
            },
            "2",
        );
        for _ in 0..10 {
            person.press(" ");
        }
        let before = asked(&person, Kind::Child, &["risk=red"]).len();
        // One of them is as it shall be already, changed elsewhere meanwhile.
        let mut red = yellow[0].record.clone();
        red.set("risk", tongdu::schema::Value::Choice("red".into()));
        office(&person)
            .save(Some(&yellow[0]), red, "")
            .expect("saved elsewhere");
        person.press("f6");
        let text = person.text();
        let line = text
            .lines()
            .find(|l| l.contains("一起改一栏") || l.contains("Change one field"));
        let line = line.expect("an act");
        let at = line.find("一起改").or(line.find("Change one")).expect("it");
        let digit = line[..at]
            .trim_end()
            .chars()
            .last()
            .expect("its digit")
            .to_string();
        person.press(&digit);
        // Names and numbers are one child's own.
        assert!(
            !person.sees("证件") && !person.sees("ID number"),
            "{}",
            person.text()
        );
        let field = if language == Language::En {
            "risk"
        } else {
            "fengxian"
        };
        person
            .type_text(field)
            .press("enter")
            .press("1")
            .press("enter");
        let counts = if language == Language::En {
            "9 change   1 are so already   0 can't"
        } else {
            "改 9 条   已经是这样 1 条   不能改 0 条"
        };
        see(&person, counts);
        person.type_text("评估后调整").press("enter").press("enter");
        let done = if language == Language::En {
            "9 changed: Risk"
        } else {
            "已改 9 条：风险"
        };
        see(&person, done);
        assert_eq!(
            asked(&person, Kind::Child, &["risk=red"]).len(),
            before + 10
        );
        let history = office(&person)
            .history(Kind::Child, yellow[1].id)
            .expect("a history");
        let last = history.last().expect("a change");
        assert_eq!(last.act, tongdu::service::Act::ChangeMany);
        person.press("ctrl-z");
        assert_eq!(asked(&person, Kind::Child, &["risk=red"]).len(), before + 1);
    }
}

#[test]
fn what_changed_since_the_look_is_refused_whole_and_looked_at_anew() {
    let mut person = Person::in_demo(Language::ZhCn);
    person.press("4");
    filter(&mut person, "fx", "2");
    person
        .keys(&["*", "f6", "1"])
        .type_text("风险")
        .keys(&["enter", "1", "f2"]);
    let yellow = asked(&person, Kind::Child, &["risk=yellow"]);
    let mut green = yellow[2].record.clone();
    green.set("risk", tongdu::schema::Value::Choice("green".into()));
    office(&person)
        .save(Some(&yellow[2]), green, "")
        .expect("saved elsewhere");
    person.press("f2");
    see(&person, "没有存：有 1 条刚才改过了");
    assert_eq!(
        asked(&person, Kind::Child, &["risk=yellow"]).len(),
        yellow.len() - 1
    );
    person.press("esc");
    see(&person, &format!("改 {} 条", yellow.len()));
    person.press("enter");
    see(&person, &format!("已改 {} 条：风险", yellow.len()));
}

#[test]
fn what_the_rules_refuse_is_told_for_each_and_the_rest_is_saved() {
    let mut person = Person::in_demo(Language::ZhCn);
    person.keys(&["3", "*", "f6"]);
    let text = person.text();
    let line = text
        .lines()
        .find(|l| l.contains("一起改一栏"))
        .expect("the act");
    let digit = line[..line.find("一起改").expect("it")]
        .trim_end()
        .chars()
        .last()
        .expect("a digit");
    person
        .press(&digit.to_string())
        .type_text("女性委员")
        .keys(&["enter", "1", "enter", "enter"]);
    let office = office(&person);
    let tables = office.tables();
    let rows: Vec<_> = office.register().iter().filter_map(|l| l.worker).collect();
    let mut people: Vec<_> = rows
        .iter()
        .filter_map(|id| tables.row(Kind::Worker, *id))
        .collect();
    people.sort_by_key(|row| row.id);
    people.dedup_by_key(|row| row.id);
    let male = |r: &&&Arc<Row>| r.record.value("sex").plain() == "male";
    let men = people.iter().filter(male).count();
    drop(tables);
    assert!(men > 0);
    see(&person, &format!("不能改 {men} 条"));
    see(&person, "x 填了女性委员，性别却是男");
    person.press("f2");
    see(&person, "：女性委员");
}

#[test]
fn the_record_of_the_focus_stands_beside_a_wide_list_and_a_childs_file_is_not_read_there() {
    let mut person = Person::in_demo(Language::ZhCn).sized(120, 40);
    person.press("3").press("down").press("down");
    let name = person.text();
    let name = name.lines().nth(7).expect("the third row");
    let name: String = name.chars().skip(5).take(3).collect();
    let pane = |person: &Person| -> String {
        let text = person.text();
        let right = text.lines().map(|l| {
            let at = l.find(['│', '┬']).map_or("", |at| &l[at..]);
            at.to_owned() + "\n"
        });
        right.collect()
    };
    assert!(pane(&person).contains(&name), "{}", person.text());
    assert!(pane(&person).contains("经历"), "{}", person.text());
    // Tab goes there and back; the focus is only ever in one.
    person.press("tab").press("down");
    assert_eq!(person.text().matches('>').count(), 1, "{}", person.text());
    assert!(pane(&person).contains('>'));
    person.press("esc").press("down");
    assert!(!pane(&person).contains(&name), "{}", person.text());
    // At 80 columns there is none, and Tab does nothing.
    let (narrow, _) = person.look_at(80, 24);
    assert!(!(0..24).any(|y| crate::support::dump::row(&narrow, y).contains('│')));

    person.press("4");
    let first = asked(&person, Kind::Child, &["risk=red"])[0].clone();
    let office = office(&person);
    let before = office
        .history(Kind::Child, first.id)
        .expect("a history")
        .len();
    person.press("down").press("up");
    assert!(
        pane(&person).contains("按 Enter 看全部"),
        "{}",
        person.text()
    );
    assert!(!pane(&person).contains("证件") && !pane(&person).contains("电话"));
    assert_eq!(
        office
            .history(Kind::Child, first.id)
            .expect("a history")
            .len(),
        before
    );
    person.press("enter");
    assert_eq!(
        office
            .history(Kind::Child, first.id)
            .expect("a history")
            .len(),
        before + 1
    );
}

#[test]
fn a_key_that_waits_is_never_kept_waiting_by_the_pane() {
    let mut person = Person::in_demo(Language::ZhCn).sized(120, 40);
    person.press("3");
    // Two keys in one batch: what is drawn between them is the list alone.
    person.press_meanwhile("down");
    let text = person.text();
    let beside = text
        .lines()
        .nth(7)
        .and_then(|l| l.split('│').nth(1))
        .expect("a pane");
    assert_eq!(beside.trim(), "", "{text}");
    assert!(person.app.rest() && !person.app.rest());
    let text = person.text();
    let beside = text
        .lines()
        .nth(7)
        .and_then(|l| l.split('│').nth(1))
        .expect("a pane");
    assert_ne!(beside.trim(), "", "{text}");
}

#[test]
fn a_change_is_taken_back_from_the_history_with_a_reason_or_says_why_not() {
    let mut person = Person::in_demo(Language::ZhCn);
    let office = office(&person);
    let village = office.candidates(Kind::Village, "后山村", 1)[0].clone();
    let set = |field: &str, value: tongdu::schema::Value| {
        let now = office.row(Kind::Village, village.id).expect("a village");
        let mut record = now.record.clone();
        record.set(field, value);
        office.save(Some(&now), record, "").expect("saved");
    };
    set("setting", tongdu::schema::Value::Choice("rural".into()));
    set("note", tongdu::schema::Value::Text("路不好走".into()));
    person.keys(&["2", "enter", "end"]);
    // Set up with the office: never undone. The first of two changes: the later one goes first.
    person.keys(&["f6", "1"]);
    see(&person, "这类事只能更正");
    person.keys(&["esc", "up", "f6", "1"]);
    see(&person, "后来又改过");
    person.keys(&["esc", "up", "up", "f6", "1", "enter"]);
    see(&person, "没有写理由");
    person
        .press("esc")
        .keys(&["f6", "1"])
        .type_text("写错了村")
        .press("enter");
    see(&person, "+ 已撤销：修改 后山村");
    let now = office.row(Kind::Village, village.id).expect("a village");
    assert_eq!(now.record.value("note").plain(), "");
    assert_eq!(now.record.value("setting").plain(), "rural");
    person.press("end");
    see(&person, "撤销  理由：写错了村");
    see(&person, "备注：路不好走，改成 空");
    // Now the first of them may go, by the key that says what it took back.
    person.press("ctrl-z");
    see(&person, "+ 已撤销：修改 后山村");
    let now = office.row(Kind::Village, village.id).expect("a village");
    assert_eq!(now.record.value("setting").plain(), "");
}

#[test]
fn rare_characters_and_dotted_names_shift_no_column_and_are_not_cut() {
    use unicode_segmentation::UnicodeSegmentation;
    let mut person = Person::in_demo(Language::ZhCn);
    let office = office(&person);
    let village = office.candidates(Kind::Village, "上㘵村", 1)[0].id;
    for name in ["𬭚㘵", "买买提·江"] {
        let mut child = Kind::Child.blank();
        child.set("name", tongdu::schema::Value::Text(name.into()));
        child.set("village", tongdu::schema::Value::Link(village));
        child.set("sex", tongdu::schema::Value::Choice("female".into()));
        child.set("risk", tongdu::schema::Value::Choice("red".into()));
        office.save(None, child, "").expect("saved");
    }
    person.press("4");
    filter(&mut person, "fx", "1");
    filter(&mut person, "村居", "上㘵");
    person.press("enter");
    // The mark of the sex stands in the same cell of every row, and names are whole.
    let text = person.text();
    let rows: Vec<&str> = text
        .lines()
        .skip(5)
        .take_while(|l| l.contains("红"))
        .collect();
    assert!(rows.len() >= 2, "{text}");
    let cells = |row: &str| -> u16 {
        let at = row.find(['男', '女']).expect("a sex");
        use ratatui::buffer::CellWidth;
        row[..at].graphemes(true).map(|g| g.cell_width()).sum()
    };
    let first = cells(rows[0]);
    assert!(rows.iter().all(|row| cells(row) == first), "{text}");
    see(&person, "𬭚㘵");
    see(&person, "买买提·江 ");
}
