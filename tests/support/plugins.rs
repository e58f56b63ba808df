//! Plug-ins for tests: those of the workspace, built once, and bad ones; and a run in three lines.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;
use std::sync::atomic::AtomicBool;

use tongdu::plugin::{
    Cell, CellType, Dataset, Export, Job, Library, Limits, Manifest, Problem, Progress, Report,
    Seal, run,
};
use tongdu::service::Office;
use tongdu::service::export::parse_policy;

/// The program under test, which is also the helper.
pub const HELPER: &str = env!("CARGO_BIN_EXE_tongdu");

/// For a run that nobody cancels.
pub static NEVER: AtomicBool = AtomicBool::new(false);

/// The build's own folder, such as `target/debug`.
pub fn built() -> PathBuf {
    let exe = std::env::current_exe().expect("a test knows itself");
    exe.ancestors()
        .nth(2)
        .expect("below target/PROFILE/deps")
        .to_path_buf()
}

/// Builds what `cargo test` doesn't: the cdylibs of the workspace never, examples not with
/// `--test`. Together with the root package, so that dependencies keep their features and are
/// not built a second time.
pub fn libraries() -> &'static Path {
    static BUILT: OnceLock<PathBuf> = OnceLock::new();
    BUILT.get_or_init(|| {
        let built = built();
        let profile = built
            .file_name()
            .and_then(|name| name.to_str())
            .expect("target/PROFILE");
        let status = Command::new(env!("CARGO"))
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .args(["build", "--quiet", "--offline", "--locked"])
            .args(["-p", "tongdu", "--lib", "--examples"])
            .args(cdylibs().iter().flat_map(|name| ["-p", name]))
            .args([
                "--profile",
                if profile == "debug" { "dev" } else { profile },
            ])
            .arg("--target-dir")
            .arg(built.parent().expect("target"))
            .status()
            .expect("cargo runs");
        assert!(status.success(), "the plug-ins don't build");
        built
    })
}

/// The packages in `plugins/` that make a library to be loaded; each is named like its folder.
fn cdylibs() -> Vec<String> {
    let plugins = Path::new(env!("CARGO_MANIFEST_DIR")).join("plugins");
    let is_one = |name: &String| {
        let manifest = std::fs::read_to_string(plugins.join(name).join("Cargo.toml"));
        manifest.is_ok_and(|text| text.contains("[\"cdylib\"]"))
    };
    names(&plugins).into_iter().filter(is_one).collect()
}

/// A bad plug-in's library.
pub fn bad(name: &str) -> Library {
    let path = libraries().join(format!("examples/libbad_{name}.so"));
    Library::read(&path).expect("just built")
}

/// A bad plug-in's library in C, built for this test; `start` names what it does while it is loaded.
pub fn c_library(name: &str, start: Option<&str>) -> Library {
    let folder = tempfile::tempdir().expect("temp folder");
    let library = folder.path().join("lib.so");
    c_library_at(name, start, &library);
    Library::read(&library).expect("just built")
}

/// The same, put here.
pub fn c_library_at(name: &str, start: Option<&str>, library: &Path) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut compiler = Command::new("cc");
    compiler
        .args(["-shared", "-fPIC", "-O1", "-pthread", "-w", "-I"])
        .arg(root.join("plugins/sdk/include"))
        .args(start.map(|how| format!("-DSTART=\"{how}\"")))
        .arg(root.join(format!("tests/bad_plugins/{name}.c")))
        .arg("-o")
        .arg(library);
    assert!(compiler.status().expect("a C compiler").success(), "{name}");
}

/// Writes a plug-in's files into `root/ID/VERSION/`, which nobody else may write into; its folder.
pub fn install(
    root: &Path,
    (id, version): (&str, &str),
    manifest: &str,
    layout: &str,
    library: &Path,
) -> PathBuf {
    let folder = root.join(id).join(version);
    std::fs::create_dir_all(&folder).expect("room");
    std::fs::write(folder.join("plugin.toml"), manifest).expect("room");
    std::fs::write(folder.join("layout.toml"), layout).expect("room");
    std::fs::copy(library, folder.join(format!("lib{id}.so"))).expect("a library");
    for part in folder.ancestors().take(3) {
        mode(part, 0o755);
    }
    for file in names(&folder) {
        mode(&folder.join(file), 0o644);
    }
    folder
}

/// Gives a file or folder these permissions.
pub fn mode(path: &Path, mode: u32) {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).expect("own file");
}

/// The shipped plug-in, put into somebody's folder; its folder.
pub fn install_civil(root: &Path) -> PathBuf {
    let text = |name: &str| {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("plugins/civil_affairs");
        std::fs::read_to_string(path.join(name)).expect("shipped")
    };
    let library = libraries().join("libcivil_affairs.so");
    let (manifest, layout) = (text("plugin.toml"), text("layout.toml"));
    install(
        root,
        ("civil_affairs", "0.1.0"),
        &manifest,
        &layout,
        &library,
    )
}

/// A plug-in of the county's that is a manifest and a layout and nothing else: the same roster under
/// another id; its folder.
pub fn install_table(root: &Path) -> PathBuf {
    let home = install_civil(root);
    let folder = root.join("county_roster/1.0");
    std::fs::create_dir_all(&folder).expect("room");
    let text = std::fs::read_to_string(home.join("plugin.toml")).expect("there");
    let own = "id = \"county_roster\"\nlibrary = \"layout\"\nversion = \"1.0\"";
    let text = text.replacen("id = \"civil_affairs\"\nversion = \"0.1.0\"", own, 1);
    std::fs::write(folder.join("plugin.toml"), text).expect("room");
    std::fs::rename(home.join("layout.toml"), folder.join("layout.toml")).expect("there");
    std::fs::remove_dir_all(root.join("civil_affairs")).expect("there");
    for part in folder.ancestors().take(3) {
        mode(part, 0o755);
    }
    mode(&folder.join("plugin.toml"), 0o644);
    folder
}

/// What the bad ones declare.
pub fn bad_manifest() -> Manifest {
    Manifest::parse(&bad_manifest_text()).expect("a good manifest")
}

/// The same as text.
pub fn bad_manifest_text() -> String {
    let words = "{ zh-CN = '试', en = 'test' }";
    format!(
        "id='bad'\nversion='1'\nabi=1\nagency='test'\nname={words}\n\
         [purpose]\ncode='test'\nname={words}\nbasis={words}\n\
         [[dataset]]\nname='people'\n[[dataset.field]]\nname='name'\nrequired=true\nreason={words}\n\
         [[output]]\nname='out.txt'\nfile='out-{{area}}-{{date}}.txt'\nmedia_type='text/plain'\nmax_bytes=1000000\n"
    )
}

/// A job for the bad ones.
pub fn bad_job(how: &str) -> Job {
    Job {
        job_id: "1".into(),
        agency: "test".into(),
        purpose: "test".into(),
        locale: "en".into(),
        started_at: 1_795_000_000_000_000,
        options: [("how".to_string(), how.to_string())].into(),
        datasets: vec![Dataset {
            name: "people".into(),
            fields: vec![("name".into(), CellType::Text)],
            row_estimate: 3,
        }],
    }
}

/// Three rows.
pub fn three() -> Vec<(usize, Vec<Cell>)> {
    ["甲", "乙", "丙"]
        .map(|name| (0, vec![Cell::Text(name.into())]))
        .into()
}

/// Runs a bad plug-in into `folder`; `progress` may cancel.
pub fn run_bad(
    library: &Library,
    how: &str,
    folder: &Path,
    limits: &Limits,
    progress: impl FnMut(Progress),
    cancel: &AtomicBool,
) -> Result<Report, Problem> {
    let manifest = &bad_manifest();
    run_by(
        manifest, library, how, folder, limits, None, progress, cancel,
    )
}

/// The same by a manifest that says more, or with all files in one encrypted ZIP.
#[allow(clippy::too_many_arguments)]
pub fn run_by(
    manifest: &Manifest,
    library: &Library,
    how: &str,
    folder: &Path,
    limits: &Limits,
    seal: Option<Seal<'_>>,
    progress: impl FnMut(Progress),
    cancel: &AtomicBool,
) -> Result<Report, Problem> {
    let export = Export {
        helper: Path::new(HELPER),
        manifest,
        library,
        job: bad_job(how),
        folder,
        date: "20261123",
        area: "莒口镇",
        limits,
        seal,
    };
    run(export, three().into_iter(), progress, cancel)
}

/// Grants fields of a dataset to an agency for a purpose, all rows of it.
#[allow(dead_code)]
pub fn grant(office: &Office, agency: &str, purpose: &str, dataset: &str, fields: &[&str]) {
    let text = format!(
        "[[grant]]\nagency='{agency}'\npurpose='{purpose}'\ndataset='{dataset}'\nrows='all'\n\
         source='试'\nfields={fields:?}\n"
    );
    let grants = parse_policy(&text).expect("a good policy").grants;
    assert!(office.grant(&grants, None).expect("granted").is_some());
}

/// Names in a folder.
pub fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).expect("a folder");
    let mut names: Vec<_> = entries
        .map(|e| e.expect("entry").file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}
