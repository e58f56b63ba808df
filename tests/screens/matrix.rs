//! Every view, in both languages, at three sizes, in four conditions: what holds for all of them is
//! held by code, and what is worth a look stands in one picture a view.
//!
//! A new view is one line of the table at the end.

use crate::support::dump::row;
use crate::support::person::Person;
use ratatui::buffer::{Buffer, CellWidth};
use ratatui::layout::Position;
use std::fmt::Write;
use tongdu::domain::book::Kind;
use tongdu::i18n::Language;
use tongdu::schema::Id;
use tongdu::ui::command::{COMMANDS, Hint, Hinted};
use tongdu::ui::event::Event;

const SIZES: [(u16, u16); 3] = [(60, 16), (80, 24), (120, 40)];
/// Rows above and below the body.
const ABOVE: u16 = 3;

/// A view, and the keys that lead there in each condition. `@risk` is typed as the column is called
/// in the language of the screen; `#text` is typed as it stands.
struct Sight {
    name: &'static str,
    begin: fn(Language) -> Person,
    way: &'static [&'static str],
    /// From an office with nothing in it.
    empty: &'static [&'static str],
    /// In the empty office, to where something is refused.
    error: &'static [&'static str],
    /// What the focus is in, where there is something to choose.
    focus: bool,
    /// Whether the body is a list under heads.
    list: bool,
}

fn go(person: &mut Person, way: &[&str]) {
    for step in way {
        match *step {
            "@risk" if person.ctx().language() == Language::En => person.type_text("risk"),
            "@risk" => person.type_text("fengxian"),
            "@pictures" if person.ctx().language() == Language::En => person.type_text("age"),
            "@pictures" => person.type_text("年龄和"),
            "@still" => person.set_file_times(),
            step => match step.strip_prefix('#').filter(|text| !text.is_empty()) {
                Some(text) => person.type_text(text),
                None => person.press(step),
            },
        };
    }
}

/// An office whose people and places have the longest names there are, of rare characters.
fn long(language: Language) -> Person {
    let mut person = Person::in_office(language);
    let office = person.ctx().office().expect("an open office");
    let add = |kind: Kind, pairs: &[(&str, &str)]| {
        let mut record = kind.blank();
        let pairs = pairs
            .iter()
            .map(|(k, v)| ((*k).to_owned(), (*v).to_owned()));
        let pairs: Vec<_> = pairs.collect();
        office.fill(&mut record, &pairs).expect("values");
        let why = if matches!(kind, Kind::Post) {
            "样张"
        } else {
            ""
        };
        office.save(None, record, why).expect("saved");
    };
    let long = "㘵𬭚".repeat(20);
    let village = "上㘵里畲族乡第三村民委员会".to_owned() + "㘵";
    add(
        Kind::Village,
        &[
            ("name", &village),
            ("code", "350703104299"),
            ("note", &long),
        ],
    );
    add(
        Kind::Inspection,
        &[
            ("village", &village),
            ("kind", "定期"),
            ("planned", "2027-06-01"),
            ("inspectors", "𬭚㘵𬭚㘵、𬭚㘵𬭚㘵"),
        ],
    );
    let names = [
        "阿卜杜热合曼·买买提依明·阿不都外力·艾",
        "𬭚㘵",
        "阿依古丽·买买提",
        "欧阳·㘵",
        "Ὀδυσσεύς·Wang",
    ];
    for (at, name) in names.into_iter().enumerate() {
        let home = format!("{name}{at}");
        let number = format!("1390599010{at}");
        add(
            Kind::Household,
            &[("head", &home), ("address", &long), ("phone", &number)],
        );
        add(
            Kind::Caregiver,
            &[
                ("name", name),
                ("household", &home),
                ("relation", "祖母"),
                ("main", "是"),
                ("phone", &number),
                ("work_place", &long),
            ],
        );
        let risk = ["红", "黄", "蓝", "绿", ""][at];
        add(
            Kind::Child,
            &[
                ("name", name),
                ("village", if at == 1 { "上㘵村" } else { &village }),
                ("household", &home),
                ("risk", risk),
                ("birth_day", "2016-02-29"),
                ("school", &long),
                ("illness", &long),
                ("note", &long.repeat(10)),
            ],
        );
        add(
            Kind::Worker,
            &[
                ("name", name),
                ("role", "儿童主任"),
                ("phone", &number),
                ("note", &long),
            ],
        );
        add(
            Kind::Post,
            &[
                ("worker", name),
                ("village", &village),
                ("from", "2024-10-01"),
            ],
        );
    }
    let training = &format!("{long}·")[..];
    add(
        Kind::Training,
        &[
            ("name", training),
            ("kind", "轮训"),
            ("year", "2026"),
            ("organiser", &long),
        ],
    );
    add(
        Kind::Session,
        &[
            ("training", training),
            ("name", &long),
            ("day", "2026-11-24"),
            ("place", &long),
        ],
    );
    let everybody: Vec<Id> = office.tables().live(Kind::Worker).map(|r| r.id).collect();
    let session = office.candidates(Kind::Session, "", 1)[0].id;
    office.enrol(session, &everybody).expect("enrolled");
    person.app.handle(Event::Tick);
    person
}

/// Conditions of a view: how one gets there.
fn conditions(sight: &Sight, language: Language) -> Vec<(&'static str, Person)> {
    let at = |begin: fn(Language) -> Person, way: &[&str]| {
        let mut person = begin(language);
        go(&mut person, way);
        person
    };
    let of_office = sight.begin as usize == (Person::in_demo as fn(Language) -> Person) as usize;
    let empty: fn(Language) -> Person = if of_office {
        Person::in_office
    } else {
        sight.begin
    };
    let mut all = vec![
        ("normal", at(sight.begin, sight.way)),
        ("empty", at(empty, sight.empty)),
        ("error", at(empty, sight.error)),
    ];
    if of_office {
        all.push(("long", at(long, sight.way)));
    }
    all
}

/// A screen, and where it was taken, for messages.
struct Shot {
    at: String,
    buffer: Buffer,
    caret: Option<Position>,
}

impl Shot {
    fn text(&self) -> String {
        let rows = 0..self.buffer.area.height;
        rows.map(|y| row(&self.buffer, y).trim_end().to_owned() + "\n")
            .collect()
    }

    fn symbol(&self, x: u16, y: u16) -> &str {
        self.buffer[(x, y)].symbol()
    }

    fn blank(&self, x: u16, y: u16) -> bool {
        self.symbol(x, y) == " "
    }

    #[track_caller]
    fn must(&self, holds: bool, what: &str) {
        assert!(holds, "{}: {what}\n{}", self.at, self.text());
    }

    fn hint_rows(&self) -> u16 {
        if self.buffer.area.height < 20 { 1 } else { 2 }
    }

    /// Rows of the body.
    fn body(&self) -> std::ops::Range<u16> {
        ABOVE..self.buffer.area.height - self.hint_rows() - 1
    }

    /// Every row is as wide as the screen, and behind each wide character's cell stands nothing.
    fn cells(&self) {
        let (width, height) = (self.buffer.area.width, self.buffer.area.height);
        for y in 0..height {
            let mut x = 0;
            while x < width {
                let cells = self.buffer[(x, y)].cell_width().max(1);
                self.must(x + cells <= width, &format!("row {} is too wide", y + 1));
                let whole = (x + 1..x + cells).all(|second| self.blank(second, y));
                self.must(
                    whole,
                    &format!("{} in row {} is cut", self.symbol(x, y), y + 1),
                );
                x += cells;
            }
        }
    }

    /// Row 3 and the row of results are rules, row 2 and the last one say something.
    fn frame(&self) {
        let height = self.buffer.area.height;
        for y in [2, height - self.hint_rows() - 1] {
            self.must(
                self.symbol(0, y) == "─",
                &format!("row {} is a rule", y + 1),
            );
        }
        for y in [1, height - 1] {
            self.must(
                !row(&self.buffer, y).trim().is_empty(),
                &format!("row {} is empty", y + 1),
            );
        }
    }

    /// One `>` is the focus; its row is reversed, or the caret is in it.
    fn focus(&self, least: usize) {
        let marks = self
            .body()
            .flat_map(|y| (0..self.buffer.area.width).map(move |x| (x, y)));
        let mut count = 0;
        for (x, y) in marks.filter(|(x, y)| self.symbol(*x, *y) == ">") {
            // Conditions of a list are written with the same sign, between brackets.
            let before = x == 0 || x == 7 || matches!(self.symbol(x - 1, y), " " | "│");
            let field = (0..x).any(|at| self.symbol(at, y) == "[");
            count += usize::from(before && !field);
        }
        self.must(
            (least..=1).contains(&count),
            &format!("{count} marks of the focus"),
        );
    }

    /// The caret stands between the brackets of a field of the body.
    fn caret(&self) {
        let Some(Position { x, y }) = self.caret else {
            return;
        };
        self.must(self.body().contains(&y), "the caret is outside the body");
        let opens = (0..x).rev().find(|at| self.symbol(*at, y) == "[");
        let closes = (x..self.buffer.area.width).find(|at| self.symbol(*at, y) == "]");
        let closed = opens.is_some_and(|from| (from + 1..x).any(|at| self.symbol(at, y) == "]"));
        let inside = opens.is_some() && closes.is_some_and(|at| at > x || x > 0) && !closed;
        self.must(
            inside && self.symbol(x, y) != "]",
            "the caret is in no field",
        );
    }

    /// Every column of a list begins in the same cell in every row, two blanks before it.
    fn columns(&self) {
        let heads = self
            .body()
            .find(|y| (0..5).all(|x| self.blank(x, *y)) && !self.blank(5, *y));
        let Some(heads) = heads else {
            return self.must(false, "a list without heads");
        };
        let width = self.buffer.area.width;
        // A second pane has columns of its own.
        let end = (5..width)
            .find(|x| self.symbol(*x, heads) == "│")
            .unwrap_or(width);
        let starts = (7..end).filter(|x| {
            !self.blank(*x, heads) && self.blank(x - 1, heads) && self.blank(x - 2, heads)
        });
        let starts: Vec<u16> = starts
            // The second cell of a wide character is blank, too.
            .filter(|x| {
                self.buffer[(x - 2, heads)].cell_width() < 2
                    && self.buffer[(x - 3, heads)].cell_width() < 2
                    || self.blank(x - 3, heads)
            })
            .collect();
        // Up to a blank row, a rule, or the sentence below what was found.
        let ends = |y: &u16| {
            let row = row(&self.buffer, *y);
            row.trim().is_empty() || row.starts_with('─') || row.contains("Insert")
        };
        let rows = (heads + 1..self.body().end).take_while(|y| !ends(y));
        let mut seen = 0;
        for y in rows {
            seen += 1;
            for start in &starts {
                let apart =
                    self.blank(start - 1, y) && self.buffer[(start - 2, y)].cell_width() < 2;
                self.must(apart, &format!("row {} passes column {start}", y + 1));
            }
        }
        self.must(seen > 0, "a list without rows");
    }
}

fn shot(person: &mut Person, at: String, size: (u16, u16)) -> Shot {
    person.resize(size.0, size.1);
    let (buffer, caret) = person.look_at(size.0, size.1);
    Shot { at, buffer, caret }
}

fn hold(sight: &Sight) {
    let mut pictures = String::new();
    for language in Language::ALL {
        for (condition, mut person) in conditions(sight, language) {
            for size in SIZES {
                let (width, height) = size;
                let at = format!(
                    "{} {condition} {} {width}x{height}",
                    sight.name,
                    language.code()
                );
                let shot = shot(&mut person, at, size);
                shot.cells();
                shot.frame();
                let full = matches!(condition, "normal" | "long");
                shot.focus(usize::from(sight.focus && full));
                shot.caret();
                if sight.list && full {
                    shot.columns();
                }
                let worth = match condition {
                    "normal" => language == Language::ZhCn || size == SIZES[1],
                    "long" => language == Language::ZhCn && size == SIZES[1],
                    _ => false,
                };
                if worth {
                    // A temporary folder has another name each time.
                    let folder = person.folder().display().to_string();
                    let text = shot.text();
                    let lines = text.lines().filter(|line| !line.contains(&folder));
                    let text: String = lines.map(|line| line.to_owned() + "\n").collect();
                    let _ = writeln!(pictures, "== {}\n{text}", shot.at);
                }
            }
        }
    }
    insta::with_settings!({ snapshot_path => "../snapshots", prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!(format!("matrix-{}", sight.name), pictures);
    });
}

/// Every key that a view shows does something there.
fn hints(sight: &Sight) {
    let mut silent = Vec::new();
    let shown = |person: &Person| -> Vec<String> {
        let text = person.text();
        let rows: Vec<&str> = text.lines().collect();
        let edges = [rows[1], rows[rows.len() - 2], rows[rows.len() - 1]].join("\n");
        let all = COMMANDS.iter().filter(|spec| spec.hint != Hint::None);
        all.filter(|spec| {
            let hint = Hinted::of(spec, person.ctx().prefs.keys(), &person.ctx().words);
            edges.contains(&format!("{}{}", hint.key, hint.word))
        })
        .filter_map(|spec| person.ctx().prefs.keys().shown(spec).map(str::to_owned))
        .collect()
    };
    let begin = || {
        let mut person = (sight.begin)(Language::ZhCn);
        go(&mut person, sight.way);
        person
    };
    let keys = shown(&begin());
    assert!(
        keys.iter().any(|key| key == "ctrl-q"),
        "{}: {keys:?}",
        sight.name
    );
    for key in keys {
        let mut person = begin();
        let before = person.screen();
        person.press(&key);
        if person.screen() == before && !person.app.ended() && person.app.take_copied().is_none() {
            silent.push(key);
        }
    }
    assert!(
        silent.is_empty(),
        "{}: nothing happens at {silent:?}\n{}",
        sight.name,
        begin().text()
    );
}

macro_rules! sights {
    ($($name:ident $begin:ident [$($way:literal)*] [$($empty:literal)*] [$($error:literal)*] $focus:literal $list:literal;)*) => {
        $(mod $name {
            use super::*;
            const SIGHT: Sight = Sight {
                name: stringify!($name),
                begin: Person::$begin,
                way: &[$($way),*],
                empty: &[$($empty),*],
                error: &[$($error),*],
                focus: $focus,
                list: $list,
            };
            #[test]
            fn stands_in_every_shape() { hold(&SIGHT); }
            #[test]
            fn does_what_its_hints_say() { hints(&SIGHT); }
        })*
    };
}

// The way; where it leads with nothing in the office; where something is refused; whether there is
// something to choose; whether it is a list.
sights! {
    setup first_time ["#jukou"] [] ["enter"] false false;
    restore first_time ["f6"] ["f6"] ["f6" "enter"] false false;
    unlock locked ["#maq"] [] ["#caque2026" "enter"] true false;
    unlock_posts locked_for_two ["#lao"] [] ["#laoying2026" "enter"] true false;
    desk in_demo [] [] ["ctrl-z"] true false;
    desk_figures in_demo ["tab" "down"] ["tab"] ["tab" "ctrl-z"] true false;
    desk_why in_demo ["f5"] ["f5"] ["f5"] false false;
    desk_acts in_demo ["f6"] ["f6"] ["f6" "1"] true false;
    desk_put_off in_demo ["f6" "1"] ["f6" "1"] ["f6" "1" "#昨天" "enter"] true false;
    villages in_demo ["2"] ["2"] ["2" "ctrl-z"] true true;
    directors in_demo ["3"] ["3"] ["3" "ctrl-z"] true true;
    children in_demo ["4"] ["4"] ["4" "ctrl-z"] true true;
    children_marked in_demo ["4" " " "*"] ["4" " "] ["4" "*" "f6"] true true;
    children_sorted in_demo ["4" "f3" "2" "down" "enter" "2"] ["4" "f3"] ["4" "f3" "ctrl-z"] true true;
    sessions in_demo ["7"] ["7"] ["7" "ctrl-z"] true true;
    refine in_demo ["4" "f3"] ["2" "f3"] ["2" "f3" "9"] true false;
    refine_column in_demo ["4" "f3" "1"] ["2" "f3" "1"] ["2" "f3" "1" "#没有这样" "enter"] true false;
    refine_answer in_demo ["4" "f3" "1" "@risk" "enter"] ["2" "f3" "1" "enter"] ["2" "f3" "1" "enter" "2" "enter"] true false;
    refine_day in_demo ["3" "f3" "4"] ["3" "f3"] ["3" "f3" "4" "#去年" "enter"] false false;
    record_village in_demo ["2" "enter"] ["2" "enter"] ["2" "enter" "ctrl-z"] true false;
    record_director in_demo ["3" "end" "enter"] ["3" "enter"] ["3" "enter" "f5"] true false;
    record_child in_demo ["4" "enter"] ["4" "enter"] ["4" "enter" "ctrl-z"] true false;
    child_acts in_demo ["4" "enter" "f6"] ["4" "f6"] ["4" "f6" "9"] true false;
    child_risk in_demo ["4" "enter" "f6" "2"] ["4" "f6"] ["4" "f6" "8"] true false;
    child_move in_demo ["4" "enter" "f6" "3"] ["4" "f6"] ["4" "f6" "7"] true false;
    child_home in_demo ["4" "enter" "f6" "4"] ["4" "f6"] ["4" "f6" "6"] true false;
    record_past in_demo ["4" "enter" "end"] ["2" "enter" "end"] ["2" "enter" "end" "f6" "1" "enter"] false false;
    form_child in_demo ["4" "f2"] ["4" "insert"] ["4" "insert" "f2"] true false;
    form_director in_demo ["3" "f6" "1"] ["3" "insert"] ["3" "insert" "f2"] true false;
    form_session in_demo ["7" "insert"] ["7" "enter"] ["7" "enter" "f2"] true false;
    bulk in_demo ["4" "*" "f6" "1" "@risk" "enter" "1" "enter"] ["2" "*" "f6" "1"] ["2" "*" "f6" "1" "enter" "1" "f2"] true false;
    pick in_demo ["3" "end" "f6" "1"] ["3" "f6"] ["3" "f6" "ctrl-z"] true false;
    question in_demo ["2" "enter" "f6" "6"] ["2" "enter" "f6"] ["2" "enter" "f6" "6" "enter"] false false;
    roster in_demo ["7" "enter"] ["7"] ["7" "f2"] true false;
    rotation in_demo ["7" "f6" "5"] ["7" "f6"] ["7" "f6" "f5"] false false;
    coverage in_demo ["7" "f6" "5" "f6" "4"] ["7" "f6" "3" "f6" "4"] ["7" "f6" "3" "f6" "4" "enter"] false false;
    year_plan in_demo ["7" "f6" "6"] ["7" "f6" "4"] ["7" "f6" "4" "enter"] false false;
    year_proposed in_demo ["7" "f6" "6" "f6" "6"] ["7" "f6" "4" "f6" "6"] ["7" "f6" "4" "f6" "6" "enter"] false false;
    inspections in_demo ["8"] ["8"] ["8" "ctrl-z"] true true;
    record_inspection in_demo ["8" "enter"] ["8"] ["8" "enter" "f2"] true false;
    form_finding in_demo ["8" "f6" "2"] ["8" "f6"] ["8" "f6" "2" "f2"] true false;
    findings in_demo ["8" "f6" "5"] ["8" "f6" "2"] ["8" "f6" "2" "ctrl-z"] true false;
    draws in_demo ["8" "f6" "6"] ["8" "f6" "3"] ["8" "f6" "3" "ctrl-z"] false false;
    draw_planned in_demo ["8" "f6" "4"] ["8" "f6" "1"] ["8" "f6" "1" "f6" "3" "enter"] true false;
    draw_stored in_demo ["8" "f6" "6" "enter"] ["8" "f6" "1" "f6" "1"] ["8" "f6" "1" "f6" "1" "ctrl-z"] false false;
    draw_why in_demo ["8" "f6" "6" "enter" "f5"] ["8" "f6" "1" "f5"] ["8" "f6" "1" "f5"] false false;
    draw_again in_demo ["8" "f6" "6" "enter" "f6" "3"] ["8" "f6" "1" "f6" "2"] ["8" "f6" "1" "f6" "2" "#x" "enter"] false false;
    check_year in_demo ["8" "f6" "8"] ["8" "f6" "5"] ["8" "f6" "5" "f6" "4"] false false;
    reviews in_demo ["8" "f6" "7" "f6" "1"] ["8" "f6" "4"] ["8" "f6" "4" "f6" "1"] true false;
    reviews_why in_demo ["8" "f6" "7" "left" "f5"] ["8" "f6" "4" "f5"] ["8" "f6" "4" "f5"] false false;
    review in_demo ["8" "f6" "7" "f6" "1" "enter"] ["8" "f6" "4"] ["8" "f6" "4" "enter"] true false;
    review_signed in_demo ["8" "f6" "7" "left" "enter"] ["8" "f6" "4"] ["8" "f6" "4" "f2"] false false;
    review_scoring in_demo ["8" "f6" "7" "enter" "down" "f2" "#18" "enter"] ["8" "f6" "4"] ["8" "f6" "4" "ctrl-z"] false false;
    review_formula in_demo ["8" "f6" "7" "enter" "down" "f5"] ["8" "f6" "4"] ["8" "f6" "4" "ctrl-z"] false false;
    review_behind in_demo ["8" "f6" "7" "f6" "1" "enter" "down" "enter"] ["8" "f6" "4"] ["8" "f6" "4" "ctrl-z"] true false;
    review_bonus in_demo ["8" "f6" "7" "enter" "f6" "4"] ["8" "f6" "4"] ["8" "f6" "4" "ctrl-z"] false false;
    find in_demo ["/" "#c"] ["/"] ["/" "#没有这样"] false true;
    find_nobody in_demo ["/" "#欧阳娜娜"] ["/" "#㘵"] ["/" "insert"] false false;
    commands in_demo ["ctrl-p"] ["ctrl-p"] ["ctrl-p" "#没有这样"] true true;
    help in_demo ["f1"] ["f1"] ["f1" "f9"] false false;
    back_up in_demo ["ctrl-p" "#beifen" "enter"] ["ctrl-p" "#beifen" "enter"] ["ctrl-p" "#beifen" "enter" "#/nowhere" "enter"] true false;
    users in_demo ["ctrl-p" "#yonghu" "enter"] ["ctrl-p" "#yonghu" "enter"] ["ctrl-p" "#yonghu" "enter" "f6" "4"] true true;
    access in_demo ["ctrl-p" "#yonghu" "enter" "f6" "2"] ["ctrl-p" "#yonghu" "enter" "f6" "2"] ["ctrl-p" "#yonghu" "enter" "f6" "2" "enter"] true false;
    settings in_demo ["ctrl-p" "#shezhi" "enter"] ["ctrl-p" "#shezhi" "enter"] ["ctrl-p" "#shezhi" "enter" "down" "enter"] true false;
    local_fields in_demo ["ctrl-p" "#bendi" "enter"] ["ctrl-p" "#bendi" "enter"] ["ctrl-p" "#bendi" "enter" "insert" "f2"] false false;
    pictures in_demo ["ctrl-p" "@pictures" "enter"] ["ctrl-p" "@pictures" "enter"] ["ctrl-p" "@pictures" "enter" "ctrl-z"] false false;
    import_files in_demo ["@still" "ctrl-p" "#daoru" "enter"] ["@still" "ctrl-p" "#daoru" "enter"] ["@still" "ctrl-p" "#daoru" "enter" "#没有.xlsx" "enter"] true false;
    export in_demo ["0"] ["0"] ["0" "enter"] false false;
}
