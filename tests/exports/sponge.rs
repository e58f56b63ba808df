//! An office, and a plug-in for any agency that writes down all that it is given.

use crate::office::setup;
use crate::plugins::{self, c_library_at, install, names};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use tongdu::i18n::{Language, Lexicon};
use tongdu::plugin::discover::{Root, beside, discover};
use tongdu::service::demo::{self, Scale};
use tongdu::service::export::{Confirmation, Preview, Second};
use tongdu::service::{Office, Problem};

/// What the sponge was given.
#[derive(Debug, Default, PartialEq)]
pub struct Given {
    /// Name and value.
    pub options: Vec<(String, String)>,
    /// Dataset by dataset.
    pub tables: Vec<Table>,
}

/// What was sent encrypted, opened.
pub struct Sealed {
    /// The name of the ZIP.
    pub name: String,
    /// Each file inside, the cover too: its name and what it holds.
    pub inside: Vec<(String, Vec<u8>)>,
}

/// One dataset as it was given.
#[derive(Debug, Default, PartialEq)]
pub struct Table {
    pub name: String,
    pub fields: Vec<String>,
    pub rows: Vec<Vec<String>>,
}

impl Given {
    fn read(text: &str) -> Self {
        let mut given = Self::default();
        for line in text.lines() {
            let mut parts = line.split('\t').map(str::to_owned);
            let (sign, mut rest) = (parts.next().unwrap(), parts);
            match sign.as_str() {
                "O" => given
                    .options
                    .push((rest.next().unwrap(), rest.next().unwrap_or_default())),
                "D" => given.tables.push(Table {
                    name: rest.next().unwrap(),
                    fields: rest.collect(),
                    rows: Vec::new(),
                }),
                "R" => given
                    .tables
                    .last_mut()
                    .expect("a dataset")
                    .rows
                    .push(rest.collect()),
                _ => {}
            }
        }
        given
    }
}

/// An office with a folder for plug-ins.
pub struct Desk {
    pub dir: tempfile::TempDir,
    pub office: Office,
}

/// The sponge's library, built once.
fn library() -> &'static Path {
    static BUILT: OnceLock<(tempfile::TempDir, PathBuf)> = OnceLock::new();
    let (_, path) = BUILT.get_or_init(|| {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("libsponge.so");
        c_library_at("sponge", None, &path);
        (dir, path)
    });
    path
}

impl Desk {
    /// The demo's township with the shipped plug-ins.
    pub fn demo() -> Self {
        Self::new(|machine, data| demo::make(machine, data, Scale::Township, 1).unwrap())
    }

    pub fn new(make: impl Fn(&tongdu::service::Setup, &Path) -> Office) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let mut machine = setup();
        machine.plugin_roots = vec![Root::of_user(dir.path().join("plugins"))];
        machine.plugins = beside(&plugins::libraries().join("tongdu"));
        let office = make(&machine, &dir.path().join("office"));
        std::fs::create_dir(dir.path().join("out")).unwrap();
        Self { dir, office }
    }

    /// Puts the sponge in with this manifest, in which it says who it is and what it makes; approved.
    pub fn soak(&self, manifest: &str, layout: &str) {
        let manifest = sponges(manifest);
        install(
            &self.dir.path().join("plugins"),
            ("sponge", "1"),
            &manifest,
            layout,
            library(),
        );
        let shown = self.office.plugin("sponge").unwrap();
        self.office.trust(&shown, "sponge").unwrap();
    }

    pub fn preview(&self, id: &str, wheres: &[&str]) -> Result<Preview, Problem> {
        let wheres: Vec<String> = wheres.iter().map(ToString::to_string).collect();
        self.office
            .preview(&Lexicon::new(Language::ZhCn), id, &wheres)
    }

    /// Sends in clear what was previewed.
    pub fn send(&self, preview: &Preview, second: Option<&str>) -> Result<PathBuf, Problem> {
        let sure = Confirmation {
            code: preview.agency.code.clone(),
            clear: preview.agency.code.clone(),
            second: second.map(|typed| Second::new(typed.to_owned())),
        };
        let (words, out) = (Lexicon::new(Language::ZhCn), self.dir.path().join("out"));
        let tell = &mut |_| {};
        self.office
            .send(&words, preview, &sure, &out, tell, &plugins::NEVER)?;
        Ok(out)
    }

    /// Sends encrypted what was previewed, opens it and takes it away.
    pub fn sealed(&self, preview: &Preview) -> Sealed {
        use std::io::Read;
        let sure = Confirmation {
            code: preview.agency.code.clone(),
            ..Confirmation::default()
        };
        let (words, out) = (Lexicon::new(Language::ZhCn), self.dir.path().join("out"));
        let sent = self
            .office
            .send(&words, preview, &sure, &out, &mut |_| {}, &plugins::NEVER)
            .unwrap_or_else(|p| panic!("{} {:?}", p.key, p.args));
        let [file] = &names(&out)[..] else {
            panic!("one ZIP")
        };
        let bytes = std::fs::read(out.join(file)).unwrap();
        std::fs::remove_file(out.join(file)).unwrap();
        let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
        let password = sent.password.expect("encrypted");
        let mut open = |at| {
            let mut entry = zip
                .by_index_decrypt(at, password.typed().as_bytes())
                .unwrap();
            let mut bytes = Vec::new();
            entry.read_to_end(&mut bytes).unwrap();
            (entry.name().unwrap().into_owned(), bytes)
        };
        let inside = (0..preview.files.len() + 1).map(&mut open).collect();
        Sealed {
            name: file.clone(),
            inside,
        }
    }

    /// Sends by the sponge, and reads what it was given.
    pub fn given(&self, preview: &Preview) -> Given {
        self.given_by(preview, None)
    }

    /// The same, with a second person's passphrase.
    pub fn given_by(&self, preview: &Preview, second: Option<&str>) -> Given {
        let out = self
            .send(preview, second)
            .unwrap_or_else(|p| panic!("{} {:?}", p.key, p.args));
        let file = out.join("sponge.txt");
        let text = std::fs::read_to_string(&file).unwrap();
        std::fs::remove_file(&file).unwrap();
        assert!(names(&out).is_empty());
        Given::read(&text)
    }
}

/// A manifest with the sponge's own id, version and output.
fn sponges(manifest: &str) -> String {
    let own = |line: &str| {
        if line.starts_with("id =") {
            "id = \"sponge\"".to_owned()
        } else if line.starts_with("version =") {
            "version = \"1\"".to_owned()
        } else {
            line.to_owned()
        }
    };
    let until = manifest.find("[[output]]").expect("an output");
    let mut text: String = manifest[..until]
        .lines()
        .filter(|line| !line.starts_with("library ="))
        .map(|line| own(line) + "\n")
        .collect();
    text += "[[output]]\nname = \"out.txt\"\nfile = \"sponge.txt\"\nmedia_type = \"text/plain\"\n\
             max_bytes = 100000000\n";
    text
}

/// The manifest of a shipped plug-in.
pub fn shipped(id: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("plugins")
        .join(id);
    std::fs::read_to_string(path.join("plugin.toml")).expect("shipped")
}

/// The ids of the shipped plug-ins.
pub fn all_shipped() -> Vec<String> {
    let (found, _) = discover(&beside(&plugins::libraries().join("tongdu")), &[]);
    let ids: Vec<String> = found.into_iter().map(|found| found.manifest.id).collect();
    assert_eq!(ids.len(), 8, "{ids:?}");
    ids
}
