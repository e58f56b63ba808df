//! From a child's file to the education office, by the policy: shown, narrowed by a county's file, taken
//! back, and asked who got what.

use super::{Desk, plugins};
use serde_json::Value as Json;

const CHILD: &str = "江小满";

/// 莒口镇 with a child out of school, whose grandmother looks after it.
fn desk() -> Desk {
    plugins::libraries();
    let desk = Desk::new();
    desk.does(&["init", "--area", "350703104", "--name", "王芳"]);
    desk.does(&[
        "add",
        "household",
        "head=江大海",
        "address=后山村12号",
        "phone=13905990001",
    ]);
    let home = "household=江大海";
    desk.does(&[
        "add",
        "caregiver",
        "name=陈桂香",
        home,
        "relation=grandmother",
        "main=是",
    ]);
    let name = format!("name={CHILD}");
    desk.does(&[
        "add",
        "child",
        &name,
        home,
        "village=后山村",
        "birth_day=2015-03-14",
        "schooling=dropped_out",
        "school=莒口中心小学",
        "illness=哮喘",
    ]);
    std::fs::create_dir(desk.path("u")).unwrap();
    desk
}

/// What was sent: the CSV's lines.
fn sent(desk: &Desk) -> Vec<String> {
    let out = desk.path("u");
    let dir = out.display().to_string();
    let code = "education";
    desk.does(&[
        "export",
        code,
        "--confirm",
        code,
        "--clear",
        code,
        "--out",
        &dir,
    ]);
    let files = plugins::names(&out);
    let csv = files.iter().find(|name| name.ends_with(".csv")).unwrap();
    let text = std::fs::read_to_string(out.join(csv)).unwrap();
    for file in files {
        std::fs::remove_file(out.join(file)).unwrap();
    }
    text.trim_start_matches('\u{feff}')
        .lines()
        .map(str::to_owned)
        .collect()
}

#[test]
fn a_child_out_of_school_is_told_to_education_and_to_nobody_else() {
    let desk = desk();
    let preview = desk.say(&["export", "education", "--preview"]);
    assert_eq!(preview.code, 0, "{}", preview.err);
    for told in [
        "1 行，涉及儿童 1 人，不满14周岁 1 人",
        "江**",
        "education/school_attendance/children  闽民童〔2019〕128号 三(三) 教育部门",
    ] {
        assert!(preview.err.contains(told), "no {told} in\n{}", preview.err);
    }
    assert!(
        !preview.err.contains(CHILD) && !preview.err.contains("哮喘"),
        "{}",
        preview.err
    );
    let lines = sent(&desk);
    assert_eq!(lines.len(), 2, "{lines:?}");
    assert!(
        lines[1].contains(CHILD) && lines[1].contains("复学"),
        "{lines:?}"
    );
    // The home's telephone, where the grandmother has none.
    assert!(
        lines[1].contains("13905990001") && !lines[1].contains("陈桂香"),
        "{lines:?}"
    );
    assert!(
        !lines.concat().contains("哮喘") && !lines.concat().contains("12号"),
        "{lines:?}"
    );
    let who = desk.does(&["--json", "disclosures", "child", CHILD]);
    let [entry] = &who.lines().collect::<Vec<_>>()[..] else {
        panic!("{who}")
    };
    let entry: Json = serde_json::from_str(entry).unwrap();
    assert_eq!(
        (entry["agency"].as_str(), entry["children"].as_i64()),
        (Some("education"), Some(1))
    );
    for code in ["disabled_federation", "labour"] {
        let said = desk.say(&["export", code, "--preview"]);
        assert!(
            said.code != 0 && said.err.contains("没有可送的"),
            "{code} {}",
            said.err
        );
    }
}

#[test]
fn a_countys_file_is_looked_at_adopted_and_taken_back() {
    let desk = desk();
    assert!(sent(&desk)[0].contains("学校"));
    let file = desk.path("policy.toml");
    let path = file.display().to_string();
    let policy = "[[grant]]\nagency = \"education\"\npurpose = \"school_attendance\"\n\
                  dataset = \"children\"\nrows = \"school_need\"\nsource = \"县民政局〔2026〕9号\"\n\
                  fields = [\"name:initials\", \"schooling\", \"school_needs\", \"guardian_phone\", \
                  \"birth_day:age_band\"]\n";
    std::fs::write(&file, policy).unwrap();
    let looked = desk.does(&["policy", "check", &path]);
    for line in [
        "改动  education/school_attendance/children",
        "  + name:initials",
        "  - school",
    ] {
        assert!(looked.lines().any(|l| l == line), "no {line} in\n{looked}");
    }
    let refused = desk.say(&["policy", "adopt", &path]);
    assert_eq!(refused.code, 1, "{}", refused.err);
    assert!(refused.err.contains("--confirm 1"), "{}", refused.err);
    assert_eq!(desk.count("grant"), "0");
    desk.does(&["policy", "adopt", &path, "--confirm", "1"]);
    desk.does(&["undo"]);
    assert!(sent(&desk)[1].contains(CHILD));
    desk.does(&["policy", "adopt", &path, "--confirm", "1"]);
    // Once more changes nothing.
    let again = desk.say(&["policy", "adopt", &path, "--confirm", "1"]);
    assert!(again.err.contains("没有改动"), "{}", again.err);
    let shown = desk.does(&["policy", "show", "education"]);
    assert!(
        shown.contains("王芳 定的") && shown.contains("县民政局〔2026〕9号"),
        "{shown}"
    );
    let lines = sent(&desk);
    assert!(
        !lines[0].contains("学校") && lines[0].contains("出生日期"),
        "{lines:?}"
    );
    assert!(
        lines[1].contains("江某") && lines[1].contains("6—11岁"),
        "{lines:?}"
    );
    assert!(!lines[1].contains(CHILD), "{lines:?}");

    let row = desk.does(&["--json", "policy", "show", "education"]);
    let row: Json = serde_json::from_str(row.trim()).unwrap();
    assert_eq!(row["made"], "here");
}

#[test]
fn slips_in_a_grant_are_refused_in_words() {
    let desk = desk();
    let grant = |more: &[&str]| {
        let head = [
            "policy",
            "grant",
            "education",
            "school_attendance",
            "children",
        ];
        desk.say(&[&head[..], more].concat())
    };
    for (more, told) in [
        (
            &["nmae", "--source", "试", "--confirm", "education"][..],
            "没有「nmae」这一项",
        ),
        (
            &["name", "--source", "试"],
            "看清楚了，用 --confirm education",
        ),
        (
            &["name", "--source", "试", "--confirm", "police"],
            "再写单位代号来确认",
        ),
        (
            &["name", "--source", "  ", "--confirm", "education"],
            "没有写依据",
        ),
        (
            &["name", "--source", "试", "--rows", "some"],
            "没有「some」这个范围",
        ),
        (
            &["name", "--source", "试", "--until", "下月"],
            "「下月」不是日期",
        ),
        (
            &["name:age_band", "--source", "试", "--confirm", "education"],
            "不能这样改",
        ),
    ] {
        let said = grant(more);
        assert!(
            said.code != 0 && said.err.contains(told),
            "{more:?}\n{}",
            said.err
        );
    }
    assert_eq!(desk.count("grant"), "0");
    let nothing = desk.say(&["policy", "show", "bank"]);
    assert!(
        nothing.code != 0 && nothing.err.contains("没有「bank」的授权"),
        "{}",
        nothing.err
    );
    let missing = desk.say(&["policy", "check", "/nowhere/policy.toml"]);
    assert!(
        missing.code != 0 && missing.err.contains("读不出文件"),
        "{}",
        missing.err
    );
}

#[test]
fn a_code_that_is_nearly_known_is_said_and_one_that_is_known_is_not() {
    let desk = desk();
    let file = desk.path("policy.toml");
    let path = file.display().to_string();
    let say = |agency: &str, purpose: &str| {
        let grant = format!(
            "[[grant]]\nagency = \"{agency}\"\npurpose = \"{purpose}\"\ndataset = \"children\"\n\
             rows = \"all\"\nsource = \"试\"\nfields = [\"name\"]\n"
        );
        std::fs::write(&file, grant).unwrap();
        desk.say(&["policy", "check", &path]).err
    };
    let near = "没有代号是“eduction”的单位，可能是“education”";
    let nobody = "school_attendance/children：现在没有哪个插件给这个单位办这件事";
    let said = say("eduction", "school_attendance");
    assert!(said.contains(near) && said.contains(nobody), "{said}");
    let said = say("education", "school_attendance");
    assert!(!said.contains("可能是"), "{said}");
    let other = say("library", "reading");
    assert!(
        !other.contains("可能是") && other.contains("library/reading/children：现在没有"),
        "{other}"
    );
    // A key that is to be called back, and would go on counting.
    let key = "[[key]]\nagency = \"polcy\"\nrevoked = true\nsource = \"试\"\n\
               key = \"age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p\"\n";
    std::fs::write(&file, key).unwrap();
    let said = desk.say(&["policy", "check", &path]).err;
    assert!(said.contains("可能是“policy”"), "{said}");
}

/// From nothing to the partner's file, each step as the guide has it.
#[test]
fn a_plug_in_in_c_goes_from_nothing_to_what_is_sent() {
    let desk = desk();
    let ours = desk.path("edu_c");
    let folder = ours.display().to_string();
    desk.does(&[
        "plugin",
        "new",
        "--lang",
        "c",
        "--agency",
        "education",
        "--id",
        "edu_c",
        &folder,
    ]);
    let make = std::process::Command::new("make")
        .current_dir(&ours)
        .status();
    assert!(make.expect("make").success());
    let installed = desk.path("share/tongdu/plugins/edu_c/0.1.0");
    std::fs::create_dir_all(&installed).unwrap();
    for file in ["plugin.toml", "libedu_c.so"] {
        std::fs::copy(ours.join(file), installed.join(file)).unwrap();
        plugins::mode(&installed.join(file), 0o644);
    }
    for part in installed.ancestors().take(5) {
        plugins::mode(part, 0o755);
    }
    let out = desk.path("c");
    std::fs::create_dir(&out).unwrap();
    let dir = out.display().to_string();
    let send = [
        "export",
        "edu_c",
        "--confirm",
        "education",
        "--clear",
        "education",
        "--out",
        &dir,
    ];
    let refused = desk.say(&send);
    assert!(
        refused.code == 1 && refused.err.contains("还没有人批准"),
        "{}",
        refused.err
    );
    desk.does(&["plugin", "trust", "edu_c", "--confirm", "edu_c"]);
    desk.does(&send);
    let files: Vec<_> = std::fs::read_dir(&out).unwrap().flatten().collect();
    let [file] = &files[..] else {
        panic!("{files:?}")
    };
    let text = std::fs::read_to_string(file.path()).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    assert!(lines[0].contains("学校") && lines.len() == 2, "{text}");
    assert!(
        lines[1].contains(CHILD) && lines[1].contains("莒口中心小学"),
        "{text}"
    );
    // What education isn't given has no column.
    assert!(!text.contains("哮喘") && !text.contains("12号"), "{text}");
    let log = desk.does(&["--json", "disclosures", "child", CHILD]);
    let last: Json = serde_json::from_str(log.lines().next().unwrap()).unwrap();
    assert_eq!(last["plugin"], "edu_c 0.1.0");
}
