//! A trainer who may come into a township's store sees no child by any verb, whatever they ask.

use crate::verbs::Desk;
use tongdu::domain::book::Kind;
use tongdu::schema::{FieldType, KeyClass};

/// Part of every text of a child's, caregiver's, home's and postponement's.
const CANARY: &str = "金丝雀";
/// The number of the child's identity card, and a telephone of the home.
const NUMBERS: [&str; 2] = ["359999201503140013", "13905990199"];

fn filled(desk: &Desk, kind: &str, more: &[&str]) {
    let kind_of = Kind::from_name(kind).unwrap();
    let mut values: Vec<String> = Vec::new();
    for field in kind_of.fields() {
        let told = more
            .iter()
            .any(|m| m.starts_with(&format!("{}=", field.name)));
        if matches!(field.ty, FieldType::Text { max } | FieldType::Note { max } if max >= 10)
            && !told
        {
            values.push(format!("{}={CANARY}{}", field.name, kind));
        }
    }
    let mut args = vec!["add", kind];
    args.extend(values.iter().map(String::as_str));
    args.extend(more);
    desk.does(&args);
}

#[test]
fn a_trainer_reads_no_child_by_any_verb() {
    let desk = Desk::new("350703104", "supervisor");
    let home = format!("{CANARY}户主");
    filled(
        &desk,
        "household",
        &[&format!("head={home}"), &format!("phone={}", NUMBERS[1])],
    );
    filled(
        &desk,
        "caregiver",
        &["household=#1", "relation=祖母", "main=是"],
    );
    let check = tongdu::schema::number::check_place(&NUMBERS[0].as_bytes()[..17]) as char;
    let number = format!("{}{check}", &NUMBERS[0][..17]);
    let born = "birth_day=2015-03-14";
    filled(
        &desk,
        "child",
        &[
            "household=#1",
            "village=后山村",
            "risk=红",
            born,
            &format!("id_number={number}"),
        ],
    );
    desk.does(&[
        "set",
        "child",
        "1",
        "risk=黄",
        "--reason",
        &format!("{CANARY}因"),
    ]);
    desk.does(&[
        "postpone",
        "file_incomplete",
        "#1",
        "--until",
        "+7",
        "--reason",
        &format!("{CANARY}等"),
    ]);
    for name in ["曾德旺", "曾庆华"] {
        let trained = "first_training=2019-03-01";
        desk.does(&[
            "add",
            "worker",
            &format!("name={name}"),
            "role=儿童主任",
            trained,
        ]);
    }
    desk.does(&[
        "add",
        "post",
        "worker=曾德旺",
        "village=后山村",
        "from=2019-11-01",
    ]);
    desk.does(&["handover", "后山村", "--to", "曾庆华"]);
    desk.does(&["add", "training", "name=轮训", "kind=轮训", "year=2026"]);
    desk.does(&[
        "add",
        "session",
        "training=#1",
        "day=2026-11-24",
        "name=第1组",
    ]);
    std::fs::write(desk.path("trainer"), "laoying2026\n").unwrap();
    let file = desk.path("trainer").display().to_string();
    desk.does(&[
        "user",
        "add",
        "赵敏",
        "--role",
        "trainer",
        "--new-passphrase-file",
        &file,
    ]);
    // The supervisor is shown all of it, so that there is something to hide.
    for kind in ["child", "household", "caregiver", "postponement"] {
        let shown = desk.does(&["--json", "show", kind, "1"]);
        assert!(shown.contains(CANARY), "{kind} {shown}");
    }
    let out = |name: &str| desk.path(name).display().to_string();
    let (out_a, out_b, out_c, out_d, out_e) =
        (out("a"), out("b.txt"), out("c.txt"), out("d"), out("e.txt"));
    std::fs::create_dir(&out_d).unwrap();
    let office = out("office");
    let mut verbs: Vec<Vec<&str>> = vec![
        vec!["find", CANARY],
        vec!["find", "jinsique"],
        vec!["find", &number],
        vec!["find", NUMBERS[1]],
        vec!["due"],
        vec!["due", "--on", "2033-03-14"],
        vec!["register"],
        vec!["register", "--village", "后山村"],
        vec!["rotation"],
        vec!["roster", "1"],
        vec!["roster", "1", "print"],
        vec!["form", "child", "1", "--out", &out_b],
        vec!["form", "handover", "1", "--out", &out_c],
        vec![
            "handover",
            "后山村",
            "--to",
            "曾德旺",
            "--on",
            "+7",
            "--list",
            &out_e,
        ],
        vec!["export", "civil_affairs", "--out", &out_d, "--preview"],
        vec!["verify", "--full"],
        vec!["doctor"],
        vec!["user"],
        vec!["undo"],
        vec!["rebuild"],
        vec!["keys"],
        vec!["rescue", &office, "--out", &out_a, "--export", "csv"],
    ];
    for kind in Kind::ALL {
        let name = kind.name();
        verbs.push(vec!["--json", "list", name, "--unmask", "看看"]);
        verbs.push(vec!["show", name, "1", "--unmask", "看看"]);
        if kind.class() == KeyClass::Cases {
            verbs.push(vec!["list", name]);
            verbs.push(vec!["list", name, "--csv", "--retired"]);
            verbs.push(vec!["count", name]);
            verbs.push(vec!["--json", "show", name, "1"]);
            verbs.push(vec!["set", name, "1", "note=改"]);
            verbs.push(vec!["retire", name, "1", "--reason", "试"]);
        }
    }
    let hidden = [
        CANARY,
        number.as_str(),
        NUMBERS[1],
        "3599992015",
        "2015-03-14",
    ];
    let mut languages = ["zh-CN", "en"].into_iter().cycle();
    for verb in &verbs {
        let said = desk.say_as(languages.next().unwrap(), "trainer", verb);
        // What they typed themselves may be said back.
        for text in hidden.iter().filter(|text| !verb.contains(text)) {
            assert!(!said.out.contains(text), "{verb:?}\n{}", said.out);
            assert!(!said.err.contains(text), "{verb:?}\n{}", said.err);
        }
        assert!(verb[0] != "find" || !said.out.contains('#'), "{}", said.out);
        let of_cases =
            |word: &&str| Kind::from_name(word).is_some_and(|k| k.class() == KeyClass::Cases);
        if verb.iter().any(of_cases) {
            // Of what an act writes nobody may type; that is wrong usage before it is a right.
            assert!(matches!(said.code, 2 | 4), "{verb:?} {}", said.code);
        }
    }
    // Nothing of it is in any file that came of all that.
    let mut folders = vec![desk.path("")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap().flatten() {
            if entry.path().is_dir() {
                folders.push(entry.path());
                continue;
            }
            let bytes = std::fs::read(entry.path()).unwrap();
            let found = bytes.windows(CANARY.len()).any(|w| w == CANARY.as_bytes());
            assert!(!found, "{}", entry.path().display());
        }
    }
}
