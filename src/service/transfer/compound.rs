//! Looks an OLE file over before a library unfolds it: its chains must end, and its `Workbook`
//! stream is handed out so that what stands in it can be measured.
//!
//! calamine follows a chain that bites its own tail until there is no memory left; that can't be
//! caught, only seen beforehand.

const END: u32 = 0xFFFF_FFFE;
const FIRST_SPECIAL: u32 = 0xFFFF_FFFC;
const MINI_SECTOR: usize = 64;
const MINI_LIMIT: usize = 4096;
const ENTRY: usize = 128;

/// What the file turned out to be.
pub(super) enum Compound {
    /// A workbook of the old kind; its stream.
    Workbook(Vec<u8>),
    /// A new workbook in an encrypted wrapper.
    Encrypted,
    /// Something else, like a document.
    Other,
}

struct File<'a> {
    bytes: &'a [u8],
    sector: usize,
    fat: Vec<u32>,
}

struct Entry {
    name: String,
    start: u32,
    len: usize,
}

/// Opens the file; nothing where it is damaged.
pub(super) fn open(bytes: &[u8]) -> Option<Compound> {
    let sector = match u16_at(bytes, 30)? {
        9 => 512,
        12 => 4096,
        _ => return None,
    };
    let mut file = File {
        bytes,
        sector,
        fat: Vec::new(),
    };
    file.fat = file.read_fat()?;
    let entries = file.entries()?;
    let root = entries.first()?;
    let has = |name: &str| entries.iter().find(|e| e.name.eq_ignore_ascii_case(name));
    if has("EncryptedPackage").is_some() {
        return Some(Compound::Encrypted);
    }
    let Some(book) = has("Workbook").or_else(|| has("Book")) else {
        return Some(Compound::Other);
    };
    // Every chain that a reader may follow is followed here first.
    let mini_fat = file.chain(u32_at(bytes, 60)?, u32_at(bytes, 64)? as usize * sector)?;
    let mini = if mini_fat.is_empty() {
        Vec::new()
    } else {
        file.chain(root.start, root.len)?
    };
    for entry in [has("Workbook"), has("Book")].into_iter().flatten() {
        file.stream(entry, &mini, &words(&mini_fat))?;
    }
    file.stream(book, &mini, &words(&mini_fat))
        .map(Compound::Workbook)
}

impl File<'_> {
    fn sectors(&self) -> usize {
        self.bytes.len() / self.sector
    }

    fn read_fat(&self) -> Option<Vec<u32>> {
        let mut ids = words(self.bytes.get(76..512)?);
        let mut next = u32_at(self.bytes, 68)?;
        let mut seen = 0;
        while next < FIRST_SPECIAL - 2 {
            seen += 1;
            if seen > self.sectors() {
                return None;
            }
            ids.extend(words(self.piece(next)?));
            next = ids.pop()?;
        }
        ids.retain(|id| *id < FIRST_SPECIAL);
        // A table of more sectors than the file has only serves to fill memory.
        if ids.len() > self.sectors() {
            return None;
        }
        let mut fat = Vec::new();
        for id in ids {
            fat.extend(words(self.piece(id)?));
        }
        Some(fat)
    }

    /// One sector; the file's last may be short.
    fn piece(&self, id: u32) -> Option<&[u8]> {
        let start = (id as usize).checked_add(1)?.checked_mul(self.sector)?;
        let end = start.checked_add(self.sector)?.min(self.bytes.len());
        self.bytes.get(start..end)
    }

    /// The first `len` bytes of a chain, whose every step must lead on.
    fn chain(&self, start: u32, len: usize) -> Option<Vec<u8>> {
        let mut all = Vec::new();
        for id in steps(start, &self.fat)? {
            let piece = self.piece(id)?;
            all.extend_from_slice(&piece[..piece.len().min(len - all.len())]);
            if all.len() >= len {
                break;
            }
        }
        Some(all)
    }

    fn entries(&self) -> Option<Vec<Entry>> {
        let directory = self.chain(u32_at(self.bytes, 48)?, usize::MAX)?;
        let entry = |raw: &[u8]| {
            let units = raw[..64]
                .chunks_exact(2)
                .map(|c| u16::from_le_bytes([c[0], c[1]]));
            let name: Vec<u16> = units.take_while(|u| *u != 0).collect();
            Some(Entry {
                name: String::from_utf16_lossy(&name),
                start: u32_at(raw, 116)?,
                len: u32_at(raw, 120)? as usize,
            })
        };
        directory.chunks_exact(ENTRY).map(entry).collect()
    }

    fn stream(&self, entry: &Entry, mini: &[u8], mini_fat: &[u32]) -> Option<Vec<u8>> {
        if entry.len >= MINI_LIMIT {
            return self.chain(entry.start, entry.len);
        }
        let mut all = Vec::new();
        for id in steps(entry.start, mini_fat)? {
            let start = (id as usize).checked_mul(MINI_SECTOR)?;
            let piece = mini.get(start..(start + MINI_SECTOR).min(mini.len()))?;
            all.extend_from_slice(&piece[..piece.len().min(entry.len - all.len())]);
        }
        Some(all)
    }
}

/// The sectors of a chain; nothing where it never ends.
fn steps(start: u32, table: &[u32]) -> Option<Vec<u32>> {
    let mut all = Vec::new();
    let mut next = start;
    while next < FIRST_SPECIAL {
        if all.len() > table.len() {
            return None;
        }
        all.push(next);
        next = *table.get(next as usize)?;
    }
    // A free or special sector inside a chain is no end.
    (next == END || all.is_empty()).then_some(all)
}

fn words(bytes: &[u8]) -> Vec<u32> {
    bytes
        .chunks_exact(4)
        .map(|c| u32::from_le_bytes([c[0], c[1], c[2], c[3]]))
        .collect()
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    bytes
        .get(at..at + 2)
        .map(|b| u16::from_le_bytes([b[0], b[1]]))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    bytes
        .get(at..at + 4)
        .map(|b| u32::from_le_bytes([b[0], b[1], b[2], b[3]]))
}
