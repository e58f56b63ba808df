//! A picture of each of the daily views, in both languages at 80×24, and in other shapes.

use crate::support::person::Person;
use tongdu::i18n::Language;

fn snapshot(name: &str, person: &Person) {
    insta::with_settings!({ snapshot_path => "../snapshots", prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!(name, person.screen());
    });
}

/// Takes a picture in both languages of where `way` leads.
fn picture(name: &str, begin: fn(Language) -> Person, way: fn(&mut Person)) {
    for language in Language::ALL {
        let mut person = begin(language);
        way(&mut person);
        snapshot(&format!("{name}-{}", language.code()), &person);
    }
}

macro_rules! pictures {
    ($($name:ident $begin:ident $way:expr;)*) => {
        $(#[test] fn $name() {
            picture(stringify!($name), Person::$begin, $way);
        })*
    };
}

pictures! {
    villages in_demo |p| { p.press("2"); };
    directors in_demo |p| { p.press("3"); };
    directors_acts in_demo |p| { p.keys(&["3", "down", "down", "f6"]); };
    directors_vacant in_demo |p| { p.keys(&["3", "f6"]); };
    directors_on in_demo |p| { p.keys(&["3", "f3", "4"]).type_text("2022-11-03").press("enter"); };
    directors_in_charge in_demo |p| { p.keys(&["3", "ctrl-p"]).type_text("zairen").press("enter"); };
    handover_day in_demo |p| { p.keys(&["3", "end", "up", "f6", "4"]).type_text("林建国").press("enter"); };
    handover_record in_demo |p| { p.keys(&["3", "end", "up", "f6", "4"]).type_text("林建国").keys(&["enter", "enter"]); };
    directors_none in_office |p| { p.press("3"); };
    directors_pick in_demo |p| { p.keys(&["3", "end", "f6", "1"]); };
    children in_demo |p| { p.press("4"); };
    children_none in_office |p| { p.press("4"); };
    children_red in_demo |p| { p.keys(&["tab", "end", "up", "up", "up", "up", "enter"]); };
    sessions in_demo |p| { p.press("7"); };
    sessions_none in_office |p| { p.press("7"); };
    record_worker in_demo |p| { p.keys(&["3", "down", "down", "enter"]); };
    record_worker_end in_demo |p| { p.keys(&["3", "down", "down", "enter", "end"]); };
    record_village in_demo |p| { p.keys(&["2", "enter"]); };
    record_child in_demo |p| { p.keys(&["4", "enter"]); };
    record_session in_demo |p| { p.keys(&["7", "f6", "2"]); };
    record_retire in_demo |p| { p.keys(&["4", "enter", "f6", "6"]); };
    form_worker in_demo |p| { p.keys(&["3", "end", "f2"]); };
    form_director in_demo |p| { p.keys(&["3", "f6", "1"]); };
    form_faults in_office |p| {
        p.keys(&["3", "insert"]).type_text("林秀英").keys(&["enter", "enter", "2", "enter"])
            .type_text("19800230").press("enter").type_text("350703201503140013").keys(&["enter", "f2"]);
    };
    form_link in_demo |p| { p.keys(&["3", "end", "up", "f6", "2", "down"]).type_text("hsc"); };
    form_session in_demo |p| { p.keys(&["7", "insert", "f4"]); };
    roster in_demo |p| { p.keys(&["7", "enter", "1", "2", "3"]); };
    roster_acts in_demo |p| { p.keys(&["7", "enter", "f6"]); };
    roster_rest in_demo |p| { p.keys(&["7", "enter", "f6", "1"]); };
    roster_find in_demo |p| { p.keys(&["7", "enter", "/", "c"]); };
    roster_none in_demo |p| {
        p.keys(&["7", "insert", "f4", "enter"]).type_text("第3组").press("enter").type_text("+7").keys(&["f2", "home", "enter"]);
    };
    find_initials in_demo |p| { p.press("/").type_text("c"); };
    find_slip in_demo |p| { p.press("/").type_text("chengmeizhen"); };
    find_number in_demo |p| { p.press("/").type_text("９５６５"); };
    find_narrowed in_demo |p| { p.press("/").type_text("陈 险：绿 村:mafu"); };
    find_again in_demo |p| { p.press("/").type_text("cmz").keys(&["esc", "/"]); };
    find_nobody in_demo |p| { p.press("/").type_text("欧阳娜娜"); };
    rotation in_demo |p| { p.keys(&["7", "f6", "5"]); };
    rotation_why in_demo |p| { p.keys(&["7", "f6", "5", "left", "f5"]); };
}

#[test]
fn daily_views_in_other_shapes() {
    let views: [(&str, &[&str]); 7] = [
        ("villages", &["2"]),
        ("directors", &["3"]),
        ("record", &["3", "down", "down", "enter"]),
        ("form", &["3", "end", "f2"]),
        ("roster", &["7", "enter"]),
        ("find", &["/", "c"]),
        ("rotation", &["7", "f6", "5"]),
    ];
    for (name, keys) in views {
        for (width, height) in [(60, 16), (120, 40)] {
            let mut person = Person::in_demo(Language::ZhCn).sized(width, height);
            person.keys(keys);
            snapshot(&format!("{name}-{width}x{height}"), &person);
        }
    }
}

#[test]
fn lists_at_work_in_other_shapes() {
    let filter: &[&str] = &["4", "f3", "1", "f", "x", "enter", "1"];
    let marked = [filter, &[" ", " ", " "]].concat();
    let change = [
        &marked[..],
        &["f6", "1", "f", "x", "enter", "2", "enter", "enter"],
    ]
    .concat();
    let columns: &[&str] = &["3", "f3", "3"];
    let nothing = [filter, &["f3", "1", "x", "m", "enter", "2", "x", "enter"]].concat();
    let views: [(&str, &[&str]); 6] = [
        ("list_marked", &marked),
        ("list_condition", &["4", "f3", "1", "f", "x", "enter"]),
        ("list_nothing", &nothing),
        ("list_columns", columns),
        ("bulk", &change),
        ("past", &["2", "enter", "end", "f6"]),
    ];
    for (name, keys) in views {
        for (width, height) in [(60, 16), (80, 24), (120, 40)] {
            let mut person = Person::in_demo(Language::ZhCn).sized(width, height);
            person.keys(keys);
            snapshot(&format!("{name}-{width}x{height}"), &person);
        }
    }
    for (name, keys) in [
        ("list_menu", &["4", "f3"][..]),
        (
            "list_days",
            &[
                "4", "f3", "1", "b", "o", "r", "n", "enter", "2", "x", "enter",
            ],
        ),
        (
            "bulk",
            &[
                "4", " ", " ", "f6", "1", "r", "i", "s", "k", "enter", "2", "f2",
            ],
        ),
    ] {
        let mut person = Person::in_demo(Language::En);
        person.keys(keys);
        snapshot(&format!("{name}-en"), &person);
    }
}
