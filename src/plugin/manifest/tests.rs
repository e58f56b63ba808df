use super::*;

const CIVIL: &str = include_str!("../../../plugins/civil_affairs/plugin.toml");

#[test]
fn faults_are_named() {
    for (from, to, part) in [
        ("id = \"civil", "idd = \"civil", "unknown field"),
        ("id = \"civil_affairs\"", "id = \"../x\"", "lower-case"),
        ("id = \"civil_affairs\"", "id = \"layout\"", "own library"),
        (
            "abi = 1",
            "abi = 1\nlibrary = \"layuot\"",
            "unknown variant",
        ),
        ("abi = 1", "abi = 1\nlibary = \"layout\"", "unknown field"),
        ("abi = 1", "abi = 2", "line 4, column 7: abi 2"),
        ("file = \"实", "file = \".实", "hidden"),
        (
            "en = \"Real name: who it is\"",
            "en = \"\\u001b[2J\"",
            "isn't seen",
        ),
        ("name = \"sex\"", "name = \"s x\"", "lower-case"),
        ("{area}-{date}.csv", "a/b.csv", "'/'"),
        ("{area}-{date}.csv", "{place}.csv", "'{'"),
        ("name = \"sex\"", "name = \"name\"", "twice"),
        ("name = \"roster.csv\"", "name = \"roster.xlsx\"", "twice"),
        (
            "en = \"Real name: who it is\"",
            "en = \"\"",
            "both languages",
        ),
    ] {
        assert!(CIVIL.contains(from), "{from}");
        let error = Manifest::parse(&CIVIL.replace(from, to)).expect_err(to);
        assert!(error.to_string().contains(part), "{error}");
    }
    assert!(Manifest::parse(&format!("{CIVIL}#{}", " ".repeat(70_000))).is_err());
}

#[test]
fn names_of_files_come_from_the_pattern_and_stay_in_the_folder() {
    let manifest = Manifest::parse(CIVIL).expect("shipped");
    let names = manifest.file_names("20261123", "莒口镇").expect("plain");
    assert_eq!(names["roster.csv"], "实名制花名册-莒口镇-20261123.csv");
    let zip = manifest
        .sealed_name("20261123", "莒口镇", false)
        .expect("plain");
    assert_eq!(zip, "实名制花名册-莒口镇-20261123.zip");
    let by_key = manifest.sealed_name("20261123", "莒口镇", true);
    assert_eq!(by_key.expect("plain"), format!("{zip}.age"));
    assert!(manifest.file_names("20261123", "../etc").is_err());
    assert!(manifest.file_names("2026\n", "莒口镇").is_err());
}

#[test]
fn a_fault_is_told_where_it_stands() {
    // Written alike above it, and no fault there.
    let above = "# s x  a/b.csv\n";
    for (from, to) in [
        ("name = \"sex\"", "name = \"s x\""),
        (
            "file = \"实名制花名册-{area}-{date}.csv\"",
            "file = \"a/b.csv\"",
        ),
        ("{ zh-CN = \"实名：", "{ zh-CN = \"\\u001b实名："),
        ("agency = \"civil_affairs\"", "agency = \"Civil\""),
        ("code = \"", "code = \"X"),
    ] {
        assert!(CIVIL.contains(from), "{from}");
        let text = format!("{above}{}", CIVIL.replacen(from, to, 1));
        let at = text.find(to).expect("just put there");
        let line = text[..at].matches('\n').count() + 1;
        let told = Manifest::parse(&text).expect_err(to).line();
        assert_eq!(told, u32::try_from(line).ok(), "{to}");
    }
}
