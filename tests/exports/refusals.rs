//! What is said when nothing is sent: it names fields, agencies and entries of the policy, and never
//! what stands in a record. Of what a plug-in says when it fails or crashes nothing is written down.

use crate::canaries::{allowed, desk, holds_none, log};
use crate::plugins::names;
use crate::sponge::{Desk, shipped};
use std::collections::BTreeSet;
use tongdu::domain::book::Kind;
use tongdu::domain::disclosure::{Disclosure, DisclosureState};
use tongdu::i18n::{Language, Lexicon};
use tongdu::service::Problem;
use tongdu::service::export::{Confirmation, Preview, Second, parse_policy};

/// All that a problem tells, in both languages.
fn sentences(problem: &Problem) -> String {
    let said = |language| {
        let words = Lexicon::new(language);
        let said = [
            problem.what(&words),
            problem.why(&words),
            problem.next(&words),
        ];
        said.join("\n")
    };
    format!("{}\n{}", said(Language::ZhCn), said(Language::En))
}

/// The same, and all that it holds.
pub fn told(problem: &Problem) -> String {
    format!("{}\n{problem:?}", sentences(problem))
}

/// Changes the grant of education.
fn granted(desk: &Desk, fields: &[&str], more: &str) {
    let text = format!(
        "[[grant]]\nagency='education'\npurpose='school_attendance'\ndataset='children'\n\
         rows='all'\nsource='试'\nfields={fields:?}\n{more}"
    );
    let grants = parse_policy(&text).unwrap().grants;
    desk.office.grant(&grants, None).unwrap().unwrap();
}

fn send(desk: &Desk, preview: &Preview, sure: Confirmation, folder: &str) -> Problem {
    let words = Lexicon::new(Language::ZhCn);
    let folder = desk.dir.path().join(folder);
    let sent = desk.office.send(
        &words,
        preview,
        &sure,
        &folder,
        &mut |_| {},
        &crate::plugins::NEVER,
    );
    sent.unwrap_err()
}

const NEEDED: [&str; 4] = ["name", "schooling", "school_needs", "guardian_phone"];

#[test]
fn no_refusal_says_what_stands_in_a_record() {
    let (desk, all) = desk();
    let mut problems = Vec::new();
    let refused = |id: &str, wheres: &[&str]| match desk.preview(id, wheres) {
        Ok(_) => panic!("{id} {wheres:?}"),
        Err(problem) => problem,
    };
    let card = format!("id_number={}", all.of("child.id_number"));
    problems.push(refused("nobody", &[]));
    problems.push(refused("finance", &["name=某"]));
    problems.push(refused("education", &["name=没有这个人"]));
    problems.push(refused("education", &["schooling=没有这样的"]));
    problems.push(refused("education", &["nothing=1"]));
    problems.push(refused("education", &["没有号"]));
    if let Err(problem) = desk.preview("education", &[&card]) {
        problems.push(problem);
    }
    let sure = |code: &str, clear: &str, second: Option<&str>| Confirmation {
        code: code.into(),
        clear: clear.into(),
        second: second.map(|typed| Second::new(typed.into())),
    };
    let preview = desk.preview("education", &[]).unwrap();
    problems.push(send(&desk, &preview, sure("educaton", "", None), "out"));
    problems.push(send(&desk, &preview, sure("education", "x", None), "out"));
    problems.push(send(&desk, &preview, sure("education", "", None), "gone"));
    for file in &preview.files {
        std::fs::write(desk.dir.path().join("out").join(file), "").unwrap();
    }
    let clear = sure("education", "education", None);
    problems.push(send(&desk, &preview, clear, "out"));

    granted(&desk, &NEEDED, "second=true\n");
    problems.push(send(&desk, &preview, sure("education", "", None), "out"));
    let preview = desk.preview("education", &[]).unwrap();
    for second in [None, Some("不是口令"), Some(crate::office::PASSPHRASE)] {
        problems.push(send(&desk, &preview, sure("education", "", second), "out"));
    }
    desk.office.undo(None).unwrap();
    granted(&desk, &["name"], "");
    problems.push(refused("education", &[]));
    desk.office.undo(None).unwrap();
    let again = desk.office.plugin("education").unwrap();
    desk.office.distrust(&again.id).unwrap();
    let preview = desk.preview("education", &[]).unwrap();
    problems.push(send(&desk, &preview, sure("education", "", None), "out"));
    desk.soak(
        &shipped("education").replace("\"education\"", "\"bank\""),
        "",
    );
    problems.push(refused("sponge", &[]));

    let keys: BTreeSet<&str> = problems.iter().map(|problem| problem.key).collect();
    assert_eq!(keys.len(), 17, "{keys:#?}");
    for problem in &problems {
        // What a field of the office's own is called is no record's.
        let said = told(problem).replace(all.of("field.label"), "");
        holds_none(&all, &said, problem.key);
    }
    holds_none(&all, &log(&desk.office, &all), "log");
}

#[test]
fn what_a_plug_in_says_when_it_fails_or_crashes_is_never_stored() {
    for (layout, key) in [("# FAIL", "plugin-failed"), ("# CRASH", "plugin-crashed")] {
        for id in ["education", "labour"] {
            let (desk, all) = desk();
            desk.soak(&shipped(id), layout);
            let preview = desk.preview("sponge", &[]).unwrap();
            let problem = desk.send(&preview, None).unwrap_err();
            assert_eq!(problem.key, key);
            holds_none(&all, &sentences(&problem), key);
            // Its own words are for whoever sent it and asks, and hold what it was given and no more.
            let details = problem.details();
            // In its log, in two lines on descriptor 2, and, if it gave up, as the reason.
            assert_eq!(details.len(), if key == "plugin-failed" { 4 } else { 3 });
            let given = allowed(&preview);
            let said = all.found(&details.join("\n"));
            let beyond: Vec<_> = said.difference(&given).copied().collect();
            assert_eq!(beyond, Vec::<&str>::new(), "{details:?}");
            assert!(!said.is_empty(), "{details:?}");
            holds_none(&all, &format!("{problem:?}"), key);
            holds_none(&all, &log(&desk.office, &all), key);
            assert_eq!(names(&desk.dir.path().join("out")), Vec::<String>::new());
            let tables = desk.office.tables();
            let log = tables.all::<Disclosure>(Kind::Disclosure);
            let failed = log.filter(|(_, d)| d.state == Some(DisclosureState::Failed));
            let causes: Vec<_> = failed.map(|(_, d)| d.cause.clone()).collect();
            assert_eq!(causes, [key]);
        }
    }
}
