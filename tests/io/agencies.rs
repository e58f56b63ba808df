//! The exports screen: what is due, what was sent before, what is granted; and no child in any of it
//! for a trainer.

use crate::desk::{register, with_plugin};
use crate::export::{in_clear, to_the_code};
use crate::support::person::{Person, office};
use tongdu::domain::book::Kind;
use tongdu::i18n::Language;
use tongdu::service::OfficeRole;

/// To the agency of this name, from the head of the list.
fn to_agency(person: &mut Person, name: &str) {
    person.keys(&["0", "home"]);
    for _ in 0..12 {
        if person
            .text()
            .lines()
            .any(|l| l.starts_with(">") && l.contains(name))
        {
            return;
        }
        person.press("down");
    }
    panic!("no {name} on\n{}", person.text());
}

#[test]
fn what_is_due_has_a_sign_until_it_is_sent() {
    let mut person = with_plugin(Language::ZhCn);
    person.press("0");
    let row = |person: &Person, name: &str| {
        let text = person.text();
        let line = text
            .lines()
            .find(|line| line.contains(name))
            .map(str::to_owned);
        line.unwrap_or_else(|| panic!("no {name} on\n{text}"))
    };
    for (name, due) in [
        ("民政：实名制花名册", "下半年名册"),
        ("民政：儿童信息花名册", "下半年名册"),
        ("教育：", "秋季开学名单"),
        ("财政", "第4季度统计"),
        ("妇儿工委办", "第4季度统计"),
    ] {
        let line = row(&person, name);
        assert!(line.contains(due) && line.contains("没送过"), "{line}");
        assert_eq!(line.chars().nth(2), Some('!'), "{line}");
    }
    for name in ["残联", "人社", "妇联"] {
        assert_eq!(row(&person, name).chars().nth(2), Some(' '), "{name}");
    }
    person.press("enter");
    to_the_code(&mut person);
    in_clear(&mut person);
    let line = row(&person, "民政：实名制花名册");
    assert!(
        line.contains("11-23") && line.contains("01-01 起再送"),
        "{line}"
    );
    assert_eq!(line.chars().nth(2), Some(' '), "{line}");
    // The other one of the same agency still waits.
    assert!(row(&person, "民政：儿童信息花名册").contains("没送过"));
}

#[test]
fn a_run_of_the_log_tells_what_the_cover_told() {
    let mut person = with_plugin(Language::ZhCn);
    to_agency(&mut person, "教育：");
    person.press("enter");
    to_the_code(&mut person);
    person.type_text("education").press("enter");
    person.keys(&["enter", "1"]);
    person.keys(&["tab", "enter"]);
    let mut read = String::new();
    for _ in 0..12 {
        read += &person.text();
        person.press("pagedown");
    }
    let whole: String = read.split_whitespace().collect();
    for said in [
        "教育：控辍保学和教育资助 (education)",
        "控辍保学和教育资助",
        "闽民童〔2019〕128号 三(三)",
        "不满14周岁",
        "残疾等级（只限送教上门）",
        "education/school_attendance/children   有就学需求的",
        "加密压缩包，密码不留底",
        "王芳",
        ".zip",
        "SHA-256 ",
        "education 0.1.0",
        "碰不到文件和网络",
        "插件程序",
        "授权",
        "第 1-",
    ] {
        // A line may end anywhere in it.
        let said: String = said.split_whitespace().collect();
        assert!(whole.contains(&said), "no {said} in\n{read}");
    }
    // Whom it was of stands in the log and not on this page.
    for row in office(&person).tables().live(Kind::Child) {
        assert!(!read.contains(&row.record.value("name").plain()));
    }
    person.press("esc");
    assert!(person.sees("[0导出]"), "{}", person.text());
}

#[test]
fn what_an_agency_is_granted_is_read_on_a_page_and_changed_by_the_verb() {
    let mut person = with_plugin(Language::ZhCn);
    to_agency(&mut person, "财政");
    person.keys(&["f6", "3"]);
    for said in [
        "授权 2 条",
        "tongdu policy grant finance",
        "finance/funding/funding",
        "finance/funding/spending",
        "乡镇、项目、数量",
        "没有期限",
        "随程序带的",
    ] {
        assert!(person.sees(said), "no {said} on\n{}", person.text());
    }
    person.press("esc");
    // A key that it registered stands there until it is called back.
    let opens = "age1lvyvwawkr0mcnnnncaghunadrqkmuf9e6507x9y920xxpp866cnql7dp2z";
    for (gone, seen) in [(false, true), (true, false)] {
        let key =
            format!("[[key]]\nagency='finance'\nkey='{opens}'\nrevoked={gone}\nsource='来函'\n");
        let key = tongdu::service::export::parse_policy(&key).expect("a good key");
        office(&person).adopt(&key, None).expect("adopted");
        to_agency(&mut person, "财政");
        person.keys(&["f6", "3", "end"]);
        assert_eq!(
            person.sees(&format!("收件钥  {opens}")),
            seen,
            "{}",
            person.text()
        );
        person.press("esc");
    }
    let ended = "[[grant]]\nagency='education'\npurpose='school_attendance'\ndataset='children'\n\
         rows='school_need'\nmost=50\nsecond=true\nuntil='2026-11-24'\nsource='建民函〔2026〕3号'\n\
         fields=['name:initials','birth_day:age_band','schooling','school_needs','guardian_phone']\n";
    let grants = tongdu::service::export::parse_policy(ended).expect("a good policy");
    office(&person)
        .grant(&grants.grants, None)
        .expect("granted");
    to_agency(&mut person, "教育：");
    person.keys(&["ctrl-p"]).type_text("看授权").press("enter");
    for said in [
        "姓名（只留姓）、出生日期（年龄段）",
        "儿童：有就学需求的   一次最多 50 行",
        "到 2026-11-24",
        "两人确认",
        "建民函〔2026〕3号",
        "2026-11-23 王芳 定的",
    ] {
        assert!(person.sees(said), "no {said} on\n{}", person.text());
    }
}

#[test]
fn a_trainer_reads_the_log_and_the_policy_and_no_child_in_them() {
    let mut person = with_plugin(Language::ZhCn);
    let trainer = OfficeRole::Trainer;
    let known = office(&person);
    known
        .add_user("赵敏", trainer, "laoying2026")
        .expect("a trainer");
    let staff = register(&person).concat();
    let tables = known.tables();
    let names = tables
        .live(Kind::Child)
        .map(|row| row.record.value("name").plain());
    let names: Vec<String> = names
        .filter(|n| n.chars().count() > 2 && !staff.contains(n))
        .collect();
    drop(tables);
    drop(known);
    to_agency(&mut person, "教育：");
    person.press("enter");
    to_the_code(&mut person);
    person.type_text("education").press("enter");
    person.keys(&["enter", "1"]);
    person.press("ctrl-l").press("down");
    person.type_text("laoying2026").press("enter");
    person.press("0");
    let mut read = person.text();
    assert!(
        read.contains("赵敏 培训员") && read.contains("已送出"),
        "{read}"
    );
    // What they can't send isn't due to them.
    let due: Vec<&str> = read
        .lines()
        .filter(|l| l.chars().nth(2) == Some('!'))
        .collect();
    assert!(due.len() == 1 && due[0].contains("实名制花名册"), "{due:?}");
    to_agency(&mut person, "教育：");
    for keys in [&["f6", "3"][..], &["esc", "tab", "enter"]] {
        person.keys(keys);
        for _ in 0..6 {
            read += &person.text();
            person.press("pagedown");
        }
    }
    assert!(
        read.contains("就学需求") && read.contains("SHA-256"),
        "{read}"
    );
    assert!(names.len() > 10, "{names:?}");
    for name in names {
        assert!(!read.contains(&name), "{name} in\n{read}");
    }
}
