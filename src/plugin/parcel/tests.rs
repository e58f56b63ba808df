//! What is in the ZIP, who can open it, and what is left when it can't be made.

use super::*;
use std::io::Read;
use zip::ZipArchive;
use zip::result::ZipError;

const PASSWORD: &str = "48120377519264083315";
const ZIP: &str = "花名册.zip";
const NAME: &str = "林秀英";
/// 2026-11-23 in China, and still the 22nd in UTC.
const DAY: i64 = 1_795_363_200_000_000;
static NEVER: AtomicBool = AtomicBool::new(false);

fn plans() -> Vec<Planned> {
    let plan = |end: &str| Planned {
        name: format!("roster.{end}"),
        file: format!("花名册.{end}"),
        max_bytes: 4 << 20,
    };
    vec![plan("xlsx"), plan("csv")]
}

/// Long enough for several pieces, and written in odd bits.
fn contents() -> [Vec<u8>; 2] {
    let long = NAME.repeat(3 * PIECE / NAME.len());
    [long.into_bytes(), NAME.as_bytes().to_vec()]
}

fn filled(folder: &Path) -> Parcel {
    let mut parcel = Parcel::new(folder, ZIP, plans(), 8 << 20).expect("free");
    for (at, bytes) in contents().iter().enumerate() {
        parcel.open(at).expect("room");
        for bit in bytes.chunks(100_003) {
            parcel.write(at, bit).expect("room");
        }
        parcel.close(at).expect("room");
    }
    parcel
}

fn seal(cover: &dyn Fn(&[Inside]) -> String) -> Seal<'_> {
    Seal {
        file: ZIP,
        lock: Lock::Password(PASSWORD),
        cover,
    }
}

fn about(inside: &[Inside]) -> String {
    inside
        .iter()
        .map(|file| format!("{}\n", file.name))
        .collect()
}

fn left(folder: &Path) -> usize {
    std::fs::read_dir(folder).expect("a folder").count()
}

fn opened(bytes: &[u8], name: &str, password: &str) -> Result<Vec<u8>, String> {
    let mut zip = ZipArchive::new(io::Cursor::new(bytes)).expect("a ZIP");
    let file = zip.by_name_decrypt(name, password.as_bytes());
    let mut file = file.map_err(|why| why.to_string())?;
    let mut out = Vec::new();
    file.read_to_end(&mut out).map_err(|why| why.to_string())?;
    Ok(out)
}

#[test]
fn the_password_opens_what_was_written_and_nothing_else_does() {
    let folder = tempfile::tempdir().expect("temp folder");
    let parcel = filled(folder.path());
    assert_eq!(left(folder.path()), 0, "nothing has a name yet");
    let (made, inside) = parcel
        .seal(seal(&about), DAY, &mut |_, _| {}, &NEVER)
        .expect("room");
    let bytes = std::fs::read(&made[0].path).expect("made");
    assert_eq!(made[0].sha256[..], Sha256::digest(&bytes)[..]);
    for (file, written) in inside.iter().zip(contents()) {
        assert!(opened(&bytes, &file.name, PASSWORD).expect("opens") == written);
        assert_eq!(file.sha256[..], Sha256::digest(&written)[..]);
        assert_eq!(file.size, written.len() as u64);
        assert!(opened(&bytes, &file.name, "48120377519264083316").is_err());
        let mut zip = ZipArchive::new(io::Cursor::new(&bytes)).expect("a ZIP");
        let plain = zip.by_name(&file.name).map(drop);
        assert!(matches!(plain, Err(ZipError::UnsupportedArchive(_))));
    }
    let cover = opened(&bytes, COVER, PASSWORD).expect("opens");
    assert_eq!(cover, "花名册.xlsx\n花名册.csv\n".as_bytes());
    for clear in [NAME.as_bytes(), PASSWORD.as_bytes()] {
        assert!(!bytes.windows(clear.len()).any(|part| part == clear));
    }
}

/// What stands in clear beside the encrypted bytes: Chinese names that say so, one day for all, the
/// strong cipher, and no checksum of what is inside.
#[test]
fn the_heads_of_the_entries_are_right() {
    let folder = tempfile::tempdir().expect("temp folder");
    let (made, _) = filled(folder.path())
        .seal(seal(&about), DAY, &mut |_, _| {}, &NEVER)
        .expect("room");
    let bytes = std::fs::read(&made[0].path).expect("made");
    let mut zip = ZipArchive::new(io::Cursor::new(&bytes)).expect("a ZIP");
    assert_eq!(zip.len(), 3);
    let mut heads = Vec::new();
    for at in 0..zip.len() {
        let file = zip.by_index_raw(at).expect("an entry");
        let date = file.last_modified().expect("a day");
        assert_eq!(
            (date.year(), date.month(), date.day(), date.hour()),
            (2026, 11, 23, 0)
        );
        assert_eq!((file.crc32(), file.encrypted()), (0, true));
        heads.push((
            file.name().expect("UTF-8").into_owned(),
            file.central_header_start() as usize,
        ));
    }
    for (name, at) in heads {
        let flags = u16::from_le_bytes([bytes[at + 8], bytes[at + 9]]);
        assert_eq!(flags & 1 << 11 != 0, !name.is_ascii(), "{name} is UTF-8");
    }
    // Version 2, "AE", strength 3, deflated, in each entry's head and once more at the end.
    let mark = [7, 0, 2, 0, b'A', b'E', 3, 8, 0];
    let marks = bytes.windows(mark.len()).filter(|part| *part == mark);
    assert_eq!(marks.count(), 6);
}

#[test]
fn the_same_run_differs_in_its_salts_only() {
    let folder = tempfile::tempdir().expect("temp folder");
    let mut all = Vec::new();
    for _ in 0..2 {
        let (made, _) = filled(folder.path())
            .seal(seal(&about), DAY, &mut |_, _| {}, &NEVER)
            .expect("room");
        let bytes = std::fs::read(&made[0].path).expect("made");
        std::fs::remove_file(&made[0].path).expect("ours");
        all.push(bytes);
    }
    assert!(all[0] != all[1], "another salt each time");
    let directory = |bytes: &[u8]| {
        let mut zip = ZipArchive::new(io::Cursor::new(bytes)).expect("a ZIP");
        let first = zip.by_index_raw(0).expect("an entry");
        bytes[first.central_header_start() as usize..].to_vec()
    };
    assert_eq!(directory(&all[0]), directory(&all[1]));
    for name in [COVER, "花名册.xlsx", "花名册.csv"] {
        let [one, other] = [0, 1].map(|at| opened(&all[at], name, PASSWORD).expect("opens"));
        assert!(one == other, "{name}");
    }
}

#[test]
fn whatever_goes_wrong_leaves_nothing() {
    let folder = tempfile::tempdir().expect("temp folder");
    let path = folder.path();
    // Cancelled while it is encrypted.
    let problem = filled(path).seal(seal(&about), DAY, &mut |_, _| {}, &AtomicBool::new(true));
    assert_eq!(problem.expect_err("cancelled"), Problem::Cancelled);
    // No memory.
    let mut parcel = Parcel::new(path, ZIP, plans(), 8 << 20).expect("free");
    parcel.piece = || {
        Vec::<u8>::new()
            .try_reserve_exact(usize::MAX)
            .map(|()| Vec::new())
    };
    let problem = parcel.write(1, b"abc").expect_err("no memory");
    assert_eq!(problem.key(), "plugin-no-memory");
    drop(parcel);
    // Too much, of one or of all.
    let mut parcel = filled(path);
    let problem = parcel
        .write(0, &vec![0; 2 << 20])
        .expect_err("more than 4 MiB");
    assert_eq!(problem.key(), "plugin-too-big");
    drop(parcel);
    assert_eq!(left(path), 0);
    // The name is taken before, or meanwhile.
    let parcel = filled(path);
    let taken = path.join("花名册.zip");
    std::fs::write(&taken, "theirs").expect("room");
    let exists = Problem::Exists {
        path: taken.clone(),
    };
    let problem = parcel.seal(seal(&about), DAY, &mut |_, _| {}, &NEVER);
    assert_eq!(problem.expect_err("taken"), exists);
    let problem = Parcel::new(path, ZIP, plans(), 1).err();
    assert_eq!(problem, Some(exists));
    assert_eq!(std::fs::read(&taken).expect("theirs"), b"theirs");
    assert_eq!(left(path), 1);
    // Two files of one name, or one called as the cover is.
    for file in ["花名册.XLSX", "Cover.txt"] {
        let mut plans = plans();
        plans[1].file = file.into();
        let problem = Parcel::new(path, "乙.zip", plans, 1).err();
        assert_eq!(problem.map(|p| p.key()), Some("plugin-file-name"), "{file}");
    }
}

/// A pair that `age-keygen` would have made: what it opens with, and what is registered.
fn pair() -> (::age::x25519::Identity, String) {
    let identity = ::age::x25519::Identity::generate();
    let key = identity.to_public().to_string();
    (identity, key)
}

fn decrypted(bytes: &[u8], identity: &::age::x25519::Identity) -> Option<Vec<u8>> {
    ::age::decrypt(identity, bytes).ok()
}

#[test]
fn each_of_the_registered_keys_opens_it_and_no_other() {
    let folder = tempfile::tempdir().expect("temp folder");
    let (pairs, stranger) = ([pair(), pair()], pair());
    let keys = pairs.each_ref().map(|(_, key)| key.clone());
    let lock = Lock::Keys(&keys);
    let seal = Seal {
        lock,
        ..seal(&about)
    };
    let (made, inside) = filled(folder.path())
        .seal(seal, DAY, &mut |_, _| {}, &NEVER)
        .expect("room");
    let bytes = std::fs::read(&made[0].path).expect("made");
    assert_eq!(made[0].sha256[..], Sha256::digest(&bytes)[..]);
    for (identity, _) in &pairs {
        let zip = decrypted(&bytes, identity).expect("its own key");
        let mut zip = ZipArchive::new(io::Cursor::new(zip)).expect("a ZIP");
        for (file, written) in inside.iter().zip(contents()) {
            let mut out = Vec::new();
            let mut entry = zip.by_name(&file.name).expect("an entry");
            entry.read_to_end(&mut out).expect("whole");
            assert!(out == written);
        }
    }
    assert!(decrypted(&bytes, &stranger.0).is_none());
    // Names are hidden, too.
    for clear in [NAME, "花名册", COVER] {
        let clear = clear.as_bytes();
        assert!(!bytes.windows(clear.len()).any(|part| part == clear));
    }
}

#[test]
fn without_a_key_that_is_one_nothing_is_made() {
    for keys in [vec![], vec!["age1nothing".to_owned()]] {
        let folder = tempfile::tempdir().expect("temp folder");
        let seal = Seal {
            lock: Lock::Keys(&keys),
            ..seal(&about)
        };
        let parcel = filled(folder.path());
        assert!(parcel.seal(seal, DAY, &mut |_, _| {}, &NEVER).is_err());
        assert_eq!(left(folder.path()), 0);
    }
    assert!(is_key(&pair().1) && !is_key(" ") && !is_key(&pair().0.to_public().to_string()[1..]));
}

#[test]
fn a_workbook_is_not_packed_once_more() {
    let folder = tempfile::tempdir().expect("temp folder");
    let mut parcel = Parcel::new(folder.path(), ZIP, plans(), 8 << 20).expect("free");
    for (at, bytes) in [&b"PK\x03\x04workbook"[..], b"csv"].into_iter().enumerate() {
        parcel.open(at).expect("room");
        parcel.write(at, bytes).expect("room");
        parcel.close(at).expect("room");
    }
    let (made, _) = parcel
        .seal(seal(&about), DAY, &mut |_, _| {}, &NEVER)
        .expect("room");
    let bytes = std::fs::read(&made[0].path).expect("made");
    let mut zip = ZipArchive::new(io::Cursor::new(bytes)).expect("a ZIP");
    let packed = |at| zip.by_index_raw(at).expect("an entry").compression();
    let packed: Vec<_> = (0..3).map(packed).collect();
    use CompressionMethod::{Deflated, Stored};
    assert_eq!(packed, [Deflated, Stored, Deflated]);
}
