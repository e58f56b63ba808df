//! It stops when asked, and tries nothing that isn't allowed.

use super::{LIFE, Made, UNLOADED, UNRUN, each, each_passing_over};

#[test]
fn it_stops_when_asked_and_keeps_to_its_room() {
    each(&[
        ("deaf", &["control.rows fail"]),
        ("deaf_create", &["control.create fail"]),
        ("deaf_begin", &["control.begin fail"]),
        ("deaf_end", &["control.end fail"]),
        ("deaf_finish", &["control.finish fail"]),
        ("works_on", &["control.rows fail"]),
        ("works_on_at_the_end", &["control.end fail"]),
        ("works_on_in_finish", &["control.finish fail"]),
        ("opens", &["sandbox.refused warn"]),
        ("reads_at_once", &["binary.constructor fail"]),
        ("prints_at_once", &["binary.constructor fail"]),
    ]);
    // Where it may try and is only refused, it goes on.
    let past = UNRUN.into_iter().filter(|start| *start != "sandbox.");
    let past: Vec<_> = past.chain(["control.rows", "control.end"]).collect();
    each_passing_over(
        &past,
        &[("socket", &[LIFE[0], LIFE[2], "sandbox.forbidden fail"])],
    );
    let past = UNLOADED.into_iter().filter(|start| *start != "sandbox.");
    let past: Vec<_> = past.collect();
    each_passing_over(
        &past,
        &[(
            "forks_at_once",
            &[
                "binary.loads fail",
                "binary.constructor fail",
                "sandbox.forbidden fail",
            ],
        )],
    );
    // By name, and by path.
    let report = Made::new("opens", &[]).checked();
    let told = |id: &str| {
        let one = report.checked.iter().find(|one| one.id == id);
        format!("{:?}", one.expect("one result a test").cause)
    };
    assert!(
        told("sandbox.refused").contains("openat(/etc/passwd)"),
        "{}",
        told("sandbox.refused")
    );
    let report = Made::new("socket", &[]).checked();
    let socket = report
        .checked
        .iter()
        .find(|one| one.id == "sandbox.forbidden");
    let socket = format!("{:?}", socket.expect("one result a test").cause);
    assert!(socket.contains("\"socket\""), "{socket}");
}
