//! Import of children's ledgers, from the bytes of a file to the records of an office.

use crate::office::{jukou, setup};
use crate::support::{C, id_number, xlsx, xlsx_with};
use proptest::prelude::*;
use rust_xlsxwriter::Format;
use std::cell::Cell;
use std::path::PathBuf;
use std::sync::Arc;
use tongdu::domain::book::{Kind, Record};
use tongdu::domain::caregiver::{Caregiver, Relation, Status};
use tongdu::domain::child::{Category, Child, Disability, Grade, Guardianship, Risk};
use tongdu::domain::household::Household;
use tongdu::i18n::{Language, Lexicon};
use tongdu::service::import::{Asked, Look};
use tongdu::service::transfer::plan::Counts;
use tongdu::service::{NewOffice, Office, OfficeRole, Problem, Row};

/// An office, and a folder for lists.
struct Scene {
    office: Office,
    folder: tempfile::TempDir,
}

impl Scene {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let office = jukou(&folder.path().join("office"));
        Self { office, folder }
    }

    fn file(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    }

    fn csv(&self, rows: &[&[&str]]) -> PathBuf {
        let lines: Vec<String> = rows.iter().map(|row| row.join(",")).collect();
        self.file("台账.csv", lines.join("\n").as_bytes())
    }

    fn look(&self, file: PathBuf) -> Result<Look, Problem> {
        self.office.look(&Asked {
            file,
            kind: Some(Kind::Child),
            ..Asked::default()
        })
    }

    /// Looks and takes.
    fn take(&self, file: PathBuf) -> (Look, Counts) {
        let look = self.look(file).unwrap();
        let counts = self.office.take(&look, &mut |_, _| true).unwrap();
        (look, counts)
    }

    fn rows(&self, kind: Kind) -> Vec<Arc<Row>> {
        self.office.tables().live(kind).cloned().collect()
    }

    fn child(&self, name: &str) -> Child {
        let all = self.rows(Kind::Child);
        let found = all.iter().find_map(|row| match &row.record {
            Record::Child(child) if child.name == name => Some(child.clone()),
            _ => None,
        });
        found.unwrap_or_else(|| panic!("no child {name}"))
    }

    fn household(&self, child: &str) -> Household {
        let home = self.child(child).household.expect("a household");
        let tables = self.office.tables();
        tables
            .get::<Household>(Kind::Household, home)
            .unwrap()
            .clone()
    }

    fn caregivers(&self, child: &str) -> Vec<Caregiver> {
        let child = self.child(child);
        let tables = self.office.tables();
        let family = tables.family(&child);
        family.caregivers.into_iter().cloned().collect()
    }

    fn caregiver(&self, child: &str, relation: Relation) -> Caregiver {
        let all = self.caregivers(child);
        let found = all.iter().find(|c| c.relation == Some(relation));
        found
            .unwrap_or_else(|| panic!("no {relation:?} of {child}: {all:?}"))
            .clone()
    }

    fn village(&self, child: &str) -> String {
        let village = self.child(child).village.unwrap();
        self.office.label(Kind::Village, village)
    }

    fn remarks(&self, look: &Look) -> Vec<(usize, bool, String)> {
        let words = Lexicon::new(Language::ZhCn);
        let all = look.remarks(&words).into_iter();
        all.map(|r| (r.row, r.taken, r.text)).collect()
    }
}

fn counts(new: usize, changed: usize, same: usize, refused: usize) -> Counts {
    Counts {
        new,
        changed,
        same,
        refused,
    }
}

/// The county's form: a title, then a common heading over each group.
fn form_of_2016(number: &str) -> Vec<u8> {
    let t = C::T;
    let blank = || C::T("");
    let rows = vec![
        vec![t("农村留守儿童基本情况登记表")],
        vec![
            t("序号"),
            t("村居"),
            t("姓名"),
            t("性别"),
            t("民族"),
            t("出生日期"),
            t("公民身份证号码"),
            t("是否登记户口"),
            t("身体情况"),
            t("残疾类别及等级"),
            t("就学情况"),
            t("父亲"),
            blank(),
            blank(),
            t("母亲"),
            blank(),
            blank(),
            t("父母双方同时外出"),
            t("受委托监护人"),
            blank(),
            blank(),
            t("监护类型"),
        ],
        vec![
            blank(),
            blank(),
            blank(),
            blank(),
            blank(),
            blank(),
            blank(),
            blank(),
            blank(),
            blank(),
            blank(),
            t("姓名"),
            t("当前务工地点"),
            t("联系电话"),
            t("姓名"),
            t("当前务工地点"),
            t("联系电话"),
            blank(),
            t("姓名"),
            t("与被监护人关系"),
            t("电话"),
            blank(),
        ],
        vec![
            C::N(1.0),
            t("后山村委会"),
            t("陈 小 明"),
            t("男"),
            t("汉族"),
            C::D(2015, 3, 14),
            t(number),
            t("是"),
            t("残疾"),
            t("肢体二级"),
            t("小学"),
            t("陈志强"),
            t("广东东莞"),
            t("１３９０５９９０１０１"),
            t("周丽萍"),
            t("广东东莞"),
            t("139 0599 0102"),
            t("是"),
            t("林金妹"),
            t("奶奶"),
            t("13905990103"),
            t("监护情况一般"),
        ],
        vec![
            C::N(2.0),
            t("莒口镇上㘵村"),
            t("阿依古丽·买买提"),
            t("女"),
            t("维吾尔族"),
            t("2016年5月1日"),
            t(""),
            t("否"),
            t("健康"),
            t("无"),
            t("未入园"),
            t("—"),
            t(""),
            t(""),
            t("古丽"),
            t(""),
            t(""),
            t("否"),
            t("/"),
            t("/"),
            t("/"),
            t("无人监护"),
        ],
        vec![t("填表人：王芳")],
    ];
    xlsx_with(&rows, |page| {
        let plain = Format::new();
        page.merge_range(0, 0, 0, 21, "农村留守儿童基本情况登记表", &plain)
            .unwrap();
        for (first, last, text) in [(11, 13, "父亲"), (14, 16, "母亲"), (18, 20, "受委托监护人")]
        {
            page.merge_range(1, first, 1, last, text, &plain).unwrap();
        }
    })
}

#[test]
fn one_row_of_the_form_makes_the_child_the_home_and_everybody_in_it() {
    let scene = Scene::new();
    let number = id_number("20150314", 7);
    let file = scene.file("登记表.xlsx", &form_of_2016(&number));
    let (look, taken) = scene.take(file);
    assert_eq!(look.columns.unused, ["序号"]);
    assert_eq!(taken, counts(2, 0, 0, 0), "{:?}", scene.remarks(&look));

    let child = scene.child("陈小明");
    assert_eq!(scene.village("陈小明"), "后山村");
    assert_eq!(child.id_number, number);
    assert_eq!(child.birth_day.unwrap().iso(), "2015-03-14");
    assert_eq!(child.registered, Some(true));
    assert_eq!(child.disability, Some(Disability::Limbs));
    assert_eq!(child.grade, Some(Grade::Two));
    assert_eq!(child.guardianship, Some(Guardianship::Fair));
    assert_eq!(scene.household("陈小明").head, "陈志强");
    let father = scene.caregiver("陈小明", Relation::Father);
    assert_eq!(
        (
            father.name.as_str(),
            father.phone.as_str(),
            father.work_place.as_str()
        ),
        ("陈志强", "13905990101", "广东东莞")
    );
    assert!(father.status.contains(&Status::Away));
    let mother = scene.caregiver("陈小明", Relation::Mother);
    assert_eq!(mother.phone, "13905990102");
    assert!(mother.status.contains(&Status::Away));
    let trustee = scene.caregiver("陈小明", Relation::Grandmother);
    assert_eq!(
        (trustee.name.as_str(), trustee.main, trustee.entrusted),
        ("林金妹", Some(true), Some(true))
    );

    let child = scene.child("阿依古丽·买买提");
    assert_eq!(scene.village("阿依古丽·买买提"), "上㘵村");
    assert_eq!((child.registered, child.disability), (Some(false), None));
    let father = scene.caregiver("阿依古丽·买买提", Relation::Father);
    assert!(father.is_dead(), "a dash in the father's name: {father:?}");
    assert_eq!(
        scene.caregivers("阿依古丽·买买提").len(),
        2,
        "a stroke is nobody"
    );
}

#[test]
fn the_same_ledger_changes_nothing_and_one_undo_takes_all_of_it_back() {
    let scene = Scene::new();
    let file = scene.file("登记表.xlsx", &form_of_2016(&id_number("20150314", 7)));
    scene.take(file.clone());
    let version = scene.office.version();
    let (_, again) = scene.take(file);
    assert_eq!(again, counts(0, 0, 2, 0));
    assert_eq!(scene.office.version(), version, "nothing was written");
    scene.office.undo(None).unwrap();
    for kind in [Kind::Child, Kind::Household, Kind::Caregiver] {
        assert!(scene.rows(kind).is_empty(), "{kind:?}");
    }
    assert!(scene.office.verify(true).unwrap().findings.is_empty());
}

#[test]
fn siblings_share_the_home_also_with_those_on_the_register() {
    let scene = Scene::new();
    let heading = &[
        "村居",
        "儿童姓名",
        "出生年月日",
        "父亲姓名",
        "母亲姓名",
        "监护人",
        "与儿童关系",
        "联系电话",
        "家庭住址",
    ][..];
    let file = scene.csv(&[
        heading,
        &[
            "后山村",
            "陈小明",
            "2015.3.14",
            "陈志强",
            "周丽萍",
            "林金妹",
            "奶奶",
            "13905990103",
            "12号",
        ],
        &[
            "后山村",
            "陈小红",
            "20170802",
            "陈志强",
            "周丽萍",
            "林金妹",
            "奶奶",
            "13905990103",
            "12号",
        ],
        // The same names in another village are another family.
        &[
            "东山村",
            "陈小军",
            "2014/1/5",
            "陈志强",
            "周丽萍",
            "陈志强",
            "父亲",
            "13905990109",
            "",
        ],
    ]);
    let (_, taken) = scene.take(file);
    assert_eq!(taken, counts(3, 0, 0, 0));
    let home = |name: &str| scene.child(name).household.unwrap();
    assert_eq!(home("陈小明"), home("陈小红"));
    assert_ne!(home("陈小明"), home("陈小军"));
    assert_eq!(scene.caregivers("陈小红").len(), 3);
    assert_eq!(scene.household("陈小明").address, "12号");
    // Whose guardian is the father is looked after by him, and he stays one person.
    let people = scene.caregivers("陈小军");
    assert_eq!(people.len(), 2);
    let father = scene.caregiver("陈小军", Relation::Father);
    assert_eq!(
        (father.main, father.phone.as_str()),
        (Some(true), "13905990109")
    );

    let file = scene.csv(&[
        heading,
        &[
            "后山村",
            "陈小芳",
            "2020-02-29",
            "陈志强",
            "周丽萍",
            "",
            "",
            "",
            "",
        ],
    ]);
    let (_, taken) = scene.take(file);
    assert_eq!(taken, counts(1, 0, 0, 0));
    assert_eq!(home("陈小芳"), home("陈小明"));
    assert_eq!(scene.caregivers("陈小芳").len(), 3);
    assert_eq!(
        scene.household("陈小芳").address,
        "12号",
        "blank clears nothing"
    );
}

#[test]
fn a_child_is_known_by_number_else_by_name_day_and_village() {
    let scene = Scene::new();
    let (one, two) = (id_number("20150314", 7), id_number("20150314", 8));
    let heading = &["村居", "姓名", "身份证号", "出生日期", "风险等级"][..];
    let take = |rows: &[&[&str]]| {
        let all: Vec<&[&str]> = [heading].into_iter().chain(rows.iter().copied()).collect();
        scene.take(scene.csv(&all))
    };
    take(&[&["后山村", "陈小明", "", "2015-03-14", "黄"]]);
    // Found by name, day and village; the number is new.
    let (_, taken) = take(&[&["后山", "陈小明", &one, "", "红色"]]);
    assert_eq!(taken, counts(0, 1, 0, 0));
    assert_eq!(scene.child("陈小明").id_number, one);
    assert_eq!(scene.child("陈小明").risk, Some(Risk::Red));
    // Found by number in another village, under another name: moved and renamed, and said so.
    let (look, taken) = take(&[&["东山村", "陈晓明", &one, "", ""]]);
    assert_eq!(taken, counts(0, 1, 0, 0));
    assert_eq!(scene.village("陈晓明"), "东山村");
    let said: Vec<String> = scene.remarks(&look).into_iter().map(|r| r.2).collect();
    assert!(said.iter().any(|s| s.contains("原来在后山村")), "{said:?}");
    assert!(said.iter().any(|s| s.contains("原来叫陈小明")), "{said:?}");
    // Another number beside the same name and day: for somebody to ask.
    let (look, taken) = take(&[&["东山村", "陈晓明", &two, "", ""]]);
    assert_eq!(taken, counts(0, 0, 0, 1));
    assert!(scene.remarks(&look)[0].2.contains("证件号不一样"));
    // Without a number in another village it may be the same child: a new one, and said so.
    let (look, taken) = take(&[&["湖桥村", "陈晓明", "", "2015-03-14", ""]]);
    assert_eq!(taken, counts(1, 0, 0, 0));
    assert!(scene.remarks(&look)[0].2.contains("东山村有同名同生日"));
    // Two on the register that fit: refused.
    take(&[
        &["石庵村", "林可欣", &id_number("20170102", 9), "", ""],
        &["石庵村", "林可欣", &id_number("20170102", 11), "", ""],
    ]);
    let (look, taken) = take(&[&["石庵村", "林可欣", "", "2017-01-02", ""]]);
    assert_eq!(taken, counts(0, 0, 0, 1));
    assert!(scene.remarks(&look)[0].2.contains("2 个人都对得上"));
    assert_eq!(scene.rows(Kind::Child).len(), 4);
}

#[test]
fn refused_rows_go_back_with_the_reason_and_come_in_again_mended() {
    let scene = Scene::new();
    let t = C::T;
    let heading = ["姓名", "村居", "身份证号", "就学情况", "类别"]
        .map(t)
        .to_vec();
    let good = id_number("20150314", 7);
    let bytes = xlsx(&[
        heading,
        vec![
            t("陈小明"),
            t("后山村"),
            t(&good),
            t("小学"),
            t("留守儿童、困境儿童"),
        ],
        vec![
            t("林可欣"),
            t("后山村"),
            C::N(350_703_201_701_024_000.0),
            t("小学"),
            t("孤儿"),
        ],
        vec![t("张乐天"), t("前山村"), t(""), t("中学部"), t("")],
        vec![t(""), t("后山村"), t(""), t("小学"), t("困境")],
        vec![t("陈小明"), t("后山村"), t(&good), t("初中"), t("")],
    ]);
    let file = scene.file("花名册.xlsx", &bytes);
    let (look, taken) = scene.take(file.clone());
    assert_eq!(taken, counts(1, 0, 0, 4));
    let refused: Vec<(usize, String)> = scene
        .remarks(&look)
        .into_iter()
        .filter(|r| !r.1)
        .map(|r| (r.0, r.2))
        .collect();
    let reason = |row: usize| {
        let all = refused.iter().filter(|(r, _)| *r == row);
        all.map(|(_, s)| s.as_str()).collect::<Vec<_>>().join("|")
    };
    assert!(reason(3).contains("证件号码："), "{refused:?}");
    assert!(
        reason(4).contains("没有这个村居") && reason(4).contains("就学情况："),
        "{refused:?}"
    );
    assert!(reason(5).contains("不能空着"), "{refused:?}");
    assert!(reason(6).contains("第 2 行重复"), "{refused:?}");

    let words = Lexicon::new(Language::ZhCn);
    let report = scene.folder.path().join("退回.xlsx");
    assert_eq!(look.report(&report, &words).unwrap(), 4);
    // As the office would, row by row in its own sheet: here by what is there afterwards.
    let mended = xlsx(&[
        ["姓名", "村居", "身份证号", "就学情况", "类别", "不收的原因"]
            .map(t)
            .to_vec(),
        vec![
            t("林可欣"),
            t("后山村"),
            t(&id_number("20170102", 9)),
            t("小学"),
            t("孤儿"),
            t("…"),
        ],
        vec![t("张乐天"), t("后山村"), t(""), t("初中"), t(""), t("…")],
        vec![
            t("周子墨"),
            t("后山村"),
            t(""),
            t("小学"),
            t("困境"),
            t("…"),
        ],
    ]);
    let (_, taken) = scene.take(scene.file("改好.xlsx", &mended));
    assert_eq!(taken, counts(3, 0, 0, 0));
    let child = scene.child("陈小明");
    assert!(child.categories.contains(&Category::LeftBehind));
    assert!(child.categories.contains(&Category::Difficult));
}

#[test]
fn a_gb18030_ledger_with_rare_characters_comes_in_whole() {
    let scene = Scene::new();
    let text = "童督单位：莒口镇\n村居,姓名,出生日期,父亲,母亲,备注\n上㘵村,𬭚小㘵,2016-02-29,陈志强（已故）,周丽萍,长者说\n";
    let bytes = encoding_rs::GB18030.encode(text).0.into_owned();
    let (_, taken) = scene.take(scene.file("台账.csv", &bytes));
    assert_eq!(taken, counts(1, 0, 0, 0));
    assert_eq!(scene.village("𬭚小㘵"), "上㘵村");
    let father = scene.caregiver("𬭚小㘵", Relation::Father);
    assert_eq!((father.name.as_str(), father.is_dead()), ("陈志强", true));
}

#[test]
fn what_a_heading_was_said_to_mean_is_remembered_and_undone_with_its_import() {
    let scene = Scene::new();
    let list = |name: &str| {
        scene.csv(&[
            &["村居", "娃娃", "谁带", "监护类型"],
            &["后山村", name, "林金妹", "一般"],
        ])
    };
    let missing = scene.look(list("陈小明")).err().unwrap();
    assert_eq!(missing.key, "import-missing-name");
    let say = |field: &str, column: &str| (field.to_owned(), column.to_owned());
    let asked = Asked {
        file: list("陈小明"),
        kind: Some(Kind::Child),
        map: vec![
            say("name", "娃娃"),
            say("caregiver", "3"),
            say("guardianship", ""),
        ],
        ..Asked::default()
    };
    let look = scene.office.look(&asked).unwrap();
    scene.office.take(&look, &mut |_, _| true).unwrap();
    // The next time nobody has to say it.
    let (look, taken) = scene.take(list("陈小红"));
    assert_eq!(taken, counts(1, 0, 0, 0));
    assert_eq!(look.columns.unused, ["监护类型"]);
    assert_eq!(scene.child("陈小红").guardianship, None);
    assert_eq!(scene.caregivers("陈小红")[0].name, "林金妹");
    scene.office.undo(None).unwrap();
    scene.office.undo(None).unwrap();
    assert!(
        scene.look(list("陈小明")).is_err(),
        "forgotten with the import"
    );
}

#[test]
fn an_import_that_is_stopped_or_outrun_leaves_nothing() {
    let scene = Scene::new();
    let file = scene.file("登记表.xlsx", &form_of_2016(&id_number("20150314", 7)));
    let look = scene.look(file.clone()).unwrap();
    assert!(scene.office.take(&look, &mut |_, _| false).is_err());
    assert!(scene.rows(Kind::Child).is_empty() && scene.rows(Kind::Caregiver).is_empty());
    scene.take(file);
    // Looked at, then changed by hand, then taken: refused, and the hand's change stays.
    let risk = scene.csv(&[
        &["村居", "姓名", "出生日期", "风险"],
        &["后山村", "陈小明", "2015-03-14", "红"],
    ]);
    let look = scene.look(risk).unwrap();
    let row = scene
        .rows(Kind::Child)
        .into_iter()
        .find(|r| r.record.value("name").plain() == "陈小明");
    let row = row.unwrap();
    let mut record = row.record.clone();
    record.set("risk", tongdu::schema::Value::Choice("green".into()));
    scene.office.save(Some(&row), record, "").unwrap();
    assert!(scene.office.take(&look, &mut |_, _| true).is_err());
    assert_eq!(scene.child("陈小明").risk, Some(Risk::Green));
}

#[test]
fn a_list_is_taken_for_what_it_looks_like_and_a_trainer_sees_no_children() {
    let scene = Scene::new();
    let ledger = scene.file("登记表.xlsx", &form_of_2016(&id_number("20150314", 7)));
    let look = |office: &Office, file: &PathBuf| {
        let asked = Asked {
            file: file.clone(),
            ..Asked::default()
        };
        office.look(&asked).map(|look| look.columns.kind)
    };
    assert_eq!(look(&scene.office, &ledger).unwrap(), Kind::Child);
    let register = scene.csv(&[
        &["村居", "姓名", "手机号码", "任职时间", "专兼职"],
        &["后山村", "林秀英", "13905990101", "2020-01-01", "兼职"],
    ]);
    assert_eq!(look(&scene.office, &register).unwrap(), Kind::Worker);

    let new = NewOffice {
        area: "350703".into(),
        name: "方志平".into(),
        role: OfficeRole::Trainer,
        passphrase: "correct horse".into(),
        demo: false,
    };
    let root = scene.folder.path().join("trainer");
    let (trainer, _) = Office::create(&setup(), &root, &new).unwrap();
    let asked = Asked {
        file: ledger,
        kind: Some(Kind::Child),
        ..Asked::default()
    };
    assert_eq!(trainer.look(&asked).err().unwrap().exit, 4);
}

#[test]
fn what_is_known_of_parents_is_not_wiped_out_by_less() {
    let scene = Scene::new();
    let heading = &[
        "村居",
        "姓名",
        "出生日期",
        "父亲姓名",
        "父亲状况",
        "母亲姓名",
        "母亲状况",
    ][..];
    scene.take(scene.csv(&[
        heading,
        &[
            "后山村",
            "丙一",
            "2015-03-14",
            "陈志强",
            "服刑在押",
            "周丽萍",
            "死亡",
        ],
    ]));
    let unattended = || {
        let child = scene.child("丙一");
        let tables = scene.office.tables();
        let categories = tables.family(&child).categories(scene.office.today());
        categories.contains(&Category::Unattended)
    };
    assert!(unattended());
    // A column that asks only whether they work elsewhere says nothing of prison or death.
    let (_, taken) = scene.take(scene.csv(&[
        &["村居", "姓名", "出生日期", "父亲是否外出", "母亲是否外出"],
        &["后山村", "丙一", "2015-03-14", "否", "否"],
    ]));
    assert_eq!(taken, counts(0, 0, 1, 0));
    assert!(unattended());
    // A stroke is nothing; the form's dash kills nobody who is known and lives.
    scene.take(scene.csv(&[
        heading,
        &[
            "后山村",
            "丙二",
            "2016-03-14",
            "陈德旺",
            "外出务工",
            "吴雪英",
            "外出务工",
        ],
    ]));
    for (mark, said) in [("-", ""), ("—", "陈德旺")] {
        let (look, taken) = scene.take(scene.csv(&[
            &["村居", "姓名", "出生日期", "父亲姓名"],
            &["后山村", "丙二", "2016-03-14", mark],
        ]));
        assert_eq!(taken, counts(0, 0, 1, 0), "{mark}");
        let remarks = scene.remarks(&look);
        assert_eq!(
            remarks.iter().any(|r| r.2.contains("陈德旺")),
            !said.is_empty(),
            "{remarks:?}"
        );
    }
    assert!(!scene.caregiver("丙二", Relation::Father).is_dead());
    // Whoever has come home is no longer away.
    scene.take(scene.csv(&[
        &["村居", "姓名", "出生日期", "父母外出情况"],
        &["后山村", "丙二", "2016-03-14", "母亲外出"],
    ]));
    assert!(
        !scene
            .caregiver("丙二", Relation::Father)
            .status
            .contains(&Status::Away)
    );
    assert!(
        scene
            .caregiver("丙二", Relation::Mother)
            .status
            .contains(&Status::Away)
    );
    // What weighs is taken from the list only with a word about it.
    let (look, _) = scene.take(scene.csv(&[
        heading,
        &[
            "后山村",
            "丙一",
            "2015-03-14",
            "陈志强",
            "正常",
            "周丽萍",
            "",
        ],
    ]));
    assert!(
        scene
            .remarks(&look)
            .iter()
            .any(|r| r.1 && r.2.contains("服刑在押"))
    );
}

#[test]
fn rows_of_one_home_that_disagree_are_told_and_settle_at_once() {
    let scene = Scene::new();
    let rows: &[&[&str]] = &[
        &[
            "村居",
            "姓名",
            "出生日期",
            "父亲姓名",
            "父亲状况",
            "母亲姓名",
            "父母外出情况",
            "监护人",
            "与儿童关系",
            "受委托监护人",
            "家庭住址",
        ],
        &[
            "后山村",
            "丁一",
            "2015-03-14",
            "陈志强",
            "正常",
            "周丽萍",
            "双方外出",
            "陈长青",
            "爷爷",
            "陈雪梅",
            "1号",
        ],
        &[
            "后山村",
            "丁二",
            "2017-03-14",
            "陈志强",
            "正常",
            "周丽萍",
            "双方外出",
            "林金妹",
            "奶奶",
            "",
            "2号",
        ],
    ];
    let (look, taken) = scene.take(scene.csv(rows));
    assert_eq!(taken, counts(2, 0, 0, 0));
    assert!(
        scene
            .remarks(&look)
            .iter()
            .any(|r| r.0 == 3 && r.2.contains("第 2 行"))
    );
    assert_eq!(
        scene.household("丁二").address,
        "1号",
        "the first row counts"
    );
    let cares = scene
        .caregivers("丁一")
        .into_iter()
        .filter(|c| c.main == Some(true));
    assert_eq!(cares.count(), 1);
    let (look, again) = scene.take(scene.csv(rows));
    assert_eq!(again, counts(0, 0, 2, 0), "{:?}", scene.remarks(&look));
}

#[test]
fn equal_names_with_other_numbers_are_another_family() {
    let scene = Scene::new();
    let heading = &[
        "村居",
        "姓名",
        "出生日期",
        "父亲姓名",
        "父亲身份证号",
        "母亲姓名",
        "家庭住址",
    ][..];
    let (one, two) = (id_number("19850314", 7), id_number("19870314", 9));
    scene.take(scene.csv(&[
        heading,
        &["后山村", "己一", "2015-03-14", "陈伟", &one, "林芳", "1号"],
        &["后山村", "己二", "2016-03-14", "陈伟", &two, "林芳", "9号"],
        &["后山村", "己三", "2018-03-14", "陈伟", &two, "林芳", "9号"],
    ]));
    let home = |name: &str| scene.child(name).household;
    assert_ne!(home("己一"), home("己二"));
    assert_eq!(home("己二"), home("己三"));
    assert_eq!(scene.household("己一").address, "1号");
    assert_eq!(scene.caregiver("己一", Relation::Father).id_number, one);
}

#[test]
fn a_child_that_stands_twice_is_taken_once_in_either_order() {
    let number = id_number("20150314", 7);
    let bare = ["后山村", "戊一", "2015-03-14", ""];
    let whole = ["后山村", "戊一", "2015-03-14", number.as_str()];
    let dayless = ["后山村", "戊一", "", ""];
    for (first, second) in [
        (bare, whole),
        (whole, bare),
        (dayless, bare),
        (bare, dayless),
    ] {
        let scene = Scene::new();
        let heading = ["村居", "姓名", "出生日期", "身份证号"];
        let (_, taken) = scene.take(scene.csv(&[&heading, &first, &second]));
        assert_eq!(taken, counts(1, 0, 0, 1), "{first:?} {second:?}");
    }
}

#[test]
fn a_home_out_of_use_is_no_home_and_stops_nobody() {
    let scene = Scene::new();
    let rows: &[&[&str]] = &[
        &["村居", "姓名", "出生日期", "家庭住址"],
        &["后山村", "庚一", "2015-03-14", "1号"],
    ];
    scene.take(scene.csv(rows));
    let row = |kind| scene.rows(kind).remove(0);
    let (child, home) = (row(Kind::Child), row(Kind::Household));
    let revision = scene.office.retire(&child, "搬走").unwrap();
    scene.office.retire(&home, "搬走").unwrap();
    scene.office.undo(Some(revision)).unwrap();
    let (_, taken) = scene.take(scene.csv(rows));
    assert_eq!(taken, counts(0, 1, 0, 0));
    assert_ne!(scene.child("庚一").household, Some(home.id));
    assert_eq!(scene.household("庚一").address, "1号");
}

/// Headings of a ledger, and what offices, mistakes and other programs write below each.
const CELLS: [(&str, &[&str]); 13] = [
    (
        "村居",
        &[
            "后山村",
            "后山",
            "东山村委会",
            "上㘵村",
            "西山村",
            "",
            "350703104204",
            "=A1",
        ],
    ),
    (
        "姓名",
        &[
            "陈小明",
            "林可欣",
            "阿依古丽·买买提",
            "𬭚",
            "",
            " 陈 小 明 ",
            "无",
        ],
    ),
    ("性别", &["男", "女", "1", "", "不详"]),
    (
        "出生日期",
        &[
            "2015-03-14",
            "2016.2.29",
            "2015年2月30日",
            "42077",
            "",
            "14岁",
            "２０１５０３１４",
        ],
    ),
    (
        "身份证号",
        &[
            "",
            "350703201503140013",
            "3.50703E+17",
            "无",
            "350703********0013",
        ],
    ),
    ("风险等级", &["红", "蓝色", "高", "", "紫"]),
    ("残疾类别及等级", &["", "肢体二级", "无", "二级", "肢体"]),
    (
        "父亲姓名",
        &[
            "陈志强",
            "",
            "—",
            "林志强（已故）",
            "失联",
            "陈志强 13905990101",
        ],
    ),
    ("母亲姓名", &["周丽萍", "", "改嫁", "/"]),
    ("监护人", &["林金妹", "陈志强", "", "爷爷", "无人"]),
    ("与儿童关系", &["奶奶", "父亲", "", "祖孙", "邻居家的"]),
    (
        "联系电话",
        &[
            "13905990101",
            "１３９０５９９０１０２",
            "1390599",
            "",
            "同上",
            "0599-5650000",
        ],
    ),
    ("家庭住址", &["12号", "上㘵里3号", "", "\u{feff}\u{0}\t"]),
];

/// Cells of a row: mostly good, some of the lists above, now and then anything.
fn row() -> impl Strategy<Value = Vec<String>> {
    let cells: Vec<_> = CELLS
        .iter()
        .map(|(_, all)| {
            prop_oneof![
                16 => Just(all[0].to_owned()),
                3 => prop::sample::select(all.to_vec()).prop_map(str::to_owned),
                1 => "[^,\"\r\n\\PC]{0,12}",
            ]
        })
        .collect();
    cells
}

/// Whatever stands in a ledger, every row of it is either taken or refused, and the same ledger
/// once more changes nothing at all.
#[test]
fn any_ledger_is_taken_or_refused_row_by_row_and_the_second_time_changes_nothing() {
    let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig {
        cases: 48,
        failure_persistence: None,
        ..ProptestConfig::default()
    });
    let (ever_taken, ever_refused) = (Cell::new(0), Cell::new(0));
    runner
        .run(&prop::collection::vec(row(), 1..14), |rows| {
            let scene = Scene::new();
            // Everybody of a family of their own: rows of siblings can contradict each other, and
            // then the last one has it.
            let mut rows = rows;
            for (row, mark) in rows.iter_mut().zip("甲乙丙丁戊己庚辛壬癸子丑寅".chars())
            {
                for cell in &mut row[7..10] {
                    if cell.starts_with(['陈', '林', '周']) {
                        cell.insert(3, mark);
                    }
                }
            }
            let heading = CELLS.map(|(head, _)| head).join(",");
            let lines: Vec<String> = rows.iter().map(|row| row.join(",")).collect();
            let blank = |row: &&Vec<String>| {
                let told = |c: &&String| {
                    !c.trim_matches(|c: char| {
                        c.is_whitespace() || c.is_control() || c == '\u{feff}'
                    })
                    .is_empty()
                };
                row.iter().filter(told).count() == 0
            };
            let written = rows.len() - rows.iter().filter(blank).count();
            let file = scene.file(
                "台账.csv",
                format!("{heading}\n{}", lines.join("\n") + "\n合计,,,,,,,,,,,,").as_bytes(),
            );
            let look = match scene.look(file.clone()) {
                Ok(look) => look,
                Err(problem) => {
                    prop_assert!(problem.key.starts_with("import-"), "{}", problem.key);
                    return Ok(());
                }
            };
            let taken = scene.office.take(&look, &mut |_, _| true).unwrap();
            let all = taken.new + taken.changed + taken.same + taken.refused;
            let passed = look.plan.passed_over.len();
            // The last row is a total.
            prop_assert_eq!(
                all + passed,
                written + 1,
                "{:?} and {} passed over",
                taken,
                passed
            );
            prop_assert_eq!(scene.rows(Kind::Child).len(), taken.new);
            ever_taken.set(ever_taken.get() + taken.new);
            ever_refused.set(ever_refused.get() + taken.refused);
            let version = scene.office.version();
            let (_, again) = scene.take(file);
            prop_assert_eq!((again.new, again.changed), (0, 0), "{:?}", again);
            prop_assert_eq!(again.refused, taken.refused);
            prop_assert_eq!(scene.office.version(), version);
            prop_assert!(scene.office.verify(true).unwrap().findings.is_empty());
            Ok(())
        })
        .unwrap();
    assert!(
        ever_taken.get() > 0 && ever_refused.get() > 0,
        "both happen"
    );
}
