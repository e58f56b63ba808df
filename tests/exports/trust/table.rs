//! Trust in a table without a library: it is in two text files, and in nothing else.

use super::Desk;
use super::plugins::{self, install_civil, install_table};
use tongdu::i18n::{Language, Lexicon};
use tongdu::service::plugins::{Part, Standing};

#[test]
fn a_table_without_a_library_is_seen_approved_and_sent_and_stays_so_with_a_new_program() {
    const TABLE: &str = "county_roster";
    let desk = Desk::new(false);
    let home = install_table(&desk.root());
    let shown = desk.office.plugin(TABLE).unwrap();
    assert!(shown.layout_only);
    assert_eq!(shown.standing, Standing::New);
    assert_eq!(desk.refused(TABLE), "plugin-unapproved");
    assert_eq!(desk.trust(TABLE), Ok(true));
    assert_eq!(desk.send(TABLE).unwrap().files.len(), 2);
    std::fs::remove_dir_all(desk.dir.path().join("out")).unwrap();
    std::fs::create_dir(desk.dir.path().join("out")).unwrap();

    // A new program brings another library: nothing that was approved has changed.
    let library = desk.dir.path().join("liblayout.so");
    let mut bytes = std::fs::read(&library).unwrap();
    *bytes.last_mut().unwrap() ^= 1;
    std::fs::write(&library, bytes).unwrap();
    let now = desk.office.plugin(TABLE).unwrap();
    assert_ne!(now.prints.library, shown.prints.library);
    assert_eq!(now.standing, Standing::Approved);

    // One's own in its place is not the program's.
    std::fs::copy(&library, home.join("liblayout.so")).unwrap();
    assert_eq!(
        desk.office.plugin(TABLE).unwrap_err().key,
        "plugin-own-library"
    );
    let words = Lexicon::new(Language::ZhCn);
    let preview = desk.office.preview(&words, TABLE, &[]).map(|_| ());
    assert_eq!(preview.unwrap_err().key, "plugin-own-library");
    let passed_over = desk.office.plugins().1;
    assert_eq!(passed_over[0].1.key, "plugin-own-library");
    std::fs::remove_file(home.join("liblayout.so")).unwrap();

    desk.edit(
        &home.join("layout.toml"),
        "heading = \"手机号\"",
        "heading = \"电话\"",
    );
    assert_eq!(desk.standing(TABLE), Standing::Changed(vec![Part::Layout]));
    assert_eq!(desk.refused(TABLE), "plugin-changed");
    let shown = desk.office.plugin(TABLE).unwrap();
    assert_eq!(shown.tables.len(), 1);
    let (before, now) = (&shown.tables[0].before, &shown.tables[0].after);
    assert_eq!(before[0], "…  村居    手机号       任职日期    …");
    assert_eq!(now[0], "…  村居    电话         任职日期    …");
    assert_eq!((before.len(), &before[1..]), (4, &now[1..]));
    assert!(before[1].contains("13900000001"), "{before:?}");
    assert_eq!(desk.trust(TABLE), Ok(true));
    assert!(desk.office.plugin(TABLE).unwrap().tables.is_empty());
    assert_eq!(desk.send(TABLE).unwrap().files.len(), 2);
}

#[test]
fn a_library_of_ones_own_can_not_pass_for_the_stock_library() {
    let desk = Desk::new(false);
    let home = install_table(&desk.root());
    desk.trust("county_roster").unwrap();
    // The same code as its own library: then it has to say the plug-in's id, and doesn't.
    desk.edit(&home.join("plugin.toml"), "library = \"layout\"\n", "");
    let library = desk.dir.path().join("liblayout.so");
    std::fs::copy(library, home.join("libcounty_roster.so")).unwrap();
    plugins::mode(&home.join("libcounty_roster.so"), 0o644);
    assert_eq!(
        desk.standing("county_roster"),
        Standing::Changed(vec![Part::Manifest])
    );
    desk.trust("county_roster").unwrap();
    assert_eq!(
        desk.send("county_roster").unwrap_err().key,
        "plugin-mismatch"
    );
}

#[test]
fn a_library_that_is_not_the_manifests_hides_no_other_plug_in() {
    let desk = Desk::new(false);
    let table = install_table(&desk.root());
    let home = install_civil(&desk.root());
    let wrong = format!("[sha256]\nlibrary = \"{}\"\n\n[purpose]", "0".repeat(64));
    desk.edit(&home.join("plugin.toml"), "[purpose]", &wrong);
    let (views, passed_over) = desk.office.plugins();
    assert_eq!(views.len(), 1);
    assert_eq!(views[0].folder, table);
    let told: Vec<_> = passed_over.into_iter().map(|(f, p)| (f, p.key)).collect();
    assert_eq!(told, [(home, "plugin-hash")]);
    assert_eq!(
        desk.office.plugin("civil_affairs").unwrap_err().key,
        "plugin-hash"
    );
}
