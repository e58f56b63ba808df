//! The whole way through by verbs, as a script or a screen reader goes it: the real program on a
//! real folder, in Chinese; and what it refuses.

#[path = "support/plugins.rs"]
#[allow(dead_code)]
mod plugins;

#[path = "support/terminal.rs"]
#[allow(dead_code)]
mod terminal;

#[path = "verbs/check.rs"]
mod check;
#[path = "verbs/consequences.rs"]
mod consequences;
#[path = "verbs/plugins.rs"]
mod own_plugins;
#[path = "verbs/policy.rs"]
mod policy;
#[path = "verbs/roster.rs"]
mod roster;
#[path = "verbs/sealed.rs"]
mod sealed;

use calamine::{Data, Reader};
use rust_xlsxwriter::Workbook;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use tongdu::schema::number::check_place;

struct Desk {
    dir: tempfile::TempDir,
}

/// What a verb said and with which code it ended.
struct Said {
    code: i32,
    out: String,
    err: String,
}

impl Desk {
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join("passphrase"), "correct horse\n").unwrap();
        Self { dir }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    fn say(&self, args: &[&str]) -> Said {
        self.say_in("zh-CN", args)
    }

    fn say_in(&self, language: &str, args: &[&str]) -> Said {
        let Output {
            status,
            stdout,
            stderr,
        } = Command::new(env!("CARGO_BIN_EXE_tongdu"))
            .env_clear()
            .env("XDG_DATA_HOME", self.path("share"))
            .args(["--lang", language, "--data"])
            .arg(self.path("office"))
            .arg("--passphrase-file")
            .arg(self.path("passphrase"))
            .args(args)
            .output()
            .unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        Said {
            code: status.code().unwrap(),
            out: text(stdout),
            err: text(stderr),
        }
    }

    /// A verb that has to succeed; its data.
    fn does(&self, args: &[&str]) -> String {
        let said = self.say(args);
        assert_eq!(said.code, 0, "{args:?}\n{}{}", said.out, said.err);
        said.out
    }

    fn count(&self, kind: &str) -> String {
        self.does(&["count", kind]).trim().to_owned()
    }
}

fn id_number(n: u32) -> String {
    let digits = format!(
        "3599991985{:02}{:02}{:03}",
        1 + n % 12,
        1 + n % 28,
        100 + n * 2
    );
    format!("{digits}{}", check_place(digits.as_bytes()) as char)
}

/// The office's list of directors: title rows, then a heading, then people; one row with a number
/// that a spreadsheet has rounded.
fn ledger(path: &Path) -> Vec<String> {
    let villages = [
        "莒潭社区居委会",
        "莒口村委会",
        "湖桥村",
        "上㘵村",
        "中㘵村委会",
        "茶㘵村",
    ];
    let names = [
        "林秀英",
        "陈丽华",
        "黄建国",
        "谢小燕",
        "曾庆华",
        "买买提·江",
    ];
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write(0, 0, "莒口镇儿童主任花名册").unwrap();
    sheet.write(1, 0, "填报单位：莒口镇人民政府").unwrap();
    for (column, heading) in [
        "序号",
        "姓名",
        "所在村（居）",
        "身份证号",
        "联系电话",
        "任职时间",
        "初任培训时间",
    ]
    .iter()
    .enumerate()
    {
        sheet.write(2, column as u16, *heading).unwrap();
    }
    let mut numbers = Vec::new();
    for (n, (name, village)) in names.iter().zip(villages).enumerate() {
        let row = 3 + n as u32;
        numbers.push(id_number(n as u32));
        sheet.write(row, 0, row - 2).unwrap();
        sheet.write(row, 1, *name).unwrap();
        sheet.write(row, 2, village).unwrap();
        sheet.write(row, 3, numbers[n].as_str()).unwrap();
        sheet
            .write(row, 4, format!("1390599{:04}", 100 + n))
            .unwrap();
        sheet.write(row, 5, "2022年4月20日").unwrap();
        sheet.write(row, 6, "2022.4.1").unwrap();
    }
    sheet.write(9, 1, "单秀娟").unwrap();
    sheet.write(9, 2, "后山村").unwrap();
    sheet.write(9, 3, 350_703_198_503_140_032_f64).unwrap();
    book.save(path).unwrap();
    numbers
}

/// Text as bytes in UTF-8, UTF-16 of both ends, and GB18030.
fn ways_of_writing(text: &str) -> Vec<Vec<u8>> {
    let units: Vec<u16> = text.encode_utf16().collect();
    let little = units.iter().flat_map(|u| u.to_le_bytes()).collect();
    let big = units.iter().flat_map(|u| u.to_be_bytes()).collect();
    let gb = encoding_rs::GB18030.encode(text).0.into_owned();
    vec![text.as_bytes().to_vec(), little, big, gb]
}

fn files_below(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut all = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            all.extend(files_below(&path));
        } else {
            let bytes = std::fs::read(&path).unwrap();
            all.push((path, bytes));
        }
    }
    all
}

#[test]
fn from_the_offices_list_to_civil_affairs() {
    plugins::libraries();
    let desk = Desk::new();
    let numbers = ledger(&desk.path("名册.xlsx"));
    let file = desk.path("名册.xlsx").display().to_string();
    let refused = desk.path("退回.xlsx").display().to_string();
    assert_eq!(
        desk.does(&["init", "--area", "350703104", "--name", "王芳"])
            .trim()
            .len(),
        29,
        "the recovery code"
    );
    assert_eq!(desk.count("village"), "17");

    // Look, then do. The damaged number is refused in words; the others are taken.
    let look = desk.say(&["import", &file, "--dry-run"]);
    assert_eq!(
        (look.code, desk.count("worker").as_str()),
        (1, "0"),
        "{}",
        look.err
    );
    let done = desk.say(&["import", &file, "--report", &refused]);
    assert_eq!(done.code, 1);
    assert!(
        done.err.contains("第 10 行") && done.err.contains("小数"),
        "{}",
        done.err
    );
    assert_eq!(
        (desk.count("worker"), desk.count("post")),
        ("6".into(), "6".into())
    );
    let due = desk.does(&["due", "--kind", "no_director"]);
    assert_eq!(
        due.lines().count(),
        1 + 11,
        "six of seventeen are no longer vacant"
    );
    assert!(!due.contains("上㘵村") && due.contains("后山村"), "{due}");
    let mut report: calamine::Xlsx<_> = calamine::open_workbook(&refused).unwrap();
    let sheet = report.worksheet_range_at(0).unwrap().unwrap();
    assert!(
        sheet
            .rows()
            .flatten()
            .any(|c| c.to_string().contains("单秀娟"))
    );

    // Again: nothing new. Undo: all of it gone, and back by importing once more.
    desk.say(&["import", &file]);
    assert_eq!(desk.count("worker"), "6");
    assert_eq!(desk.does(&["undo"]), "");
    assert_eq!(
        (desk.count("worker"), desk.count("post")),
        ("0".into(), "0".into())
    );
    desk.say(&["import", &file]);
    assert_eq!(desk.count("director"), "6");

    // A training with one session; everybody marked.
    desk.does(&[
        "add",
        "training",
        "name=2026年儿童主任轮训",
        "kind=轮训",
        "year=2026",
    ]);
    desk.does(&[
        "add",
        "session",
        "training=2026年儿童主任轮训",
        "name=第1组",
        "day=+0",
        "start=8点30分",
    ]);
    assert!(
        desk.does(&["roster", "1", "enrol", "role=director"])
            .contains('6')
    );
    desk.does(&["roster", "1", "mark", "曾庆华", "请假"]);
    desk.does(&["roster", "1", "mark", "rest", "到"]);
    let roster = desk.does(&["--json", "roster", "1"]);
    assert_eq!(roster.matches("\"present\"").count(), 5, "{roster}");
    assert!(desk.does(&["roster", "1", "print"]).contains("买买提·江"));

    // One director changed in Chinese, with a reason; a slip refused; the change undone and redone.
    let refusal = desk.say(&["set", "director", "谢小燕", "source=村委主任"]);
    assert_eq!(refusal.code, 1);
    assert!(refusal.err.contains("没有这一项"), "{}", refusal.err);
    desk.does(&[
        "set",
        "director",
        "谢小燕",
        "source=大学生村官",
        "note=兼管上㘵村儿童之家",
        "--reason",
        "补录",
    ]);
    let shown = desk.does(&["show", "director", "谢小燕"]);
    assert!(
        shown.contains("大学生村官") && shown.contains("儿童之家") && shown.contains("补录"),
        "{shown}"
    );
    assert!(
        shown.contains(&format!("3599{}{}", "*".repeat(10), &numbers[3][14..])),
        "masked: {shown}"
    );

    // Out to civil affairs: previewed, confirmed twice, logged, and read back.
    let out = desk.path("u").display().to_string();
    std::fs::create_dir(&out).unwrap();
    let preview = desk.say(&["export", "civil_affairs", "--preview"]);
    assert!(
        preview.err.contains("沙箱  有") && !preview.err.contains(&numbers[0]),
        "{}",
        preview.err
    );
    for args in [
        &["--confirm", "minzheng"][..],
        &["--confirm", "civil_affairs", "--clear", "x"],
    ] {
        let said = desk.say(&[&["export", "civil_affairs", "--out", &out][..], args].concat());
        assert_eq!(said.code, 1, "{args:?}");
    }
    assert_eq!(std::fs::read_dir(&out).unwrap().count(), 0);
    assert_eq!(desk.count("disclosure"), "0");
    let sent = desk.does(&[
        "export",
        "civil_affairs",
        "--out",
        &out,
        "--confirm",
        "civil_affairs",
        "--clear",
        "civil_affairs",
    ]);
    let xlsx = sent.lines().find(|l| l.ends_with(".xlsx")).unwrap();
    let mut book: calamine::Xlsx<_> = calamine::open_workbook(xlsx).unwrap();
    let sheet = book.worksheet_range("实名制花名册").unwrap();
    let cells: Vec<&Data> = sheet.rows().flatten().collect();
    for number in &numbers {
        assert!(
            cells.contains(&&Data::String(number.clone())),
            "{number} is an intact text"
        );
    }
    assert!(cells.contains(&&Data::String("谢小燕".into())));
    let log = desk.does(&["--json", "list", "disclosure"]);
    assert!(
        log.contains("\"sent\"") && log.contains("\"rows\":6"),
        "{log}"
    );
    assert_eq!(desk.say(&["undo"]).code, 1, "what was sent can't be undone");
    assert!(desk.does(&["verify", "--full"]).contains(':'));

    // Nothing personal in clear anywhere below the data folder, in any way of writing it.
    let people = [
        "林秀英",
        "谢小燕",
        "买买提·江",
        "王芳",
        "13905990100",
        "兼管上㘵村",
        "补录",
    ];
    let canaries = people
        .iter()
        .map(ToString::to_string)
        .chain(numbers.iter().cloned());
    let written: Vec<Vec<u8>> = canaries.flat_map(|text| ways_of_writing(&text)).collect();
    let files = files_below(&desk.path("office"));
    assert!(files.len() > 5, "journal, keys and view");
    for (path, bytes) in files {
        for canary in &written {
            let found = bytes.windows(canary.len()).any(|w| w == canary.as_slice());
            assert!(
                !found,
                "{} holds {:?}",
                path.display(),
                String::from_utf8_lossy(canary)
            );
        }
    }

    // The store again without sled's folder, and beside a reader.
    std::fs::remove_dir_all(desk.path("office").join("view")).unwrap();
    assert_eq!(desk.count("director"), "6");
    assert_eq!(desk.does(&["--read-only", "count", "director"]).trim(), "6");
    assert_eq!(desk.say(&["--read-only", "list", "child"]).code, 4);
}

#[test]
fn many_are_changed_at_once_or_not_at_all() {
    let desk = Desk::new();
    desk.does(&["init", "--area", "350703104", "--name", "王芳"]);
    for (name, sex) in [("林秀英", "女"), ("何晓红", "女"), ("张文彬", "男")] {
        let (name, sex) = (format!("name={name}"), format!("sex={sex}"));
        desk.does(&[
            "add",
            "director",
            &name,
            "role=儿童主任",
            &sex,
            "work_time=兼职",
        ]);
    }
    let full = || {
        let list = desk.does(&["--json", "list", "director", "--where", "work_time=full"]);
        list.lines().count()
    };
    // Looked at first: nothing is saved.
    let women = ["set", "director", "--where", "sex=女", "work_time=专职"];
    let seen = desk.does(&[&women[..], &["--dry-run"]].concat());
    assert!(
        seen.contains("林秀英") && seen.contains("兼职") && seen.contains("专职"),
        "{seen}"
    );
    assert!(!seen.contains("张文彬"), "{seen}");
    assert_eq!(full(), 0);
    let seen = desk.does(&[&["--json"], &women[..], &["--dry-run"]].concat());
    assert_eq!(seen.matches(r#""verdict":"changes""#).count(), 2, "{seen}");
    let done = desk.say(&[&women[..], &["--reason", "镇里统一"]].concat());
    assert_eq!((done.code, full()), (0, 2), "{}", done.err);
    assert!(done.out.starts_with("已改 2 条"), "{}", done.out);
    // Again: nothing to change. One undo takes all of it back.
    assert_eq!(desk.say(&women).code, 1);
    desk.does(&["undo"]);
    assert_eq!(full(), 0);
    // One that can't keeps all from being saved, and is named.
    let all = [
        "set",
        "director",
        "--where",
        "work_time=part",
        "female_member=是",
    ];
    let refused = desk.say(&all);
    assert_eq!(refused.code, 1);
    assert!(
        refused.err.contains("没有存：有 1 条不能这样改"),
        "{}",
        refused.err
    );
    assert!(
        refused.out.contains("填了女性委员，性别却是男"),
        "{}",
        refused.out
    );
    let blank = desk.does(&["--json", "list", "director", "--where", "female_member="]);
    assert_eq!(blank.lines().count(), 3);
    // Names are one person's own, and without conditions a record has to be named.
    assert_eq!(
        desk.say(&["set", "director", "--where", "sex=女", "name=某某"])
            .code,
        2
    );
    assert_eq!(desk.say(&["set", "director", "林秀英"]).code, 2);
    assert_eq!(
        desk.say(&["set", "director", "林秀英", "note=x", "--dry-run"])
            .code,
        2
    );
    // Sorted as the screen sorts, backwards too.
    let names = desk.does(&["--json", "list", "director", "--sort", "-name"]);
    let places = ["张文彬", "林秀英", "何晓红"].map(|name| names.find(name));
    assert!(places.is_sorted() && places[0].is_some(), "{names}");
}

#[test]
fn every_refusal_says_what_why_and_what_next_in_both_languages() {
    let desk = Desk::new();
    desk.does(&["init", "--area", "350703104", "--name", "王芳"]);
    std::fs::write(desk.path("notes.docx"), "PK\u{3}\u{4} not a sheet").unwrap();
    let bad = desk.path("notes.docx").display().to_string();
    std::fs::write(desk.path("wrong"), "wrong horse").unwrap();
    let wrong = desk.path("wrong").display().to_string();
    let elsewhere = desk.path("elsewhere").display().to_string();
    let cases: &[(&[&str], i32)] = &[
        (&["--passphrase-file", &wrong, "list", "worker"], 4),
        (&["--data", &elsewhere, "list", "worker"], 5),
        (&["add", "worker", "nickname=x"], 2),
        (&["add", "worker", "name=甲", "role=主任", "phone=12"], 1),
        (&["add", "worker", "name"], 2),
        (&["list", "teacher"], 2),
        (&["list", "worker", "--where", "name"], 2),
        (&["show", "worker", "9"], 1),
        (&["import", &bad], 1),
        (&["import", "/nowhere.xlsx"], 1),
        (&["export", "police", "--preview"], 1),
        (&["init", "--area", "999", "--name", "x"], 1),
        (&["init", "--area", "350703104", "--name", "x"], 1),
        (&["roster", "1"], 1),
        (&["due", "--kind", "weather"], 2),
        (&["--read-only", "add", "worker", "name=甲", "role=主任"], 2),
        (&["undo", "x"], 2),
        (&["--user", "李四", "count", "worker"], 4),
        (&["list", "worker", "--where", "id_number~3507"], 2),
        (&["list", "worker", "--where", "sex=x"], 1),
        (&["demo", "--no-ui"], 1),
    ];
    for language in ["zh-CN", "en"] {
        let (why, next) = if language == "en" {
            ("Why:", "Next:")
        } else {
            ("为什么", "怎么办")
        };
        for (args, code) in cases {
            let args: Vec<&str> = args.to_vec();
            let said = desk.say_in(language, &args);
            assert_eq!(said.code, *code, "{language} {args:?}\n{}", said.err);
            assert!(
                said.err.contains(why) && said.err.contains(next),
                "{language} {args:?}\n{}",
                said.err
            );
            let chinese = said
                .err
                .chars()
                .filter(|c| ('\u{4e00}'..='\u{9fff}').contains(c))
                .count();
            assert!(
                if language == "en" {
                    chinese < 8
                } else {
                    chinese > 8
                },
                "{language} {args:?}\n{}",
                said.err
            );
            assert!(
                !said.err.contains("{ $"),
                "{language} {args:?}\n{}",
                said.err
            );
        }
        assert_eq!(desk.say_in(language, &["lst"]).code, 2);
        assert_eq!(desk.say_in(language, &["list"]).code, 2);
        assert_eq!(desk.say_in(language, &["plugin-host"]).code, 64);
    }
}

/// A computer that died: its stick, another folder, the passphrase or the printed code.
#[test]
fn an_office_is_backed_up_and_comes_back_elsewhere() {
    let desk = Desk::new();
    let made = desk.does(&["init", "--area", "350703104", "--name", "王芳"]);
    let code = made.trim().to_owned();
    desk.does(&["add", "village", "code=350703104401", "name=后山新村"]);
    let stick = desk.path("stick");
    let to = stick.to_str().unwrap();
    let gone = desk.say(&["backup", to]);
    assert_eq!(gone.code, 1, "{}", gone.err);
    assert!(
        gone.err.contains("没有备份：找不到这个文件夹"),
        "{}",
        gone.err
    );
    std::fs::create_dir(&stick).unwrap();
    let made: serde_json::Value =
        serde_json::from_str(&desk.does(&["backup", to, "--json"])).unwrap();
    assert_eq!(made["copied"], made["bytes"]);
    assert!(desk.does(&["backup", to]).starts_with("备份好了，查过了"));
    let refused = desk.say(&["restore", to]);
    assert_eq!(refused.code, 1);
    assert!(refused.err.contains("已经有资料"), "{}", refused.err);

    let villages = desk.count("village");
    let elsewhere = |name: &str| desk.path(name).to_str().unwrap().to_owned();
    let new = elsewhere("new");
    let back = desk.does(&["restore", to, "--data", &new]);
    assert!(back.starts_with("恢复好了"), "{back}");
    let there = desk.does(&["count", "village", "--data", &new]);
    assert_eq!(there.trim(), villages);
    let village = ["add", "village", "code=350703104402", "name=新电脑村"];
    desk.does(&[&village[..], &["--data", &new]].concat());
    desk.does(&["undo", "--data", &new]);
    desk.does(&["undo", "--data", &new]);
    desk.does(&["verify", "--full", "--data", &new]);
    let there = desk.does(&["count", "village", "--data", &new]);
    assert_eq!(
        there.trim().parse::<u32>().unwrap() + 1,
        villages.parse::<u32>().unwrap()
    );

    let typed = |secret: &str, data: &str| {
        std::fs::write(desk.path("typed"), secret).unwrap();
        let file = elsewhere("typed");
        desk.say_in(
            "en",
            &["restore", to, "--data", data, "--passphrase-file", &file],
        )
    };
    let wrong = typed("not this one", &elsewhere("other"));
    assert_eq!(wrong.code, 4, "{}", wrong.err);
    let by_code = typed(&code.to_lowercase(), &elsewhere("other"));
    assert_eq!(by_code.code, 0, "{}", by_code.err);
    assert!(by_code.out.starts_with("Restored: "), "{}", by_code.out);

    // A backup in which a byte has flipped is named and not taken.
    let dir = std::fs::read_dir(&stick).unwrap().next().unwrap().unwrap();
    for file in std::fs::read_dir(dir.path()).unwrap() {
        let path = file.unwrap().path();
        if path.to_string_lossy().contains("journal-") {
            let mut bytes = std::fs::read(&path).unwrap();
            bytes[200] ^= 1;
            std::fs::write(path, bytes).unwrap();
        }
    }
    let damaged = typed("correct horse", &elsewhere("third"));
    assert_eq!(damaged.code, 5, "{}", damaged.err);
    assert!(damaged.err.contains("journal-"), "{}", damaged.err);
    assert!(!desk.path("third").exists());
}

#[test]
fn a_store_in_use_a_newer_one_and_a_damaged_one() {
    let desk = Desk::new();
    desk.does(&["init", "--area", "350703104", "--name", "王芳"]);
    // In use: a writer that waits for its next line.
    let mut writer = Command::new(env!("CARGO_BIN_EXE_tongdu"))
        .args(["--json", "add", "worker", "-", "--data"])
        .arg(desk.path("office"))
        .arg("--passphrase-file")
        .arg(desk.path("passphrase"))
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = writer.stdin.take().unwrap();
    std::io::Write::write_all(
        &mut input,
        "{\"name\":\"甲\",\"role\":\"主任\"}\n".as_bytes(),
    )
    .unwrap();
    let mut ack = String::new();
    let mut output = std::io::BufReader::new(writer.stdout.take().unwrap());
    std::io::BufRead::read_line(&mut output, &mut ack).unwrap();
    assert!(ack.contains("revision"), "{ack}");
    let said = desk.say(&["count", "worker"]);
    assert_eq!(said.code, 3);
    assert!(said.err.contains(&writer.id().to_string()), "{}", said.err);
    assert_eq!(desk.does(&["--read-only", "count", "worker"]).trim(), "1");
    drop(input);
    assert!(writer.wait().unwrap().success());

    // A flipped byte in the middle of the journal: named, exit 5, nothing cut.
    let device = std::fs::read_dir(desk.path("office/journal"))
        .unwrap()
        .next()
        .unwrap()
        .unwrap()
        .path();
    let segment = device.join("000001.jrn");
    let good = std::fs::read(&segment).unwrap();
    let mut bad = good.clone();
    bad[good.len() / 2] ^= 1;
    std::fs::write(&segment, &bad).unwrap();
    for verb in [&["count", "worker"][..], &["verify"], &["rebuild"]] {
        let said = desk.say(verb);
        assert_eq!(said.code, 5, "{verb:?} {}", said.err);
        let all = said.out + &said.err;
        let named = all.contains("内容被改过") || all.contains("内容变了");
        assert!(named && all.contains("000001 段"), "{all}");
    }
    assert_eq!(std::fs::read(&segment).unwrap(), bad);
    std::fs::write(&segment, &good).unwrap();
    assert_eq!(desk.count("worker"), "1");

    // A write that a power cut left unfinished: cut, kept aside, and told.
    let mut torn = std::fs::read(&segment).unwrap();
    torn.extend([0; 512]);
    std::fs::write(&segment, &torn).unwrap();
    let said = desk.say(&["count", "worker"]);
    assert_eq!((said.code, said.out.trim()), (0, "1"), "{}", said.err);
    assert!(
        said.err.contains("没写完") && said.err.contains("cut"),
        "{}",
        said.err
    );
    assert!(
        !desk.say(&["count", "worker"]).err.contains("没写完"),
        "told once"
    );

    // Made by a newer program: its format number is bigger.
    let header = desk.path("office/store");
    let mut bytes = std::fs::read(&header).unwrap();
    bytes[8] = 99;
    std::fs::write(&header, &bytes).unwrap();
    let said = desk.say(&["count", "worker"]);
    assert_eq!(said.code, 5);
    assert!(said.err.contains("新版"), "{}", said.err);
}

#[test]
fn a_childs_file_is_told_with_what_follows_from_it_and_printed() {
    let desk = Desk::new();
    desk.does(&["init", "--area", "350703104", "--name", "王芳"]);
    let number = {
        let digits = "35999920150314012";
        format!("{digits}{}", check_place(digits.as_bytes()) as char)
    };
    desk.does(&[
        "add",
        "household",
        "head=陈大",
        "address=12号",
        "phone=0599-5830001",
    ]);
    for (name, relation) in [("陈大", "父亲"), ("周丽萍", "母亲")] {
        let (name, relation) = (format!("name={name}"), format!("relation={relation}"));
        let fields = ["household=#1", "status=外出务工", "phone=13905990101"];
        let mut verb = vec!["add", "caregiver", &name, &relation];
        verb.extend(fields);
        desk.does(&verb);
    }
    let id = format!("id_number={number}");
    for child in [
        &[
            "name=陈小明",
            "village=上㘵村",
            "household=#1",
            "birth_day=2015-03-14",
            "origin=农村",
            &id,
        ][..],
        &["name=陈小红", "village=上㘵村", "household=#1"],
    ] {
        let mut verb = vec!["add", "child"];
        verb.extend(child);
        desk.does(&verb);
    }
    let json = desk.does(&["--json", "show", "child", "1"]);
    let file: serde_json::Value = serde_json::from_str(json.trim()).unwrap();
    assert_eq!(file["standings"][0]["category"], "left_behind");
    assert_eq!(file["standings"][0]["computed"], true);
    assert_eq!(file["standings"][0]["facts"]["rural"], true);
    assert_eq!(file["home"]["address"], "12号");
    assert_eq!(file["caregivers"][1]["name"], "周丽萍");
    assert_eq!(file["siblings"][0]["name"], "陈小红");
    assert_eq!(file["lacking"][0], "sex");
    assert!(
        !json.contains(&number) && !json.contains("13905990101"),
        "{json}"
    );
    let text = desk.does(&["show", "child", "1"]);
    assert!(text.contains("周丽萍  外出务工  139****0101"), "{text}");

    let out = desk.path("file.txt");
    let path = out.to_str().unwrap();
    desk.does(&["form", "child", "1", "--out", path]);
    let printed = std::fs::read_to_string(&out).unwrap();
    assert!(
        printed.contains("儿童档案：陈小明") && !printed.contains(&number),
        "{printed}"
    );
    assert_eq!(
        desk.say(&["form", "child", "1", "--out", path]).code,
        1,
        "never over a file"
    );
    let full = desk.path("full.txt");
    let full_path = full.to_str().unwrap();
    let blank = ["form", "child", "1", "--out", full_path, "--unmask", " "];
    assert_eq!(desk.say(&blank).code, 1);
    assert!(!full.exists());
    desk.does(&[
        "form",
        "child",
        "1",
        "--out",
        full_path,
        "--unmask",
        "民政局核对",
    ]);
    let printed = std::fs::read_to_string(&full).unwrap();
    assert!(
        printed.contains(&number) && printed.contains("民政局核对"),
        "{printed}"
    );
    let text = desk.does(&["show", "child", "1"]);
    assert!(text.contains("打印  王芳  民政局核对"), "{text}");
    assert_eq!(desk.say(&["form", "visit", "1", "--out", path]).code, 2);
}

#[test]
fn what_is_due_is_put_off_by_a_verb_too() {
    let desk = Desk::new();
    desk.does(&["init", "--area", "350703104", "--name", "王芳"]);
    let vacancy = || {
        let due = desk.does(&["--json", "due", "--kind", "no_director"]);
        let line = due.lines().find(|line| line.contains("后山村")).unwrap();
        serde_json::from_str::<serde_json::Value>(line).unwrap()["put_off"].clone()
    };
    let ask = ["postpone", "no_director", "后山村", "--until", "+7"];
    assert!(vacancy().is_null());
    for (args, code, word) in [
        (&ask[..], 1, "没有写理由"),
        (
            &["postpone", "untrained", "后山村", "--until", "+7"],
            1,
            "没有「untrained」",
        ),
        (
            &["postpone", "visits", "后山村", "--until", "+7"],
            2,
            "没有「visits」",
        ),
        (
            &["postpone", "no_director", "前山村", "--until", "+7"],
            1,
            "没有找到",
        ),
        (
            &["postpone", "no_director", "后山村", "--until", "明天"],
            1,
            "until",
        ),
    ] {
        let said = desk.say(args);
        assert!(
            said.code == code && said.err.contains(word),
            "{args:?} {}",
            said.err
        );
    }
    let done = desk.does(&[&ask[..], &["--reason", "等村里开会"]].concat());
    assert!(done.contains("空岗"), "{done}");
    assert!(vacancy().is_string());
    desk.does(&["undo"]);
    assert!(vacancy().is_null());
}

/// A second user from the first day to the last, in Chinese; the recovery code changes with it.
#[test]
fn a_second_user_comes_and_goes() {
    let desk = Desk::new();
    let file = |name: &str, text: &str| {
        std::fs::write(desk.path(name), format!("{text}\n")).unwrap();
        desk.path(name).to_string_lossy().into_owned()
    };
    let first_code = desk.does(&["init", "--area", "350703104", "--name", "王芳"]);
    let theirs = file("theirs", "trainer words");
    let add = [
        "user",
        "add",
        "陈培训",
        "--role",
        "培训员",
        "--new-passphrase-file",
    ];
    desk.does(&[&add[..], &[&theirs]].concat());
    let listed = desk.does(&["user", "list"]);
    assert!(
        listed.contains("王芳") && listed.contains("陈培训"),
        "{listed}"
    );
    assert!(listed.contains("培训员"), "{listed}");

    // What is refused: the same name, the same passphrase, oneself, nobody.
    let again = desk.say(&[&add[..], &[&theirs]].concat());
    assert_eq!(again.code, 1, "{}", again.err);
    assert!(again.err.contains("同名"), "{}", again.err);
    let same = desk.path("passphrase").to_string_lossy().into_owned();
    let taken = desk.say(&["user", "add", "李四", "--new-passphrase-file", &same]);
    assert!(taken.err.contains("这个口令不能用"), "{}", taken.err);
    assert!(
        desk.say(&["user", "remove", "王芳"])
            .err
            .contains("不能移除自己")
    );
    assert!(
        desk.say(&["user", "remove", "赵六"])
            .err
            .contains("没有这个姓名")
    );

    // The trainer may look, and neither add nor remove.
    let as_trainer = |args: &[&str]| {
        let all = [&["--passphrase-file", theirs.as_str()], args].concat();
        desk.say_in("en", &all)
    };
    assert!(as_trainer(&["user", "list"]).out.contains("陈培训"));
    let refused = as_trainer(&["user", "remove", "王芳"]);
    assert_eq!(refused.code, 4, "{}", refused.err);
    assert!(
        refused.err.contains("Only a child supervisor"),
        "{}",
        refused.err
    );
    let changed = file("changed", "other trainer words");
    let change = ["user", "passphrase", "--new-passphrase-file", &changed];
    assert_eq!(as_trainer(&change).code, 0);
    assert_eq!(as_trainer(&["user", "list"]).code, 4, "the old one is gone");

    let removed = desk.say(&["user", "remove", "陈培训"]);
    assert_eq!(removed.code, 0, "{}", removed.err);
    let code = removed.out.trim().to_owned();
    assert_ne!(code, first_code.trim());
    assert!(
        removed.err.contains("旧备份"),
        "the limits are told: {}",
        removed.err
    );
    assert!(!desk.does(&["user", "list"]).contains("陈培训"));
    let gone = desk.say(&["--passphrase-file", &changed, "user", "list"]);
    assert_eq!(gone.code, 4, "{}", gone.err);
    desk.does(&["add", "worker", "name=林秀英", "role=director"]);
    assert_eq!(desk.count("worker"), "1");

    // Forgotten: the old code opens nothing, the new one does.
    let new = file("new", "a passphrase after");
    let by = |code: &str| {
        let code = file("code", code.trim());
        desk.say(&[
            "user",
            "passphrase",
            "--code-file",
            &code,
            "--new-passphrase-file",
            &new,
        ])
    };
    assert_eq!(by(&first_code).code, 4);
    let done = by(&code);
    assert_eq!(done.code, 0, "{}", done.err);
    assert_eq!(desk.say(&["count", "worker"]).code, 4);
    let counted = desk.say(&["--passphrase-file", &new, "count", "worker"]);
    assert_eq!(counted.out.trim(), "1", "{}", counted.err);
    let renewed = desk.say(&["--passphrase-file", &new, "user", "code"]);
    assert_ne!(renewed.out.trim(), code);
    assert_eq!(by(&code).code, 4, "the code before it");

    // And after the fourth wrong try one has to wait, and is told until when.
    let tries: Vec<Said> = (0..5)
        .map(|_| desk.say(&["--passphrase-file", &changed, "user", "list"]))
        .collect();
    let last = tries.last().unwrap();
    assert_eq!(last.code, 4);
    assert!(last.err.contains("要等到"), "{}", last.err);
}

/// A trainer is made a supervisor and back, each time with a passphrase of their own.
#[test]
fn a_user_changes_role() {
    let desk = Desk::new();
    let file = |name: &str, text: &str| {
        std::fs::write(desk.path(name), format!("{text}\n")).unwrap();
        desk.path(name).to_string_lossy().into_owned()
    };
    desk.does(&["init", "--area", "350703104", "--name", "王芳"]);
    let (one, two) = (file("one", "first words"), file("two", "second words"));
    desk.does(&[
        "user",
        "add",
        "陈培训",
        "--role",
        "trainer",
        "--new-passphrase-file",
        &one,
    ]);
    let by = |passphrase: &str| desk.say(&["--passphrase-file", passphrase, "count", "child"]);
    assert_eq!(by(&one).code, 4, "no key of the cases");
    desk.does(&[
        "user",
        "role",
        "陈培训",
        "supervisor",
        "--new-passphrase-file",
        &two,
    ]);
    assert_eq!((by(&one).code, by(&two).code), (4, 0));
    let three = file("three", "third words");
    desk.does(&[
        "user",
        "role",
        "陈培训",
        "trainer",
        "--new-passphrase-file",
        &three,
    ]);
    assert_eq!((by(&two).code, by(&three).code), (4, 4));
    let listed = desk.say_in("en", &["--passphrase-file", &three, "user", "list"]);
    assert_eq!(listed.code, 0, "{}", listed.err);
    assert_eq!(listed.out.matches("陈培训").count(), 1, "{}", listed.out);
}

/// A byte flipped in the middle: verify names it in both languages without a passphrase, and
/// rescue brings back what is before it and shows what is behind.
#[test]
fn what_is_damaged_is_named_and_rescued() {
    let desk = Desk::new();
    desk.does(&["init", "--area", "350703104", "--name", "王芳"]);
    for (n, name) in [(1, "林秀英"), (2, "黄丽"), (3, "谢小燕")] {
        let (name, number) = (
            format!("name={name}"),
            format!("id_number={}", id_number(n)),
        );
        desk.does(&["add", "worker", &name, "role=director", &number]);
    }
    let head = desk.does(&["verify"]);
    let head = head.trim().rsplit(' ').next().unwrap().to_owned();
    let found = desk.does(&["verify", "--head", &head]);
    assert!(found.starts_with("+ ") && found.contains("0 次"), "{found}");
    assert_eq!(desk.say(&["verify", "--head", "abc"]).code, 2);

    let device = head.split(':').next().unwrap();
    let segment = desk.path("office/journal").join(device).join("000001.jrn");
    let mut bytes = std::fs::read(&segment).unwrap();
    let frames: Vec<usize> = bytes
        .windows(8)
        .enumerate()
        .filter(|(_, w)| w == b"TDFRAME\n")
        .map(|(at, _)| at)
        .collect();
    // The second of the three workers.
    bytes[frames[frames.len() - 2] + 100] ^= 1;
    std::fs::write(&segment, &bytes).unwrap();
    std::fs::remove_file(desk.path("passphrase")).unwrap();
    for (language, place, advice) in [
        ("zh-CN", "第 000001 段", "tongdu rescue"),
        ("en", "segment 000001", "tongdu rescue"),
    ] {
        let said = desk.say_in(language, &["verify", "--full"]);
        assert_eq!(said.code, 5, "{}", said.err);
        assert!(
            said.out.contains(place) && said.out.contains(advice),
            "{}",
            said.out
        );
        assert!(!said.out.contains("林秀英"), "{}", said.out);
    }
    let said = desk.say(&["--json", "verify"]);
    assert!(
        said.out.contains("\"finding\":\"broken-changed\"")
            && said.out.contains("\"frames_behind\":1"),
        "{}",
        said.out
    );
    let said = desk.say(&["verify", "--head", &head]);
    assert!(
        said.code == 5 && said.out.contains("说不准"),
        "{}",
        said.out
    );
    std::fs::write(desk.path("passphrase"), "correct horse\n").unwrap();

    let (from, out) = (desk.path("office"), desk.path("救回"));
    let (from, out) = (from.to_str().unwrap(), out.to_str().unwrap());
    let said = desk.say(&["rescue", from, "--out", from]);
    assert_eq!(said.code, 1, "into the source: {}", said.err);
    assert_eq!(
        desk.say(&["rescue", from, "--out", out, "--export", "doc"])
            .code,
        2
    );
    let said = desk.say(&[
        "rescue", from, "--out", out, "--export", "csv", "--unmask", " ",
    ]);
    assert_eq!(said.code, 1, "no reason: {}", said.err);
    let told = desk.does(&["rescue", from, "--out", out, "--export", "csv"]);
    assert!(
        told.contains("没法知道") && told.contains("接不上"),
        "{told}"
    );
    let sheet = desk
        .path("救回-export")
        .read_dir()
        .unwrap()
        .map(|e| e.unwrap().path());
    let sheets: Vec<String> = sheet.map(|p| std::fs::read_to_string(p).unwrap()).collect();
    let workers = sheets.iter().find(|s| s.contains("林秀英")).unwrap();
    assert!(
        workers.contains("#1,连得上,,林秀英") && workers.contains("? 缺口后面,,谢小燕"),
        "{workers}"
    );
    assert!(
        !workers.contains("黄丽") && !workers.contains(&id_number(1)),
        "{workers}"
    );
    assert!(
        workers.contains(&tongdu::schema::number::mask_id(&id_number(3))),
        "{workers}"
    );
    assert_eq!(desk.does(&["--data", out, "count", "worker"]).trim(), "1");

    let clear = desk.path("明文");
    desk.does(&[
        "rescue",
        from,
        "--out",
        clear.to_str().unwrap(),
        "--export",
        "xlsx",
        "--unmask",
        "核对",
    ]);
    let book = desk.path("明文-export");
    assert!(
        book.read_dir()
            .unwrap()
            .all(|e| e.unwrap().path().extension().unwrap() == "xlsx")
    );
}

/// What went to the county comes in again at another office, from either file, to the last digit; and what
/// a spreadsheet would run is the text that it was.
#[test]
fn what_was_exported_is_imported_again_whole() {
    plugins::libraries();
    let desk = Desk::new();
    let file = desk.path("名册.xlsx").display().to_string();
    let numbers = ledger(Path::new(&file));
    desk.does(&["init", "--area", "350703104", "--name", "王芳"]);
    desk.say(&["import", &file]);
    for (name, note) in [
        ("林秀英", "=1+1"),
        ("陈丽华", "+86-139"),
        ("黄建国", "-5"),
        ("曾庆华", "'t Hart"),
        ("买买提·江", "＝A1"),
    ] {
        desk.does(&["set", "director", name, &format!("note={note}")]);
    }
    let sent = |desk: &Desk| {
        let out = desk.path("u");
        std::fs::create_dir(&out).unwrap();
        let code = "civil_affairs";
        let args = ["export", code, "--confirm", code, "--clear", code, "--out"];
        desk.does(&[&args[..], &[out.to_str().unwrap()]].concat());
        let made = std::fs::read_dir(out).unwrap().flatten();
        made.map(|entry| entry.path()).collect::<Vec<_>>()
    };
    let one = |files: &[PathBuf], ending: &str| {
        let fits = |path: &&PathBuf| path.extension().is_some_and(|e| e == ending);
        files.iter().find(fits).expect("made").clone()
    };
    // What an office writes down, of each person; the trainings come from other lists.
    let people = |files: &[PathBuf]| {
        let mut csv = csv::Reader::from_path(one(files, "csv")).unwrap();
        let headings = csv.headers().unwrap().clone();
        let at = ["姓名", "证件号码", "村居", "手机号", "备注"].map(|heading| {
            headings
                .iter()
                .position(|own| own == heading)
                .expect(heading)
        });
        let rows = csv.records().map(|row| {
            let row = row.unwrap();
            at.map(|at| row[at].to_owned())
        });
        rows.collect::<BTreeSet<_>>()
    };
    let files = sent(&desk);
    let own = people(&files);
    let told = format!("{own:?}");
    assert_eq!(own.len(), 6);
    for text in ["'=1+1", "'＝A1", "'+86-139", "\"-5\"", "\"'t Hart\""] {
        assert!(told.contains(text), "no {text} in {told}");
    }
    let whole = numbers.iter().filter(|number| told.contains(*number));
    assert_eq!(whole.count(), 6, "{told}");
    for ending in ["csv", "xlsx"] {
        let there = Desk::new();
        there.does(&["init", "--area", "350703104", "--name", "王芳"]);
        let file = one(&files, ending).display().to_string();
        let said = there.say(&["import", &file]);
        assert_eq!(said.code, 0, "{}", said.err);
        let noted = there.does(&["--json", "list", "director"]);
        assert!(
            noted.contains("\"=1+1\"") && noted.contains("\"'t Hart\""),
            "{noted}"
        );
        assert_eq!(people(&sent(&there)), own, "{ending}");
    }
}

/// The check-up asks for no passphrase, names nobody, and is the same in one object a line.
#[test]
fn the_check_up_needs_no_key_and_names_nobody() {
    let desk = Desk::new();
    let said = desk.say(&["doctor"]);
    assert!(said.out.contains("这里还没有资料"), "{}", said.out);
    desk.does(&["init", "--area", "350703104", "--name", "王芳"]);
    std::fs::remove_file(desk.path("passphrase")).unwrap();
    for language in ["zh-CN", "en"] {
        let said = desk.say_in(language, &["doctor"]);
        assert_eq!(said.code, 1, "no UTF-8 in an empty environment");
        let parent = desk.path("").display().to_string();
        assert!(
            !said.out.contains("王芳") && !said.out.contains(&parent),
            "{}",
            said.out
        );
        assert!(said.out.contains("!! "), "{}", said.out);
    }
    let lines = desk.say(&["--json", "doctor"]).out;
    assert_eq!(lines.lines().count(), 17, "{lines}");
    assert!(lines.contains("\"check\":\"doctor-store\""), "{lines}");

    let synced = Command::new(env!("CARGO_BIN_EXE_tongdu"))
        .env_clear()
        .args([
            "--lang",
            "zh-CN",
            "init",
            "--area",
            "350703104",
            "--name",
            "王芳",
            "--data",
        ])
        .arg(desk.path("OneDrive/童督"))
        .output()
        .unwrap();
    assert_eq!(synced.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&synced.stderr).contains("同步盘"));
}

/// Whoever has seed and list draws the same, without the office; what is refused says so.
#[test]
fn a_draw_is_made_refused_and_made_again_anywhere() {
    let desk = Desk::new();
    desk.does(&["init", "--area", "350703104", "--name", "王芳"]);
    let would = desk.does(&["draw"]);
    assert_eq!(would.lines().count(), 18, "17 villages under heads");
    assert_eq!(desk.count("draw"), "0", "without --count nothing is drawn");
    for (args, code) in [
        (&["draw", "--count", "18"][..], 1),
        (&["draw", "--count", "2", "--exclude", "后山村"], 1),
        (&["draw", "--count", "2", "--exclude", "没有村=空岗"], 1),
        (&["draw", "--count", "2", "--seed", "7F3A"], 2),
        (&["draw", "--count", "2", "--period", "2026-Q9"], 2),
        (&["draw", "--finish"], 1),
    ] {
        let said = desk.say(args);
        assert_eq!(said.code, code, "{args:?} {}", said.err);
        assert!(said.err.contains("怎么办"), "{args:?} {}", said.err);
    }
    assert_eq!(desk.count("draw"), "0");
    let seed = "7F3A-91C2-0E55-D418";
    let out = "后山村=空岗，没人可查";
    let drawn = desk.does(&[
        "--json",
        "draw",
        "--count",
        "2",
        "--seed",
        seed,
        "--exclude",
        out,
    ]);
    let again = desk.say(&["draw", "--count", "2"]);
    assert_eq!(again.code, 1, "no second one without a reason");
    assert!(again.err.contains("已经抽过"), "{}", again.err);
    assert_eq!(desk.say(&["undo"]).code, 1);
    assert_eq!(desk.count("inspection"), "2");

    let list = desk.does(&["draw", "--check", "1", "--csv"]);
    std::fs::write(desk.path("名单.csv"), &list).unwrap();
    let path = desk.path("名单.csv");
    let anywhere = Desk::new();
    let same = anywhere.does(&[
        "--json",
        "draw",
        "--list",
        path.to_str().unwrap(),
        "--seed",
        seed,
        "--count",
        "2",
    ]);
    let places = |said: &str| -> Vec<(String, u64)> {
        let lines = said
            .lines()
            .map(|line| -> serde_json::Value { serde_json::from_str(line).unwrap() });
        lines
            .filter_map(|o| Some((o["village"].as_str()?.to_owned(), o["place"].as_u64()?)))
            .collect()
    };
    assert_eq!(places(&drawn).len(), 2);
    assert_eq!(places(&same), places(&drawn));
    std::fs::write(
        &path,
        list.replace("空岗，没人可查", "").replace(",12,", ",十二,"),
    )
    .unwrap();
    let bad = anywhere.say(&[
        "draw",
        "--list",
        path.to_str().unwrap(),
        "--seed",
        seed,
        "--count",
        "2",
    ]);
    assert_eq!(bad.code, 1);
    assert!(bad.err.contains("第 2 行"), "{}", bad.err);
}

/// A county's trainer by verbs: lists in, gaps, coverage, a plan refused and made, the page of the
/// year, results out; and never a child. The plan is for next year, whatever day it is.
#[test]
fn a_trainer_plans_a_county() {
    let desk = Desk::new();
    let init = [
        "init",
        "--area",
        "350981",
        "--name",
        "方志平",
        "--role",
        "trainer",
    ];
    assert_eq!(desk.say(&init).code, 0);
    assert_eq!(desk.say(&["count", "child"]).code, 4);
    let list = desk.path("list.csv");
    let rows = "姓名,村居,人员类型,任职时间\n林一,前进社区,儿童主任,2020-01-06\n\
        林二,溪里村,儿童主任,2020-01-06\n陈督导,,儿童督导员,2020-01-06\n";
    std::fs::write(&list, rows).unwrap();
    let list = list.display().to_string();
    // Two villages have that name, and the supervisor has no township.
    let refused = desk.say(&["import", &list, "--dry-run"]);
    assert_eq!(refused.code, 1);
    assert!(
        refused.err.contains("有 2 个村居叫这个名字"),
        "{}",
        refused.err
    );
    let taken = desk.say(&["import", &list, "--township", "赛岐"]);
    assert_eq!(taken.code, 0, "{}", taken.err);
    let again = desk.say(&["import", &list, "--township", "赛岐镇"]);
    assert!(again.out.contains("3 人没有变化"), "{}", again.out);

    let gaps = desk.say(&["rotation", "--gaps", "--township", "赛岐", "--csv"]);
    assert_eq!(gaps.out.lines().count(), 4, "{}", gaps.out);
    assert!(
        gaps.out
            .contains("陈督导,赛岐镇,,儿童督导员,2020-01-06,,2020-12-31"),
        "{}",
        gaps.out
    );
    assert!(gaps.err.contains("已过期 3 人"), "{}", gaps.err);
    let elsewhere = desk.say(&["rotation", "--gaps", "--township", "穆阳镇", "--csv"]);
    assert_eq!(elsewhere.out.lines().count(), 1);
    assert_eq!(desk.say(&["rotation", "--township", "莒口镇"]).code, 1);
    assert_eq!(desk.say(&["rotation", "--gaps", "--coverage"]).code, 2);
    let coverage = desk.say(&["--json", "rotation", "--coverage"]);
    assert!(
        coverage.out.contains("\"code\":\"350981100\""),
        "{}",
        coverage.out
    );
    let matrix = desk.path("轮训.xlsx").display().to_string();
    assert_eq!(desk.say(&["rotation", "--out", &matrix]).code, 0);
    let mut book: calamine::Xlsx<_> = calamine::open_workbook(&matrix).unwrap();
    assert_eq!(
        book.worksheet_range_at(0).unwrap().unwrap().rows().count(),
        4
    );

    // Whoever is a year's end away from now is in this year or the next; take the next.
    let shown = desk.say(&["--json", "rotation"]);
    let this = shown
        .out
        .split('"')
        .filter_map(|t| t.parse::<i32>().ok())
        .max()
        .unwrap();
    let year = (this + 1).to_string();
    let plan = |more: &[&'static str]| {
        let mut args = vec!["rotation", "plan", "--year", &year];
        args.extend(more);
        desk.say(&args)
    };
    let looked = plan(&["--capacity", "1", "--dry-run"]);
    assert!(looked.err.contains("2 人，2 个班"), "{}", looked.err);
    assert_eq!(desk.say(&["count", "session"]).out, "0\n");
    assert_eq!(plan(&["--capacity", "0"]).code, 1);
    let made = plan(&["--capacity", "60", "--place", "区民政局"]);
    assert_eq!(made.code, 0, "{}", made.err);
    assert!(made.out.contains("赛岐镇 2"), "{}", made.out);
    let roster = desk.say(&["roster", "1"]);
    assert!(
        roster.out.contains("林一") && !roster.out.contains("陈督导"),
        "{}",
        roster.out
    );
    let page = desk.path("计划.txt").display().to_string();
    assert_eq!(desk.say(&["form", "plan", &year, "--out", &page]).code, 0);
    assert!(std::fs::read_to_string(&page).unwrap().contains("赛岐镇"));

    let results = desk.path("结果.csv").display().to_string();
    let out = ["rotation", "results", "--session", "1", "--out", &results];
    assert_eq!(desk.say(&out).code, 1, "nobody is marked");
    // Its day is ahead: nobody is marked before it, so it is held today.
    assert_eq!(desk.say(&["roster", "1", "mark", "林一", "到"]).code, 1);
    desk.does(&["set", "session", "1", "day=+0"]);
    desk.does(&["roster", "1", "mark", "林一", "到"]);
    desk.does(&["roster", "1", "score", "林一", "88"]);
    assert_eq!(desk.say(&out).code, 0);
    let text = std::fs::read_to_string(&results).unwrap();
    assert!(
        text.lines().nth(1).unwrap().ends_with(",到,88,合格"),
        "{text}"
    );
    assert_eq!(desk.say(&out).code, 1, "it is there already");
    // Score, mark, day and plan are four acts.
    for _ in 0..4 {
        assert_eq!(desk.say(&["undo"]).code, 0);
    }
    assert_eq!(desk.say(&["count", "enrolment"]).out, "0\n");
    assert_eq!(desk.say(&["count", "session"]).out, "0\n");
}

/// A year's review from the draft to the signature, refused on the way, amended after it.
#[test]
fn a_review_is_scored_told_heard_signed_and_amended() {
    let desk = Desk::new();
    desk.does(&["init", "--area", "350703104", "--name", "王芳"]);
    desk.does(&[
        "add",
        "worker",
        "name=林秀英",
        "role=director",
        "first_training=2019-12-01",
    ]);
    desk.does(&[
        "add",
        "post",
        "worker=林秀英",
        "village=后山村",
        "from=2020-01-01",
    ]);
    desk.does(&["add", "child", "name=陈小明", "village=后山村"]);
    let since = std::time::UNIX_EPOCH.elapsed().unwrap().as_millis();
    let today = tongdu::schema::Day::of_millis(u64::try_from(since).unwrap());
    let year = today.year().to_string();
    let ahead = desk.say(&["review", "start", "2190"]);
    assert_eq!(ahead.code, 1, "{}", ahead.err);
    assert!(ahead.err.contains("只能考核今年"), "{}", ahead.err);
    let begun = desk.say(&["review", "start", &year]);
    assert!(begun.err.contains("本地默认"), "{}", begun.err);
    assert_eq!(desk.count("review_item"), "0");

    // Each refusal says what to do, and leaves nothing.
    for (args, says) in [
        (&["1", "visits", "25.1"][..], "最多 25 分"),
        (&["1", "files", "5"], "按记录算是 0 分"),
        (&["1", "bonus", "2"], "加分、扣分没写理由"),
        (&["1", "visits", "很好"], "不是分数"),
        (&["1", "veto", "yes"], "一票否决没写理由"),
    ] {
        let said = desk.say(&[&["review", "score"], args].concat());
        assert_eq!(said.code, 1, "{args:?} {}", said.err);
        assert!(said.err.contains(says), "{args:?} {}", said.err);
    }
    for args in [["1", "9", "5"], ["1", "veto", "也许"]] {
        let said = desk.say(&[&["review", "score"][..], &args].concat());
        assert_eq!(said.code, 2, "{args:?} {}", said.err);
    }
    assert_eq!(desk.count("review_item"), "0");
    assert_eq!(desk.say(&["review", "tell", "1"]).code, 1);
    let by_hand = [
        ("visits", "23"),
        ("委托照护", "15"),
        ("4", "12.5"),
        ("venue", "8"),
        ("宣传", "4"),
        ("work_reports", "5"),
    ];
    for (item, points) in by_hand {
        desk.does(&["review", "score", "1", item, points]);
    }
    let reason = ["--reason", "刚进村，档案在补"];
    desk.does(&[&["review", "score", "1", "files", "5"][..], &reason].concat());
    desk.does(&["review", "score", "1", "self", "90"]);
    desk.does(&[
        "review",
        "score",
        "1",
        "bonus",
        "2",
        "--reason",
        "帮邻村代班",
    ]);
    desk.does(&["undo"]);

    let shown = desk.does(&["review", "show", "1", "--json"]);
    let object: serde_json::Value = serde_json::from_str(shown.trim()).unwrap();
    let said = |at: &str| object.pointer(at).unwrap().to_string();
    assert_eq!(said("/total"), "\"72.5\"", "the bonus was taken back");
    assert_eq!(said("/self_score"), "\"90.0\"");
    assert_eq!(said("/items/1/met"), "0");
    assert_eq!(said("/items/1/computed"), "\"0.0\"");
    assert_eq!(said("/items/1/given"), "\"5.0\"");
    assert_eq!(said("/items/1/missed"), r#"[{"kind":"child","number":1}]"#);
    assert_eq!(said("/items/0/computed"), "null", "no records yet");
    assert!(!shown.contains("陈小明"), "no child's name: {shown}");

    desk.does(&["review", "tell", "1"]);
    // Whoever may not see children reads what was told, without whose files they were.
    let beside = desk.does(&["--read-only", "--json", "review", "show", "1"]);
    let object: serde_json::Value = serde_json::from_str(beside.trim()).unwrap();
    assert_eq!(object.pointer("/items/1/due").unwrap(), 1);
    assert_eq!(
        object.pointer("/items/1/missed").unwrap(),
        &serde_json::json!([])
    );
    let paper = desk.path("考核表.txt");
    let path = paper.display().to_string();
    desk.does(&["form", "review", "1", "--out", &path]);
    let paper = std::fs::read_to_string(&paper).unwrap();
    for said in [
        "完整 0/1",
        "没做到：陈小明",
        "刚进村，档案在补",
        "72.5 / 100.0",
    ] {
        assert!(paper.contains(said), "no {said} in\n{paper}");
    }
    assert_eq!(
        desk.say(&["review", "sign", "1", "--total", "72.5"]).code,
        1
    );
    desk.does(&["review", "hear", "1", "--opinion", "没有意见"]);
    assert_eq!(desk.say(&["review", "sign", "1", "--total", "100"]).code, 1);
    desk.does(&["review", "sign", "1", "--total", "72.5"]);
    let undo = desk.say(&["undo"]);
    assert_eq!(undo.code, 1, "{}", undo.err);
    let again = desk.say_in("en", &["review", "score", "1", "visits", "20"]);
    assert!(again.err.contains("Amend it by a copy"), "{}", again.err);

    desk.does(&["review", "amend", "1", "--reason", "走访少算两次"]);
    desk.does(&["review", "score", "2", "visits", "25"]);
    desk.does(&["review", "tell", "2"]);
    desk.does(&["review", "hear", "2", "--opinion", "同意"]);
    desk.does(&["review", "sign", "2", "--total", "74.5"]);
    let list = desk.does(&["review", "list", "--json"]);
    let rows: Vec<&str> = list.lines().collect();
    assert_eq!(rows.len(), 1, "the copy in place of the first: {list}");
    assert!(rows[0].contains(r#""amends":1"#) && rows[0].contains(r#""total":"74.5""#));
    let rubric = desk.say(&["review", "rubric", "明年", "--from", "2027-01-01"]);
    assert_eq!(rubric.code, 0, "{}", rubric.err);
    assert_eq!(desk.count("rubric_item"), "16");
}
