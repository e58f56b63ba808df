//! A picture of each screen, text and looks, in both languages at 80×24.

use crate::support::person::Person;
use tongdu::i18n::Language;
use tongdu::ui::event::Event;

/// Takes a picture in both languages of where `way` leads.
fn picture(name: &str, begin: fn(Language) -> Person, way: fn(&mut Person)) {
    for language in Language::ALL {
        let mut person = begin(language);
        way(&mut person);
        insta::with_settings!({ snapshot_path => "../snapshots", prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(format!("{name}-{}", language.code()), person.screen());
        });
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
    setup_place first_time |p| { p.type_text("jukou"); };
    setup_passphrase first_time |p| {
        p.type_text("350703104").press("enter").type_text("王芳").press("enter").type_text("maque2026")
            .press("enter").type_text("maque");
    };
    setup_chinese_refused first_time |p| {
        p.type_text("莒口").press("enter").type_text("王芳").press("enter").type_text("麻雀");
    };
    setup_code first_time |p| {
        p.type_text("350703104").press("enter").type_text("王芳").press("enter")
            .type_text("maque2026").press("enter").type_text("maque2026").press("enter").type_text("ABCD").press("enter");
    };
    unlock locked |_| {};
    unlock_wrong locked |p| { p.type_text("caque2026").press("enter"); };
    unlock_recovery locked |p| { p.press("f6").type_text("K7QX"); };
    desk in_demo |_| {};
    desk_figures in_demo |p| { p.keys(&["tab", "down"]); };
    desk_why in_demo |p| { p.press("f5"); };
    desk_acts in_demo |p| { p.press("f6"); };
    desk_villages in_office |_| {};
    commands in_demo |p| { p.keys(&["f6", "0"]); };
    commands_found in_demo |p| { p.press("ctrl-p").type_text("cx"); };
    settings in_demo |p| { p.press("ctrl-p").type_text("shezhi").press("enter"); };
    settings_faults in_demo |p| {
        p.prefers("settings.toml", "theme = 3\nkeymap = \"mine\"\n");
        p.prefers("keymaps/mine.toml", "[keys]\nfind = \"f5\"\nundo = \"esc\"\n");
        p.app.handle(Event::Tick);
        p.press("ctrl-p").type_text("shezhi").press("enter");
    };
    help in_demo |p| { p.press("f1"); };
    desk_plain in_plain_demo |p| { p.press("tab"); };
    refusal in_office |p| { p.press("ctrl-z"); };
}

#[test]
fn desk_in_other_shapes() {
    for (width, height) in [(60, 16), (120, 40)] {
        let person = Person::in_demo(Language::ZhCn).sized(width, height);
        insta::with_settings!({ snapshot_path => "../snapshots", prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(format!("desk-{width}x{height}"), person.screen());
        });
    }
}
