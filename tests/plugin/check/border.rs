//! The border, the number of rows, and memory: what a call may rely on and must leave alone.

use super::{UNLOADED, UNRUN, each, each_passing_over};

#[test]
fn the_border_is_kept() {
    // Its constructors were run all the same.
    let past = |own: &[&'static str]| [&UNLOADED[1..8], own].concat();
    let all = [
        "abi.sizes",
        "abi.identity",
        "abi.extension",
        "abi.short",
        "abi.long",
    ];
    each_passing_over(
        &past(&all),
        &[
            ("magic", &["abi.magic fail"]),
            ("nothing", &["abi.magic fail"]),
        ],
    );
    each_passing_over(&past(&all[1..]), &[("short", &["abi.sizes fail"])]);
    each_passing_over(&past(&all[2..]), &[("version", &["abi.identity fail"])]);
    each(&[
        ("extension", &["abi.extension fail"]),
        ("trusts_host", &["abi.short_host crash"]),
        ("equal_host", &["abi.long_host fail"]),
    ]);
}

#[test]
fn rows_may_be_none_few_or_many() {
    let calls = ["control.rows", "control.end"];
    each_passing_over(
        &[&UNRUN[..], &calls].concat(),
        &[
            ("crashes", &["life.usual crash", "life.one_row crash"]),
            ("gives_up", &["life.usual fail", "life.one_row fail"]),
        ],
    );
    let ends = ["control.end", "control.finish"];
    each_passing_over(&ends, &[("leaks", &["life.memory fail"])]);
    each_passing_over(
        &["life.memory", "control.end", "control.finish"],
        &[("few_only", &["life.many_rows fail"])],
    );
    each(&[
        ("only_with_rows", &["life.zero_rows fail"]),
        ("wants_all", &["life.required_only fail"]),
        ("batches", &["life.batches fail"]),
        ("leaks_late", &["life.memory fail"]),
    ]);
}

#[test]
fn memory_is_left_alone() {
    each(&[
        ("keeps", &["memory.kept crash"]),
        ("keeps_rows", &["memory.kept crash"]),
        // Only beside the next batch.
        ("compares", &["memory.kept crash"]),
        ("compares_rows", &["memory.kept crash"]),
        ("writes", &["memory.written crash"]),
        ("strlen", &["memory.past_the_end crash"]),
    ]);
}
