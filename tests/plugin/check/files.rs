//! What comes out: values as they went in, files that are declared and whole.

use super::{LIFE, MANIFEST, Made, UNRUN, each, each_passing_over};

#[test]
fn values_come_out_as_they_went_in() {
    each(&[
        ("null", &["values.empty fail", "fuzz.rows warn"]),
        ("buffer", &["values.extremes crash"]),
        ("narrow", &["values.rare_characters fail"]),
        ("rounds", &["values.long_numbers fail"]),
        (
            "semicolon_formula",
            &["values.formulas fail", "outputs.well_formed warn"],
        ),
        ("undoubled", &["values.quotes fail", "fuzz.rows fail"]),
        ("one_line", &["values.lines fail", "fuzz.rows fail"]),
        ("formula", &["values.formulas fail"]),
        ("wants_days", &["values.text_anywhere fail"]),
        ("percent", &["fuzz.rows crash"]),
    ]);
}

#[test]
fn outputs_are_those_declared_and_whole() {
    each_passing_over(
        &UNRUN,
        &[
            (
                "undeclared",
                &[LIFE[0], LIFE[1], LIFE[2], "outputs.declared fail"],
            ),
            (
                "unclosed",
                &[LIFE[0], LIFE[1], LIFE[2], "outputs.closed fail"],
            ),
        ],
    );
    // Of many rows nobody asks how large a file may be, and so it is through in time.
    let past: Vec<_> = UNRUN
        .into_iter()
        .filter(|start| *start != "control.finish")
        .collect();
    each_passing_over(
        &past,
        &[("floods", &[LIFE[0], LIFE[1], LIFE[2], "outputs.size fail"])],
    );
    // Whose files are never twice the same can't be compared.
    let compared = ["abi.long_host", "life.batches", "memory."];
    each_passing_over(&compared, &[("random", &["outputs.same fail"])]);
    // What can't be read shows no day.
    each_passing_over(
        &["outputs.clock"],
        &[("ragged", &["outputs.well_formed fail", "fuzz.rows fail"])],
    );
    each(&[
        ("semicolon", &["outputs.well_formed warn"]),
        ("open_anyway", &["outputs.failed_open fail"]),
        ("write_anyway", &["outputs.failed_write fail"]),
        ("close_anyway", &["outputs.failed_close fail"]),
        // The C library looks for the time zone.
        ("clock", &["outputs.clock fail", "sandbox.refused warn"]),
        ("all_columns", &["outputs.canaries fail"]),
        ("logs", &["outputs.log fail"]),
        ("tells", &["outputs.log fail"]),
        ("forgets", &["outputs.unused warn"]),
        ("unmarked", &["outputs.mark fail"]),
    ]);
}

#[test]
fn a_long_number_in_a_workbook_is_text() {
    let book = |how: &str| {
        let made = Made::new(how, &[]);
        let media = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
        let manifest = MANIFEST.replace("text/csv", media);
        let manifest = manifest.replace("out-{date}.csv", "out-{date}.xlsx");
        std::fs::write(made.path("plugin.toml"), manifest).expect("room");
        made
    };
    book("workbook").is(&[], &[], "all text");
    let found = ["values.long_numbers fail"];
    book("workbook_number").is(&found, &[], "18 digits as a number");
}
