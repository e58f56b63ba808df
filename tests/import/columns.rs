//! Which column is which field.

use crate::support::{Office, counts, csv};
use tongdu::service::transfer::problem::SheetProblem;

#[test]
fn a_heading_that_may_mean_several_things_is_taken_by_what_stands_below() {
    let mut office = Office::new();
    let plan = office.import(&csv(&[
        &["村居", "姓名", "职务"],
        &["后山村", "王芳", "妇联主席"],
        &["金山村", "李丽", "村委会副主任"],
    ]));
    assert_eq!(plan.counts(), counts(2, 0, 0, 0));
}

#[test]
fn missing_columns_are_named_and_mapped() {
    let mut office = Office::new();
    let problem = |office: &mut Office, rows: &[&[&str]], map: &[(&str, &str)]| {
        office.plan_mapped(&csv(rows), map).unwrap_err().key()
    };
    let strange: &[&[&str]] = &[
        &["标题"],
        &["谁", "哪里", "电话"],
        &["王芳", "后山村", "13905990101"],
    ];
    assert_eq!(problem(&mut office, strange, &[]), "import-missing-both");
    assert_eq!(
        problem(&mut office, strange, &[("name", "谁")]),
        "import-missing-village"
    );
    assert_eq!(
        problem(&mut office, strange, &[("village", "B")]),
        "import-missing-name"
    );
    assert_eq!(
        problem(&mut office, strange, &[("nickname", "B")]),
        "import-no-such-field"
    );
    assert_eq!(
        problem(&mut office, strange, &[("name", "Z")]),
        "import-no-such-column"
    );
    assert_eq!(
        problem(&mut office, &[&["a", "b"], &["c", "d"]], &[]),
        "import-no-heading"
    );
    for map in [
        [("name", "谁"), ("village", "哪里")],
        [("name", "a"), ("village", "2")],
        [("name", "1"), ("village", "B")],
    ] {
        let plan = office.plan_mapped(&csv(strange), &map).unwrap();
        assert_eq!(
            (plan.counts(), plan.rows[0].row),
            (counts(1, 0, 0, 0), 3),
            "{map:?}"
        );
    }
    // A list without a heading; and a column that is to be left out.
    let bare: &[&[&str]] = &[&["王芳", "后山村", "一三九"]];
    let plan = office
        .plan_mapped(&csv(bare), &[("name", "A"), ("village", "B")])
        .unwrap();
    assert_eq!(plan.counts(), counts(1, 0, 0, 0));
    let wrong: &[&[&str]] = &[&["姓名", "村居", "电话"], &["王芳", "后山村", "一三九"]];
    assert_eq!(office.plan(&csv(wrong)).counts(), counts(0, 0, 0, 1));
    let plan = office.plan_mapped(&csv(wrong), &[("phone", "")]).unwrap();
    assert_eq!(plan.counts(), counts(1, 0, 0, 0));
    let missing = office
        .plan_mapped(&csv(&[&["姓名", "电话"], &["王芳", ""]]), &[])
        .unwrap_err();
    assert_eq!(
        missing,
        SheetProblem::MissingColumn {
            row: 1,
            name: false,
            village: true
        }
    );
}
