//! What a shared library says in its head: for which machine it is, what it is linked against, which
//! symbols it exports. Read by hand, a few fields of a fixed format, from bytes that may lie.

/// Of the header: 64 bits, little end first.
const CLASS_64: u8 = 2;
const LITTLE: u8 = 1;
const SHARED: u16 = 3;
/// Program headers.
const LOAD: u32 = 1;
const DYNAMIC: u32 = 2;
const STACK: u32 = 0x6474_e551;
const EXECUTABLE: u32 = 1;
/// Entries of the dynamic section.
const NEEDED: u64 = 1;
const STRINGS: u64 = 5;
const STRINGS_SIZE: u64 = 10;
const VERSIONS: u64 = 0x6fff_fffe;
const VERSION_COUNT: u64 = 0x6fff_ffff;
/// The section of exported symbols.
const DYNAMIC_SYMBOLS: u32 = 11;
const SYMBOL: u64 = 24;

/// The machine that this program runs on, as ELF numbers it.
pub const HERE: u16 = if cfg!(target_arch = "aarch64") {
    183
} else {
    62
};

/// What was read.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Elf {
    /// As ELF numbers machines; 62 is x86-64, 183 AArch64.
    pub machine: u16,
    /// Libraries that it is linked against.
    pub needed: Vec<String>,
    /// Versions of symbols that it wants of them, such as `GLIBC_2.28`.
    pub versions: Vec<String>,
    /// Symbols that it exports.
    pub exports: Vec<String>,
    /// It wants a stack whose memory can be run.
    pub executable_stack: bool,
}

/// Why it isn't a shared library.
#[derive(Debug, PartialEq, Eq)]
pub enum Bad {
    /// No ELF at all, or its head is broken.
    NoElf,
    /// An ELF of 32 bits or of the other byte order.
    OtherClass,
    /// A program or an object file.
    NotShared,
}

/// Numbers at places, none beyond the end.
struct Bytes<'a>(&'a [u8]);

impl Bytes<'_> {
    fn take<const N: usize>(&self, at: u64) -> Option<[u8; N]> {
        let at = usize::try_from(at).ok()?;
        self.0.get(at..at.checked_add(N)?)?.try_into().ok()
    }

    fn u16(&self, at: u64) -> Option<u16> {
        self.take(at).map(u16::from_le_bytes)
    }

    fn u32(&self, at: u64) -> Option<u32> {
        self.take(at).map(u32::from_le_bytes)
    }

    fn u64(&self, at: u64) -> Option<u64> {
        self.take(at).map(u64::from_le_bytes)
    }

    /// A text that ends with NUL.
    fn text(&self, at: u64) -> Option<String> {
        let rest = self.0.get(usize::try_from(at).ok()?..)?;
        let end = rest.iter().position(|byte| *byte == 0)?;
        Some(String::from_utf8_lossy(&rest[..end]).into_owned())
    }
}

/// A table's places: where it begins, how far apart its entries stand, how many there are.
fn places(start: u64, step: u64, count: u64) -> impl Iterator<Item = u64> {
    (0..count).map_while(move |at| start.checked_add(step.checked_mul(at)?))
}

/// Reads a library's head.
pub fn read(bytes: &[u8]) -> Result<Elf, Bad> {
    let file = Bytes(bytes);
    if file.take(0) != Some(*b"\x7fELF") {
        return Err(Bad::NoElf);
    }
    if file.take(4) != Some([CLASS_64, LITTLE]) {
        return Err(Bad::OtherClass);
    }
    if file.u16(16) != Some(SHARED) {
        return Err(Bad::NotShared);
    }
    whole(&file).ok_or(Bad::NoElf)
}

fn whole(file: &Bytes<'_>) -> Option<Elf> {
    let mut elf = Elf {
        machine: file.u16(18)?,
        // Without the header that says otherwise the kernel takes it for one that is run.
        executable_stack: true,
        ..Elf::default()
    };
    let headers = places(file.u64(32)?, file.u16(54)?.into(), file.u16(56)?.into());
    let (mut loads, mut dynamic) = (Vec::new(), None);
    for at in headers {
        match file.u32(at)? {
            LOAD => loads.push((file.u64(at + 16)?, file.u64(at + 8)?, file.u64(at + 32)?)),
            DYNAMIC => dynamic = Some((file.u64(at + 8)?, file.u64(at + 32)?)),
            STACK => elf.executable_stack = file.u32(at + 4)? & EXECUTABLE != 0,
            _ => {}
        }
    }
    let in_file = |address: u64| {
        let within =
            |(start, _, size): &&(u64, u64, u64)| address >= *start && address - *start < *size;
        let (start, offset, _) = loads.iter().find(within)?;
        offset.checked_add(address - start)
    };
    let (start, size) = dynamic?;
    let entries = places(start, 16, size / 16);
    let entries: Vec<(u64, u64)> = entries
        .map(|at| Some((file.u64(at)?, file.u64(at + 8)?)))
        .collect::<Option<_>>()?;
    let entry = |tag| entries.iter().find(|(own, _)| *own == tag).map(|(_, v)| *v);
    let strings = in_file(entry(STRINGS)?)?;
    let length = entry(STRINGS_SIZE)?;
    let text = |offset: u64| (offset < length).then(|| file.text(strings + offset))?;
    let needed = entries.iter().filter(|(tag, _)| *tag == NEEDED);
    elf.needed = needed.filter_map(|(_, offset)| text(*offset)).collect();
    if let (Some(at), Some(count)) = (entry(VERSIONS), entry(VERSION_COUNT)) {
        elf.versions = versions(file, in_file(at)?, count, &text)?;
    }
    elf.exports = exports(file, &text)?;
    Some(elf)
}

/// The chain of libraries, each with a chain of versions.
fn versions(
    file: &Bytes<'_>,
    mut library: u64,
    libraries: u64,
    text: &dyn Fn(u64) -> Option<String>,
) -> Option<Vec<String>> {
    let mut all = Vec::new();
    for _ in 0..libraries.min(1_000) {
        let mut version = library.checked_add(file.u32(library + 8)?.into())?;
        for _ in 0..file.u16(library + 2)? {
            all.extend(text(file.u32(version + 8)?.into()));
            version = version.checked_add(file.u32(version + 12)?.into())?;
        }
        library = library.checked_add(file.u32(library + 12)?.into())?;
    }
    Some(all)
}

/// Names of symbols that have a place in this library.
fn exports(file: &Bytes<'_>, text: &dyn Fn(u64) -> Option<String>) -> Option<Vec<String>> {
    let sections = places(file.u64(40)?, file.u16(58)?.into(), file.u16(60)?.into());
    let mut all = Vec::new();
    for section in sections {
        if file.u32(section + 4)? != DYNAMIC_SYMBOLS {
            continue;
        }
        let (start, size) = (file.u64(section + 24)?, file.u64(section + 32)?);
        for symbol in places(start, SYMBOL, size / SYMBOL) {
            if file.u16(symbol + 6)? != 0 {
                all.extend(text(file.u32(symbol)?.into()));
            }
        }
    }
    Some(all)
}

/// A version of glibc, such as `GLIBC_2.28`, as numbers.
pub fn glibc(version: &str) -> Option<(u32, u32)> {
    let mut parts = version.strip_prefix("GLIBC_")?.split('.');
    let number = |part: Option<&str>| part?.parse().ok();
    Some((number(parts.next())?, number(parts.next())?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn bytes_that_lie_never_panic(
            start in 0..4096usize,
            lies in prop::collection::vec((0..4096usize, any::<u8>()), 0..40),
        ) {
            let exe = std::fs::read("/proc/self/exe").expect("a test knows itself");
            let mut bytes = exe[..exe.len().min(1 << 16)].to_vec();
            bytes.truncate(bytes.len() - start);
            for (at, byte) in lies {
                bytes[at % 512] = byte;
            }
            bytes[16] = 3;
            let _ = read(&bytes);
        }
    }

    #[test]
    fn only_libraries_of_64_bits_are_read() {
        assert_eq!(read(b"#!/bin/sh"), Err(Bad::NoElf));
        assert_eq!(read(b"\x7fELF\x01\x01"), Err(Bad::OtherClass));
        let mut head = [0; 64];
        head[..6].copy_from_slice(b"\x7fELF\x02\x01");
        head[16] = 1;
        assert_eq!(read(&head), Err(Bad::NotShared));
        assert_eq!(glibc("GLIBC_2.28"), Some((2, 28)));
        assert_eq!(glibc("GLIBC_2.2.5"), Some((2, 2)));
        assert_eq!(glibc("GLIBC_PRIVATE"), None);
    }
}
