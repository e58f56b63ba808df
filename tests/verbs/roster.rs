//! A session's roster from the first name to the certificate, by verbs alone.

use super::Desk;
use serde_json::Value as Json;

/// 莒口镇 with six directors in post and a rotation held long ago, with room for five.
fn desk() -> Desk {
    let desk = Desk::new();
    desk.does(&["init", "--area", "350703104", "--name", "王芳"]);
    let people = "姓名,村居\n林秀英,后山村\n张文彬,莒口村\n何晓红,上㘵村\n谢小燕,中㘵村\n\
                  曾庆华,湖桥村\n陈丽华,东山村\n";
    std::fs::write(desk.path("名册.csv"), people).unwrap();
    let list = desk.path("名册.csv").display().to_string();
    desk.does(&["import", &list, "--kind", "worker"]);
    let training = ["add", "training", "name=轮训", "kind=轮训", "year=2025"];
    desk.does(&training);
    let session = ["training=轮训", "day=2025-06-12", "capacity=5"];
    desk.does(&[&["add", "session"][..], &session].concat());
    desk
}

/// The roster as objects: one person's.
fn of(desk: &Desk, name: &str) -> Json {
    let lines = desk.does(&["--json", "roster", "1"]);
    let lines = lines
        .lines()
        .map(|line| serde_json::from_str::<Json>(line).unwrap());
    let mut named = lines.filter(|line| line["worker"] == name);
    named.next().unwrap_or_else(|| panic!("no {name} on it"))
}

/// A verb that is refused, with a sentence that has this in it.
fn refused(desk: &Desk, args: &[&str], why: &str) {
    let said = desk.say(args);
    assert_eq!(said.code, 1, "{args:?}\n{}{}", said.out, said.err);
    assert!(said.err.contains(why), "{args:?}\n{}", said.err);
}

#[test]
fn who_waits_moves_up_and_who_came_is_scored_signed_out_and_certified() {
    let desk = desk();
    let roster = |args: &[&str]| desk.does(&[&["roster", "1"][..], args].concat());
    assert!(roster(&["enrol", "township=莒口"]).contains("已加 5 人，名额满了，1 人排候补"));
    let waiting = ["林秀英", "张文彬", "何晓红", "谢小燕", "曾庆华", "陈丽华"]
        .into_iter()
        .find(|name| of(&desk, name)["waiting"] == true)
        .expect("one waits");
    assert_eq!(waiting, "陈丽华", "the last of the list");
    refused(&desk, &["roster", "1", "mark", waiting, "到"], "还在候补");

    refused(
        &desk,
        &["roster", "1", "off", "林秀英", "--reason", " "],
        "理由",
    );
    let off = roster(&["off", "林秀英", "--reason", "调走了"]);
    assert!(off.contains("陈丽华") && off.contains("补上了"), "{off}");
    assert_eq!(of(&desk, waiting)["waiting"], false);

    roster(&["mark", "陈丽华", "请假"]);
    roster(&["mark", "曾庆华", "没到"]);
    roster(&["mark", "rest", "到"]);
    refused(
        &desk,
        &["roster", "1", "score", "曾庆华", "80"],
        "没到的人不能有分数",
    );
    refused(&desk, &["roster", "1", "score", "张文彬", "101"], "100");
    assert!(roster(&["score", "张文彬", "88.5"]).contains("张文彬 88.5 合格"));
    assert!(roster(&["score", "何晓红", "59"]).contains("59 不合格"));
    roster(&["score", "谢小燕", "合格"]);
    roster(&["score", "谢小燕", ""]);
    assert_eq!(of(&desk, "谢小燕")["result"], "");
    desk.does(&["undo"]);
    assert_eq!(of(&desk, "谢小燕")["result"], "pass");

    refused(&desk, &["roster", "1", "out", "陈丽华"], "没到的人不能签退");
    roster(&["out", "张文彬"]);
    assert!(roster(&["out", "rest"]).contains("已签退 2 人"));
    assert_ne!(of(&desk, "张文彬")["out"], "");

    let given = roster(&["certify", "--prefix", "JY"]);
    assert!(given.contains("2 个：JY2025-001 到 JY2025-002"), "{given}");
    assert_eq!(of(&desk, "何晓红")["certificate"], Json::Null);
    refused(&desk, &["roster", "1", "score", "张文彬", "10"], "证书");
    let paper = desk.path("证书.txt").display().to_string();
    desk.does(&["form", "certificates", "1", "--out", &paper]);
    let paper = std::fs::read_to_string(desk.path("证书.txt")).unwrap();
    assert!(
        paper.contains("张文彬") && paper.contains("JY2025-002"),
        "{paper}"
    );
    let shown = desk.does(&["list", "certificate"]);
    assert_eq!(shown.matches("JY2025-").count(), 2, "{shown}");

    // Away or failed: three on a make-up roster that is made for them, each once.
    let made = roster(&["makeup"]);
    assert!(made.contains("已转补训 3 人"), "{made}");
    refused(&desk, &["roster", "1", "makeup"], "补训");
    assert_eq!(desk.does(&["--json", "roster", "2"]).lines().count(), 3);
    // The make-up is still to come.
    refused(&desk, &["roster", "2", "mark", "rest", "到"], "还没到日子");
}

#[test]
fn a_guest_is_matched_to_whoever_it_is() {
    let desk = desk();
    let roster = |args: &[&str]| desk.does(&[&["roster", "1"][..], args].concat());
    roster(&[
        "guest",
        "林秀英",
        "--village",
        "后山村",
        "--phone",
        "14000000001",
    ]);
    roster(&["mark", "林秀英", "迟到"]);
    roster(&["score", "林秀英", "77"]);
    assert_eq!(of(&desk, "林秀英")["guest"], true);
    let likely = roster(&["match", "林秀英"]);
    assert!(
        likely.contains("林秀英") && likely.contains("后山村"),
        "{likely}"
    );
    refused(&desk, &["roster", "1", "match", "林秀英", "李四"], "没有");
    assert!(roster(&["match", "林秀英", "#1"]).contains("已对上：林秀英"));
    let line = of(&desk, "林秀英");
    assert_eq!(
        (&line["guest"], &line["state"], &line["score"]),
        (&false.into(), &"late".into(), &"77".into())
    );
    refused(
        &desk,
        &["roster", "1", "match", "林秀英", "#1"],
        "不是临时人员",
    );
}

#[test]
fn a_sheet_is_looked_at_first_and_its_bad_rows_go_back() {
    let desk = desk();
    desk.does(&[
        "roster",
        "1",
        "enrol",
        "role=director",
        "rotation=untrained",
    ]);
    let file = desk.path("签到.csv").display().to_string();
    let rows = "姓名,签到,签到时间,成绩\n林秀英,到,8:25,91\n张文彬,到,8:40,101\n李四,到,8:30,60\n";
    std::fs::write(&file, rows).unwrap();
    let back = desk.path("退回.xlsx").display().to_string();
    let import = ["roster", "1", "import", &file];
    let dry = desk.say(&[&import[..], &["--dry-run", "--report", &back]].concat());
    assert_eq!(dry.code, 1);
    assert!(
        dry.out.contains("更新 1 人") && dry.out.contains("2 行不收"),
        "{}",
        dry.out
    );
    assert!(
        dry.err.contains("第 3 行 张文彬") && dry.err.contains("第 4 行 李四"),
        "{}",
        dry.err
    );
    assert!(desk.path("退回.xlsx").exists());
    assert_eq!(of(&desk, "林秀英")["state"], "unmarked");

    assert_eq!(desk.say(&import).code, 1, "two rows are refused still");
    assert_eq!(of(&desk, "林秀英")["time"], "08:25");
    assert_eq!(of(&desk, "张文彬")["state"], "unmarked");
    let again = desk.say(&[&["--json"], &import[..]].concat());
    let told: Json = serde_json::from_str(again.out.trim()).unwrap();
    assert_eq!(
        (&told["same"], &told["refused"]),
        (&1.into(), &2.into()),
        "{told}"
    );
    desk.does(&["undo"]);
    assert_eq!(of(&desk, "林秀英")["state"], "unmarked");
    refused(
        &desk,
        &["roster", "1", "import", "/nowhere.csv"],
        "找不到这个文件",
    );
}

#[test]
fn lessons_and_feedback_are_verbs_too_and_hours_come_of_them() {
    let desk = desk();
    let roster = |args: &[&str]| desk.does(&[&["roster", "1"][..], args].concat());
    desk.does(&["add", "module", "name=入户谈话", "hours=1.5", "topic=走访"]);
    desk.does(&["add", "module", "name=旧课", "in_use=否"]);
    let saved = roster(&["lessons", "家庭走访=2@方志平", "报告=1", "入户谈话=1.5"]);
    assert!(saved.contains("已存 3 门课，共 4.5 学时"), "{saved}");
    assert!(roster(&["lessons", "报告=0"]).contains("已存 2 门课，共 3.5 学时"));
    refused(&desk, &["roster", "1", "lessons", "旧课=1"], "不用了");
    refused(&desk, &["roster", "1", "lessons", "走访=半天"], "");
    let listed = desk.does(&["--json", "roster", "1", "lessons"]);
    assert!(listed.contains(r#""lecturer":"方志平""#), "{listed}");

    roster(&["enrol", "township=莒口"]);
    roster(&["mark", "林秀英", "到"]);
    roster(&["mark", "张文彬", "没到"]);
    roster(&["feedback", "林秀英", "5", "-", "4", "--remark", "有用"]);
    refused(
        &desk,
        &["roster", "1", "feedback", "张文彬", "5"],
        "没记到的人",
    );
    refused(&desk, &["roster", "1", "feedback", "林秀英", "6"], "5");
    let sum: Json =
        serde_json::from_str(&desk.does(&["--json", "roster", "1", "feedback"])).unwrap();
    assert_eq!((&sum["answers"], &sum["content"]), (&1.into(), &"5".into()));
    assert_eq!(sum["lecturer"], Json::Null);

    // Who was there has the hours, whoever wasn't has none.
    let of = |name: &str| -> Json {
        let lines = desk.does(&["--json", "rotation", "hours", name, "--year", "2025"]);
        serde_json::from_str(&lines).unwrap()
    };
    let heard = of("林秀英");
    assert_eq!(heard["hours"], "3.5");
    assert_eq!(heard["topics"]["visits"], "3.5", "the module belongs to it");
    assert_eq!(heard["topics"]["policy"], Json::Null);
    assert_eq!(
        heard["modules"][0],
        serde_json::json!({"name": "入户谈话", "hours": "1.5"})
    );
    assert_eq!(heard["state"], "trained");
    let all = desk.does(&["rotation", "hours", "--year", "2025", "--csv"]);
    let line = all.lines().find(|line| line.contains("林秀英"));
    assert!(
        line.is_some_and(|line| line.contains("已训,,3.5,3.5,-")),
        "{all}"
    );
    // Nobody but who was there is in the year of a list without posts before it.
    assert!(!all.contains("张文彬"), "{all}");
    desk.does(&["undo"]);
    let sum = desk.does(&["--json", "roster", "1", "feedback"]);
    assert!(sum.contains(r#""answers":0"#), "{sum}");
}
