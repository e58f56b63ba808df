//! Sign-in sheets and lists of scores, from the bytes of a file to a session's roster.

use crate::office::jukou;
use crate::support::{C, id_number, xlsx};
use std::path::PathBuf;
use tongdu::domain::book::{Kind, Record};
use tongdu::domain::guest::Guest;
use tongdu::domain::post::Post;
use tongdu::domain::training::{Attendance, Outcome, Session, Training, TrainingType};
use tongdu::domain::worker::{Worker, WorkerRole};
use tongdu::i18n::{Language, Lexicon};
use tongdu::schema::{Day, Id, Score, TimeOfDay};
use tongdu::service::import::{Asked, Look};
use tongdu::service::transfer::plan::Counts;
use tongdu::service::{Office, Problem, RosterLine, Tally};

/// Directors of 莒口镇: the first two are namesakes, the last serves no village.
const PEOPLE: [(&str, &str, &str); 7] = [
    ("林秀英", "后山村", "14000000001"),
    ("林秀英", "东山村", "14000000002"),
    ("张文彬", "莒口村", "14000000003"),
    ("何晓红", "上㘵村", "14000000004"),
    ("谢小燕", "中㘵村", "14000000005"),
    ("曾庆华", "湖桥村", "14000000006"),
    ("买买提·江", "", ""),
];

/// An office with a session of today whose test has 50 points, 30 of them to pass.
struct Scene {
    office: Office,
    workers: Vec<Id>,
    session: Id,
    folder: tempfile::TempDir,
}

fn save(office: &Office, record: impl Into<Record>) -> Id {
    office.save(None, record.into(), "").unwrap().id
}

fn counts(new: usize, changed: usize, same: usize, refused: usize) -> Counts {
    Counts {
        new,
        changed,
        same,
        refused,
    }
}

impl Scene {
    /// With so many of the people on the roster.
    fn new(enrolled: usize, capacity: Option<i64>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let office = jukou(&folder.path().join("office"));
        let mut workers = Vec::new();
        for (n, (name, village, phone)) in (1..).zip(PEOPLE) {
            let id = save(
                &office,
                Worker {
                    name: name.into(),
                    phone: phone.into(),
                    id_number: id_number("19800101", n),
                    role: Some(WorkerRole::Director),
                    ..Worker::default()
                },
            );
            workers.push(id);
            let found = office.candidates(Kind::Village, village, 9).into_iter();
            let place = found
                .filter(|_| !village.is_empty())
                .find(|row| office.label(Kind::Village, row.id) == village);
            if let Some(place) = place {
                let post = Post {
                    worker: Some(id),
                    village: Some(place.id),
                    from: Some(Day(19_000)),
                    ..Post::default()
                };
                save(&office, post);
            }
        }
        let training = Training {
            name: "2026年轮训".into(),
            kind: Some(TrainingType::Rotation),
            year: Some(2026),
            full_marks: Some(Score(500)),
            pass_mark: Some(Score(300)),
            ..Training::default()
        };
        let training = save(&office, training);
        let session = Session {
            training: Some(training),
            day: Some(office.today()),
            capacity,
            ..Session::default()
        };
        let session = save(&office, session);
        if enrolled > 0 {
            office.enrol(session, &workers[..enrolled]).unwrap();
        }
        Self {
            office,
            workers,
            session,
            folder,
        }
    }

    fn csv(&self, rows: &[&str]) -> PathBuf {
        let path = self.folder.path().join("签到.csv");
        std::fs::write(&path, rows.join("\n")).unwrap();
        path
    }

    fn look(&self, file: PathBuf) -> Result<Look, Problem> {
        self.office.look(&Asked {
            file,
            session: Some(self.session),
            ..Asked::default()
        })
    }

    fn take(&self, look: &Look) -> Counts {
        self.office.take(look, &mut |_, _| true).unwrap()
    }

    /// Looks and takes; and says, of each refused row, its number, column and reason.
    fn import(&self, rows: &[&str]) -> (Counts, Vec<(usize, &'static str, &'static str)>) {
        let look = self.look(self.csv(rows)).unwrap();
        let refused = refused(&look);
        (self.take(&look), refused)
    }

    fn of(&self, who: usize) -> RosterLine {
        let lines = self.office.roster(self.session).into_iter();
        let mut found = lines.filter(|l| l.worker == Some(self.workers[who]));
        found.next().expect("on the roster")
    }

    fn stands(&self, who: usize) -> (Attendance, Option<TimeOfDay>, Option<Score>) {
        let line = self.of(who);
        (line.state, line.time, line.score)
    }
}

fn refused(look: &Look) -> Vec<(usize, &'static str, &'static str)> {
    use tongdu::service::transfer::plan::Outcome;
    let rows = look.plan.rows.iter();
    rows.filter_map(|row| match &row.outcome {
        Outcome::Refused(faults) => Some(faults.iter().map(|f| (row.row, f.field, f.reason.key()))),
        _ => None,
    })
    .flatten()
    .collect()
}

fn time(hour: u16, minute: u16) -> Option<TimeOfDay> {
    Some(TimeOfDay(hour * 60 + minute))
}

#[test]
fn a_sheet_as_a_sign_in_system_writes_it_marks_the_roster_in_one_act() {
    let scene = Scene::new(6, None);
    // Two title rows, times as a spreadsheet keeps them, a column that nobody knows.
    let rows = vec![
        vec![C::T("2026年儿童主任轮训 签到表")],
        vec![
            C::T("序号"),
            C::T("姓名"),
            C::T("村（居）"),
            C::T("签到时间"),
            C::T("签退时间"),
            C::T("签到状态"),
            C::T("测验成绩"),
            C::T("是否合格"),
            C::T("餐券"),
        ],
        vec![
            C::N(1.0),
            C::T("林秀英"),
            C::T("东山村委会"),
            C::N(8.5 / 24.0),
            C::T("17:05"),
            C::T("√"),
            C::N(42.5),
            C::E,
            C::T("A"),
        ],
        vec![
            C::N(2.0),
            C::T("张 文 彬"),
            C::E,
            C::T("2026-11-23 08:55:10"),
            C::E,
            C::T("迟到"),
            C::N(12.0),
            C::T("是"),
        ],
        vec![C::N(3.0), C::T("何晓红"), C::E, C::E, C::E, C::T("请假")],
        vec![
            C::N(4.0),
            C::T("谢小燕"),
            C::E,
            C::E,
            C::E,
            C::T("未到"),
            C::T("/"),
        ],
        vec![C::T("合计"), C::T("4人")],
    ];
    let file = scene.folder.path().join("签到.xlsx");
    std::fs::write(&file, xlsx(&rows)).unwrap();
    let before = Tally::of(&scene.office.roster(scene.session));
    let look = scene.look(file.clone()).unwrap();
    assert_eq!(look.columns.unused, ["序号", "餐券"]);
    assert_eq!(
        look.plan.counts(),
        counts(0, 4, 0, 0),
        "{:?}",
        refused(&look)
    );
    assert_eq!(
        Tally::of(&scene.office.roster(scene.session)),
        before,
        "a look saves nothing"
    );
    let words = Lexicon::new(Language::ZhCn);
    let watch = look.remarks(&words);
    assert_eq!(watch.len(), 1);
    assert!(
        watch[0].taken && watch[0].row == 4 && watch[0].text.contains("30"),
        "{watch:?}"
    );

    scene.take(&look);
    let second = scene.of(1);
    assert_eq!(
        scene.stands(1),
        (Attendance::Present, time(8, 30), Some(Score(425)))
    );
    assert_eq!(
        (second.out, second.result),
        (time(17, 5), Some(Outcome::Pass))
    );
    assert_eq!(
        scene.stands(2),
        (Attendance::Late, time(8, 55), Some(Score(120)))
    );
    assert_eq!(
        scene.of(2).result,
        Some(Outcome::Pass),
        "the list's own word"
    );
    assert_eq!(scene.stands(3).0, Attendance::Excused);
    assert_eq!(scene.stands(4).0, Attendance::Absent);
    // Nobody else is touched, least of all the namesake.
    assert_eq!(scene.stands(0), (Attendance::Unmarked, None, None));

    let again = scene.look(file).unwrap();
    assert_eq!(again.plan.counts(), counts(0, 0, 4, 0));
    assert!(again.plan.changes().is_empty());
    scene.office.undo(None).unwrap();
    assert_eq!(Tally::of(&scene.office.roster(scene.session)), before);
}

#[test]
fn scores_come_later_and_a_blank_cell_takes_nothing_back() {
    let scene = Scene::new(4, None);
    let sign_in = [
        "姓名,电话,签到",
        "林秀英,14000000001,08:25",
        "张文彬,,",
        "何晓红,,8:40",
    ];
    assert_eq!(scene.import(&sign_in), (counts(0, 2, 1, 0), vec![]));
    assert_eq!(scene.stands(0), (Attendance::Present, time(8, 25), None));
    let scores = ["Name,Phone,Score", "林秀英,14000000001,29.5", "何晓红,,"];
    assert_eq!(scene.import(&scores), (counts(0, 1, 1, 0), vec![]));
    assert_eq!(
        scene.stands(0),
        (Attendance::Present, time(8, 25), Some(Score(295)))
    );
    assert_eq!(scene.of(0).result, Some(Outcome::Fail));
    // Passed by hand since: the same points again leave that as it is.
    let line = scene.of(0).enrolment;
    let by_hand = tongdu::service::Marks::Result(Outcome::Pass);
    scene.office.grade(line, by_hand).unwrap();
    assert_eq!(scene.import(&scores), (counts(0, 0, 2, 0), vec![]));
    assert_eq!(scene.of(0).result, Some(Outcome::Pass));
}

#[test]
fn each_bad_row_is_said_with_its_reason_and_the_good_ones_are_taken() {
    let scene = Scene::new(5, None);
    let (known, other) = (id_number("19800101", 3), id_number("19800101", 4));
    let rows = [
        "姓名,村居,身份证号,签到状态,签到时间,签退时间,成绩".to_owned(),
        format!("张文彬,,{known},到,8:30,17:00,50"),
        "张文彬,莒口村,,到,,,".into(),
        "何晓红,,,到,8:30,8:00,".into(),
        "谢小燕,,,没到,,,40".into(),
        "林秀英,后山村,,到,,,50.5".into(),
        "林秀英,,,到,,,".into(),
        "欧阳娜娜,,,到,,,".into(),
        "谢小燕,莒口村,,到,,,".into(),
        format!("谢小燕,,{other},到,,,"),
        "曾庆华,湖桥村,,请假,8:30,,".into(),
        "林秀英,东山村,,来了,,,".into(),
    ];
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    let (taken, refused) = scene.import(&rows);
    assert_eq!(
        refused,
        [
            (3, "name", "import-reason-twice"),
            (4, "out", "fault-ends-before-it-begins"),
            (5, "score", "fault-scored-without-attending"),
            (6, "score", "fault-out-of-range"),
            (7, "name", "import-reason-several-namesakes"),
            (8, "name", "import-reason-unknown"),
            (9, "village", "import-reason-elsewhere"),
            (10, "id_number", "import-reason-other-name"),
            (11, "time", "import-reason-time-without-attending"),
            (12, "state", "fault-not-a-choice"),
        ]
    );
    assert_eq!(taken, counts(0, 1, 0, 10));
    let tally = Tally::of(&scene.office.roster(scene.session));
    assert_eq!((tally.present, tally.unmarked), (1, 4));
    // They go back in the office's own columns.
    let look = scene.look(scene.csv(&rows)).unwrap();
    let back = scene.folder.path().join("退回.xlsx");
    let written = look.report(&back, &Lexicon::new(Language::ZhCn)).unwrap();
    assert_eq!(written, 10);
    assert!(scene.look(back).unwrap().plan.counts().refused >= 9);
}

#[test]
fn who_came_without_being_expected_needs_a_place() {
    let scene = Scene::new(2, Some(3));
    let rows = ["姓名,签到", "张文彬,√", "何晓红,√"];
    let (taken, refused) = scene.import(&rows);
    assert_eq!(taken, counts(1, 0, 0, 1));
    assert_eq!(refused, [(3, "name", "import-reason-no-place")]);
    let tally = Tally::of(&scene.office.roster(scene.session));
    assert_eq!((tally.all(), tally.waiting, tally.present), (3, 0, 1));
    // Whoever waits and came is taken in as soon as there is room, and has nothing to be marked
    // while away.
    scene
        .office
        .enrol(scene.session, &scene.workers[4..5])
        .unwrap();
    let away = scene.import(&["姓名,签到", "谢小燕,没到"]);
    assert_eq!(away.1, [(2, "name", "import-reason-still-waiting")]);
    let came = scene.import(&["姓名,签到", "谢小燕,到"]);
    assert_eq!(came.1, [(2, "name", "import-reason-no-place")]);
    let row = scene.office.row(Kind::Session, scene.session).unwrap();
    let mut record = row.record.clone();
    let more = [("capacity".into(), "5".into())];
    scene.office.fill(&mut record, &more).unwrap();
    scene.office.save(Some(&row), record, "").unwrap();
    assert_eq!(
        scene.import(&["姓名,签到", "谢小燕,到"]).0,
        counts(0, 1, 0, 0)
    );
    assert!(!scene.of(4).waiting);
}

#[test]
fn guests_of_the_roster_are_found_and_nobody_else_is_made() {
    let scene = Scene::new(1, None);
    let guest = |name: &str, village: &str| Guest {
        name: name.into(),
        village: village.into(),
        ..Guest::default()
    };
    let from_outside = guest("欧阳娜娜", "石维村");
    let id = scene.office.add_guest(scene.session, from_outside).unwrap();
    let rows = [
        "姓名,村居,签到时间",
        "欧阳娜娜,石维村委会,8:30",
        "买买提.江,莒口村,8:31",
    ];
    let (taken, refused) = scene.import(&rows);
    assert_eq!((taken, refused), (counts(1, 1, 0, 0), vec![]));
    let lines = scene.office.roster(scene.session);
    let line = lines.iter().find(|l| l.guest == Some(id)).unwrap();
    assert_eq!((line.state, line.time), (Attendance::Present, time(8, 30)));
    let elsewhere = scene.import(&["姓名,村居,签到时间", "欧阳娜娜,坤口村,8:30"]);
    assert_eq!(elsewhere.1, [(2, "village", "import-reason-elsewhere")]);
}

#[test]
fn townships_tell_namesakes_apart() {
    let scene = Scene::new(2, None);
    let ours = scene.import(&["姓名,乡镇,签到", "何晓红,莒口,到", "张文彬,麻沙镇,到"]);
    assert_eq!(ours.0, counts(1, 0, 0, 1));
    assert_eq!(ours.1, [(3, "township", "import-reason-elsewhere")]);
}

#[test]
fn before_the_day_a_sheet_enrols_and_takes_leave_but_nobody_came() {
    let scene = Scene::new(2, None);
    let row = scene.office.row(Kind::Session, scene.session).unwrap();
    let mut record = row.record.clone();
    let tomorrow = [("day".to_owned(), scene.office.today().plus(1).iso())];
    scene.office.fill(&mut record, &tomorrow).unwrap();
    scene.office.save(Some(&row), record, "").unwrap();
    let sheet = [
        "姓名,村居,签到",
        "林秀英,后山村,到",
        "林秀英,东山村,请假",
        "张文彬,,",
    ];
    let (taken, refused) = scene.import(&sheet);
    assert_eq!(refused, [(2, "state", "fault-before-the-day")]);
    assert_eq!(taken, counts(1, 1, 0, 1));
}

#[test]
fn a_pass_with_a_certificate_is_not_taken_back_by_a_list() {
    let scene = Scene::new(4, None);
    scene.import(&["姓名,签到,成绩", "张文彬,到,45"]);
    scene.office.certify(scene.session, "JY", false).unwrap();
    let again = scene.import(&["姓名,成绩", "张文彬,12"]);
    assert_eq!(again.1, [(2, "result", "fault-certificate-given")]);
    assert_eq!(
        scene.import(&["姓名,成绩", "张文彬,46"]).0,
        counts(0, 1, 0, 0)
    );
}

#[test]
fn what_is_no_sign_in_sheet_is_refused_as_a_whole() {
    let scene = Scene::new(1, None);
    let problem = |rows: &[&str]| scene.look(scene.csv(rows)).err().map(|p| p.key);
    assert_eq!(
        problem(&["电话,签到", "14000000001,到"]),
        Some("import-missing-name")
    );
    assert_eq!(
        problem(&["莒口镇通知", "请各村报名"]),
        Some("import-no-heading")
    );
    let asked = Asked {
        file: scene.csv(&["姓名,签到", "张文彬,到"]),
        kind: Some(Kind::Enrolment),
        ..Asked::default()
    };
    let alone = scene.office.look(&asked).err().unwrap();
    assert_eq!(alone.key, "cli-import-kind");
}
