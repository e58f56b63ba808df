//! What follows from a director's year, by verbs alone: a talk, a post that ends with why and its
//! notice, and the list of recommendations with its reasons.

use super::Desk;
use serde_json::Value as Json;

/// 莒口镇 with two directors in post, the first with a signed review of the year.
fn desk() -> Desk {
    let desk = Desk::new();
    desk.does(&["init", "--area", "350703104", "--name", "王芳"]);
    for (name, village) in [("林秀英", "后山村"), ("张文彬", "莒口村")] {
        let name_of = format!("name={name}");
        let worker = [
            "add",
            "worker",
            &name_of,
            "role=director",
            "first_training=2020-03-02",
        ];
        desk.does(&worker);
        let (worker, village) = (format!("worker={name}"), format!("village={village}"));
        desk.does(&["add", "post", &worker, &village, "from=2020-04-01"]);
    }
    desk.does(&["review", "start", "2025", "--director", "林秀英"]);
    let shown = desk.does(&["--json", "review", "show", "1"]);
    let review: Json = serde_json::from_str(shown.trim()).unwrap();
    for (n, item) in review["items"].as_array().unwrap().iter().enumerate() {
        if item["points"].is_null() {
            let (place, most) = ((n + 1).to_string(), item["most"].as_str().unwrap());
            desk.does(&["review", "score", "1", &place, most]);
        }
    }
    desk.does(&["review", "tell", "1"]);
    desk.does(&["review", "hear", "1", "--opinion", "没有意见"]);
    let total = listed(&desk, &["review", "list", "--year", "2025"])[0]["total"].clone();
    desk.does(&["review", "sign", "1", "--total", total.as_str().unwrap()]);
    desk
}

fn listed(desk: &Desk, args: &[&str]) -> Vec<Json> {
    let said = desk.does(&[&["--json"][..], args].concat());
    said.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

fn refused(desk: &Desk, args: &[&str], why: &str) {
    let said = desk.say(args);
    assert_eq!(said.code, 1, "{args:?}\n{}{}", said.out, said.err);
    assert!(said.err.contains(why), "{args:?}\n{}", said.err);
}

#[test]
fn a_talk_a_post_that_ends_and_a_recommendation() {
    let desk = desk();
    let talk = [
        "add",
        "talk",
        "worker=林秀英",
        "day=2025-03-03",
        "kind=约谈",
        "about=没有走访",
    ];
    refused(
        &desk,
        &[&talk[..], &["follow_up=2025-03-01"]].concat(),
        "回看不能早于谈话那一天",
    );
    desk.does(&[&talk[..], &["follow_up=2025-03-20"]].concat());
    let due = listed(&desk, &["due", "--kind", "talk"]);
    assert_eq!(due.len(), 1, "{due:?}");
    desk.does(&["set", "talk", "1", "outcome=走访补上了"]);
    assert!(listed(&desk, &["due", "--kind", "talk"]).is_empty());
    desk.does(&["undo"]);
    assert_eq!(listed(&desk, &["due", "--kind", "talk"]).len(), 1);

    // The rotation of that year was missed: only with a reason, and once.
    let list = listed(&desk, &["review", "recommend"]);
    assert_eq!(list.len(), 1, "only whose review is signed");
    let bars = list[0]["bars"].as_array().unwrap();
    assert_eq!((bars.len(), &bars[0]), (1, &Json::from("no_rotation")));
    assert_eq!(
        (&list[0]["formal_talks"], &list[0]["place"]),
        (&1.into(), &1.into())
    );
    refused(&desk, &["review", "recommend", "林秀英"], "写明理由");
    refused(
        &desk,
        &["review", "recommend", "张文彬"],
        "没有签了字的考核",
    );
    desk.does(&[
        "review",
        "recommend",
        "林秀英",
        "--reason",
        "病假没赶上轮训",
    ]);
    refused(
        &desk,
        &["review", "recommend", "林秀英", "--reason", "又"],
        "已经推荐过",
    );
    let csv = desk.path("推荐.csv").display().to_string();
    desk.does(&["review", "recommend", "--year", "2025", "--out", &csv]);
    let csv = std::fs::read_to_string(csv).unwrap();
    assert!(
        csv.contains("林秀英") && csv.contains("病假没赶上轮训"),
        "{csv}"
    );
    let paper = desk.path("推荐.txt").display().to_string();
    desk.does(&["form", "recommend", "2025", "--out", &paper]);
    let paper = std::fs::read_to_string(paper).unwrap();
    assert!(
        paper.contains("一、推荐 1 人") && paper.contains("病假没赶上轮训"),
        "{paper}"
    );
    desk.does(&["undo"]);
    assert_eq!(desk.count("commendation"), "0");

    // The one post that is held needn't be named; its end goes with why.
    let ends = [
        "add",
        "adjustment",
        "worker=张文彬",
        "day=2025-06-30",
        "kind=卸任",
    ];
    let poor = [&ends[..], &["reason=工作不力"]].concat();
    refused(&desk, &poor, "要写明是什么事");
    desk.does(
        &[
            &poor[..],
            &["explanation=三个月没有走访", "decided_by=镇民政办"],
        ]
        .concat(),
    );
    let ended = || listed(&desk, &["list", "post", "--where", "to=2025-06-30"]).len();
    assert_eq!(ended(), 1);
    let notice = desk.path("通知.txt").display().to_string();
    desk.does(&["form", "adjustment", "1", "--out", &notice]);
    let notice = std::fs::read_to_string(notice).unwrap();
    for text in [
        "张文彬同志",
        "莒口村",
        "2025-06-30",
        "三个月没有走访",
        "及时作出调整",
    ] {
        assert!(notice.contains(text), "no {text} in\n{notice}");
    }
    // The notice has gone out: neither the post nor the reason goes away alone.
    let post =
        listed(&desk, &["list", "post", "--where", "to=2025-06-30"])[0]["number"].to_string();
    refused(
        &desk,
        &["set", "post", &post, "to=2025-07-31"],
        "撤销那次调整",
    );
    refused(
        &desk,
        &["retire", "adjustment", "1", "--reason", "不要了"],
        "调整不能停用",
    );
    desk.does(&["undo"]);
    assert_eq!((ended(), &*desk.count("adjustment")), (0, "0"));

    // A move leads elsewhere, and a township is handed over, not adjusted.
    let moved = [
        "add",
        "adjustment",
        "worker=张文彬",
        "day=2025-06-30",
        "kind=换村居",
        "reason=调动",
        "village=莒口村",
    ];
    refused(&desk, &moved, "就是现在这个村");
    desk.does(&[&moved[..6], &["village=焦岚村"]].concat());
    // What somebody spent before a move was spent in the old village, and only then.
    let list = desk.path("费用.csv");
    let rows = "姓名,村居,日期,费用类别,金额（元）,备注\n\
                张文彬,莒口村,2025-06-20,交通,20,上半月\n\
                张文彬,莒口村,2025-06-20,交通,20,下半月\n\
                张文彬,莒口村,2025-07-20,交通,20,\n";
    std::fs::write(&list, rows).unwrap();
    let list = list.display().to_string();
    let ahead = [
        "add",
        "expense",
        "worker=张文彬",
        "day=2099-01-01",
        "kind=交通",
        "amount=20",
    ];
    refused(&desk, &ahead, "日期");
    desk.say(&["import", "--kind", "expense", &list]);
    assert_eq!(
        desk.count("expense"),
        "2",
        "the third serves elsewhere then"
    );
    let supervisor = [
        "add",
        "worker",
        "name=陈丽",
        "role=supervisor",
        "first_training=2020-03-02",
    ];
    desk.does(&supervisor);
    desk.does(&["add", "post", "worker=陈丽", "from=2020-04-01"]);
    let handed = [
        "add",
        "adjustment",
        "worker=陈丽",
        "day=2025-06-30",
        "kind=卸任",
        "reason=调动",
        "successor=张文彬",
    ];
    refused(&desk, &handed, "请用“交接”");
}
