//! Both languages have the same keys with the same places, and every key that the program can
//! ask for is there.

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};
use std::collections::{BTreeMap, BTreeSet};
use tongdu::domain::book::Kind;
use tongdu::domain::category::Fact;
use tongdu::domain::due::{Pressing, Rule};
use tongdu::domain::family::{Difficulty, FilePart, Paper, Priority};
use tongdu::domain::workforce::YearState;
use tongdu::i18n::{Language, Lexicon};
use tongdu::plugin::breach::Breach;
use tongdu::schema::{Choice, Coded, Fault, FieldType, Words};
use tongdu::service::file::Section;
use tongdu::service::{Act, Column, Computed, Problem, export};
use unicode_width::UnicodeWidthStr;

/// Keys (attributes as `key.attribute`) with the places in them.
fn keys(language: Language) -> BTreeMap<String, BTreeSet<String>> {
    let resource = fluent_syntax::parser::parse(language.source()).expect("the word file parses");
    let mut all = BTreeMap::new();
    for entry in resource.body {
        let Entry::Message(message) = entry else {
            continue;
        };
        let places = |pattern: &Pattern<&str>| {
            let place = |e: &PatternElement<&str>| match e {
                PatternElement::Placeable {
                    expression: Expression::Inline(InlineExpression::VariableReference { id }),
                } => Some(id.name.to_owned()),
                _ => None,
            };
            pattern
                .elements
                .iter()
                .filter_map(place)
                .collect::<BTreeSet<_>>()
        };
        let id = message.id.name.to_owned();
        if let Some(value) = &message.value {
            assert!(
                all.insert(id.clone(), places(value)).is_none(),
                "{} twice in {}",
                id,
                language.code()
            );
        }
        for attribute in &message.attributes {
            all.insert(
                format!("{id}.{}", attribute.id.name),
                places(&attribute.value),
            );
        }
    }
    all
}

#[test]
fn both_files_have_the_same_keys_and_places() {
    let (zh, en) = (keys(Language::ZhCn), keys(Language::En));
    let only = |a: &BTreeMap<String, _>, b: &BTreeMap<String, _>| {
        a.keys()
            .filter(|k| !b.contains_key(*k))
            .cloned()
            .collect::<Vec<_>>()
    };
    assert_eq!(only(&zh, &en), Vec::<String>::new(), "only in Chinese");
    assert_eq!(only(&en, &zh), Vec::<String>::new(), "only in English");
    // A Chinese sentence may leave out a place that it doesn't need (English names the kind); a
    // place that neither fills would show as itself.
    for (key, places) in &zh {
        for place in places.symmetric_difference(&en[key]) {
            assert!(
                key.starts_with("fault-") || key.starts_with("problem-") || key.starts_with("cli-"),
                "{key}: {place}"
            );
        }
    }
}

#[test]
fn every_key_that_can_be_asked_for_is_there() {
    let mut wanted: BTreeSet<String> = BTreeSet::new();
    for kind in Kind::ALL {
        wanted.insert(format!("kind-{}", kind.name()));
        // What a list is called, and what to do where it is empty.
        for key in ["one", "many", "empty-advice"] {
            wanted.insert(format!("{key}-{}", kind.name()));
        }
        for field in kind.fields() {
            wanted.insert(format!("field-{}-{}", kind.name(), field.name));
            wanted.insert(format!("field-{}-{}.label", kind.name(), field.name));
            if let FieldType::Choice(list, all) | FieldType::Choices(list, all) = field.ty {
                wanted.extend(all.iter().map(|c| format!("choice-{list}-{}", c.code)));
            }
        }
        wanted.extend(Column::listed(*kind).into_iter().map(|c| c.key(*kind)));
        for (_, fault) in kind.blank().check() {
            wanted.insert(fault.key().to_owned());
        }
    }
    wanted.extend(Fault::KEYS.iter().map(ToString::to_string));
    wanted.extend(Computed::ALL.map(|c| format!("column-{}", c.name())));
    wanted.extend(Rule::ALL.map(|r| format!("rule-{}", r.code())));
    wanted.extend(
        [Pressing::Now, Pressing::Soon, Pressing::Later].map(|p| format!("pressing-{}", p.code())),
    );
    wanted.extend(
        YearState::CHOICES
            .iter()
            .map(|s| format!("choice-year-state-{}", s.code)),
    );
    wanted.extend(Act::ALL.map(|a| a.key().to_owned()));
    let computed: [(&str, &[Choice]); 5] = [
        (Fact::LIST, Fact::CHOICES),
        (Difficulty::LIST, Difficulty::CHOICES),
        (Priority::LIST, Priority::CHOICES),
        (Paper::LIST, Paper::CHOICES),
        (FilePart::LIST, FilePart::CHOICES),
    ];
    for (list, all) in computed {
        wanted.extend(all.iter().map(|c| format!("choice-{list}-{}", c.code)));
    }
    wanted.extend(Section::CHOICES.iter().map(|c| format!("file-{}", c.code)));
    let transforms = tongdu::domain::grant::Transform::CHOICES.iter();
    wanted.extend(transforms.map(|how| format!("transform-short-{}", how.code)));
    wanted.extend(tongdu::domain::sending::Turn::keys());
    wanted.extend(export::catalogue().map(|f| format!("export-field-{f}")));
    for key in Problem::KEYS {
        wanted.extend(["", ".why", ".next"].map(|part| format!("{key}{part}")));
    }
    for language in Language::ALL {
        let words = Lexicon::new(language);
        let missing: Vec<_> = wanted.iter().filter(|k| !words.has(k)).collect();
        assert!(missing.is_empty(), "{}: {missing:?}", language.code());
    }
}

/// Keys stand in the code as literals; each has to be in the word files. So a sentence can't be
/// asked for that nobody wrote, whatever layer asks.
#[test]
fn every_literal_key_in_the_code_is_there() {
    const FAMILIES: [&str; 30] = [
        "backup-",
        "problem-",
        "fault-",
        "store-",
        "plugin-",
        "trust-",
        "import-",
        "export-",
        "cli-",
        "usage-",
        "act-",
        "damage-",
        "finding-",
        "deadline-",
        "roster-",
        "sheet-",
        "record-",
        "fit-",
        "column-",
        "why-",
        "leave-",
        "note-",
        "broken-",
        "doctor-",
        "rescue-",
        "checkup-",
        "checked-",
        "policy-",
        "cover-",
        "job-",
    ];
    let words = Lexicon::new(Language::En);
    let mut missing = BTreeSet::new();
    for path in sources("src".as_ref()) {
        let text = std::fs::read_to_string(&path).unwrap();
        let text = text.split("#[cfg(test)]").next().unwrap_or_default();
        for literal in text.split('"').skip(1).step_by(2) {
            let key = literal.split('.').next().unwrap_or_default();
            let whole = key.len() > 4
                && !key.ends_with('-')
                && key
                    .bytes()
                    .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"-_".contains(&b));
            if whole
                && FAMILIES.iter().any(|f| key.starts_with(f))
                && !words.has(key)
                && !NOT_WORDS.contains(&key)
            {
                missing.insert(format!("{} {key}", path.display()));
            }
        }
    }
    assert!(
        missing.is_empty(),
        "{}",
        missing.into_iter().collect::<Vec<_>>().join("\n")
    );
}

/// Literals that look like keys and aren't.
const NOT_WORDS: &[&str] = &["plugin-host"];

fn sources(dir: &std::path::Path) -> Vec<std::path::PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|e| e == "rs") {
            found.push(path);
        }
    }
    found
}

#[test]
fn what_went_wrong_says_why_and_what_next() {
    for language in Language::ALL {
        let all = keys(language);
        for key in all.keys().filter(|k| {
            k.starts_with("problem-")
                || (k.starts_with("store-") || k.starts_with("plugin-")) && !k.contains('.')
        }) {
            if key.contains('.') {
                continue;
            }
            for part in [".why", ".next"] {
                assert!(
                    all.contains_key(&format!("{key}{part}")),
                    "{} {key}{part}",
                    language.code()
                );
            }
        }
    }
}

#[test]
fn labels_fit_their_six_cells() {
    for language in Language::ALL {
        let words = Lexicon::new(language);
        for kind in Kind::ALL {
            for field in kind.fields() {
                let label = words.word(&format!("field-{}-{}.label", kind.name(), field.name));
                assert!(label.width() <= 6, "{} {label}", language.code());
            }
        }
        for key in [
            "note-why",
            "note-next",
            "note-details",
            "export-passed-folder",
        ] {
            assert!(words.word(key).width() <= 6, "{} {key}", language.code());
        }
        for section in Section::CHOICES {
            let label = words.word(&format!("file-{}", section.code));
            assert!(label.width() <= 6, "{} {label}", language.code());
        }
    }
}

#[test]
fn a_breach_is_told_in_words_with_the_output() {
    let output = "roster.csv".to_owned();
    let why = Breach::Unclosed { output };
    let breach: Problem = tongdu::plugin::Problem::Breach { why, rows: 3 }.into();
    for (language, told) in [
        (
            Language::ZhCn,
            "到第 3 行时说做完了，roster.csv 还没有用 out_close 关上",
        ),
        (
            Language::En,
            "After 3 rows it said that it was done, and roster.csv wasn't closed with out_close",
        ),
    ] {
        let said = breach.why(&Lexicon::new(language));
        assert!(said.starts_with(told), "{said}");
    }
}
