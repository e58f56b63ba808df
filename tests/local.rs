//! Fields of an office's own, by the service and by verbs: defined, filled in, listed, brought in
//! from lists, taken back.

#[path = "support/office.rs"]
mod office;

use office::jukou;
use std::path::Path;
use std::process::{Command, Output};
use std::sync::Arc;
use tongdu::domain::book::Kind;
use tongdu::i18n::{Language, Lexicon};
use tongdu::schema::Fault;
use tongdu::service::import::Asked;
use tongdu::service::{Office, Problem, Query, Row};

fn pairs(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    let owned = |(k, v): &(&str, &str)| ((*k).to_owned(), (*v).to_owned());
    pairs.iter().map(owned).collect()
}

fn add(office: &Office, kind: Kind, values: &[(&str, &str)]) -> Result<Arc<Row>, Problem> {
    let mut record = kind.blank();
    office.fill(&mut record, &pairs(values))?;
    let saved = office.save(None, record, "")?;
    Ok(office.row(kind, saved.id).unwrap())
}

fn set(office: &Office, row: &Row, values: &[(&str, &str)]) -> Result<Arc<Row>, Problem> {
    let kind = row.record.kind();
    let row = office.row(kind, row.id).unwrap();
    let mut record = row.record.clone();
    office.fill(&mut record, &pairs(values))?;
    office.save(Some(&row), record, "")?;
    Ok(office.row(kind, row.id).unwrap())
}

fn faults(result: Result<Arc<Row>, Problem>) -> Vec<(String, Fault)> {
    result.unwrap_err().faults
}

fn rule(field: &str, key: &'static str) -> Vec<(String, Fault)> {
    vec![(field.to_owned(), Fault::Rule(key))]
}

const FAITH: &[(&str, &str)] = &[
    ("of", "儿童"),
    ("label", "宗教"),
    ("holds", "选项"),
    ("choices", "佛教、道教／无"),
    ("listed", "是"),
];
const SINCE: &[(&str, &str)] = &[("of", "child"), ("label", "入园日期"), ("holds", "日期")];

fn child(office: &Office, name: &str) -> Arc<Row> {
    add(
        office,
        Kind::Child,
        &[("name", name), ("village", "上㘵村")],
    )
    .unwrap()
}

fn names(office: &Office, expression: Option<&str>, sort: Option<&str>) -> Vec<String> {
    let words = Lexicon::new(Language::ZhCn);
    let wheres = expression.map(|e| office.parse_where(Kind::Child, e).unwrap());
    let (sort, descending) = sort
        .map(|s| office.parse_sort(Kind::Child, s).unwrap())
        .unzip();
    let query = Query {
        wheres: wheres.into_iter().collect(),
        sort,
        descending: descending.unwrap_or_default(),
        ..Query::default()
    };
    let rows = office.list(&words, Kind::Child, &query).rows;
    rows.iter()
        .map(|row| row.record.value("name").plain())
        .collect()
}

#[test]
fn a_field_is_made_filled_in_listed_taken_back_and_put_away() {
    let dir = tempfile::tempdir().unwrap();
    let office = jukou(&dir.path().join("office"));
    let words = Lexicon::new(Language::ZhCn);
    let faith = add(&office, Kind::LocalField, FAITH).unwrap();
    add(&office, Kind::LocalField, SINCE).unwrap();

    let lin = child(&office, "林小宝");
    let xie = child(&office, "谢小燕");
    child(&office, "张文彬");
    let lin = set(
        &office,
        &lin,
        &[("宗教", "道教"), ("入园日期", "2024-09-01")],
    )
    .unwrap();
    let xie = set(&office, &xie, &[("field:#1", "佛教")]).unwrap();
    assert_eq!(
        faults(set(&office, &xie, &[("入园日期", "2024-02-30")])),
        [("入园日期".to_owned(), Fault::NotADay)]
    );
    assert!(matches!(
        faults(set(&office, &xie, &[("宗教", "拜火教")]))[..],
        [(_, Fault::NotAChoice { .. })]
    ));

    // In lists: what is listed is a column, and both are conditions and orders.
    let columns = office.listed(Kind::Child);
    let labels: Vec<String> = columns
        .iter()
        .map(|c| c.word(Kind::Child, &words))
        .collect();
    assert!(labels.contains(&"宗教".to_owned()), "{labels:?}");
    assert!(!labels.contains(&"入园日期".to_owned()), "{labels:?}");
    let at = labels.iter().position(|label| label == "宗教").unwrap();
    let cells = office.cells(&words, &[Arc::clone(&lin)], &columns);
    assert_eq!(cells[0][at], "道教");
    assert_eq!(names(&office, Some("宗教=佛教"), None), ["谢小燕"]);
    assert_eq!(names(&office, Some("field:#1=道教"), None), ["林小宝"]);
    assert_eq!(names(&office, Some("宗教="), None), ["张文彬"]);
    assert_eq!(
        names(&office, Some("入园日期<2025-01-01"), None),
        ["林小宝"]
    );
    // In the order of the field's own words, and nothing last.
    assert_eq!(
        names(&office, None, Some("宗教")),
        ["谢小燕", "林小宝", "张文彬"]
    );
    assert_eq!(
        names(&office, None, Some("-宗教")),
        ["林小宝", "谢小燕", "张文彬"]
    );
    assert!(office.parse_where(Kind::Household, "宗教=佛教").is_err());

    // Many at once, and one undo for all of them.
    let column = office.named(Kind::Child, "宗教").unwrap();
    let value = office.parse(Kind::Child, column, "无").unwrap();
    let plan = office
        .plan_bulk(
            Kind::Child,
            &[Arc::clone(&lin), Arc::clone(&xie)],
            &[(column, value)],
        )
        .unwrap();
    office.save_bulk(&plan, "").unwrap();
    assert_eq!(names(&office, Some("宗教=无"), None).len(), 2);
    office.undo(None).unwrap();
    assert_eq!(names(&office, Some("宗教=道教"), None), ["林小宝"]);

    // What stands in a field holds it as it is; more words may be added.
    let with = |name: &'static str, value: &'static str| set(&office, &faith, &[(name, value)]);
    assert_eq!(faults(with("of", "家庭")), rule("of", "fault-field-used"));
    assert_eq!(
        faults(set(&office, &faith, &[("holds", "文字"), ("choices", "")])),
        rule("holds", "fault-field-used")
    );
    assert_eq!(
        faults(with("choices", "道教、无")),
        rule("choices", "fault-field-choice-used")
    );
    with("choices", "佛教、道教、其他").unwrap();
    assert_eq!(
        faults(add(&office, Kind::LocalField, FAITH)),
        rule("label", "fault-field-twice")
    );
    for (label, kind) in [
        ("性别", "child"),
        ("sex", "child"),
        ("NUMBER", "worker"),
        ("住址", "household"),
    ] {
        let field = [("of", kind), ("label", label), ("holds", "text")];
        assert_eq!(
            faults(add(&office, Kind::LocalField, &field)),
            rule("label", "fault-field-built-in"),
            "{label}"
        );
    }

    // Put away, it is nowhere to be seen; its values come back with it.
    let faith = office.row(Kind::LocalField, faith.id).unwrap();
    office.retire(&faith, "不再需要").unwrap();
    assert!(office.named(Kind::Child, "宗教").is_none());
    assert!(
        !office
            .columns(Kind::Child)
            .iter()
            .any(|c| c.name(Kind::Child) == "宗教")
    );
    assert!(set(&office, &xie, &[("宗教", "无")]).is_err());
    set(&office, &xie, &[("school", "建阳一小")]).unwrap();
    office.undo(None).unwrap();
    office.undo(None).unwrap();
    let xie = office.row(Kind::Child, xie.id).unwrap();
    let column = office.named(Kind::Child, "宗教").unwrap();
    assert_eq!(office.column_text(&words, &xie, column), "佛教");
    assert!(
        office
            .plain_text(&words, &xie)
            .unwrap()
            .contains("宗教：佛教")
    );
}

fn look(office: &Office, file: &Path) -> tongdu::service::import::Look {
    let asked = Asked {
        file: file.to_owned(),
        ..Asked::default()
    };
    office.look(&asked).unwrap()
}

#[test]
fn lists_bring_in_what_stands_under_a_label() {
    let dir = tempfile::tempdir().unwrap();
    let office = jukou(&dir.path().join("office"));
    add(&office, Kind::LocalField, FAITH).unwrap();
    let well = [("of", "家庭"), ("label", "水井"), ("holds", "是否")];
    add(&office, Kind::LocalField, &well).unwrap();
    let file = dir.path().join("儿童.csv");
    let list = "姓名,性别,村居,出生日期,宗教,水井,鞋码\n\
                林小宝,男,上㘵村,2015-03-14,道教,是,33\n\
                谢小燕,女,上㘵村,2016-05-01,,否,31\n\
                张文彬,男,上㘵村,2017-01-09,拜火教,,30\n";
    std::fs::write(&file, list).unwrap();
    let first = look(&office, &file);
    assert_eq!(first.columns.unused, ["鞋码"]);
    let remarks = first.remarks(&Lexicon::new(Language::ZhCn));
    let refused: Vec<&str> = remarks
        .iter()
        .filter(|r| !r.taken)
        .map(|r| r.text.as_str())
        .collect();
    assert!(
        matches!(refused[..], [one] if one.contains("宗教") && one.contains("佛教")),
        "{refused:?}"
    );
    office.take(&first, &mut |_, _| true).unwrap();
    assert_eq!(names(&office, Some("宗教=道教"), None), ["林小宝"]);
    let words = Lexicon::new(Language::ZhCn);
    let well = office.parse_where(Kind::Household, "水井=是").unwrap();
    let query = Query {
        wheres: vec![well],
        ..Query::default()
    };
    assert_eq!(office.list(&words, Kind::Household, &query).total, 1);

    // The same list once more changes nothing.
    let again = look(&office, &file);
    assert_eq!(again.plan.changes().len(), 0);
    office.undo(None).unwrap();
    assert_eq!(names(&office, None, None), Vec::<String>::new());
}

struct Desk(tempfile::TempDir);

impl Desk {
    fn says(&self, args: &[&str]) -> (i32, String) {
        let Output {
            status,
            stdout,
            stderr,
        } = Command::new(env!("CARGO_BIN_EXE_tongdu"))
            .env_clear()
            .args(["--lang", "zh-CN", "--data"])
            .arg(self.0.path().join("office"))
            .arg("--passphrase-file")
            .arg(self.0.path().join("passphrase"))
            .args(args)
            .output()
            .unwrap();
        let text = [stdout, stderr].concat();
        (status.code().unwrap(), String::from_utf8(text).unwrap())
    }

    fn does(&self, args: &[&str]) -> String {
        let (code, text) = self.says(args);
        assert_eq!(code, 0, "{args:?}\n{text}");
        text
    }
}

#[test]
fn scripts_write_and_read_them_by_label_and_by_number() {
    let desk = Desk(tempfile::tempdir().unwrap());
    std::fs::write(desk.0.path().join("passphrase"), "correct horse\n").unwrap();
    desk.does(&["init", "--area", "350703104", "--name", "王芳"]);
    desk.does(&[
        "add",
        "field",
        "of=人员",
        "label=年级主任",
        "holds=文字",
        "listed=是",
    ]);
    desk.does(&["add", "field", "of=worker", "label=工龄", "holds=整数"]);
    let lin = [
        "add",
        "worker",
        "name=林秀英",
        "role=主任",
        "年级主任=王",
        "field:#2=12",
    ];
    desk.does(&lin);
    let (code, text) = desk.says(&["set", "worker", "1", "工龄=很久"]);
    assert_eq!(code, 1, "{text}");
    assert!(text.contains("工龄"), "{text}");
    desk.does(&["set", "worker", "1", "工龄=13"]);

    let shown = desk.does(&["show", "worker", "1"]);
    assert!(
        shown.contains("年级主任") && shown.contains("王"),
        "{shown}"
    );
    let json: serde_json::Value =
        serde_json::from_str(desk.does(&["--json", "show", "worker", "1"]).trim()).unwrap();
    assert_eq!(
        json["extra"],
        serde_json::json!({"年级主任": "王", "工龄": 13})
    );
    let csv = desk.does(&["list", "worker", "--csv", "--where", "工龄>12"]);
    let mut lines = csv.lines();
    assert!(lines.next().unwrap().ends_with(",年级主任,工龄"), "{csv}");
    assert!(lines.next().unwrap().ends_with(",王,13"), "{csv}");
    assert!(desk.does(&["list", "worker"]).contains("年级主任"));
    let (code, text) = desk.says(&["list", "worker", "--where", "工令>12"]);
    assert!(code == 2 && text.contains("工龄"), "{code} {text}");
    desk.does(&["set", "worker", "--where", "工龄=13", "年级主任="]);
    let json: serde_json::Value =
        serde_json::from_str(desk.does(&["--json", "show", "worker", "1"]).trim()).unwrap();
    assert_eq!(json["extra"]["年级主任"], serde_json::Value::Null);
}
