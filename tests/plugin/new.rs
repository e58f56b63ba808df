//! `plugin new`: what it writes builds as it is, passes the check, and exports.

use std::path::Path;
use std::process::Command;

use crate::plugins::{HELPER, NEVER, built, libraries, names};
use tongdu::plugin::check::{Subject, Verdict, Wishes, check};
use tongdu::plugin::new::{Language, write};
use tongdu::plugin::{
    Cell, CellType, Dataset, Export, Job, Library, Limits, Manifest, Problem, option, run,
};
use tongdu::service::export::type_of;

/// A new project in a folder of its own.
fn project(language: Language) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("temp folder");
    let files =
        write(language, "our_roster", "education", None, folder.path()).expect("an empty folder");
    assert!(files.iter().any(|file| file == "README.md"), "{files:?}");
    folder
}

fn make(folder: &Path) {
    let made = Command::new("make").current_dir(folder).output();
    let made = made.expect("make");
    let said = String::from_utf8_lossy(&made.stderr);
    assert!(made.status.success() && said.is_empty(), "{said}");
}

/// It passes every test.
fn passes(folder: &Path) {
    let stock = libraries().join("liblayout.so");
    let subject = Subject::at(folder, Some(&stock)).expect("a manifest");
    let mut wishes = Wishes::new(Path::new(HELPER), &type_of);
    wishes.jobs = 2;
    let report = check(&subject, &wishes);
    let not = report
        .checked
        .iter()
        .filter(|one| one.verdict != Verdict::Pass);
    // The build machine's own glibc is its packager's business.
    let not = not.filter(|one| !one.is_idle());
    let not = not.filter(|one| one.id != "binary.glibc");
    let not: Vec<_> = not.map(|one| (one.id, one.verdict)).collect();
    // What only its author can say.
    assert_eq!(not, [("package.words", Verdict::Warn)]);
    assert!(!report.tables.is_empty(), "it shows its table");
}

/// A run as for an agency; the CSV's text.
fn csv(folder: &Path, library: &Path) -> String {
    let manifest = Manifest::read(&folder.join("plugin.toml")).expect("as written");
    let layout = std::fs::read_to_string(folder.join("layout.toml")).unwrap_or_default();
    let fields = [
        ("name", CellType::Text),
        ("role", CellType::Text),
        ("id_number", CellType::Text),
        ("village", CellType::Text),
        ("post_from", CellType::Day),
    ];
    let row = |name: &str, id: &str| {
        let text = |text: &str| Cell::Text(text.into());
        let cells = vec![
            text(name),
            text("儿童主任"),
            text(id),
            text("东㘵村"),
            Cell::Day(16_508),
        ];
        (0, cells)
    };
    let rows = vec![
        row("何\"晓\"红", "350703198012140020"),
        row("=1+1", "35070319801214002X"),
    ];
    let options = [
        (option::LAYOUT, layout.as_str()),
        (option::TITLE, "名册"),
        (option::PLACE, "莒口镇"),
        (option::PURPOSE, "试"),
        (option::ROWS, "2"),
        (option::MADE_ON, "2026-11-23"),
    ];
    let job = Job {
        job_id: "1".into(),
        agency: manifest.agency.clone(),
        purpose: manifest.purpose.code.clone(),
        locale: "zh-CN".into(),
        started_at: 1_700_000_000_000_000,
        options: options.map(|(k, v)| (k.to_owned(), v.to_owned())).into(),
        datasets: vec![Dataset {
            name: "roster".into(),
            fields: fields.map(|(name, kind)| (name.to_owned(), kind)).into(),
            row_estimate: 2,
        }],
    };
    let out = tempfile::tempdir().expect("temp folder");
    let export = Export {
        helper: Path::new(HELPER),
        manifest: &manifest,
        library: &Library::read(library).expect("just built"),
        job,
        folder: out.path(),
        date: "20261123",
        area: "莒口镇",
        limits: &Limits::default(),
        seal: None,
    };
    let report = run(export, rows.into_iter(), |_| {}, &NEVER).expect("well-behaved");
    let csv = report.files.iter().map(|file| &file.path);
    let csv = csv
        .into_iter()
        .find(|path| path.extension().is_some_and(|e| e == "csv"));
    std::fs::read_to_string(csv.expect("a CSV")).expect("text")
}

/// Numbers are whole, nothing runs, and what wasn't granted has no column.
fn is_right(text: &str) {
    let body = text.strip_prefix('\u{feff}').expect("a byte-order mark");
    assert!(body.ends_with("\r\n"), "{text}");
    let mut csv = csv::Reader::from_reader(body.as_bytes());
    let headings: Vec<_> = csv
        .headers()
        .expect("headings")
        .iter()
        .map(str::to_owned)
        .collect();
    let headings: Vec<_> = headings.iter().filter(|h| *h != "序号").collect();
    assert_eq!(headings, ["姓名", "类别", "证件号码", "村居", "任职日期"]);
    let rows: Vec<Vec<String>> = csv
        .records()
        .map(|row| row.expect("a row").iter().map(str::to_owned).collect())
        .collect();
    let last = |row: &[String]| row[row.len() - 5..].join("|");
    let rows: Vec<_> = rows.iter().map(|row| last(row)).collect();
    assert_eq!(
        rows,
        [
            "何\"晓\"红|儿童主任|350703198012140020|东㘵村|2015-03-14",
            "'=1+1|儿童主任|35070319801214002X|东㘵村|2015-03-14"
        ]
    );
}

#[test]
fn a_project_in_c_builds_passes_and_exports() {
    let folder = project(Language::C);
    make(folder.path());
    passes(folder.path());
    is_right(&csv(folder.path(), &folder.path().join("libour_roster.so")));
}

#[test]
fn a_project_in_cpp_builds_passes_and_exports() {
    let there = Command::new("c++").arg("--version").output();
    // A test that is passed over shows nothing.
    assert!(
        there.is_ok(),
        "a C++ compiler is missing: install g++ or clang, so that there is c++"
    );
    let folder = project(Language::Cpp);
    make(folder.path());
    passes(folder.path());
    is_right(&csv(folder.path(), &folder.path().join("libour_roster.so")));
}

#[test]
fn a_project_of_a_layout_needs_no_build() {
    let folder = project(Language::Layout);
    let expected = ["README.md", "layout.toml", "plugin.toml", "sample.csv"];
    assert_eq!(names(folder.path()), expected);
    passes(folder.path());
    is_right(&csv(folder.path(), &libraries().join("liblayout.so")));
}

#[test]
fn a_project_in_rust_builds_passes_and_exports() {
    let folder = project(Language::Rust);
    // The versions that were tried here: without a network the newest can't be asked for.
    let lock = Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.lock");
    std::fs::copy(lock, folder.path().join("Cargo.lock")).expect("room");
    // As the workspace is built, and where: what it needs is there already.
    let built = built();
    let target = built.parent().expect("target");
    let made = Command::new(env!("CARGO"))
        .current_dir(folder.path())
        .args(["build", "--quiet", "--offline"])
        .args(["--config", "profile.dev.opt-level=1"])
        .args(["--config", "profile.dev.debug='line-tables-only'"])
        .args(["--config", "profile.dev.package.'*'.debug=false"])
        .arg("--target-dir")
        .arg(target)
        .output()
        .expect("cargo runs");
    let said = String::from_utf8_lossy(&made.stderr);
    assert!(made.status.success(), "{said}");
    let library = folder.path().join("libour_roster.so");
    std::fs::copy(target.join("debug/libour_roster.so"), &library).expect("just built");
    passes(folder.path());
    is_right(&csv(folder.path(), &library));
}

#[test]
fn the_sample_in_c_is_what_is_written() {
    let folder = tempfile::tempdir().expect("temp folder");
    write(Language::C, "sample_c", "education", None, folder.path()).expect("an empty folder");
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("plugins/sample_c");
    let mut there = names(&sample);
    there.retain(|name| !name.ends_with(".so"));
    assert_eq!(there, names(folder.path()));
    for name in there {
        let read = |folder: &Path| std::fs::read_to_string(folder.join(&name)).expect("text");
        assert_eq!(read(&sample), read(folder.path()), "{name}");
    }
}

#[test]
fn nothing_is_written_over_or_under_a_bad_name() {
    let folder = tempfile::tempdir().expect("temp folder");
    let (full, other) = (folder.path().join("full"), folder.path().join("other"));
    std::fs::create_dir(&full).expect("room");
    std::fs::write(full.join("mine.txt"), "mine").expect("room");
    let refused = write(Language::C, "our_roster", "education", None, &full);
    assert_eq!(refused, Err(Problem::Exists { path: full.clone() }));
    assert_eq!(names(&full), ["mine.txt"]);
    for (id, agency) in [
        ("Our", "education"),
        ("../x", "education"),
        ("layout", "education"),
        ("ours", "a b"),
    ] {
        let refused = write(Language::C, id, agency, None, &other);
        assert!(
            matches!(refused, Err(Problem::Manifest { .. })),
            "{id} {agency}"
        );
        assert!(!other.exists(), "{id} {agency}");
    }
}
