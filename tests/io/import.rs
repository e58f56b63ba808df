//! Bringing in a list: look, take, take back.

use crate::desk::{four, id_number, list, register, to_import};
use crate::plugins::names;
use crate::support::person::Person;
use calamine::{Data, Reader, Xlsx, open_workbook};
use tongdu::i18n::Language;

fn looking(person: &mut Person) {
    list(person.folder(), "名册.xlsx", &four());
    to_import(person);
    person.keys(&["down", "enter"]);
}

#[test]
fn the_good_rows_are_taken_the_others_go_back_and_one_undo_takes_all_of_it() {
    let mut person = Person::in_office(Language::ZhCn);
    looking(&mut person);
    assert!(
        person.sees("新增 3") && person.sees("x 不收 1"),
        "{}",
        person.text()
    );
    assert!(
        person.sees("导入：4 行里有 1 行不收，现在一行也没存"),
        "{}",
        person.text()
    );
    assert!(
        person.sees("x  第 6 行   何晓红    证件号码"),
        "{}",
        person.text()
    );
    assert_eq!(register(&person), Vec::<String>::new());

    person.press("1");
    assert!(
        person.sees("+ 已收 3 人；不收的 1 行在 名册-不收的行"),
        "{}",
        person.text()
    );
    assert!(person.sees("Ctrl-Z撤销"), "{}", person.text());
    assert_eq!(register(&person), ["张文彬", "林秀英", "谢小燕"]);
    assert!(names(person.folder()).contains(&"名册-不收的行.xlsx".to_owned()));
    let report = person.folder().join("名册-不收的行.xlsx");
    let mut book: Xlsx<_> = open_workbook(&report).expect("a workbook");
    let sheet = book.worksheet_range("花名册").expect("the same sheet");
    let last = sheet.rows().next_back().expect("a row");
    assert!(last.contains(&Data::String("何晓红".into())), "{last:?}");

    person.press("ctrl-z");
    assert!(person.sees("已撤销"), "{}", person.text());
    assert_eq!(register(&person), Vec::<String>::new());
}

#[test]
fn what_was_written_is_never_written_over() {
    let mut person = Person::in_office(Language::ZhCn);
    let written = person.folder().join("名册-不收的行.xlsx");
    std::fs::write(&written, "mine").expect("a file");
    list(person.folder(), "名册.xlsx", &four());
    to_import(&mut person);
    // The newest stands first: the one that was written just now.
    person.keys(&["down", "down", "enter"]);
    assert!(person.sees("名册-不收的行2.xlsx"), "{}", person.text());
    person.press("enter");
    let mine = std::fs::read(&written).expect("it is there");
    assert_eq!(mine, b"mine");
    assert!(names(person.folder()).contains(&"名册-不收的行2.xlsx".to_owned()));
}

#[test]
fn leaving_takes_nothing_and_esc_goes_back_one_step() {
    let mut person = Person::in_office(Language::ZhCn);
    looking(&mut person);
    person.press("2");
    assert!(
        person.sees("选文件 ?") && person.sees("名册.xlsx"),
        "{}",
        person.text()
    );
    assert_eq!(names(person.folder()), ["office", "名册.xlsx"]);
    // The focus is still on that file.
    person.keys(&["enter", "esc"]);
    assert!(person.sees("选文件 ?"), "{}", person.text());
    person.press("esc");
    assert!(person.sees("[1工作台]"), "{}", person.text());
    assert_eq!(register(&person), Vec::<String>::new());
}

#[test]
fn a_good_list_needs_enter_only_and_the_second_time_there_is_nothing_to_do() {
    let mut person = Person::in_office(Language::ZhCn);
    let mut people = four();
    people.remove(2);
    list(person.folder(), "名册.xlsx", &people);
    to_import(&mut person);
    person.keys(&["down", "enter"]);
    assert!(person.sees("3 行都能收"), "{}", person.text());
    person.press("enter");
    assert!(person.sees("已导入：新增 3 人"), "{}", person.text());
    to_import(&mut person);
    person.keys(&["down", "enter"]);
    assert!(
        person.sees("3 行都已经有了，没有要存的"),
        "{}",
        person.text()
    );
    person.press("enter");
    assert!(person.sees("选文件 ?"), "{}", person.text());
}

#[test]
fn a_pasted_path_is_taken_as_a_file_manager_gives_it() {
    let mut person = Person::in_office(Language::ZhCn);
    let path = list(person.folder(), "名册 2026.xlsx", &four());
    to_import(&mut person);
    for _ in 0..path.to_string_lossy().chars().count() {
        person.press("backspace");
    }
    let pasted = format!(
        "file://{}\n",
        path.display().to_string().replace(' ', "%20")
    );
    person.paste(&pasted).press("enter");
    assert!(person.sees("导入：4 行里有 1 行不收"), "{}", person.text());
}

#[test]
fn typing_sifts_the_files_and_folders_open() {
    let mut person = Person::in_office(Language::ZhCn);
    let inner = person.folder().join("台账");
    std::fs::create_dir(&inner).expect("a folder");
    list(&inner, "主任.xlsx", &four());
    list(&inner, "旧的.xlsx", &four());
    to_import(&mut person);
    person.type_text("台");
    assert!(
        !person.sees("office") && person.sees("台账"),
        "{}",
        person.text()
    );
    person.keys(&["down", "enter"]);
    assert!(
        person.sees("主任.xlsx") && person.sees("旧的.xlsx"),
        "{}",
        person.text()
    );
    person.type_text("主");
    assert!(!person.sees("旧的.xlsx"), "{}", person.text());
    person.keys(&["down", "enter"]);
    assert!(
        person.sees("看清楚 ?") && person.sees("─ 主任.xlsx ─"),
        "{}",
        person.text()
    );
}

#[test]
fn a_file_that_cant_be_taken_says_so_and_the_path_stays() {
    let mut person = Person::in_office(Language::ZhCn);
    to_import(&mut person);
    person.type_text("没有.xlsx").press("enter");
    assert!(
        person.sees("x 找不到这个文件") && person.sees("怎么办"),
        "{}",
        person.text()
    );
    person.press("enter");
    assert!(person.sees("/没有.xlsx"), "{}", person.text());
}

#[test]
fn a_column_can_be_another_field() {
    let mut person = Person::in_office(Language::ZhCn);
    looking(&mut person);
    // Past the refused row to the columns that are taken, and on to those that aren't.
    person.keys(&["tab", "tab", "tab"]);
    assert!(
        person.sees(">        政治面貌") || person.sees(">        序号"),
        "{}",
        person.text()
    );
    person.keys(&["down", "f4"]);
    assert!(
        person.sees("「政治面貌」这一列当作什么"),
        "{}",
        person.text()
    );
    // Among dozens of fields one types a few letters.
    person.type_text("bz").press("enter");
    assert!(
        person
            .text()
            .lines()
            .any(|l| l.contains("政治面貌") && l.contains("备注")),
        "{}",
        person.text()
    );
    // And left out again.
    for _ in 0..10 {
        if person
            .text()
            .lines()
            .any(|l| l.starts_with('>') && l.contains("政治面貌"))
        {
            break;
        }
        person.press("up");
    }
    person.press("enter").type_text("不用").press("enter");
    assert!(
        person
            .text()
            .lines()
            .any(|l| l.contains("政治面貌") && l.contains("不用这一列")),
        "{}",
        person.text()
    );
    assert_eq!(register(&person), Vec::<String>::new());
}

#[test]
fn a_column_that_no_row_can_do_without_stays() {
    let mut person = Person::in_office(Language::ZhCn);
    looking(&mut person);
    // Whose list it is stands above its columns.
    person.keys(&["tab", "tab", "down", "enter"]);
    assert!(person.sees("「姓名」这一列当作什么"), "{}", person.text());
    person.type_text("不用").press("enter");
    assert!(person.sees("x 缺姓名这一列"), "{}", person.text());
    person.press("enter");
    assert!(person.sees("导入：4 行里有 1 行不收"), "{}", person.text());
}

#[test]
fn a_list_on_another_sheet_is_asked_for() {
    let mut person = Person::in_office(Language::ZhCn);
    let mut book = rust_xlsxwriter::Workbook::new();
    let page = book.add_worksheet();
    page.set_name("说明").expect("a name");
    page.write(0, 0, "填表说明").expect("a cell");
    let page = book.add_worksheet();
    page.set_name("主任").expect("a name");
    let rows = [
        ["姓名", "村居", "身份证号"],
        ["林秀英", "莒口村", &id_number("19800214", 2)],
    ];
    for (y, row) in (0..).zip(rows) {
        for (x, cell) in (0..).zip(row) {
            page.write(y, x, cell).expect("a cell");
        }
    }
    book.save(person.folder().join("两张.xlsx"))
        .expect("a workbook");
    to_import(&mut person);
    person.keys(&["down", "enter"]);
    assert!(
        person.sees("看哪张工作表") && person.sees("1 主任"),
        "{}",
        person.text()
    );
    person.press("1");
    assert!(person.sees("1 行都能收"), "{}", person.text());
}

#[test]
fn an_empty_register_begins_with_the_import() {
    let mut person = Person::in_office(Language::ZhCn);
    list(person.folder(), "名册.xlsx", &four());
    person.press("3");
    assert!(person.sees(">    从台账导入"), "{}", person.text());
    person.keys(&["enter", "down", "enter", "enter"]);
    assert!(
        person.sees("+ 已收 3 人；不收的 1 行在 名册-不收的行") && person.sees("林秀英"),
        "{}",
        person.text()
    );
    // And the register's acts have it, too.
    person.press("f6");
    assert!(person.sees("导入名册"), "{}", person.text());
    person.press("esc").press("ctrl-z");
    assert!(person.sees(">    从台账导入"), "{}", person.text());
}

#[test]
fn a_list_can_be_taken_where_its_folder_cant_be_written() {
    use std::os::unix::fs::PermissionsExt;
    let mut person = Person::in_office(Language::ZhCn);
    let stick = person.folder().join("U盘");
    std::fs::create_dir(&stick).expect("a folder");
    list(&stick, "名册.xlsx", &four());
    std::fs::set_permissions(&stick, PermissionsExt::from_mode(0o555)).expect("a locked stick");
    to_import(&mut person);
    person
        .type_text("U")
        .keys(&["down", "enter", "enter", "enter"]);
    assert!(
        person.sees("+ 已收 3 人；不收的 1 行在 名册-不收的行"),
        "{}",
        person.text()
    );
    std::fs::set_permissions(&stick, PermissionsExt::from_mode(0o755)).expect("unlocked");
    // Whoever may write everywhere (root) has it beside the list all the same.
    let beside = names(&stick).contains(&"名册-不收的行.xlsx".to_owned());
    let at_home = names(person.folder()).contains(&"名册-不收的行.xlsx".to_owned());
    assert!(beside != at_home);
    assert_eq!(
        person.sees("不收的行写在别处了"),
        at_home,
        "{}",
        person.text()
    );
}

#[test]
fn a_job_beside_the_keys_takes_none_of_them() {
    let mut person = Person::in_office(Language::ZhCn);
    list(person.folder(), "名册.xlsx", &four());
    to_import(&mut person);
    person.press("down");
    person
        .press_meanwhile("enter")
        .press_meanwhile("enter")
        .press_meanwhile("x");
    person.idle();
    assert!(person.sees("导入：4 行里有 1 行不收"), "{}", person.text());
    person
        .press_meanwhile("1")
        .press_meanwhile("1")
        .press_meanwhile("esc");
    person.idle();
    assert!(
        person.sees("+ 已收 3 人；不收的 1 行在 名册-不收的行"),
        "{}",
        person.text()
    );
    assert_eq!(register(&person).len(), 3);
}
