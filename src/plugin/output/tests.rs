//! Both ways of waiting for a name, and what stands in the way.

use super::*;
use std::os::unix::fs::PermissionsExt;

fn filled(folder: &Path, way: Way) -> Staging {
    let plan = |name: &str| Planned {
        name: name.into(),
        file: format!("{name}.csv"),
        max_bytes: 100,
    };
    let mut staging =
        Staging::new(folder, vec![plan("甲"), plan("乙")], 150).expect("empty folder");
    staging.way = way;
    for at in 0..2 {
        staging.open(at).expect("room");
        staging.write(at, b"abc").expect("room");
    }
    staging
}

fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).expect("a folder");
    let mut names: Vec<_> = entries
        .map(|e| e.expect("entry").file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

#[test]
fn both_ways_give_the_same_files() {
    for way in [Way::Nameless, Way::Part] {
        let folder = tempfile::tempdir().expect("temp folder");
        let staging = filled(folder.path(), way);
        let parts = names(folder.path());
        assert_eq!(
            parts.len(),
            if way == Way::Part { 2 } else { 0 },
            "{parts:?}"
        );
        let made = staging.publish().expect("nothing in the way");
        assert_eq!(names(folder.path()), ["乙.csv", "甲.csv"]);
        assert_eq!(
            (made[0].size, made[0].sha256[..2].to_vec()),
            (3, vec![0xba, 0x78])
        );
        let mode = std::fs::metadata(&made[1].path)
            .expect("made")
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}

#[test]
fn all_or_none_and_never_over_another() {
    for way in [Way::Nameless, Way::Part] {
        let folder = tempfile::tempdir().expect("temp folder");
        let staging = filled(folder.path(), way);
        std::fs::write(folder.path().join("乙.csv"), "theirs").expect("room");
        let problem = staging.publish().expect_err("the second name is taken");
        assert_eq!(
            problem,
            Problem::Exists {
                path: folder.path().join("乙.csv")
            }
        );
        assert_eq!(names(folder.path()), ["乙.csv"]);
        assert_eq!(
            std::fs::read(folder.path().join("乙.csv")).expect("theirs"),
            b"theirs"
        );
    }
}

#[test]
fn a_dropped_run_leaves_nothing_and_limits_hold() {
    for way in [Way::Nameless, Way::Part] {
        let folder = tempfile::tempdir().expect("temp folder");
        let mut staging = filled(folder.path(), way);
        let big = staging.write(0, &[0; 98]).expect_err("101 of 100");
        assert_eq!(
            big,
            Problem::TooBig {
                name: "甲".into(),
                limit: 100
            }
        );
        staging.write(0, &[0; 90]).expect("93 of 100");
        assert!(staging.write(1, &[0; 90]).is_err(), "186 of 150 together");
        drop(staging);
        assert!(names(folder.path()).is_empty());
    }
}
