//! What the kernel has to shut a plug-in in with.

use std::fs;

/// How well this kernel shuts a plug-in in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sandbox {
    /// System calls are filtered, and Landlock shuts the files.
    Full,
    /// System calls are filtered; a hostile plug-in could read files in clear.
    Filters,
    /// Not at all: nothing is loaded.
    None,
}

impl Sandbox {
    /// The sandbox of this kernel.
    pub fn here() -> Self {
        match (seccomp(), landlock()) {
            (true, Some(_)) => Self::Full,
            (true, None) => Self::Filters,
            (false, _) => Self::None,
        }
    }

    /// Lower-case ASCII, for word files.
    pub fn code(self) -> &'static str {
        match self {
            Self::Full => "full",
            Self::Filters => "filters",
            Self::None => "none",
        }
    }
}

/// The version of Landlock's interface; none where the kernel has it not, or has it switched off.
pub fn landlock() -> Option<u32> {
    const VERSION: libc::c_uint = 1; // LANDLOCK_CREATE_RULESET_VERSION
    let none = std::ptr::null::<libc::c_void>();
    // SAFETY: with this flag the call reads no memory and makes nothing; it only answers.
    let version =
        unsafe { libc::syscall(libc::SYS_landlock_create_ruleset, none, 0_usize, VERSION) };
    u32::try_from(version).ok().filter(|version| *version > 0)
}

/// Whether system calls can be filtered.
pub fn seccomp() -> bool {
    fs::read_to_string("/proc/self/status").is_ok_and(|status| status.contains("\nSeccomp:"))
}
