//! The register sent encrypted by the verb: who gets to see the password, and what never lies in clear.

use super::{Desk, files_below, terminal, ways_of_writing};
use std::io::Read;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use tongdu::i18n::{Language, Lexicon};
use tongdu::schema::Words;

/// In the rows, and nowhere else on this computer.
const CANARY: &str = "欧阳密封";

/// 莒口镇 with somebody in post.
fn desk() -> Desk {
    super::plugins::libraries();
    let desk = Desk::new();
    desk.does(&["init", "--area", "350703104", "--name", "王芳"]);
    let worker = format!("name={CANARY}");
    let trained = "first_training=2020-03-02";
    desk.does(&["add", "worker", &worker, "role=director", trained]);
    let worker = format!("worker={CANARY}");
    desk.does(&["add", "post", &worker, "village=后山村", "from=2020-04-01"]);
    for folder in ["u", "tmp"] {
        std::fs::create_dir(desk.path(folder)).unwrap();
    }
    desk
}

fn args(desk: &Desk, more: &[&str]) -> Vec<String> {
    let out = desk.path("u").display().to_string();
    let args = [
        "export",
        "civil_affairs",
        "--confirm",
        "civil_affairs",
        "--out",
        &out,
    ];
    let all = args.iter().chain(more);
    all.map(ToString::to_string).collect()
}

fn says(desk: &Desk, more: &[&str]) -> super::Said {
    let args = args(desk, more);
    desk.say(&args.iter().map(String::as_str).collect::<Vec<_>>())
}

fn sent(desk: &Desk) -> usize {
    std::fs::read_dir(desk.path("u")).unwrap().count()
}

fn opened(zip: &Path, end: &str, password: &str) -> Vec<u8> {
    let mut zip = zip::ZipArchive::new(std::fs::File::open(zip).unwrap()).unwrap();
    let name = zip
        .file_names()
        .filter_map(Result::ok)
        .find(|name| name.ends_with(end))
        .unwrap();
    let name = name.into_owned();
    let mut out = Vec::new();
    let mut file = zip.by_name_decrypt(&name, password.as_bytes()).unwrap();
    file.read_to_end(&mut out).unwrap();
    out
}

#[test]
fn without_a_terminal_nothing_is_sent_whose_password_nobody_would_see() {
    let desk = desk();
    for more in [&[][..], &["--json"]] {
        let said = says(&desk, more);
        assert_eq!(said.code, 2, "{}", said.err);
        assert!(said.err.contains("密码没有地方显示"), "{}", said.err);
    }
    assert_eq!((sent(&desk), desk.count("disclosure").as_str()), (0, "0"));
}

#[test]
fn a_program_that_takes_the_password_gets_it_and_no_clear_byte_lies_anywhere() {
    let desk = desk();
    let clear: Vec<Vec<u8>> = ways_of_writing(CANARY);
    let look = || {
        for folder in ["u", "tmp", "office"] {
            // A file may go between its name and its bytes; then there is nothing to see.
            let files = std::panic::catch_unwind(|| files_below(&desk.path(folder)));
            for (path, bytes) in files.unwrap_or_default() {
                let held = |way: &Vec<u8>| bytes.windows(way.len()).any(|part| part == way);
                assert!(!clear.iter().any(held), "{}", path.display());
            }
        }
    };
    let mut child = Command::new(env!("CARGO_BIN_EXE_tongdu"))
        .env_clear()
        .env("TMPDIR", desk.path("tmp"))
        .args(["--lang", "zh-CN", "--data"])
        .arg(desk.path("office"))
        .arg("--passphrase-file")
        .arg(desk.path("passphrase"))
        .args(args(&desk, &["--show-password"]))
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut looks = 0;
    while child.try_wait().unwrap().is_none() {
        look();
        looks += 1;
    }
    look();
    assert!(looks > 0);
    let done = child.wait_with_output().unwrap();
    let (out, err) = [done.stdout, done.stderr]
        .map(|b| String::from_utf8(b).unwrap())
        .into();
    assert!(done.status.success(), "{err}");
    // Nobody looks at it there, so it doesn't say how far it is.
    assert!(!err.contains(" KB/") && !err.contains('\r'), "{err}");
    let [zip, password] = out.lines().collect::<Vec<_>>()[..] else {
        panic!("{out}")
    };
    assert!(
        password.len() == 20 && password.bytes().all(|b| b.is_ascii_digit()),
        "{out}"
    );
    let csv = String::from_utf8(opened(Path::new(zip), ".csv", password)).unwrap();
    assert!(csv.contains(CANARY), "{csv}");
    let cover = String::from_utf8(opened(Path::new(zip), "cover.txt", password)).unwrap();
    assert!(
        cover.contains("谁送的：莒口镇 王芳") && cover.contains("行数：1"),
        "{cover}"
    );
    assert_eq!(std::fs::read_dir(desk.path("tmp")).unwrap().count(), 0);

    // The log says how it left; the password is in none of what was said and kept.
    let log = desk.does(&["--json", "list", "disclosure"]);
    assert!(
        log.contains("\"clear\":false") && log.contains(".zip/"),
        "{log}"
    );
    let again = says(&desk, &["--show-password"]);
    assert_eq!(again.code, 1);
    assert!(again.err.contains("没有导出：已经有 "), "{}", again.err);
    let logs = desk.does(&["--json", "disclosures"]);
    let kept = files_below(&desk.path("office"));
    for (said, text) in [
        ("err", &err),
        ("log", &log),
        ("logs", &logs),
        ("again", &again.err),
    ] {
        assert!(!text.contains(password), "{said}");
    }
    for (path, bytes) in kept {
        let found = bytes.windows(20).any(|part| part == password.as_bytes());
        assert!(!found, "{}", path.display());
    }
    assert!(again.out.is_empty() && sent(&desk) == 1);
    // The number on the cover is the log's.
    let log: serde_json::Value = serde_json::from_str(log.lines().next().unwrap()).unwrap();
    assert!(cover.contains(log["id"].as_str().unwrap()), "{cover}");
}

#[test]
fn on_a_terminal_it_is_shown_there_and_not_among_the_data() {
    let desk = desk();
    let json = desk.path("said.json");
    let mut words = vec![env!("CARGO_BIN_EXE_tongdu").to_owned()];
    let own = [desk.path("office"), desk.path("passphrase")].map(|p| p.display().to_string());
    let [data, passphrase] = &own;
    let global = [
        "--lang",
        "zh-CN",
        "--json",
        "--data",
        data,
        "--passphrase-file",
        passphrase,
    ];
    words.extend(global.map(str::to_owned));
    words.extend(args(&desk, &[]));
    let line = format!("'{}' > '{}'", words.join("' '"), json.display());
    let home = Arc::new(tempfile::tempdir().unwrap());
    let shell = Path::new("/bin/sh");
    let mut screen = terminal::Terminal::start_program(shell, home, &["-c", &line], &[]);
    assert_eq!(screen.ended(), 0, "{}", screen.screen.screen().contents());
    // How far it is was told on the way, and is gone.
    let raw = String::from_utf8_lossy(&screen.raw).into_owned();
    assert!(raw.contains("\r加密 0 KB/"), "{raw}");
    let shown = screen.screen.screen().contents();
    assert!(!shown.contains("加密 0 KB"), "{shown}");
    let told = shown.lines().find_map(|line| line.strip_prefix("密码  "));
    let password = told.unwrap_or_else(|| panic!("{shown}")).replace(' ', "");
    assert!(
        shown.replace('\n', "").contains("不要和文件一起发"),
        "{shown}"
    );
    let said = std::fs::read_to_string(json).unwrap();
    assert!(
        !said.contains(password.trim()) && !said.contains("password"),
        "{said}"
    );
    let said: serde_json::Value = serde_json::from_str(said.trim()).unwrap();
    let zip = said["files"][0].as_str().unwrap();
    let csv = opened(Path::new(zip), ".csv", password.trim());
    assert!(String::from_utf8(csv).unwrap().contains(CANARY));
}

/// In another language the talk is in that one, and what leaves is for who reads Chinese.
#[test]
fn in_english_the_talk_is_english_and_the_cover_is_not() {
    let desk = desk();
    let args = args(&desk, &["--show-password", "--json"]);
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let said = desk.say_in("en", &args);
    assert_eq!(said.code, 0, "{}", said.err);
    let object: serde_json::Value = serde_json::from_str(said.out.trim()).unwrap();
    let zip = Path::new(object["files"][0].as_str().unwrap());
    let cover = opened(zip, "cover.txt", object["password"].as_str().unwrap());
    let cover = String::from_utf8(cover).unwrap();
    let title = Lexicon::new(Language::ZhCn).word("cover-title");
    assert!(
        cover.contains(&title) && cover.contains("用后删除"),
        "{cover}"
    );
    assert!(said.err.contains("Sent"), "{}", said.err);
    assert!(cover.contains("儿童主任和儿童督导员实名制管理"), "{cover}");
}

/// The list of agencies says what is due, and after it was sent, when.
#[test]
fn the_list_says_what_is_due_and_when_it_was_sent() {
    let desk = desk();
    let line = |json: bool| {
        let args: &[&str] = if json {
            &["--json", "export"]
        } else {
            &["export"]
        };
        let said = desk.does(args);
        let of = if json {
            "\"real_name_roster\""
        } else {
            "实名制花名册"
        };
        said.lines()
            .find(|l| l.contains(of))
            .expect("there")
            .to_owned()
    };
    let before = line(false);
    assert!(
        before.contains("  没送过") && before.contains("  ! "),
        "{before}"
    );
    let object: serde_json::Value = serde_json::from_str(&line(true)).unwrap();
    assert!(
        object["last"].is_null() && object["due"].is_string(),
        "{object}"
    );
    assert_eq!(says(&desk, &["--show-password"]).code, 0);
    let after = line(false);
    assert!(
        after.contains("  上次送 ") && !after.contains("  ! "),
        "{after}"
    );
    let object: serde_json::Value = serde_json::from_str(&line(true)).unwrap();
    assert!(
        object["last"].is_string() && object["due"].is_null(),
        "{object}"
    );
    let log = desk.does(&["--json", "disclosures"]);
    let log: serde_json::Value = serde_json::from_str(log.trim()).unwrap();
    assert_eq!(log["entries"], "civil_affairs/real_name_roster/roster:all");
    assert_eq!(log["by"], "王芳");
    for told in ["basis", "sandbox", "library", "manifest", "policy", "files"] {
        assert!(
            log[told].as_str().is_some_and(|text| !text.is_empty()),
            "{told} {log}"
        );
    }
}
