use super::*;
use crate::service::export::policy::parse;
use proptest::prelude::*;
use std::collections::BTreeSet;

const TODAY: Day = Day(20_000);

/// A manifest that asks for these fields of `children`, `!` behind what it needs.
fn manifest(fields: &[String]) -> Manifest {
    let words = "{ zh-CN = '试', en = 'test' }";
    let mut text = format!(
        "id='t'\nversion='1'\nabi=1\nagency='education'\nname={words}\n[purpose]\n\
         code='school_attendance'\nname={words}\nbasis={words}\n[[output]]\nname='o'\nfile='o'\n\
         media_type='text/csv'\nmax_bytes=1\n[[dataset]]\nname='children'\n"
    );
    for field in fields {
        let name = field.trim_end_matches('!');
        let required = name != field;
        text += &format!("[[dataset.field]]\nname='{name}'\nrequired={required}\nreason={words}\n");
    }
    Manifest::parse(&text).expect("a good manifest")
}

fn entry(fields: &[String], until: Option<Day>) -> Grant {
    Grant {
        agency: "education".into(),
        purpose: "school_attendance".into(),
        dataset: "children".into(),
        fields: fields.join(" "),
        rows: Some(RowScope::All),
        until,
        source: "试".into(),
        ..Grant::default()
    }
}

fn strings(fields: &[&str]) -> Vec<String> {
    fields.iter().map(|f| (*f).to_owned()).collect()
}

fn refused(asked: &[&str], granted: Option<Grant>, may: bool) -> &'static str {
    let manifest = manifest(&strings(asked));
    let found = Granted::of(&manifest, |_| granted.clone(), |_| may, TODAY);
    found.expect_err("refused").key
}

#[test]
fn everything_that_is_needed_stands_in_the_command() {
    let asked = manifest(&strings(&["name!", "sex", "address!", "guardian_phone!"]));
    let some = entry(&strings(&["name"]), None);
    for (policy, needed) in [
        (Some(some), "address guardian_phone"),
        (None, "name address guardian_phone"),
    ] {
        let refused = Granted::of(&asked, |_| policy.clone(), |_| true, TODAY);
        let command = format!("education school_attendance children {needed}");
        let args = refused.expect_err("not granted").args;
        assert!(args.contains(&("grant", command)), "{args:?}");
    }
}

#[test]
fn what_is_needed_and_not_granted_ends_it_and_what_is_wished_for_is_left_out() {
    let some = Some(entry(&strings(&["name", "school"]), None));
    assert_eq!(
        refused(&["name!", "address!"], some.clone(), true),
        "export-field-not-granted"
    );
    assert_eq!(refused(&["name!"], None, true), "export-not-granted");
    assert_eq!(refused(&["name!"], some.clone(), false), "export-not-yours");
    let ended = Some(entry(&strings(&["name"]), Some(Day(TODAY.0 - 1))));
    assert_eq!(
        refused(&["name!"], ended.clone(), true),
        "export-grant-ended"
    );
    // Nothing was needed, and nothing is left.
    for granted in [None, ended] {
        assert_eq!(refused(&["name"], granted, true), "export-nothing-granted");
    }
    assert_eq!(
        refused(&["address"], some.clone(), true),
        "export-nothing-granted"
    );
    assert_eq!(
        refused(&["name", "iq"], some.clone(), true),
        "export-no-field"
    );

    let manifest = manifest(&strings(&["name!", "address", "school"]));
    let granted = Granted::of(&manifest, |_| some.clone(), |_| true, TODAY).expect("granted");
    let [table] = &granted.tables[..] else {
        panic!("one dataset")
    };
    let names: Vec<_> = table.fields.iter().map(|f| f.name).collect();
    assert_eq!(names, ["name", "school"]);
    assert!(table.withheld.contains(&("address", Stays::NotGranted)));
    assert!(table.withheld.contains(&("id_number", Stays::NotAsked)));
}

#[test]
fn the_fingerprint_tells_two_policies_apart() {
    let print = |change: fn(&mut Grant)| {
        let mut grant = entry(&strings(&["name"]), None);
        change(&mut grant);
        let manifest = manifest(&strings(&["name!"]));
        let granted = Granted::of(&manifest, |_| Some(grant.clone()), |_| true, TODAY);
        granted.expect("granted").fingerprint()
    };
    let prints = [
        print(|_| {}),
        print(|g| g.fields += " school"),
        print(|g| g.fields += ":initials"),
        print(|g| g.rows = Some(RowScope::SchoolNeed)),
        print(|g| g.most = Some(1)),
        print(|g| g.until = Some(TODAY)),
        print(|g| g.second = Some(true)),
    ];
    let different: BTreeSet<_> = prints.iter().collect();
    assert_eq!(different.len(), prints.len());
    // Who decided it when is in the grant's own history.
    assert_eq!(print(|g| g.by = "王芳".into()), prints[0]);
}

#[test]
fn every_shipped_entry_can_be_granted_whole() {
    let shipped = parse(include_str!("../policy/shipped.toml")).expect("a good file");
    for grant in shipped.grants {
        let table = Table::named(&grant.dataset).expect("known");
        for (name, transform) in grant.granted() {
            let known = table.fields().iter().any(|(field, _)| *field == name);
            assert!(known, "{} {name} {transform:?}", grant.entry());
        }
    }
}

fn some_fields() -> impl Strategy<Value = Vec<&'static str>> {
    let names: Vec<&'static str> = Table::Children.fields().iter().map(|(n, _)| *n).collect();
    prop::sample::subsequence(names, 0..12)
}

proptest! {
    /// What leaves is asked for and granted; what is both leaves; every field has its place.
    #[test]
    fn granted_is_what_both_say(asked in some_fields(), given in some_fields(), needed: u16) {
        let wanted: Vec<String> = asked.iter().enumerate().map(|(at, name)| {
            let sign = if needed >> (at % 16) & 1 == 1 { "!" } else { "" };
            format!("{name}{sign}")
        }).collect();
        prop_assume!(!wanted.is_empty());
        let policy = entry(&strings(&given), None);
        let found = Granted::of(&manifest(&wanted), |_| Some(policy.clone()), |_| true, TODAY);
        let both: BTreeSet<_> = asked.iter().filter(|name| given.contains(name)).collect();
        let lacking = wanted.iter().any(|f| f.ends_with('!') && !given.contains(&f.trim_end_matches('!')));
        match found {
            Err(problem) if lacking => prop_assert_eq!(problem.key, "export-field-not-granted"),
            Err(problem) => {
                prop_assert!(both.is_empty());
                prop_assert_eq!(problem.key, "export-nothing-granted");
            }
            Ok(granted) => {
                prop_assert!(!lacking);
                let table = &granted.tables[0];
                let leaving: BTreeSet<_> = table.fields.iter().map(|f| &f.name).collect();
                prop_assert_eq!(&leaving, &both);
                let all = table.fields.len() + table.withheld.len();
                prop_assert_eq!(all, Table::Children.fields().len());
            }
        }
    }
}
