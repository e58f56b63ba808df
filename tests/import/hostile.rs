//! Whatever a file holds, reading it ends in a sheet or a problem.

use crate::files::with_part;
use crate::support::{C, Office, id_number, xlsx};
use proptest::prelude::*;
use std::io::{Cursor, Write};
use std::time::{Duration, Instant};
use tongdu::service::transfer::problem::SheetProblem;
use tongdu::service::transfer::{heading, sheet};

fn list() -> Vec<Vec<C<'static>>> {
    vec![
        vec![C::T("姓名"), C::T("村居"), C::T("电话")],
        vec![C::T("王芳"), C::T("后山村"), C::N(13905990101.0)],
    ]
}

/// Reads and plans; the outcome doesn't matter.
fn swallow(bytes: &[u8]) {
    if let Ok(sheet) = sheet::from_bytes(bytes, None) {
        let mut office = Office::new();
        _ = heading::find(
            &sheet,
            crate::support::directors(),
            heading::Said::default(),
        )
        .map(|_| office.plan(&sheet));
        _ = office.plan_mapped(&sheet, &[("name", "1"), ("village", "2")]);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..2000)) {
        swallow(&bytes);
    }

    #[test]
    fn any_text_below_a_heading(text in "[\\PC\n,\"]{0,400}") {
        swallow(format!("姓名,村居,身份证号,任职时间\n{text}").as_bytes());
    }

    #[test]
    fn workbooks_cut_short(at in 0.0..1.0_f64) {
        let bytes = xlsx(&list());
        swallow(&bytes[..(bytes.len() as f64 * at) as usize]);
    }

    #[test]
    fn workbooks_with_wrong_bytes(places in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..20)) {
        let mut bytes = xlsx(&list());
        for (place, byte) in places {
            let place = place.index(bytes.len());
            bytes[place] = byte;
        }
        swallow(&bytes);
    }

    #[test]
    fn old_workbooks_with_wrong_bytes(places in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..20)) {
        let mut bytes = xls(&old_list(&[]));
        for (place, byte) in places {
            let place = place.index(bytes.len());
            bytes[place] = byte;
        }
        swallow(&bytes);
    }
}

#[test]
fn a_small_file_that_unfolds_to_gigabytes_is_refused() {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    zip.start_file("xl/workbook.xml", options).unwrap();
    zip.start_file("xl/sharedStrings.xml", options).unwrap();
    let piece = vec![b' '; 1 << 20];
    for _ in 0..300 {
        zip.write_all(&piece).unwrap();
    }
    let bytes = zip.finish().unwrap().into_inner();
    assert!(bytes.len() < 1 << 20);
    assert_eq!(
        sheet::from_bytes(&bytes, None).unwrap_err().key(),
        "import-too-big"
    );
}

#[test]
fn a_table_that_announces_billions_of_strings_is_refused() {
    let bytes = with_part(&xlsx(&list()), "xl/sharedStrings.xml", |xml| {
        let at = xml.find("uniqueCount=\"").unwrap() + 13;
        format!("{}99999999{}", &xml[..at], &xml[at..])
    });
    assert_eq!(sheet::from_bytes(&bytes, None), Err(SheetProblem::Damaged));
}

#[test]
fn cells_in_far_corners_are_refused_and_blank_ones_are_none() {
    let far = |place: &str, cell: &str| {
        let bytes = with_part(&xlsx(&list()), "xl/worksheets/sheet1.xml", |xml| {
            xml.replace(
                "</sheetData>",
                &format!(
                    "<row r=\"{}\">{cell}</row></sheetData>",
                    place.trim_start_matches(char::is_alphabetic)
                ),
            )
        });
        sheet::from_bytes(&bytes, None)
            .map(|sheet| sheet.rows.len())
            .map_err(|p| p.key())
    };
    assert_eq!(
        far("A1000000", "<c r=\"A1000000\"><v>1</v></c>"),
        Err("import-too-many-rows")
    );
    assert_eq!(
        far("XFD9", "<c r=\"XFD9\"><v>1</v></c>"),
        Err("import-too-many-columns")
    );
    assert_eq!(far("XFD9", "<c r=\"XFD9\" s=\"1\"/>"), Ok(2));
}

#[test]
fn old_workbooks_are_read_and_their_traps_are_seen() {
    let read = |bytes: &[u8]| sheet::from_bytes(bytes, None);
    let good = read(&xls(&old_list(&[]))).unwrap();
    assert_eq!(good.name, "Liste");
    let texts: Vec<&str> = good
        .rows
        .iter()
        .flatten()
        .map(|cell| cell.text.as_str())
        .collect();
    assert_eq!(texts, ["姓名", "村居", "王芳", "上㘵村", "3.50703E+17"]);
    // Two cells in far corners, of which a grid would have four billion.
    let key = |bytes: &[u8]| read(bytes).unwrap_err().key();
    assert_eq!(
        key(&xls(&old_list(&[number(65_535, 65_535, 1.0)]))),
        "import-too-big"
    );
    // A chain of sectors that bites its own tail.
    let mut circle = xls(&old_list(&[]));
    let (fat, last) = (512, circle.len() / 512 - 3);
    circle[fat + last * 4..fat + last * 4 + 4].copy_from_slice(&2_u32.to_le_bytes());
    assert_eq!(key(&circle), "import-damaged");
    assert_eq!(
        key(&compound("EncryptedPackage", &[0; 5000])),
        "import-encrypted"
    );
    assert_eq!(
        key(&compound("WordDocument", &[0; 5000])),
        "import-not-a-sheet"
    );
}

#[test]
fn ten_thousand_rows_are_planned_in_reasonable_time() {
    let mut text = "村居,姓名,身份证号,电话\n".to_owned();
    for n in 0..10_000_u32 {
        let (month, day) = (n / 28 % 12 + 1, n % 28 + 1);
        let number = id_number(&format!("{}{month:02}{day:02}", 1960 + n / 336), n % 999);
        text += &format!("后山村,王芳{n},{number},13905990101\n");
    }
    let list = sheet::from_bytes(text.as_bytes(), None).unwrap();
    let mut office = Office::new();
    let start = Instant::now();
    assert_eq!(office.import(&list).counts().new, 10_000);
    assert_eq!(office.plan(&list).counts().same, 10_000);
    assert!(
        start.elapsed() < Duration::from_secs(30),
        "{:?}",
        start.elapsed()
    );
}

/// A record of an old workbook.
fn record(kind: u16, data: &[u8]) -> Vec<u8> {
    [
        &kind.to_le_bytes()[..],
        &(data.len() as u16).to_le_bytes(),
        data,
    ]
    .concat()
}

fn label(row: u16, column: u16, text: &str) -> Vec<u8> {
    let units: Vec<u16> = text.encode_utf16().collect();
    let mut data = [row, column, 0, units.len() as u16]
        .map(u16::to_le_bytes)
        .concat();
    data.push(1);
    data.extend(units.into_iter().flat_map(u16::to_le_bytes));
    record(0x0204, &data)
}

fn number(row: u16, column: u16, number: f64) -> Vec<u8> {
    let head = [row, column, 0].map(u16::to_le_bytes).concat();
    record(0x0203, &[head, number.to_le_bytes().to_vec()].concat())
}

/// The stream of a workbook with one sheet.
fn old_list(more: &[Vec<u8>]) -> Vec<u8> {
    let bof = || record(0x0809, &[0, 6, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    let end = || record(0x000A, &[]);
    let bound = |place: u32| {
        record(
            0x0085,
            &[&place.to_le_bytes()[..], &[0, 0, 5, 0], b"Liste"].concat(),
        )
    };
    let place = (bof().len() + bound(0).len() + end().len()) as u32;
    let mut stream = [bof(), bound(place), end(), bof()].concat();
    for cell in [
        label(0, 0, "姓名"),
        label(0, 1, "村居"),
        label(1, 0, "王芳"),
        label(1, 1, "上㘵村"),
        number(1, 2, 350703197503140013.0),
    ] {
        stream.extend(cell);
    }
    stream.extend(more.concat());
    stream.extend(end());
    // Small streams are kept elsewhere; this one shall be a large one.
    stream.resize(stream.len().max(4608).next_multiple_of(512), 0);
    stream
}

fn xls(stream: &[u8]) -> Vec<u8> {
    compound("Workbook", stream)
}

/// An OLE file with one stream, whose length is a multiple of a sector: header, table of sectors,
/// directory, stream.
fn compound(name: &str, stream: &[u8]) -> Vec<u8> {
    let stream = [
        stream,
        &vec![0; stream.len().next_multiple_of(512) - stream.len()],
    ]
    .concat();
    let count = (stream.len() / 512) as u32;
    let mut head = vec![0_u8; 512];
    head[..8].copy_from_slice(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1");
    let mut put = |at: usize, value: u32, len: usize| {
        head[at..at + len].copy_from_slice(&value.to_le_bytes()[..len])
    };
    for (at, value, len) in [
        (24, 0x3E, 2),
        (26, 3, 2),
        (28, 0xFFFE, 2),
        (30, 9, 2),
        (32, 6, 2),
        (44, 1, 4),
        (48, 1, 4),
        (56, 4096, 4),
        (60, 0xFFFF_FFFE, 4),
        (68, 0xFFFF_FFFE, 4),
        (76, 0, 4),
    ] {
        put(at, value, len);
    }
    for at in (80..512).step_by(4) {
        put(at, 0xFFFF_FFFF, 4);
    }
    let mut table = vec![0xFFFF_FFFD_u32, 0xFFFF_FFFE];
    table.extend((0..count).map(|n| if n + 1 == count { 0xFFFF_FFFE } else { n + 3 }));
    table.resize(128, 0xFFFF_FFFF);
    let entry = |name: &str, kind: u8, start: u32, len: u32| {
        let mut raw = vec![0_u8; 128];
        for (at, unit) in name.encode_utf16().enumerate() {
            raw[at * 2..at * 2 + 2].copy_from_slice(&unit.to_le_bytes());
        }
        raw[64] = (name.len() as u8 + 1) * 2;
        raw[66] = kind;
        raw[116..120].copy_from_slice(&start.to_le_bytes());
        raw[120..124].copy_from_slice(&len.to_le_bytes());
        raw
    };
    let mut directory = [
        entry("Root Entry", 5, 0xFFFF_FFFE, 0),
        entry(name, 2, 2, count * 512),
    ]
    .concat();
    directory.resize(512, 0);
    let table: Vec<u8> = table.into_iter().flat_map(u32::to_le_bytes).collect();
    [head, table, directory, stream].concat()
}
