//! Numbers for those who need nobody's name: exact for what is paid by them, small ones hidden else.

use crate::sponge::{Desk, Given, shipped};
use tongdu::domain::book::Kind;
use tongdu::domain::child::{Category, Child};
use tongdu::domain::expense::{Expense, ExpenseType};
use tongdu::domain::post::Post;
use tongdu::schema::{Day, Score};
use tongdu::service::{Office, demo};

/// What was paid in a year for a purpose, in tenths of a yuan; the demo has nothing.
pub const PAID: [(ExpenseType, i32, &[i64]); 3] = [
    (ExpenseType::Transport, 2025, &[1_005, 202, 3]),
    (ExpenseType::Transport, 2026, &[4_000]),
    (ExpenseType::Allowance, 2026, &[30_000, 30_001]),
];

pub fn paid(office: &Office) {
    let director = || {
        let tables = office.tables();
        let mut posts = tables.all::<Post>(Kind::Post);
        posts.find_map(|(_, post)| post.village.and(post.worker).filter(|_| post.to.is_none()))
    };
    let worker = director();
    let expense = |kind, year, amount: &i64| Expense {
        worker,
        day: Day::from_ymd(year, 11, 5),
        kind: Some(kind),
        amount: Some(Score(*amount)),
        ..Expense::default()
    };
    let each = PAID
        .iter()
        .flat_map(|(kind, year, all)| all.iter().map(|one| expense(*kind, *year, one).into()));
    // The year before the last is told no more.
    let old = expense(ExpenseType::Other, 2024, &7).into();
    demo::add(office, each.chain([old]).collect()).unwrap();
}

fn soaked(id: &str) -> (Desk, Given) {
    let desk = Desk::demo();
    paid(&desk.office);
    desk.soak(&shipped(id), "");
    let given = desk.given(&desk.preview("sponge", &[]).unwrap());
    (desk, given)
}

/// Children who came from another county three years ago; the demo has none.
fn migrants(office: &Office, count: usize) {
    let village = office.tables().live(Kind::Village).next().unwrap().id;
    let years_ago = |years: i32| Some(office.today().plus(-365 * years));
    let child = Child {
        name: "江小流".into(),
        village: Some(village),
        birth_day: years_ago(9),
        moved_in: years_ago(3),
        ..Child::default()
    };
    demo::add(office, vec![child.into(); count]).unwrap();
}

/// Who hasn't come of age; whoever has may still be in the register.
fn minors(office: &Office) -> usize {
    let tables = office.tables();
    let all = tables.all::<Child>(Kind::Child).map(|(_, child)| child);
    let minor = |child: &&Child| child.age(office.today()).is_none_or(|age| age < 18);
    all.filter(minor).count()
}

fn in_category(office: &Office, category: Category) -> usize {
    let tables = office.tables();
    let all = tables.all::<Child>(Kind::Child).map(|(_, child)| child);
    let minor = |child: &Child| child.age(office.today()).is_none_or(|age| age < 18);
    let held = all.filter(|child| {
        let categories = tables.family(child).categories(office.today());
        minor(child) && categories.contains(&category)
    });
    held.count()
}

#[test]
fn what_is_paid_by_the_number_of_people_is_counted_to_the_last() {
    let (desk, given) = soaked("finance");
    let [funding, spending] = &given.tables[..] else {
        panic!("{given:?}")
    };
    let count = |item: &str| {
        let row = funding
            .rows
            .iter()
            .find(|row| row[0] == "莒口镇" && row[1] == item);
        row.unwrap_or_else(|| panic!("{item} {funding:?}"))[2]
            .parse::<usize>()
            .unwrap()
    };
    assert_eq!(count("在册儿童"), minors(&desk.office));
    assert!(minors(&desk.office) < desk.office.tables().live(Kind::Child).count());
    for (word, category) in [
        ("留守儿童", Category::LeftBehind),
        ("困境儿童", Category::Difficult),
        ("散居孤儿", Category::Orphan),
    ] {
        assert_eq!(count(word), in_category(&desk.office, category), "{word}");
    }
    assert!(count("儿童主任") > 0);
    // In charge of no village, and still of the only township that there is.
    assert_eq!(count("儿童督导员"), 1);
    assert!(
        funding.rows.iter().all(|row| row[0] == "莒口镇"),
        "{funding:?}"
    );
    // Tenths come as numbers, and to the tenth.
    let told =
        |kind: &str, year: &str, amount: &str| ["莒口镇", kind, year, amount].map(str::to_owned);
    let all = [
        told("交通", "2025", "121.0"),
        told("交通", "2026", "400.0"),
        told("津贴", "2026", "6000.1"),
    ];
    assert_eq!(spending.rows, all);
    let log = desk.office.tables();
    let log = log.live(Kind::Disclosure).next().unwrap();
    assert!(
        desk.office.disclosed(log.id).is_empty(),
        "nobody is in statistics"
    );
}

#[test]
fn small_numbers_are_hidden_from_whoever_publishes_them() {
    let desk = Desk::demo();
    migrants(&desk.office, 3);
    desk.soak(&shipped("wcwc"), "");
    let given = desk.given(&desk.preview("sponge", &[]).unwrap());
    let table = &given.tables[0];
    let at = |field: &str| table.fields.iter().position(|f| f == field).unwrap();
    let children = minors(&desk.office);
    let few = |n: usize| (1..5).contains(&n);
    let mut hidden = 0;
    for (word, category) in [
        ("留守儿童", Category::LeftBehind),
        ("散居孤儿", Category::Orphan),
        ("事实无人抚养", Category::Unattended),
        ("流动儿童", Category::Migrant),
    ] {
        let row = table.rows.iter().find(|row| row[at("indicator")] == word);
        let row = row.unwrap_or_else(|| panic!("{word} {table:?}"));
        let n = in_category(&desk.office, category);
        let told = (row[at("count")].as_str(), row[at("note")].as_str());
        let number = n.to_string();
        let small = few(n) || few(children - n);
        let want = if small {
            ("", "为保护隐私不列")
        } else {
            (number.as_str(), "")
        };
        assert_eq!(told, want, "{word}");
        hidden += usize::from(small);
    }
    assert!(hidden > 0, "nothing was small: {table:?}");
    for row in &table.rows {
        let count = row[at("count")].parse::<i64>().ok();
        let of = row[at("of")].parse::<i64>().ok();
        let village = row[at("indicator")].contains("村居");
        assert!(
            village || !count.is_some_and(|n| (1..5).contains(&n)),
            "{row:?}"
        );
        let left = of.zip(count).map(|(of, count)| of - count);
        assert!(
            village || !left.is_some_and(|n| (1..5).contains(&n)),
            "{row:?}"
        );
    }
    let shown = table
        .rows
        .iter()
        .filter(|row| !row[at("count")].is_empty())
        .count();
    assert!(shown > 2, "{table:?}");
}

#[test]
fn statistics_cannot_be_narrowed_down_to_somebody() {
    let desk = Desk::demo();
    for id in ["finance", "wcwc"] {
        let Err(problem) = desk.preview(id, &["village=后山村"]) else {
            panic!("{id} was narrowed")
        };
        assert_eq!(problem.key, "export-no-filter");
    }
}
