//! What a person prefers: themes, settings, keys of their own, and what is said of bad files.

use crate::support::person::{Person, colourful};
use ratatui::style::Color;
use tongdu::config::Folder;
use tongdu::i18n::Language;
use tongdu::ui::event::Event;
use tongdu::ui::theme::Theme;
use tongdu::ui::{App, Prefs, Root, Start};

/// The row that carries results.
fn said(person: &Person) -> String {
    let text = person.text();
    text.lines().nth(21).unwrap_or_default().to_owned()
}

/// The colours of the first cell, where nothing but the ground is.
fn ground(person: &Person) -> (Color, Color) {
    let (buffer, _) = person.look_at(80, 24);
    (buffer[(0, 0)].fg, buffer[(0, 0)].bg)
}

#[test]
fn f10_steps_through_the_themes_says_the_name_and_keeps_it() {
    let mut person = Person::in_demo(Language::ZhCn);
    person.prefers("themes/ours.toml", "inherit = \"night\"\n[text]\nbg = 17\n");
    assert_eq!(ground(&person), (Color::Reset, Color::Reset));
    for (name, bg) in [
        ("纸", Color::Rgb(0xfa, 0xf6, 0xec)),
        ("夜", Color::Rgb(0x1c, 0x1c, 0x1c)),
        ("高对比", Color::Rgb(0, 0, 0)),
        ("素", Color::Reset),
        ("ours", Color::Indexed(17)),
    ] {
        person.press("f10");
        assert!(
            said(&person).contains(&format!("配色：{name}")),
            "{}",
            said(&person)
        );
        assert_eq!(ground(&person).1, bg, "{name}");
    }
    let (settings, warnings) = Folder::new(&person.setup.config).settings();
    assert_eq!((settings.theme.as_str(), warnings.len()), ("ours", 0));
    person.press("f10");
    assert!(said(&person).contains("墨"), "{}", said(&person));
}

#[test]
fn a_changed_theme_is_taken_up_when_the_minute_changes_and_its_mistakes_are_named() {
    let mut person = Person::in_demo(Language::ZhCn);
    person.prefers("themes/ours.toml", "[text]\nbg = 17\n");
    person.prefers("settings.toml", "theme = \"ours\"\n");
    person.app.handle(Event::Tick);
    assert_eq!(ground(&person).1, Color::Indexed(17));
    person.prefers(
        "themes/ours.toml",
        "[text]\nbg = 18\nfg = \"blau\"\n[bat]\n",
    );
    assert_eq!(
        ground(&person).1,
        Color::Indexed(17),
        "before the minute changes"
    );
    person.app.handle(Event::Tick);
    assert_eq!(ground(&person).1, Color::Indexed(18));
    let told = said(&person);
    assert!(
        told.contains("! themes/ours.toml 第 3 行的值不能用，没有采用：fg = \"blau\"（另 1 处"),
        "{told}"
    );
    // Said once, not at each minute.
    person.press("f9").press("f5").press("esc");
    person.app.handle(Event::Tick);
    person.prefers("settings.toml", "theme = \"gone\"\n");
    person.app.handle(Event::Tick);
    assert!(
        said(&person).contains("there is no such theme"),
        "{}",
        said(&person)
    );
    assert_eq!(ground(&person).1, Color::Reset);
}

#[test]
fn bad_settings_are_named_at_the_start() {
    let person = Person::in_demo(Language::En);
    person.prefers(
        "settings.toml",
        "\nlanguage = \"fr\"\n[display]\nglyphs = \"ascii\"\n",
    );
    let person = person.reopened();
    assert!(
        said(&person).contains("settings.toml line 2: this value can't be used"),
        "{}",
        said(&person)
    );
    assert!(
        person.text().contains("- To do"),
        "the rest counts: {}",
        person.text()
    );
}

#[test]
fn what_is_asked_for_on_the_command_line_counts_for_the_run() {
    let person = Person::in_demo(Language::ZhCn);
    person.prefers("settings.toml", "theme = \"night\"\n");
    let folder = || Folder::new(&person.setup.config);
    let prefs = Prefs::load(folder(), colourful(), Some("mono".into())).expect("ours");
    let mono = Theme::named("mono", &|_| None).expect("ours").0;
    assert_eq!(prefs.look().theme, mono);
    let refused = Prefs::load(folder(), colourful(), Some("nice".into()));
    let problem = refused.err().expect("no such theme");
    assert_eq!((problem.key, problem.exit), ("problem-no-such-theme", 2));
    let (sender, _inbox) = std::sync::mpsc::channel();
    let start = Start {
        setup: person.setup.clone(),
        root: person.folder().join("other"),
        found: Root::Nothing,
        language: Language::ZhCn,
        prefs,
    };
    let mut app = App::new(start, sender);
    app.handle(Event::Tick);
    assert_eq!(app.look().theme, mono);
}

/// The rows that begin with this label.
fn line<'a>(text: &'a str, label: &str) -> &'a str {
    let found = text
        .lines()
        .find(|line| line.trim_start().starts_with(label));
    found.unwrap_or_else(|| panic!("{label} in {text}"))
}

#[test]
fn settings_are_found_by_pinyin_and_in_either_language() {
    for (language, typed) in [
        (Language::ZhCn, "设置"),
        (Language::ZhCn, "shezhi"),
        (Language::ZhCn, "sz"),
        (Language::ZhCn, "settings"),
        (Language::En, "shezhi"),
        (Language::En, "Settings"),
        (Language::En, "ｓｅｔｔ"),
    ] {
        let mut person = Person::in_demo(language);
        person.press("ctrl-p").type_text(typed).press("enter");
        assert!(person.sees("/config"), "{typed}: {}", person.text());
        person.press("esc");
        assert!(!person.sees("/config"), "{typed}");
    }
    let mut person = Person::in_demo(Language::ZhCn);
    person.press("ctrl-p").type_text("没有这个").press("enter");
    assert!(
        said(&person).contains("x 没有这样的命令"),
        "{}",
        said(&person)
    );
    // And by digits alone.
    let mut person = Person::in_demo(Language::ZhCn);
    person.keys(&["f6", "0"]).type_text("sz").press("enter");
    assert!(person.sees("/config"));
}

#[test]
fn a_setting_counts_at_once_and_the_next_time() {
    let mut person = Person::in_demo(Language::ZhCn);
    person.prefers("keymaps/mine.toml", "[keys]\nfind = \"f12\"\n");
    person.press("ctrl-p").type_text("sz").press("enter");
    person.press("right");
    assert!(
        line(&person.text(), "配色").contains("> 纸"),
        "{}",
        person.text()
    );
    person.press("left").press("left");
    assert!(
        line(&person.text(), "配色").contains("mono"),
        "{}",
        person.text()
    );
    person.keys(&["down", "enter"]);
    assert!(
        line(&person.text(), "Lang").contains("English"),
        "{}",
        person.text()
    );
    person.keys(&["down", "right", "right", "down", "left", "left"]);
    assert!(
        line(&person.text(), "Width").contains("two cells"),
        "{}",
        person.text()
    );
    assert!(
        line(&person.text(), "Lines").contains("with - |"),
        "{}",
        person.text()
    );
    person.keys(&["down", "right"]);
    assert!(
        line(&person.text(), "Keys").contains("mine"),
        "{}",
        person.text()
    );
    person.keys(&["esc", "f12"]);
    assert!(person.sees("Find"), "{}", person.text());
    let (settings, _) = Folder::new(&person.setup.config).settings();
    assert_eq!(
        settings.text(),
        "theme = \"mono\"\nlanguage = \"en\"\nkeymap = \"mine\"\ndisplay.ambiguous = \"wide\"\ndisplay.glyphs = \"ascii\"\n"
    );
    let again = person.reopened();
    assert!(
        again.sees("- To do") || again.sees("- 要办的事"),
        "{}",
        again.text()
    );
    assert!(
        again.sees("F12"),
        "the hint has the new key: {}",
        again.text()
    );
}

#[test]
fn settings_that_cant_be_kept_count_and_say_so() {
    let mut person = Person::in_demo(Language::ZhCn);
    std::fs::write(&person.setup.config, "a file where the folder should be").expect("written");
    person.press("f10");
    assert!(
        said(&person).contains("x 设置没能存下，只在这一次有效"),
        "{}",
        said(&person)
    );
    assert_eq!(ground(&person).1, Color::Rgb(0xfa, 0xf6, 0xec));
    person.app.handle(Event::Tick);
    assert_eq!(ground(&person).1, Color::Rgb(0xfa, 0xf6, 0xec));
}

#[test]
fn faults_of_a_keymap_stand_in_settings_with_their_line() {
    let person = Person::in_demo(Language::ZhCn);
    person
        .prefers("settings.toml", "keymap = \"mine\"\n")
        .prefers(
            "keymaps/mine.toml",
            "[keys]\nfind = \"f5\"\nundo = \"esc\"\nfly = \"x\"\n",
        );
    let mut person = person.reopened();
    assert!(
        said(&person).contains("keymaps/mine.toml 第 2 行"),
        "{}",
        said(&person)
    );
    person.press("ctrl-p").type_text("sz").press("enter");
    for told in [
        "3 处没有采用",
        "find = f5, why = f5",
        "undo = esc",
        "fly = \"x\"",
    ] {
        assert!(person.sees(told), "{told} in {}", person.text());
    }
    person.press("esc").press("f5");
    assert!(person.sees("依据"), "F5 still says why: {}", person.text());
}
