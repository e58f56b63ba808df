//! The cover sheet that lies in the ZIP beside the files: for whom, what for, only for that.

use super::super::Office;
use super::{Preview, hex};
use crate::plugin::Inside;
use crate::schema::{Id, TimeOfDay, Words};

/// Says in plain text whose the files are and what may be done with them. Begins with a mark of UTF-8
/// and ends its lines as Windows does, or the old Notepad of many offices would show neither right.
pub(super) fn cover(
    office: &Office,
    words: &dyn Words,
    preview: &Preview,
    job: Id,
    inside: &[Inside],
) -> String {
    let mut text = String::from("\u{feff}");
    let mut say = |line: &str| {
        text.push_str(line);
        text.push_str("\r\n");
    };
    say(&words.word("cover-title"));
    if office.demo() {
        say(&words.word("demo-mark"));
    }
    say("");
    say(&words.fill_with(
        "cover-only",
        &[("purpose", words.own(&preview.purpose).to_owned())],
    ));
    say("");
    for (key, value) in facts(office, words, preview, job) {
        say(&words.fill_with("cover-line", &[("label", words.word(key)), ("text", value)]));
    }
    for file in inside {
        say("");
        say(&file.name);
        say(&words.fill_with("cover-size", &[("size", file.size.to_string())]));
        say(&format!("SHA-256 {}", hex(&file.sha256)));
    }
    text
}

fn facts(
    office: &Office,
    words: &dyn Words,
    preview: &Preview,
    job: Id,
) -> Vec<(&'static str, String)> {
    let time = TimeOfDay::of_millis(office.now());
    let code = &preview.agency.code;
    let entries = preview.entries.iter();
    let entries: Vec<String> = entries
        .map(|[entry, source]| format!("{entry} {source}"))
        .collect();
    vec![
        (
            "cover-to",
            format!("{} ({code})", words.own(&preview.agency.names)),
        ),
        ("cover-purpose", words.own(&preview.purpose).to_owned()),
        ("cover-basis", words.own(&preview.basis).to_owned()),
        ("cover-policy", entries.join("；")),
        ("cover-rows", preview.count(words)),
        ("cover-filter", preview.chosen(words)),
        ("cover-date", format!("{} {time}", office.today().iso())),
        (
            "cover-who",
            format!("{} {}", office.place().name, office.user().name),
        ),
        ("cover-plugin", preview.plugin.clone()),
        ("cover-library", format!("SHA-256 {}", preview.fingerprint)),
        ("cover-job", job.to_string()),
        ("cover-chain", office.head()),
    ]
}
