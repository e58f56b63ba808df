//! A county with twenty townships: a trainer's office, and the townships' lists of invented people.

use rust_xlsxwriter::Workbook;
use std::path::{Path, PathBuf};
use tongdu::domain::divisions::{self, Division};
use tongdu::service::{NewOffice, OfficeRole};

/// 福安市.
pub const COUNTY: &str = "350981";
/// Directors of all the lists together.
pub const DIRECTORS: usize = 400;
/// Townships that send a list, each with one supervisor.
pub const TOWNSHIPS: usize = 20;

/// What a trainer's office there is made from.
pub fn trainers(passphrase: &str) -> NewOffice {
    NewOffice {
        area: COUNTY.into(),
        name: "方志平".into(),
        role: OfficeRole::Trainer,
        passphrase: passphrase.into(),
        demo: false,
    }
}

/// A person of a list: the village, none for the supervisor; the name; the day they began.
pub struct Listed {
    pub village: Option<&'static str>,
    pub name: String,
    pub from: &'static str,
}

/// A township and its people.
pub struct Sent {
    pub township: &'static Division,
    pub people: Vec<Listed>,
}

const SURNAMES: &str = "林陈黄张吴李郑王刘杨谢叶何苏徐江范詹魏游";
const GIVEN: &str = "秀丽建国桂玉文晓志海春美金长清云福平兰英";

/// Nobody's name, and nobody else's of these lists.
fn name(n: usize) -> String {
    let pick = |all: &str, at: usize| all.chars().nth(at % all.chars().count());
    let parts = [
        pick(SURNAMES, n),
        pick(GIVEN, n / 20),
        pick(GIVEN, n / 20 + n % 20 + 1),
    ];
    parts.into_iter().flatten().collect()
}

/// The twenty townships with most villages, in the order of their codes: one director a village
/// and township in turn, until there are four hundred.
pub fn lists() -> Vec<Sent> {
    let county = divisions::office(COUNTY).expect("in the list");
    let villages = |d: &'static Division| divisions::villages_of(d).collect::<Vec<_>>();
    let mut towns: Vec<&'static Division> = divisions::townships_of(county).collect();
    towns.sort_by_key(|d| std::cmp::Reverse(villages(d).len()));
    towns.truncate(TOWNSHIPS);
    towns.sort_by_key(|d| d.code.clone());
    let mut sent: Vec<Sent> = Vec::new();
    for (at, township) in towns.into_iter().enumerate() {
        let people = vec![Listed {
            village: None,
            name: name(DIRECTORS + at),
            from: "2020-01-06",
        }];
        sent.push(Sent { township, people });
    }
    let (mut count, mut round) = (0, 0);
    while count < DIRECTORS {
        for list in &mut sent {
            let Some(village) = villages(list.township).get(round).copied() else {
                continue;
            };
            if count < DIRECTORS {
                list.people.push(Listed {
                    village: Some(&village.short),
                    name: name(count),
                    from: ["2021-03-01", "2024-05-06", "2026-02-02"][count % 3],
                });
                count += 1;
            }
        }
        round += 1;
    }
    sent
}

/// Writes a township's list as a township writes it: a title, headings, no column of townships.
pub fn write(folder: &Path, list: &Sent) -> PathBuf {
    let mut workbook = Workbook::new();
    let page = workbook.add_worksheet();
    let put = |page: &mut rust_xlsxwriter::Worksheet, row: u32, cells: &[&str]| {
        for (column, cell) in (0..).zip(cells) {
            page.write(row, column, *cell).expect("written");
        }
    };
    let title = format!("{}儿童主任和督导员名册", list.township.short);
    put(page, 0, &[&title]);
    put(page, 1, &["姓名", "村（居）", "人员类型", "任职时间"]);
    for (row, person) in (2..).zip(&list.people) {
        let role = match person.village {
            Some(_) => "儿童主任",
            None => "儿童督导员",
        };
        let village = person.village.unwrap_or_default();
        put(page, row, &[&person.name, village, role, person.from]);
    }
    let path = folder.join(format!("{}.xlsx", list.township.stem()));
    workbook.save(&path).expect("a workbook");
    path
}
