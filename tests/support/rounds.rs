//! Rounds: the real program is struck down in the middle of some work, at a moment that a seed
//! says; then the office is opened and must have lost nothing acknowledged and hold no half of
//! anything.
//!
//! What is done in a round is one row of [`SORTS`]; how it is struck down (killed, the power cut)
//! is the test's. Durations differ from run to run, so the seed fixes what share of the work is
//! done, not the instruction.

#[path = "rounds_consequences.rs"]
mod consequences;
#[path = "rounds_expenses.rs"]
mod expenses;
#[path = "rounds_gate.rs"]
mod gate;
#[path = "rounds_keys.rs"]
mod keys;
#[path = "rounds_lessons.rs"]
mod lessons;
#[path = "rounds_look.rs"]
mod look;
#[path = "rounds_policy.rs"]
mod policy;
#[path = "rounds_review.rs"]
mod review;
#[path = "rounds_roster.rs"]
mod roster;
#[path = "rounds_sent.rs"]
mod sent;
#[path = "rounds_stick.rs"]
pub mod stick;
#[path = "rounds_trust.rs"]
mod trust;

use std::collections::BTreeMap;
use std::fs;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};
use tongdu::domain::book::Kind;
use tongdu::domain::draw::Draw;
use tongdu::schema::Id;
use tongdu::service::demo;

use look::{Ran, Seen};

/// Where rounds are played: the data folder, and a folder for what stands beside it.
pub struct Yard {
    /// The office's data.
    pub data: PathBuf,
    /// Passphrase, lists, what was sent.
    pub side: PathBuf,
    /// A library that is loaded before all others into the program that is struck.
    pub preload: Option<PathBuf>,
    /// What is done behind the program's back, so that the judges can be judged.
    pub meddle: Option<Meddle>,
    round: u64,
}

/// A trick on the judges.
#[derive(Clone, Copy)]
pub struct Meddle {
    /// Before the program is started.
    pub before: fn(&Yard),
    /// After it ended, before anybody looks.
    pub after: fn(&Yard),
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
    /// Whether the verb, tried again, has to get past whatever a struck one left.
    again: bool,
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
        again: false,
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
        again: false,
    },
    Sort {
        name: "bulk edit",
        before: none,
        verb: note_everybody,
        fed: None,
        far: Yard::journal,
        judge: whole_or_nothing,
        again: false,
    },
    Sort {
        name: "undo",
        before: |yard| vec![note_everybody(yard)],
        verb: |_| words("undo"),
        fed: None,
        far: Yard::journal,
        judge: whole_or_nothing,
        again: false,
    },
    Sort {
        name: "rebuild",
        before: none,
        verb: |_| words("rebuild"),
        fed: None,
        far: Yard::journal,
        judge: nothing_changed,
        again: false,
    },
    sent::CLEAR,
    sent::SEALED,
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
        again: false,
    },
    review::TELL,
    consequences::TALK,
    consequences::ADJUSTED,
    consequences::RECOMMENDED,
    roster::MARKING,
    stick::BACKUP,
    stick::RESTORE,
    stick::NEW,
    keys::PASSPHRASE,
    keys::CODE,
    keys::USER,
    gate::DISPENSED,
    lessons::MODULES,
    lessons::LESSONS,
    lessons::FEEDBACK,
    expenses::EXPENSES,
    trust::APPROVED,
    policy::GRANTED,
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
    // Of those whom other rounds add nobody has one, so that it is of as many as it was measured with.
    let mut words = words("set worker --where sex=女");
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
    // And nothing else has been touched.
    for (kind, id) in &seen.changed {
        let row = seen.office.row(*kind, *id);
        let name = row.map_or_else(String::new, |r| r.record.value("name").plain());
        if *kind != Kind::Worker || !name.starts_with(&format!("第{}轮", seen.yard.round)) {
            return Err(format!("{kind:?} {id:?} is not as it was"));
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

/// Of other kinds nothing is another.
fn only(seen: &Seen<'_>, kinds: &[Kind]) -> Result<(), String> {
    match seen.changed.iter().all(|(kind, _)| kinds.contains(kind)) {
        true => Ok(()),
        false => Err(format!("{:?} are not as they were", seen.changed)),
    }
}

/// The seed with the list, then the result with what is to be inspected, each whole; where only
/// the seed is there, finishing draws what it says.
fn drawn_or_unfinished(seen: &Seen<'_>) -> Result<bool, String> {
    only(seen, &[Kind::Draw, Kind::Inspection])?;
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
    /// Of those struck, where the same verb was tried again and got there.
    pub again: u64,
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
        self.again += other.again;
    }
}

/// Prints the figures, a line for each sort.
pub fn print(all: &BTreeMap<&str, Tally>) {
    println!(
        "{:20} {:>6} {:>6} {:>8} {:>8} {:>7} {:>8} {:>6}",
        "", "struck", "ended", "counted", "halfway", "acked", "rebuilt", "again"
    );
    for (name, t) in all {
        println!(
            "{name:20} {:6} {:6} {:8} {:8} {:7} {:8} {:6}",
            t.struck, t.ended, t.counted, t.halfway, t.acknowledged, t.rebuilt, t.again
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
    /// An invented township, and its recovery code on paper.
    pub fn new(data: PathBuf, side: PathBuf, setup: &tongdu::service::Setup) -> Self {
        fs::create_dir_all(&side).unwrap();
        fs::write(side.join("passphrase"), demo::DEMO_PASSPHRASE).unwrap();
        demo::make(setup, &data, demo::Scale::Township, 1)
            .unwrap()
            .close();
        let yard = Self {
            data,
            side,
            preload: None,
            meddle: None,
            round: 0,
        };
        let said = yard.in_peace(&words("user code"));
        fs::write(yard.side.join("code"), said.unwrap().trim()).unwrap();
        yard
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

    /// Does this to its end; what it put out, or why it refused.
    pub fn in_peace(&self, words: &[String]) -> Result<String, String> {
        let output = self.program(words).output().unwrap();
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        match output.status.success() {
            true => Ok(text(&output.stdout)),
            false => Err(format!("{words:?}: {}", text(&output.stderr))),
        }
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
            self.in_peace(&words)?;
        }
        let before = self.before(setup)?;
        let words = (sort.verb)(self);
        let stood = self.data.exists();
        if let Some(meddle) = self.meddle {
            (meddle.before)(self);
        }
        let ran = self.run(sort, &words, measure, dice, strike)?;
        if let Some(meddle) = self.meddle {
            (meddle.after)(self);
        }
        if measure.is_some() && dice.below(4) == 0 {
            self.struck_start(Duration::from_millis(dice.below(120)));
        }
        let newest = self.newest_view();
        let size = measure.map(|m| m.size);
        let (mut counts, mut lines) = (false, 0);
        let mut left = size.unwrap_or_default();
        // Where none stood, nothing but the next try has to be possible.
        if stood || ran.done || self.stands() {
            (counts, left, lines) = self.look(sort, &before, setup, &ran, size)?;
        }
        let Some(measure) = measure else {
            let (took, grown) = (ran.took, ran.grown);
            let size = left;
            return Ok(Some(Measure { size, took, grown }));
        };
        if ran.done {
            tally.ended += 1;
        } else {
            tally.struck += 1;
            tally.counted += u64::from(counts);
            tally.halfway += u64::from(!counts && ran.grown > 0);
        }
        tally.acknowledged += match sort.fed {
            Some(_) => lines,
            None => u64::from(ran.done),
        };
        tally.rebuilt += u64::from(self.newest_view() != newest);
        if sort.again && !ran.done {
            self.again(&words, stood || !self.stands())?;
            let ran = Ran {
                done: true,
                ..Ran::default()
            };
            let (counts, ..) = self.look(sort, &before, setup, &ran, Some(measure.size))?;
            if !counts {
                return Err("tried again, and not there".into());
            }
            tally.again += 1;
        }
        Ok(None)
    }

    /// The same once more and to its end, without another answer than before; a store that stands
    /// where none stood is whole already, and is not replaced unasked.
    fn again(&self, words: &[String], wanted: bool) -> Result<(), String> {
        match self.in_peace(words) {
            Err(why) if wanted => Err(format!("tried again: {why}")),
            Ok(_) if !wanted => Err("what had come back was replaced unasked".into()),
            _ => Ok(()),
        }
    }

    /// Whether there is an office for the next start, or one that it puts in place.
    fn stands(&self) -> bool {
        let name = self.data.file_name().unwrap().to_str().unwrap();
        let done = self.data.with_file_name(format!("{name}.restored"));
        [&self.data, &done]
            .iter()
            .any(|dir| dir.join("store").exists())
    }

    /// Starts it and strikes it down; how far it came.
    fn run(
        &self,
        sort: &Sort,
        words: &[String],
        measure: Option<Measure>,
        dice: &mut Dice,
        strike: Strike<'_>,
    ) -> Result<Ran, String> {
        let from = (sort.far)(self);
        let mut command = self.program(words);
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
        let done = ended.success();
        Ok(Ran {
            done,
            said,
            took,
            grown,
        })
    }

    /// And once more, while the next start puts it right.
    fn struck_start(&self, share: Duration) {
        let mut child = self.program(&["verify".into()]).spawn().unwrap();
        let at = Instant::now();
        while at.elapsed() < share && child.try_wait().unwrap().is_none() {
            std::thread::park_timeout(Duration::from_micros(200));
        }
        let _ = child.kill();
        child.wait().unwrap();
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
