use super::*;
use serde::Deserialize;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(dead_code)]
struct Words {
    #[serde(rename = "zh-CN")]
    zh: String,
    en: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Kind {
    Layout,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(dead_code)]
struct File {
    id: String,
    abi: u32,
    name: Words,
    kind: Option<Kind>,
    two: Option<[String; 2]>,
    yes: Option<bool>,
    #[serde(rename = "part")]
    parts: Vec<Part>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(dead_code)]
struct Part {
    name: String,
}

const GOOD: &str = "id = 'a'\nabi = 1\nname = { zh-CN = '试', en = 'x' }\nkind = 'layout'\n\
    two = ['a', 'b']\nyes = true\n[[part]]\nname = 'x'\n";

/// The key of the sentence, line and column, and what fills it but for those.
fn told(from: &str, to: &str) -> String {
    assert!(GOOD.contains(from), "{from}");
    let slip = read::<File>(&GOOD.replacen(from, to, 1)).expect_err(to);
    let more = slip.args().into_iter();
    let more = more.filter(|(name, _)| !["why", "slip", "line", "column"].contains(name));
    let more: Vec<_> = more.map(|(_, value)| value).collect();
    let at = slip.at.map_or(String::new(), |(l, c)| format!(" {l}:{c}"));
    format!("{}{at} {}", slip.key(), more.join(","))
}

#[test]
fn slips_in_toml_are_told_in_our_words() {
    read::<File>(GOOD).expect("good");
    for (from, to, expected) in [
        ("id =", "idd =", "slip-unknown-near 1:1 idd,id"),
        (
            "yes = true",
            "colour = true",
            "slip-unknown 6:1 colour,id abi name kind two yes part",
        ),
        ("en = 'x'", "enn = 'x'", "slip-unknown-near 3:23 enn,en"),
        (
            "'layout'",
            "'layuot'",
            "slip-unknown-near 4:8 layuot,layout",
        ),
        ("id = 'a'\n", "", "slip-missing id"),
        ("name = 'x'", "", "slip-missing 7:1 name"),
        (", en = 'x'", "", "slip-missing 3:8 en"),
        (
            "'a'\n",
            "1\n",
            "slip-type 1:6 id,slip-is-text,slip-is-whole",
        ),
        (
            "en = 'x'",
            "en = 3",
            "slip-type 3:28 en,slip-is-text,slip-is-whole",
        ),
        (
            "abi = 1",
            "abi = '1'",
            "slip-type 2:7 abi,slip-is-whole,slip-is-text",
        ),
        (
            "[[part]]",
            "[part]",
            "slip-type 7:1 part,slip-is-list,slip-is-table",
        ),
        ("abi = 1", "abi = -1", "slip-range 2:7 abi,-1"),
        (
            "abi = 1",
            "abi = 4294967296",
            "slip-range 2:7 abi,4294967296",
        ),
        (
            "abi = 1",
            "abi = 99999999999999999999",
            "slip-range 2:7 abi,99999999999999999999",
        ),
        (
            "abi = 1",
            "abi = 2026-11-23",
            "slip-type 2:7 abi,slip-is-whole,slip-is-day",
        ),
        (
            "'a'\n",
            "2026-11-23T08:00:00\n",
            "slip-type 1:6 id,slip-is-text,slip-is-day",
        ),
        (
            "'layout'",
            "['layout']",
            "slip-type 4:8 kind,slip-is-text,slip-is-list",
        ),
        (
            "'layout'",
            "1.5",
            "slip-type 4:8 kind,slip-is-text,slip-is-number",
        ),
        (
            "name = 'x'",
            "name = { a = 1 }",
            "slip-type 8:8 name,slip-is-text,slip-is-table",
        ),
        ("['a', 'b']", "['a']", "slip-length 5:7 two"),
        ("abi = 1", "abi = 1\nabi = 2", "slip-twice 3:1 abi"),
        ("name = 'x'", "name = x", "slip-quotes 8:8 "),
        ("name = 'x'", "name = “x”", "slip-quotes 8:8 "),
        ("name = 'x'", "name = 'x", "slip-open-quote 8:10 "),
        ("name = 'x'", "name = \"x", "slip-open-quote 8:10 "),
        ("name = 'x'", "name 'x'", "slip-no-value 8:6 "),
        ("name = 'x'", "name ＝ 'x'", "slip-no-value 8:6 "),
        ("[[part]]", "[[part]", "slip-open-bracket 7:8 "),
        ("'a', 'b'", "'a' 'b'", "slip-comma 5:12 "),
        ("'a', 'b'", "'a'， 'b'", "slip-comma 5:11 "),
        ("yes = true", "yes = True", "slip-yes-no 6:7 "),
        ("name = 'x'", "name = 'x' 'y'", "slip-more 8:12 "),
    ] {
        assert_eq!(told(from, to), expected, "{from} -> {to}");
    }
    // Nothing that it quotes moves a cursor.
    let slip = read::<File>("\"i\\u001bd\" = 1\n").expect_err("unknown");
    let moves = |(_, value): &(&str, String)| value.chars().any(char::is_control);
    assert!(!slip.args().iter().any(moves), "{slip:?}");
}

#[test]
fn a_file_as_an_old_editor_saves_it_is_told_so() {
    let folder = tempfile::tempdir().expect("temp folder");
    let path = folder.path().join("plugin.toml");
    assert_eq!(text(&path, 9), Ok(None));
    for (bytes, key) in [
        (
            encoding_rs::GBK.encode("名 = 1").0.into_owned(),
            "slip-utf8",
        ),
        (vec![b'#'; 10], "slip-long"),
    ] {
        std::fs::write(&path, bytes).expect("room");
        let Err(Problem::Manifest { why, .. }) = text(&path, 9) else {
            panic!("{key}");
        };
        assert_eq!(why.key(), key);
    }
    std::fs::write(&path, "id = 'a'").expect("room");
    assert_eq!(text(&path, 9), Ok(Some("id = 'a'".into())));
}
