//! Why a library can't be loaded on this computer: built for another, or on a newer one.

use std::ffi::CStr;

use super::elf::{self, Bad, Elf};

/// What it was built for that this isn't.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Misbuilt {
    /// No library at all, or a broken one.
    NoElf,
    /// 32 bits, or the other byte order.
    OtherClass,
    /// A program or an object file.
    NotShared,
    /// Another kind of computer, as ELF numbers them.
    Machine(u16),
    /// Another C library, of this name.
    Musl(String),
    /// A newer glibc than this computer's.
    Glibc {
        /// Which it needs.
        found: (u32, u32),
        /// Which is here.
        here: (u32, u32),
    },
}

impl Misbuilt {
    /// The key of its sentence.
    pub fn key(&self) -> &'static str {
        match self {
            Self::NoElf => "checked-cause-no-elf",
            Self::OtherClass => "checked-cause-class",
            Self::NotShared => "checked-cause-not-shared",
            Self::Machine(_) => "checked-cause-machine",
            Self::Musl(_) => "checked-cause-musl",
            Self::Glibc { .. } => "built-glibc",
        }
    }

    /// What fills it.
    pub fn args(&self) -> Vec<(&'static str, String)> {
        let version = |(major, minor): (u32, u32)| format!("{major}.{minor}");
        match self {
            Self::NoElf | Self::OtherClass | Self::NotShared => Vec::new(),
            Self::Machine(found) => vec![
                ("found", machine_name(*found)),
                ("here", machine_name(elf::HERE)),
            ],
            Self::Musl(name) => vec![("name", name.clone())],
            Self::Glibc { found, here } => {
                vec![("found", version(*found)), ("here", version(*here))]
            }
        }
    }
}

fn machine_name(machine: u16) -> String {
    match machine {
        62 => "x86-64".into(),
        183 => "AArch64".into(),
        243 => "RISC-V".into(),
        258 => "LoongArch".into(),
        other => format!("#{other}"),
    }
}

/// The head of a shared library for this kind of computer.
///
/// # Errors
/// It is none.
pub fn head(bytes: &[u8]) -> Result<Elf, Misbuilt> {
    match elf::read(bytes) {
        Ok(head) if head.machine == elf::HERE => Ok(head),
        Ok(head) => Err(Misbuilt::Machine(head.machine)),
        Err(Bad::NoElf) => Err(Misbuilt::NoElf),
        Err(Bad::OtherClass) => Err(Misbuilt::OtherClass),
        Err(Bad::NotShared) => Err(Misbuilt::NotShared),
    }
}

/// musl names itself among what is needed; such a library can't be loaded beside glibc.
pub fn musl(head: &Elf) -> Option<Misbuilt> {
    let is_musl = |name: &&String| *name == "libc.so" || name.starts_with("libc.musl");
    let name = head.needed.iter().find(is_musl)?;
    Some(Misbuilt::Musl(name.clone()))
}

/// The newest glibc that it needs something of.
pub fn newest_glibc(head: &Elf) -> Option<(u32, u32)> {
    head.versions.iter().filter_map(|v| elf::glibc(v)).max()
}

/// Why these bytes can't be loaded here, if it lies in what they were built for.
pub fn misbuilt(bytes: &[u8]) -> Option<Misbuilt> {
    let head = match head(bytes) {
        Ok(head) => head,
        Err(why) => return Some(why),
    };
    let newer = || {
        let (found, here) = (newest_glibc(&head)?, glibc_here()?);
        (found > here).then_some(Misbuilt::Glibc { found, here })
    };
    musl(&head).or_else(newer)
}

fn glibc_here() -> Option<(u32, u32)> {
    // SAFETY: a text that glibc keeps for ever.
    let version = unsafe { CStr::from_ptr(libc::gnu_get_libc_version()) };
    elf::glibc(&format!("GLIBC_{}", version.to_str().ok()?))
}
