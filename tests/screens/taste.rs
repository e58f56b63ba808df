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
        told.contains("! themes/ours.toml 第 3 行的值不能用，没有采用：fg = \"blau\"（另有 1 处"),
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
        said(&person).contains("settings.toml line 2 has a value that can't be used"),
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
