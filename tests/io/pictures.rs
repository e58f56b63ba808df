//! A picture of each step, text and looks, in both languages at 80×24.

use crate::desk::{dated, four, list, to_import, with_plugin};
use crate::sealed::told;
use crate::support::person::{Person, office};
use tongdu::i18n::Language;
use tongdu::service::export::parse_policy;

/// The screen without what differs from one machine or build to the next: the temporary folder, the
/// fingerprint of the library.
fn hidden(person: &Person) -> String {
    let folder = person.folder().display().to_string();
    let home = "/home/wang";
    let cells = folder.len().saturating_sub(home.len());
    let mut out = String::new();
    for line in person.screen().lines().filter(|l| !l.starts_with("caret")) {
        let mut line = match line.split_once(&folder) {
            Some((before, after)) => {
                let after = after.replacen(']', &format!("{}]", " ".repeat(cells)), 1);
                format!("{before}{home}{after}")
            }
            None => line.to_owned(),
        };
        let hex = line.trim();
        if hex.len() == 64 && hex.bytes().all(|b| b.is_ascii_hexdigit()) {
            line = line.replace(hex, "XXXX");
        }
        for word in ["指纹 ", "print "] {
            if let Some((before, _)) = line.split_once(word) {
                line = format!("{before}{word}XXXX-XXXX");
            }
        }
        out.push_str(&line);
        out.push('\n');
    }
    out
}

fn picture(name: &str, begin: fn(Language) -> Person, way: fn(&mut Person)) {
    for language in Language::ALL {
        let mut person = begin(language);
        way(&mut person);
        insta::with_settings!({ snapshot_path => "../snapshots", prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(format!("{name}-{}", language.code()), hidden(&person));
        });
    }
}

macro_rules! pictures {
    ($($name:ident $begin:path, $way:expr;)*) => {
        $(#[test] fn $name() {
            picture(stringify!($name), $begin, $way);
        })*
    };
}

fn files(person: &mut Person) {
    list(person.folder(), "莒口镇儿童主任花名册.xlsx", &four());
    list(person.folder(), "2025 旧名册.xlsx", &four());
    let downloads = person.folder().join("下载");
    std::fs::create_dir(&downloads).expect("a folder");
    dated(&downloads);
    let others = person.folder().join("office");
    std::fs::rename(&others, person.folder().join(".office")).expect("out of the way");
    to_import(person);
}

/// The office where it was, since nothing is saved while its folder is away.
fn put_back(person: &Person) {
    let folder = person.folder();
    std::fs::rename(folder.join(".office"), folder.join("office")).expect("put back");
}

fn looked(person: &mut Person) {
    files(person);
    person.keys(&["down", "enter"]);
}

fn good(person: &mut Person) {
    let mut people = four();
    people.remove(2);
    list(person.folder(), "名册.xlsx", &people);
    to_import(person);
    person.keys(&["down", "enter"]);
}

fn codes(person: &mut Person) {
    person.keys(&[
        "0", "enter", "pagedown", "pagedown", "pagedown", "tab", "tab",
    ]);
}

/// At the preview of the nth agency, counted from 0.
fn preview(person: &mut Person, nth: usize) {
    person.press("0");
    for _ in 0..nth {
        person.press("down");
    }
    person.press("enter");
}

/// Education is granted this, and nothing else.
fn grant_education(person: &Person, more: &str) {
    let text = format!(
        "[[grant]]\nagency='education'\npurpose='school_attendance'\ndataset='children'\n\
         rows='school_need'\nsource='建民函〔2026〕3号'\n\
         fields=['name:initials','birth_day:age_band','schooling','school_needs','guardian_phone']\n{more}"
    );
    let grants = parse_policy(&text).expect("a good policy");
    office(person).grant(&grants.grants, None).expect("granted");
}

/// Sent to education, and at the agencies again.
fn sent_to_education(person: &mut Person) {
    preview(person, 3);
    // Past the last field is the folder's line.
    person.keys(&["pagedown", "pagedown", "tab", "tab"]);
    person.type_text("education").press("enter");
    person.keys(&["enter", "1"]);
}

pictures! {
    import_files Person::in_office, files;
    import_files_chosen Person::in_office, |p| { files(p); p.press("down"); };
    import_look Person::in_office, looked;
    import_row Person::in_office, |p| { looked(p); p.keys(&["tab", "enter"]); };
    import_columns Person::in_office, |p| { looked(p); p.keys(&["tab", "tab", "down"]); };
    import_field Person::in_office, |p| { looked(p); p.keys(&["tab", "tab", "down", "f4"]); };
    import_good Person::in_office, good;
    import_done Person::in_office, |p| { looked(p); put_back(p); p.press("1"); };
    import_not_there Person::in_office, |p| { files(p); p.type_text("x.xlsx").press("enter"); };
    export_agencies with_plugin, |p| { p.press("0"); };
    export_preview with_plugin, |p| { p.keys(&["0", "enter"]); };
    export_withheld with_plugin, |p| { p.keys(&["0", "enter", "f5"]); };
    export_code with_plugin, |p| { codes(p); p.type_text("civil"); };
    export_wrong with_plugin, |p| { codes(p); p.type_text("civil").press("enter"); };
    export_clear with_plugin, |p| { codes(p); p.type_text("civil_affairs").press("tab"); };
    export_told told, |p| { p.press("f1").press("esc"); };
    export_told_help told, |p| { p.press("f1"); };
    export_told_leave told, |p| { p.press("esc"); };
    export_done with_plugin, |p| {
        codes(p);
        p.type_text("civil_affairs").press("tab").type_text("civil_affairs").press("enter");
    };
    export_education with_plugin, |p| preview(p, 3);
    export_education_wide with_plugin, |p| { p.resize(120, 40); preview(p, 3); };
    export_finance with_plugin, |p| preview(p, 4);
    export_wcwc with_plugin, |p| preview(p, 6);
    export_by_two with_plugin, |p| { grant_education(p, "second=true\n"); preview(p, 3); };
    export_too_many with_plugin, |p| { grant_education(p, "most=1\n"); preview(p, 3); };
    export_policy with_plugin, |p| { p.keys(&["0", "down", "down", "down", "down", "f6", "3"]); };
    export_sent with_plugin, sent_to_education;
    export_past with_plugin, |p| { sent_to_education(p); p.keys(&["tab", "enter"]); };
    export_nobody Person::in_demo, |p| { p.press("0"); };
}
