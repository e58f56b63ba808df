//! The check-up, line by line: fine and not fine, from facts that no odd machine is needed for.

use tongdu::i18n::{Language, Lexicon};
use tongdu::schema::Words;
use tongdu::service::doctor::{
    BackupFact, CloseFact, Facts, FolderKind, Line, StoreFact, Verdict, judge,
};

const GIB: u64 = 1 << 30;
const NOW: u64 = 1_795_396_440_000;
const DAY: u64 = 24 * 60 * 60 * 1000;

fn fine() -> Facts {
    Facts {
        term: Some("xterm-256color".into()),
        utf8: true,
        colours: true,
        size: Some((80, 24)),
        ambiguous: "auto",
        landlock: Some(6),
        seccomp: true,
        store: StoreFact::Whole { entries: 7 },
        close: CloseFact::Clean,
        view_bytes: GIB,
        live_bytes: GIB / 4,
        last_time: NOW - DAY,
        now: NOW,
        free: GIB,
        folder: FolderKind::Local,
        place: "~/tongdu".into(),
        mode: 0o40700,
        own: true,
        root: false,
        backup: Some(BackupFact {
            off: Some(NOW - 2 * DAY),
            created: NOW - 90 * DAY,
            elsewhere: None,
        }),
        plugins: vec!["civil_affairs".into()],
        refused: Vec::new(),
        locked: true,
    }
}

/// So many days ago.
fn backed_up(off: Option<u64>, created: u64) -> BackupFact {
    BackupFact {
        off: off.map(|days| NOW - days * DAY),
        created: NOW - created * DAY,
        elsewhere: None,
    }
}

#[test]
fn a_good_machine_has_nothing_to_see_to() {
    for line in judge(&fine()) {
        assert_eq!(line.verdict, Verdict::Good, "{}", line.key);
    }
}

/// One fact at a time is made wrong: exactly its line changes.
#[test]
fn every_line_can_be_wrong() {
    use Verdict::{Bad, Good, Watch};
    type Wrong = (fn(&mut Facts), &'static str, Verdict);
    let cases: &[Wrong] = &[
        (|f| f.term = Some("dumb".into()), "doctor-term-plain", Watch),
        (|f| f.term = None, "doctor-term-plain", Watch),
        (|f| f.utf8 = false, "doctor-locale-other", Bad),
        (|f| f.colours = false, "doctor-colours-none", Watch),
        (|f| f.size = None, "doctor-size-none", Watch),
        (|f| f.size = Some((79, 24)), "doctor-size-small", Watch),
        (|f| f.size = Some((80, 23)), "doctor-size-small", Watch),
        (|f| f.size = Some((39, 24)), "doctor-size-tiny", Bad),
        (|f| f.landlock = None, "doctor-landlock-none", Watch),
        (|f| f.seccomp = false, "doctor-seccomp-none", Watch),
        (
            |f| f.store = StoreFact::Refuses("store-newer"),
            "doctor-store-refuses",
            Bad,
        ),
        (
            |f| f.store = StoreFact::Broken { segment: 2, seq: 9 },
            "doctor-store-broken",
            Bad,
        ),
        (
            |f| f.close = CloseFact::Unclean,
            "doctor-close-unclean",
            Watch,
        ),
        (|f| f.close = CloseFact::Open, "doctor-close-open", Good),
        (|f| f.view_bytes += 1, "doctor-view-large", Watch),
        (
            |f| f.last_time = NOW + 11 * 60 * 1000,
            "doctor-clock-back",
            Bad,
        ),
        (|f| f.last_time = NOW - 401 * DAY, "doctor-clock-far", Watch),
        (|f| f.free = GIB - 1, "doctor-space-low", Watch),
        (|f| f.free = 1 << 20, "doctor-space-none", Bad),
        (
            |f| f.folder = FolderKind::Network("nfs4".into()),
            "doctor-folder-network",
            Bad,
        ),
        (
            |f| f.folder = FolderKind::Cloud("onedrive".into()),
            "doctor-folder-cloud",
            Bad,
        ),
        (|f| f.mode = 0o40750, "doctor-permissions-open", Bad),
        (|f| f.own = false, "doctor-permissions-foreign", Bad),
        (|f| f.root = true, "doctor-permissions-root", Watch),
        (|f| f.backup = None, "doctor-backup-none-needed", Good),
        (
            |f| f.backup = Some(backed_up(Some(3), 90)),
            "doctor-backup-late",
            Watch,
        ),
        (
            |f| f.backup = Some(backed_up(None, 2)),
            "doctor-backup-not-yet",
            Good,
        ),
        (
            |f| f.backup = Some(backed_up(None, 3)),
            "doctor-backup-never",
            Bad,
        ),
        (
            |f| f.backup.as_mut().unwrap().elsewhere = Some(NOW - DAY),
            "doctor-backup-elsewhere",
            Bad,
        ),
        (|f| f.plugins.clear(), "doctor-plugins-none", Watch),
        (
            |f| {
                f.refused
                    .push(("plugin-writable", vec![("path", "~/x".into())]))
            },
            "doctor-plugins-refused",
            Watch,
        ),
        (|f| f.locked = false, "doctor-memory-swapped", Watch),
    ];
    let good = judge(&fine());
    for (spoil, key, verdict) in cases {
        let mut facts = fine();
        spoil(&mut facts);
        let lines = judge(&facts);
        let changed: Vec<&Line> = lines
            .iter()
            .zip(&good)
            .filter(|(a, b)| a != b)
            .map(|p| p.0)
            .collect();
        assert_eq!(changed.len(), 1, "{key}: {changed:?}");
        assert_eq!((changed[0].key, changed[0].verdict), (*key, *verdict));
        for language in Language::ALL {
            let words = Lexicon::new(language);
            let parts: &[&str] = match verdict {
                Good => &[""],
                _ => &["", ".why", ".next"],
            };
            for part in parts {
                let said = changed[0].say(&words, part);
                assert!(!said.contains("doctor-") && !said.contains('$'), "{said}");
            }
        }
    }
    for line in &good {
        let words = Lexicon::new(Language::ZhCn);
        assert!(words.fill(line.key, &[]) != line.key, "{}", line.key);
    }
}

#[test]
fn limits_belong_to_the_good_side() {
    let key = |facts: &Facts, at: usize| judge(facts)[at].key;
    let mut facts = fine();
    facts.last_time = NOW + 10 * 60 * 1000;
    assert_eq!(key(&facts, 10), "doctor-clock");
    facts.view_bytes = 64 << 20;
    facts.live_bytes = 1;
    assert_eq!(key(&facts, 9), "doctor-view", "a small view is no bother");
    facts.store = StoreFact::None;
    assert_eq!(key(&facts, 7), "doctor-store-none");
    assert_eq!(key(&facts, 13), "doctor-permissions-none");
}
