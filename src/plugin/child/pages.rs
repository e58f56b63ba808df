//! Rows in pages of their own, for the probes of memory: shut to writing, shut once the call has
//! returned, or with an unreadable page where a text ends.

use std::ffi::c_void;
use std::{io, ptr};

use rustix::mm::{MapFlags, MprotectFlags, ProtFlags, mmap_anonymous, mprotect};

use super::probe::Probe;
use crate::plugin::abi::{self, TdHost, TdRows, TdSpan, TdUnion, TdValue};

/// What of the host's struct a plug-in gets that must not trust its length: up to `out_open`.
const SHORT: usize = std::mem::offset_of!(TdHost, out_open);
/// Bytes behind all texts together.
const SLACK: usize = 64;
/// How much longer a later minor's may be.
const LONGER: usize = 64;

/// Bytes of a page. Asked of the C library, which knows it without a call that the sandbox refuses.
fn page_size() -> usize {
    // SAFETY: only answers.
    let size = unsafe { libc::sysconf(libc::_SC_PAGESIZE) };
    usize::try_from(size).unwrap_or(4096)
}

/// A mapping whose last byte stands before an unreadable page. Never unmapped: what a plug-in kept
/// of it must fault, and not meet what came there later.
struct Mapping {
    start: *mut u8,
    pages: usize,
}

impl Mapping {
    fn new(bytes: usize) -> io::Result<Mapping> {
        let page = page_size();
        let pages = bytes.div_ceil(page).max(1) * page;
        let rights = ProtFlags::READ | ProtFlags::WRITE;
        // SAFETY: a new mapping where the kernel likes; nothing else knows it.
        let start =
            unsafe { mmap_anonymous(ptr::null_mut(), pages + page, rights, MapFlags::PRIVATE) }?;
        let start = start.cast::<u8>();
        // SAFETY: the last page of the mapping just made.
        unsafe { mprotect(start.add(pages).cast(), page, MprotectFlags::empty()) }?;
        Ok(Mapping { start, pages })
    }

    /// Where so many bytes begin that end at the unreadable page.
    fn last(&self, bytes: usize) -> *mut u8 {
        // SAFETY: `new` made room for as many.
        unsafe { self.start.add(self.pages - bytes) }
    }

    fn rights(&self, rights: MprotectFlags) -> io::Result<()> {
        // SAFETY: the pages of this mapping, which only the plug-in's pointers name now.
        Ok(unsafe { mprotect(self.start.cast::<c_void>(), self.pages, rights) }?)
    }
}

/// The rows of one call, laid where a probe wants them: texts, cells, and the struct that names them.
pub struct Pages {
    mappings: Vec<Mapping>,
    batch: *const TdRows,
    probe: Probe,
}

impl Pages {
    /// Lays them; `None` where the probe leaves memory alone.
    pub fn lay(batch: &TdRows, cells: &[TdValue], probe: Probe) -> io::Result<Option<Pages>> {
        if !matches!(probe, Probe::Poison | Probe::ReadOnly | Probe::PageEnd) {
            return Ok(None);
        }
        let mut mappings = Vec::new();
        let mut laid = cells.to_vec();
        let length = |cell: &TdValue| match cell.tag {
            // SAFETY: the tag says that it is a span.
            abi::TAG_TEXT => unsafe { cell.u.s.len as usize },
            _ => 0,
        };
        let together: usize = cells.iter().map(length).sum();
        // Where a text's end is not what is tried, NULs follow the last.
        let shared = Mapping::new(together + SLACK)?;
        let mut next = shared.last(together + SLACK);
        for cell in laid.iter_mut().filter(|cell| cell.tag == abi::TAG_TEXT) {
            let len = length(cell);
            let at = if probe == Probe::PageEnd {
                mappings.push(Mapping::new(len)?);
                mappings.last().map_or(next, |own| own.last(len))
            } else {
                let at = next;
                // SAFETY: stays within the room for all texts together.
                next = unsafe { next.add(len) };
                at
            };
            // SAFETY: the text has `len` bytes, and `at` room for as many, elsewhere.
            unsafe { ptr::copy_nonoverlapping(cell.u.s.ptr, at, len) };
            let (ptr, len) = (at.cast_const(), len as u64);
            cell.u = TdUnion {
                s: TdSpan { ptr, len },
            };
        }
        let bytes = size_of_val(laid.as_slice());
        let table = Mapping::new(bytes)?;
        let to = table.last(bytes).cast::<TdValue>();
        // SAFETY: room for as many bytes; a cell's size divides a page's only by chance, but 8 does
        // both, which is all that a cell is aligned to.
        unsafe { ptr::copy_nonoverlapping(laid.as_ptr(), to, laid.len()) };
        let whole = Mapping::new(size_of::<TdRows>())?;
        let at = whole.last(size_of::<TdRows>()).cast::<TdRows>();
        // SAFETY: room for one, and aligned: its size is a multiple of its alignment, as a page's is.
        unsafe {
            ptr::copy_nonoverlapping(batch, at, 1);
            (*at).cells = to.cast_const();
        }
        mappings.extend([shared, table, whole]);
        if probe == Probe::ReadOnly {
            let shut = |mapping: &Mapping| mapping.rights(MprotectFlags::READ);
            mappings.iter().try_for_each(shut)?;
        }
        Ok(Some(Pages {
            mappings,
            batch: at.cast_const(),
            probe,
        }))
    }

    /// Where the struct is.
    pub fn batch(&self) -> *const TdRows {
        self.batch
    }

    /// The call has returned.
    pub fn returned(self) -> io::Result<()> {
        if self.probe != Probe::Poison {
            return Ok(());
        }
        let shut = |mapping: &Mapping| mapping.rights(MprotectFlags::empty());
        self.mappings.iter().try_for_each(shut)
    }
}

/// The host's struct as a probe wants it.
pub fn host(whole: &'static TdHost, probe: Probe) -> io::Result<*const TdHost> {
    let size = match probe {
        Probe::ShortHost => SHORT,
        Probe::LongHost => size_of::<TdHost>() + LONGER,
        _ => return Ok(whole),
    };
    let mapping = Mapping::new(size)?;
    let at = mapping.last(size);
    let known = size.min(size_of::<TdHost>());
    // SAFETY: `at` has room for `size` bytes, and the struct has `known`.
    unsafe {
        ptr::copy_nonoverlapping(ptr::from_ref(whole).cast::<u8>(), at, known);
        at.cast::<u32>().write(size as u32);
    }
    Ok(at.cast_const().cast())
}
