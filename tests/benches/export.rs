//! Exports by sandboxed plug-ins: from the start of the child to its end with nothing to do, a million
//! rows as CSV against writing the same CSV here, a county's children as a workbook from the records
//! against the same workbook made here.
//!
//!     cargo bench --bench export

#[path = "../support/plugins.rs"]
#[allow(dead_code)]
mod plugins;
#[allow(dead_code)]
#[path = "../support/setup.rs"]
mod setup;

use calamine::{Data, Reader, Xlsx};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use std::fs::File;
use std::io::{BufWriter, Cursor, Read, Write};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::sync::mpsc::channel;
use std::time::{Duration, Instant};
use tongdu::config::Folder;
use tongdu::domain::book::Kind;
use tongdu::domain::child::{Child, Schooling};
use tongdu::domain::household::Household;
use tongdu::domain::worker::Sex;
use tongdu::i18n::{Language, Lexicon};
use tongdu::plugin::discover::beside;
use tongdu::plugin::{
    Cell, CellType, Dataset, Export, Job, Library, Limits, Manifest, option, run,
};
use tongdu::schema::{Day, Id};
use tongdu::service::export::{Confirmation, Sent};
use tongdu::service::{NewOffice, Office, OfficeRole, Secret, demo};
use tongdu::ui::event::Event;
use tongdu::ui::{App, Prefs, Root, Start, Surroundings, key};

/// An unoptimized build only shows that it runs.
const ROWS: usize = if cfg!(debug_assertions) {
    3_000
} else {
    1_000_000
};
const CHILDREN: usize = if cfg!(debug_assertions) { 500 } else { 100_000 };
/// How often the child is started, and how often the long runs are run.
const STARTS: usize = 50;
const TIMES: usize = 3;
/// Columns of the CSV.
const WIDTH: usize = 12;

const START: Duration = Duration::from_millis(5);
const CSV: f64 = 1.6;
const BOOK: Duration = Duration::from_secs(2);
const BOOK_RATIO: f64 = 1.3;
const KEY: Duration = Duration::from_millis(100);

fn verdict(met: bool) -> &'static str {
    if met { "met" } else { "MISSED" }
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

/// A whole run of a library that does nothing, over three rows.
fn starts() {
    let library = plugins::c_library("tries", None);
    let mut times: Vec<Duration> = (0..STARTS)
        .map(|_| {
            let folder = tempfile::tempdir().expect("room");
            let limits = Limits::default();
            let began = Instant::now();
            let ran = plugins::run_bad(
                &library,
                "",
                folder.path(),
                &limits,
                |_| {},
                &plugins::NEVER,
            );
            let took = began.elapsed();
            ran.expect("a good run");
            took
        })
        .collect();
    times.sort();
    let (half, most) = (times[STARTS / 2], times[STARTS - 1]);
    println!(
        "start to end of a run of three rows, in its sandbox: p50 {:.1} ms, slowest {:.1} ms (goal p50 {:.0} ms to ready: {})",
        millis(half),
        millis(most),
        millis(START),
        verdict(half <= START)
    );
}

/// A row of twelve cells, as rows of people are.
fn row(n: usize) -> Vec<Cell> {
    let text = |text: String| Cell::Text(text);
    vec![
        text(format!("林{n}")),
        text("女".into()),
        Cell::Day(16_000 + (n % 4_000) as i32),
        text(format!("350703{n:012}")),
        text("后山村".into()),
        text(format!("1390{:07}", n % 10_000_000)),
        Cell::Bool(n.is_multiple_of(3)),
        Cell::Int(n as i64),
        text("留守儿童、困境儿童".into()),
        text("莒口镇后山村12号".into()),
        Cell::Null,
        text("祖母".into()),
    ]
}

const TYPES: [CellType; WIDTH] = [
    CellType::Text,
    CellType::Text,
    CellType::Day,
    CellType::Text,
    CellType::Text,
    CellType::Text,
    CellType::Bool,
    CellType::Int,
    CellType::Text,
    CellType::Text,
    CellType::Text,
    CellType::Text,
];

fn columns() -> String {
    let column = |n| format!("[[sheet.column]]\nheading='栏{n}'\nfield='f{n}'\n");
    (0..WIDTH).map(column).collect()
}

fn manifest() -> Manifest {
    let words = "{ zh-CN = '试', en = 'test' }";
    let field = |n| format!("[[dataset.field]]\nname='f{n}'\nrequired=true\nreason={words}\n");
    let fields: String = (0..WIDTH).map(field).collect();
    let text = format!(
        "id='many'\nversion='1'\nabi=1\nagency='test'\nlibrary='layout'\nname={words}\n[purpose]\n\
         code='test'\nname={words}\nbasis={words}\n[[dataset]]\nname='rows'\n{fields}[[output]]\n\
         name='out.csv'\nfile='out.csv'\nmedia_type='text/csv'\nmax_bytes=1000000000\n"
    );
    Manifest::parse(&text).expect("a good manifest")
}

/// A million rows through the child, as CSV.
fn sandboxed(folder: &Path, library: &Library) -> Duration {
    let manifest = manifest();
    let layout = format!(
        "[[sheet]]\nname='a'\ndataset='rows'\n{}[[file]]\noutput='out.csv'\nkind='csv'\nsheets=['a']\n",
        columns()
    );
    let fields = (0..WIDTH).map(|n| (format!("f{n}"), TYPES[n]));
    let job = Job {
        job_id: "1".into(),
        agency: "test".into(),
        purpose: "test".into(),
        locale: "zh-CN".into(),
        started_at: 1_795_000_000_000_000,
        options: [(option::LAYOUT.to_owned(), layout)].into(),
        datasets: vec![Dataset {
            name: "rows".into(),
            fields: fields.collect(),
            row_estimate: ROWS as u64,
        }],
    };
    let export = Export {
        helper: Path::new(plugins::HELPER),
        manifest: &manifest,
        library,
        job,
        folder,
        date: "20261123",
        area: "莒口镇",
        limits: &Limits::default(),
        seal: None,
    };
    let began = Instant::now();
    let rows = (0..ROWS).map(|n| (0, row(n)));
    run(export, rows, |_| {}, &plugins::NEVER).expect("a good run");
    began.elapsed()
}

/// The same CSV written here.
fn written(path: &Path) -> Duration {
    let began = Instant::now();
    let mut file = BufWriter::new(File::create_new(path).expect("room"));
    file.write_all("\u{feff}".as_bytes()).expect("room");
    let mut csv = csv::WriterBuilder::new();
    csv.terminator(csv::Terminator::CRLF);
    let mut csv = csv.from_writer(file);
    csv.write_record((0..WIDTH).map(|n| format!("栏{n}")))
        .expect("room");
    for n in 0..ROWS {
        let cells = row(n).into_iter().map(|cell| match cell {
            Cell::Null => String::new(),
            Cell::Text(text) => text,
            Cell::Bool(yes) => if yes { "是" } else { "否" }.to_owned(),
            Cell::Int(number) => number.to_string(),
            Cell::Day(day) => Day(day).iso(),
            Cell::Time(_) | Cell::Tenths(_) => unreachable!("none in a row"),
        });
        csv.write_record(cells).expect("room");
    }
    csv.flush().expect("room");
    began.elapsed()
}

fn fastest(mut run: impl FnMut() -> Duration) -> Duration {
    (0..TIMES).map(|_| run()).min().unwrap_or_default()
}

fn million() {
    let path = plugins::libraries().join("liblayout.so");
    let library = Library::read(&path).expect("just built");
    let mut sizes = [0, 0];
    let through = fastest(|| {
        let folder = tempfile::tempdir().expect("room");
        let took = sandboxed(folder.path(), &library);
        sizes[0] = std::fs::metadata(folder.path().join("out.csv"))
            .expect("made")
            .len();
        took
    });
    let here = fastest(|| {
        let folder = tempfile::tempdir().expect("room");
        let path = folder.path().join("out.csv");
        let took = written(&path);
        sizes[1] = std::fs::metadata(&path).expect("made").len();
        took
    });
    assert_eq!(sizes[0], sizes[1], "not the same CSV");
    let ratio = through.as_secs_f64() / here.as_secs_f64();
    println!(
        "{ROWS} rows x {WIDTH} as {} MB of CSV: {:.2} s through the sandboxed child, {:.2} s written here, {ratio:.2} times (goal {CSV}: {})",
        sizes[0] / 1_000_000,
        through.as_secs_f64(),
        here.as_secs_f64(),
        verdict(ratio <= CSV)
    );
}

/// The fields of the county's children.
const ASKED: [&str; WIDTH] = [
    "name",
    "sex",
    "birth_day",
    "id_number",
    "village",
    "address",
    "categories",
    "school",
    "township",
    "schooling",
    "guardianship",
    "risk",
];

fn county(root: &Path) -> Office {
    let (mut machine, _clock) = setup::machine();
    machine.plugins = beside(&plugins::libraries().join("tongdu"));
    machine.plugin_roots = vec![tongdu::plugin::discover::Root::of_user(
        root.join("plugins"),
    )];
    let new = NewOffice {
        area: "350703104".into(),
        name: "量".into(),
        role: OfficeRole::Supervisor,
        passphrase: demo::DEMO_PASSPHRASE.into(),
        demo: true,
    };
    let (office, _) =
        Office::create(&machine, &root.join("office"), &new).expect("an empty folder");
    let ids = |kind| -> Vec<Id> { office.tables().live(kind).map(|row| row.id).collect() };
    let villages = ids(Kind::Village);
    let homes = (0..CHILDREN / 2).map(|n| {
        Household {
            head: format!("林{n}"),
            address: format!("后山村{n}号"),
            ..Household::default()
        }
        .into()
    });
    demo::add(&office, homes.collect()).expect("room");
    let homes = ids(Kind::Household);
    let children = (0..CHILDREN).map(|n| {
        Child {
            name: format!("林小{n}"),
            sex: Some(if n % 2 == 0 { Sex::Female } else { Sex::Male }),
            birth_day: Some(Day(15_500 + (n % 5_000) as i32)),
            id_number: format!("350703{n:012}"),
            village: Some(villages[n % villages.len()]),
            household: homes.get(n / 2).copied(),
            school: "莒口中心小学".into(),
            class: "三年级2班".into(),
            schooling: Some(Schooling::Primary),
            ..Child::default()
        }
        .into()
    });
    demo::add(&office, children.collect()).expect("room");
    office
}

/// A partner's table that is only a manifest and a layout.
fn table(root: &Path) {
    let words = "{ zh-CN = '试', en = 'test' }";
    let field = |name: &&str| format!("[[dataset.field]]\nname='{name}'\nreason={words}\n");
    let column = |name: &&str| format!("[[sheet.column]]\nheading='{name}'\nfield='{name}'\n");
    let manifest = format!(
        "id='county'\nversion='1'\nabi=1\nagency='civil_affairs'\nlibrary='layout'\nname={words}\n\
         [purpose]\ncode='children_roster'\nname={words}\nbasis={words}\n[[dataset]]\n\
         name='children'\n{}[[output]]\nname='out.xlsx'\nfile='out.xlsx'\nmedia_type='x'\n\
         max_bytes=1000000000\n",
        ASKED.iter().map(field).collect::<String>()
    );
    let layout = format!(
        "[[sheet]]\nname='a'\ndataset='children'\n{}[[file]]\noutput='out.xlsx'\nkind='xlsx'\nsheets=['a']\n",
        ASKED.iter().map(column).collect::<String>()
    );
    let folder = root.join("plugins/county/1");
    std::fs::create_dir_all(&folder).expect("room");
    std::fs::write(folder.join("plugin.toml"), manifest).expect("room");
    std::fs::write(folder.join("layout.toml"), layout).expect("room");
    for part in folder.ancestors().take(3) {
        plugins::mode(part, 0o755);
    }
}

/// From the records to an encrypted ZIP with the workbook in it: how long each part took, and what was
/// made.
fn sent(office: &Office, folder: &Path) -> ([Duration; 3], Sent) {
    let words = Lexicon::new(Language::ZhCn);
    let sure = Confirmation {
        code: "civil_affairs".into(),
        ..Confirmation::default()
    };
    std::fs::create_dir(folder).expect("room");
    let began = Instant::now();
    let preview = office.preview(&words, "county", &[]).expect("granted");
    let seen = began.elapsed();
    let tell = &mut |_| {};
    let done = office.send(&words, &preview, &sure, folder, tell, &plugins::NEVER);
    let all = began.elapsed();
    let done = done.expect("sent");
    assert_eq!(done.rows as usize, CHILDREN);
    ([seen, all - seen, all], done)
}

/// The cells of what was made, its heading too.
fn cells(sent: &Sent) -> Vec<Vec<Data>> {
    let file = File::open(&sent.files[0]).expect("made");
    let mut zip = zip::ZipArchive::new(file).expect("a ZIP");
    let password = sent.password.as_ref().expect("one").typed().to_owned();
    let mut book = Vec::new();
    zip.by_name_decrypt("out.xlsx", password.as_bytes())
        .expect("in it")
        .read_to_end(&mut book)
        .expect("whole");
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(book)).expect("a workbook");
    let sheet = book.worksheet_range_at(0).expect("one").expect("whole");
    // Above the heading stands that they are invented.
    let above = sheet.height() - CHILDREN - 1;
    sheet.rows().skip(above).map(<[Data]>::to_vec).collect()
}

/// The same cells in a workbook made here.
fn made(rows: &[Vec<Data>], path: &Path) -> Duration {
    use rust_xlsxwriter::{Format, FormatAlign, FormatBorder, Workbook};
    let began = Instant::now();
    let mut workbook = Workbook::new();
    // As the layouts' workbooks are packed.
    workbook.set_zip_compression_level(2);
    let cell = Format::new()
        .set_border(FormatBorder::Thin)
        .set_align(FormatAlign::VerticalCenter);
    let text = cell.clone().set_num_format_index(49);
    let day = cell.set_num_format("yyyy-mm-dd");
    let sheet = workbook.add_worksheet();
    for (y, row) in (0..).zip(rows) {
        for (x, value) in (0..).zip(row) {
            let put = match value {
                Data::String(value) => sheet.write_string_with_format(y, x, value, &text),
                Data::DateTime(value) => sheet.write_number_with_format(y, x, value.as_f64(), &day),
                Data::Empty => sheet.write_blank(y, x, &text),
                other => panic!("no such cell in it: {other:?}"),
            };
            put.expect("room");
        }
    }
    let bytes = workbook.save_to_buffer().expect("a workbook");
    std::fs::write(path, bytes).expect("room");
    began.elapsed()
}

fn workbook() {
    let root = tempfile::tempdir().expect("room");
    table(root.path());
    let office = county(root.path());
    let shown = office.plugin("county").expect("found");
    office.trust(&shown, "county").expect("approved");
    let out = |n: &str| root.path().join(n);
    let (first, kept) = sent(&office, &out("out"));
    let again = (1..TIMES).map(|n| sent(&office, &out(&format!("out{n}"))).0);
    let [seen, alone, all] = again
        .chain([first])
        .min_by_key(|run| run[2])
        .unwrap_or_default();
    let rows = cells(&kept);
    assert_eq!(rows[0].len(), WIDTH);
    let mut n = 0;
    let here = fastest(|| {
        n += 1;
        made(&rows, &out(&format!("here{n}.xlsx")))
    });
    println!(
        "{CHILDREN} children x {WIDTH} into a workbook in an encrypted ZIP: {:.2} s (reading {:.2} s, sending {:.2} s; goal {:.0} s: {})",
        all.as_secs_f64(),
        seen.as_secs_f64(),
        alone.as_secs_f64(),
        BOOK.as_secs_f64(),
        verdict(all <= BOOK)
    );
    let ratio = alone.as_secs_f64() / here.as_secs_f64();
    println!(
        "sending against the workbook alone made here of the same cells, {:.2} s: {ratio:.2} times (goal {BOOK_RATIO}: {})",
        here.as_secs_f64(),
        verdict(ratio <= BOOK_RATIO)
    );
    // The open program has them decrypted; who sends once by a verb waits for that, too.
    let machine = office.setup().clone();
    office.close();
    let secret = Secret::passphrase(demo::DEMO_PASSPHRASE);
    let began = Instant::now();
    let office = Office::open(&machine, &out("office"), &secret).expect("it opens");
    let opened = began.elapsed();
    let (run, _) = sent(&office, &out("opened"));
    println!(
        "the same from the disk: {:.2} s, of which {:.2} s to open the office and decrypt its {} records (its passphrase takes a second or so more)",
        (opened + run[2]).as_secs_f64(),
        opened.as_secs_f64(),
        office.tables().rows(Kind::Child).count() + office.tables().rows(Kind::Household).count()
    );
    keys(&Arc::new(office), &out("keys"));
}

/// From a key to its frame in the list of children: at rest, then while all of them are sent.
fn keys(office: &Arc<Office>, folder: &Path) {
    let around = Surroundings::read(|_| Some("xterm-256color".into()));
    let prefs = Prefs::load(Folder::new("/nowhere"), around, None).expect("no theme asked");
    let (sender, _inbox) = channel();
    let start = Start {
        setup: office.setup().clone(),
        root: folder.to_owned(),
        found: Root::Open(Arc::clone(office)),
        language: Language::ZhCn,
        prefs,
    };
    let mut app = App::new(start, sender);
    let mut press = |name: &str| {
        let event = Event::Key(key::parse(name).expect("a key"));
        let began = Instant::now();
        app.handle(event);
        let mut buffer = Buffer::empty(Rect::new(0, 0, 80, 24));
        app.draw(&mut buffer);
        began.elapsed()
    };
    press("4");
    let moves = ["down", "pagedown", "down", "up", "pageup"];
    let mut at_rest: Vec<Duration> = moves.iter().cycle().take(400).map(|k| press(k)).collect();
    let done = AtomicBool::new(false);
    let mut meanwhile = Vec::new();
    std::thread::scope(|scope| {
        scope.spawn(|| {
            sent(office, folder);
            done.store(true, Relaxed);
        });
        for name in moves.iter().cycle() {
            if done.load(Relaxed) {
                break;
            }
            meanwhile.push(press(name));
        }
    });
    let (usual, [half, most, slowest]) = (spread(&mut at_rest), spread(&mut meanwhile));
    println!(
        "key to frame among {CHILDREN} children while they are sent: p50 {:.2} ms, p95 {:.2} ms, slowest {:.1} ms of {} keys (at rest p50 {:.2} ms; goal {:.0} ms: {})",
        millis(half),
        millis(most),
        millis(slowest),
        meanwhile.len(),
        millis(usual[0]),
        millis(KEY),
        verdict(slowest <= KEY)
    );
}

/// Half of them are faster than the first, all but a twentieth than the second, none slower than the third.
fn spread(times: &mut [Duration]) -> [Duration; 3] {
    times.sort();
    let last = times.len() - 1;
    [last / 2, last * 95 / 100, last].map(|at| times[at])
}

fn main() {
    starts();
    million();
    workbook();
}
