//! Rounds: the real program is struck down in the middle of some work, at a moment that a seed
//! says; then the office is opened and must have lost nothing acknowledged and hold no half of
//! anything.
//!
//! What is done in a round is one row of [`SORTS`]; how it is struck down (killed, the power cut)
//! is the test's. Durations differ from run to run, so the seed fixes what share of the work is
//! done, not the instruction.

#[path = "rounds_gate.rs"]
mod gate;
#[path = "rounds_keys.rs"]
mod keys;
#[path = "rounds_stick.rs"]
mod stick;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};
use tongdu::domain::book::Kind;
use tongdu::domain::disclosure::{Disclosure, DisclosureState};
use tongdu::domain::draw::Draw;
use tongdu::schema::Id;
use tongdu::service::{Office, demo};
use tongdu::store::{Revision, Secret};

/// Where rounds are played: the data folder, and a folder for what stands beside it.
pub struct Yard {
    /// The office's data.
    pub data: PathBuf,
    /// Passphrase, lists, what was sent.
    pub side: PathBuf,
    /// A library that is loaded before all others into the program that is struck.
    pub preload: Option<PathBuf>,
    round: u64,
}

/// Every record, and by which change it is as it is.
type Picture = BTreeMap<(Kind, Id), (Revision, bool)>;

/// What a round left.
pub struct Seen<'a> {
    yard: &'a Yard,
    office: &'a Office,
    /// What is not as it was before.
    changed: BTreeSet<(Kind, Id)>,
    /// What the program said, whole lines only.
    said: String,
    /// Whether it ended well before it was struck.
    done: bool,
    /// How many records this work changes when it comes to its end.
    size: usize,
}

/// One sort of work.
pub struct Sort {
    /// What it is called in the figures.
    pub name: &'static str,
    /// Verbs to be done before, in peace.
    before: fn(&Yard) -> Vec<Vec<String>>,
    /// The verb that is struck down.
    verb: fn(&Yard) -> Vec<String>,
    /// Lines for its stdin.
    fed: Option<fn(&Yard, usize) -> String>,
    /// How far it is, by what it writes.
    far: fn(&Yard) -> u64,
    /// Whether what is left is right; `Ok(true)` if the work counts.
    judge: fn(&Seen<'_>) -> Result<bool, String>,
}

/// Everything that is tried. To add an operation, add a row.
pub const SORTS: &[Sort] = &[
    Sort {
        name: "commit",
        before: none,
        verb: |_| words("--json add worker -"),
        fed: Some(|yard, n| {
            format!(
                "{{\"name\":\"第{}轮{n}\",\"role\":\"supervisor\"}}\n",
                yard.round
            )
        }),
        far: Yard::journal,
        judge: each_acknowledged,
    },
    Sort {
        name: "import",
        before: none,
        verb: |yard| {
            let mut text = String::from("村居,儿童姓名,父亲姓名,父亲状况,监护人,与儿童关系\n");
            for n in 0..100 {
                let r = yard.round;
                text +=
                    &format!("后山村,陈小明{r}甲{n},陈志强{r}甲{n},外出务工,林金妹{r}甲{n},奶奶\n");
            }
            let path = yard.side.join("台账.csv");
            fs::write(&path, text).unwrap();
            [words("import --kind child"), vec![shown(&path)]].concat()
        },
        fed: None,
        far: Yard::journal,
        judge: whole_or_nothing,
    },
    Sort {
        name: "bulk edit",
        before: none,
        verb: note_everybody,
        fed: None,
        far: Yard::journal,
        judge: whole_or_nothing,
    },
    Sort {
        name: "undo",
        before: |yard| vec![note_everybody(yard)],
        verb: |_| words("undo"),
        fed: None,
        far: Yard::journal,
        judge: whole_or_nothing,
    },
    Sort {
        name: "rebuild",
        before: none,
        verb: |_| words("rebuild"),
        fed: None,
        far: Yard::journal,
        judge: nothing_changed,
    },
    Sort {
        name: "export",
        before: |yard| {
            let out = yard.side.join("out");
            let _ = fs::remove_dir_all(&out);
            fs::create_dir(&out).unwrap();
            Vec::new()
        },
        verb: |yard| {
            let out = shown(&yard.side.join("out"));
            let sure = words("--confirm civil_affairs --clear civil_affairs");
            [
                words("export civil_affairs"),
                vec!["--out".into(), out],
                sure,
            ]
            .concat()
        },
        fed: None,
        far: Yard::journal,
        judge: sent_or_told,
    },
    Sort {
        name: "draw",
        before: none,
        verb: |yard| {
            let mut words = words("draw --count 2 --reason");
            words.push(format!("第{}轮", yard.round));
            words
        },
        fed: None,
        far: Yard::journal,
        judge: drawn_or_unfinished,
    },
    stick::BACKUP,
    stick::RESTORE,
    keys::PASSPHRASE,
    keys::CODE,
    keys::USER,
    gate::DISPENSED,
];

fn none(_: &Yard) -> Vec<Vec<String>> {
    Vec::new()
}

fn words(text: &str) -> Vec<String> {
    text.split(' ').map(str::to_owned).collect()
}

fn shown(path: &Path) -> String {
    path.to_str().unwrap().to_owned()
}

fn note_everybody(yard: &Yard) -> Vec<String> {
    let mut words = words("set worker --where role=director");
    words.push(format!("note=第{}轮", yard.round));
    words
}

/// What it acknowledged on stdout is there, by name; how much more is its own affair.
fn each_acknowledged(seen: &Seen<'_>) -> Result<bool, String> {
    for line in seen.said.lines() {
        let ack: serde_json::Value = serde_json::from_str(line).map_err(|e| e.to_string())?;
        let id = Id::parse(ack["id"].as_str().unwrap_or_default()).ok_or("no id")?;
        let n = ack["line"].as_u64().unwrap_or_default() - 1;
        let name = format!("第{}轮{n}", seen.yard.round);
        let row = seen.office.row(Kind::Worker, id);
        if row.map(|r| r.record.value("name").plain()) != Some(name) {
            return Err(format!("line {n} was acknowledged and is not there"));
        }
    }
    Ok(seen.said.lines().count() > 0)
}

fn whole_or_nothing(seen: &Seen<'_>) -> Result<bool, String> {
    match seen.changed.len() {
        0 if seen.done => Err("acknowledged and not there".into()),
        0 => Ok(false),
        n if n == seen.size => Ok(true),
        n => Err(format!("{n} of {}", seen.size)),
    }
}

fn nothing_changed(seen: &Seen<'_>) -> Result<bool, String> {
    match seen.changed.len() {
        0 => Ok(seen.done),
        n => Err(format!("{n} records are not as they were")),
    }
}

/// Either every file is there under its name and the log says sent, or the log says not sent; no
/// log stays open, and no part of a file lies about.
fn sent_or_told(seen: &Seen<'_>) -> Result<bool, String> {
    let tables = seen.office.tables();
    let mut files = Vec::new();
    for entry in fs::read_dir(seen.yard.side.join("out")).unwrap() {
        files.push(entry.unwrap().file_name().into_string().unwrap());
    }
    if let Some(part) = files.iter().find(|f| f.ends_with(".part")) {
        return Err(format!("{part} lies about"));
    }
    let states: Vec<_> = tables
        .all::<Disclosure>(Kind::Disclosure)
        .filter(|(id, _)| seen.changed.contains(&(Kind::Disclosure, *id)))
        .map(|(id, d)| (id, d.state, d.files.lines().count(), d.rows))
        .collect();
    // Whom it was of is there with it, however many records that took.
    for (id, .., rows) in &states {
        let of = seen.office.disclosed(*id).len();
        if i64::try_from(of).ok() != *rows {
            return Err(format!("{rows:?} rows, {of} people"));
        }
    }
    match states[..] {
        [] if files.is_empty() && seen.changed.is_empty() && !seen.done => Ok(false),
        [(_, Some(DisclosureState::Sent), n, _)] if n == files.len() && n > 0 => Ok(true),
        [(_, Some(DisclosureState::Failed), ..)] if !seen.done => Ok(false),
        _ => Err(format!(
            "log {states:?}, files {files:?}, done {}",
            seen.done
        )),
    }
}

/// The seed with the list, then the result with what is to be inspected, each whole; where only
/// the seed is there, finishing draws what it says.
fn drawn_or_unfinished(seen: &Seen<'_>) -> Result<bool, String> {
    let of = |kind| seen.changed.iter().filter(move |(k, _)| *k == kind);
    let planned = of(Kind::Inspection).count();
    let draws: Vec<Id> = of(Kind::Draw).map(|(_, id)| *id).collect();
    let [id] = draws[..] else {
        let right = draws.is_empty() && planned == 0 && !seen.done;
        return right
            .then_some(false)
            .ok_or(format!("{} draws, {planned} planned", draws.len()));
    };
    let read = || {
        let tables = seen.office.tables();
        let draw = tables.get::<Draw>(Kind::Draw, id).ok_or("no draw")?;
        Ok::<_, String>((draw.unfinished(), draw.again(), draw.drawn()))
    };
    let (unfinished, again, _) = read()?;
    if unfinished {
        if seen.done || planned > 0 {
            return Err(format!("unfinished, done {}, {planned} planned", seen.done));
        }
        let finished = seen.office.finish_draw(id);
        finished.map_err(|p| format!("finishing: {p}"))?;
    }
    let (_, _, drawn) = read()?;
    if drawn != again || drawn.len() != 2 || (!unfinished && planned != 2) {
        return Err(format!("{drawn:?} {again:?}, {planned} planned"));
    }
    Ok(!unfinished)
}

/// What strikes the program down. Must have ended it when it returns.
pub type Strike<'a> = &'a mut dyn FnMut(&mut Child);

/// How rounds of one sort went.
#[derive(Clone, Copy, Debug, Default)]
pub struct Tally {
    /// Struck down.
    pub struck: u64,
    /// Ended before the strike.
    pub ended: u64,
    /// Of those struck, in which the work counts all the same.
    pub counted: u64,
    /// Of those struck, with bytes in the journal that count for nothing.
    pub halfway: u64,
    /// Acknowledgements that were looked for and found.
    pub acknowledged: u64,
    /// Starts after which the view had been made anew.
    pub rebuilt: u64,
}

impl Tally {
    /// Counts these too.
    pub fn add(&mut self, other: Self) {
        self.struck += other.struck;
        self.ended += other.ended;
        self.counted += other.counted;
        self.halfway += other.halfway;
        self.acknowledged += other.acknowledged;
        self.rebuilt += other.rebuilt;
    }
}

/// Prints the figures, a line for each sort.
pub fn print(all: &BTreeMap<&str, Tally>) {
    println!(
        "{:10} {:>6} {:>6} {:>8} {:>8} {:>7} {:>8}",
        "", "struck", "ended", "counted", "halfway", "acked", "rebuilt"
    );
    for (name, t) in all {
        println!(
            "{name:10} {:6} {:6} {:8} {:8} {:7} {:8}",
            t.struck, t.ended, t.counted, t.halfway, t.acknowledged, t.rebuilt
        );
    }
}

/// What an uncut run of one sort takes.
#[derive(Clone, Copy)]
pub struct Measure {
    size: usize,
    took: Duration,
    grown: u64,
}

/// Reads to the end what the program says, so that it never waits for being heard.
fn heard(mut from: impl Read + Send + 'static) -> JoinHandle<String> {
    std::thread::spawn(move || {
        let mut bytes = Vec::new();
        let _ = from.read_to_end(&mut bytes);
        String::from_utf8_lossy(&bytes).into_owned()
    })
}

impl Yard {
    /// An invented township.
    pub fn new(data: PathBuf, side: PathBuf, setup: &tongdu::service::Setup) -> Self {
        fs::create_dir_all(&side).unwrap();
        fs::write(side.join("passphrase"), demo::DEMO_PASSPHRASE).unwrap();
        demo::make(setup, &data, demo::Scale::Township, 1)
            .unwrap()
            .close();
        Self {
            data,
            side,
            preload: None,
            round: 0,
        }
    }

    /// The real program, about to do this.
    pub fn program(&self, words: &[String]) -> Command {
        self.program_on(&self.data, words)
    }

    fn program_on(&self, data: &Path, words: &[String]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_tongdu"));
        command.arg("--data").arg(data);
        command
            .arg("--passphrase-file")
            .arg(self.side.join("passphrase"));
        command.args(words);
        command.stdin(Stdio::null()).stdout(Stdio::piped());
        command.stderr(Stdio::piped());
        command
    }

    fn in_peace(&self, words: &[String]) {
        let output = self.program(words).output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{words:?}: {said}");
    }

    /// Opens it as the next start does, with the passphrase that holds or the one asked for last.
    pub fn open(&self, setup: &tongdu::service::Setup) -> Result<Office, String> {
        let by = |file: &str| {
            let typed = fs::read_to_string(self.side.join(file)).unwrap_or_default();
            Office::open(setup, &self.data, &Secret::passphrase(typed))
                .map_err(|p| format!("opening: {p} {:?}", p.args))
        };
        by("passphrase").or_else(|first| {
            let office = by("asked").map_err(|_| first)?;
            fs::copy(self.side.join("asked"), self.side.join("passphrase")).unwrap();
            Ok(office)
        })
    }

    fn journal(&self) -> u64 {
        let below = |dir: &Path| fs::read_dir(dir).into_iter().flatten().flatten();
        let files =
            below(&self.data.join("journal")).flat_map(|d| below(&d.path()).collect::<Vec<_>>());
        files
            .filter_map(|f| f.metadata().ok())
            .map(|m| m.len())
            .sum()
    }

    fn picture(office: &Office) -> Picture {
        let tables = office.tables();
        let rows = Kind::ALL.iter().flat_map(|k| tables.rows(*k));
        rows.map(|r| ((r.record.kind(), r.id), (r.revision, r.retired)))
            .collect()
    }

    /// One round; what was wrong after it, or `None` for the measure of an uncut one.
    pub fn round(
        &mut self,
        sort: &Sort,
        measure: Option<Measure>,
        dice: &mut Dice,
        setup: &tongdu::service::Setup,
        strike: Strike<'_>,
        tally: &mut Tally,
    ) -> Result<Option<Measure>, String> {
        self.round += 1;
        for words in (sort.before)(self) {
            self.in_peace(&words);
        }
        let office = self.open(setup)?;
        let before = Self::picture(&office);
        office.close();
        let words = (sort.verb)(self);
        let from = (sort.far)(self);
        let mut command = self.program(&words);
        if let Some(library) = &self.preload {
            command.env("LD_PRELOAD", library);
        }
        if sort.fed.is_some() {
            command.stdin(Stdio::piped());
        }
        let at = Instant::now();
        let mut child = command.spawn().unwrap();
        let feeding = sort.fed.map(|line| {
            let mut input = child.stdin.take().unwrap();
            let lines: String = (0..400).map(|n| line(self, n)).collect();
            std::thread::spawn(move || input.write_all(lines.as_bytes()).is_ok())
        });
        let hearing = heard(child.stdout.take().unwrap());
        let complaints = heard(child.stderr.take().unwrap());
        // Ended before the strike, and not well: then nothing was struck, and it says so.
        let mut refused = false;
        if let Some(measure) = measure {
            // Half of them by time, which reaches every part of the work; half by what is written,
            // which reaches the middle of the writing.
            let by_bytes = measure.grown > 0 && dice.below(2) == 0;
            let bytes = from + 1 + dice.below(measure.grown.max(1));
            // Some come behind the end: what was acknowledged is then looked for.
            let share = measure.took.mul_f64(dice.below(1300) as f64 / 1000.0);
            loop {
                let reached = if by_bytes {
                    (sort.far)(self) >= bytes
                } else {
                    at.elapsed() >= share
                };
                if let Some(ended) = child.try_wait().unwrap() {
                    refused = !ended.success();
                    break;
                }
                if reached {
                    break;
                }
                std::thread::park_timeout(Duration::from_micros(200));
            }
            strike(&mut child);
        }
        let ended = child.wait().unwrap();
        let took = at.elapsed();
        feeding.map(|f| f.join().unwrap());
        let mut said = hearing.join().unwrap();
        let complaints = complaints.join().unwrap();
        if refused || (measure.is_none() && !ended.success()) {
            return Err(format!("the program refused: {complaints}"));
        }
        said.truncate(said.rfind('\n').map_or(0, |end| end + 1));
        let grown = (sort.far)(self).saturating_sub(from);
        if measure.is_some() && dice.below(4) == 0 {
            // And once more, while the next start puts it right.
            let mut child = self.program(&["verify".into()]).spawn().unwrap();
            let share = Duration::from_millis(dice.below(120));
            let at = Instant::now();
            while at.elapsed() < share && child.try_wait().unwrap().is_none() {
                std::thread::park_timeout(Duration::from_micros(200));
            }
            let _ = child.kill();
            child.wait().unwrap();
        }
        let newest = |yard: &Self| {
            let names = fs::read_dir(yard.data.join("view")).into_iter().flatten();
            names.flatten().map(|e| e.file_name()).max()
        };
        let was = newest(self);
        let office = self.open(setup)?;
        let after = Self::picture(&office);
        let of = |p: &Picture, key| p.get(key).copied();
        let keys = before.keys().chain(after.keys());
        let changed: BTreeSet<_> = keys
            .filter(|k| of(&before, k) != of(&after, k))
            .copied()
            .collect();
        let seen = Seen {
            yard: self,
            office: &office,
            size: measure.map_or(changed.len(), |m| m.size),
            changed,
            done: ended.success(),
            said,
        };
        let counts = (sort.judge)(&seen)?;
        let report = office.verify(true).map_err(|p| p.to_string())?;
        if !report.findings.is_empty() {
            return Err(format!("{:?}", report.findings));
        }
        let measured = (seen.size, seen.said.lines().count() as u64);
        if sort.name == "import" && counts {
            office.undo(None).map_err(|p| p.to_string())?;
        }
        office.close();
        if measure.is_none() {
            let size = measured.0;
            return Ok(Some(Measure { size, took, grown }));
        }
        if ended.success() {
            tally.ended += 1;
        } else {
            tally.struck += 1;
            tally.counted += u64::from(counts);
            tally.halfway += u64::from(!counts && grown > 0);
        }
        tally.acknowledged += if sort.fed.is_some() {
            measured.1
        } else {
            u64::from(ended.success())
        };
        tally.rebuilt += u64::from(newest(self) != was);
        Ok(None)
    }
}

/// A small fast generator (SplitMix64).
pub struct Dice(pub u64);

impl Dice {
    /// A number below this.
    pub fn below(&mut self, of: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (z ^ (z >> 31)) % of.max(1)
    }
}
