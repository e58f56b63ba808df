//! Every call into a plug-in's exporter, in one place.

use std::cell::Cell;
use std::ffi::c_void;
use std::{io, ptr};

use super::pages::Pages;
use super::probe::{Phase, Probe};
use crate::plugin::abi::{self, Status, TdDataset, TdExporter, TdHost, TdJob, TdRows};
use crate::plugin::desk::Desk;
use crate::plugin::frames::{self, down, up};

/// One instance of the exporter.
pub struct Run {
    exporter: &'static TdExporter,
    this: *mut c_void,
    total: u64,
    desk: &'static Desk,
    probe: Probe,
    called: Cell<Phase>,
}

// Each call below is unsafe for the same reason and allowed for the same reason.
// SAFETY (all): the functions are the library's own, of the types that the ABI gives them;
// pointers live as long as the ABI promises; the order is kept by `serve`.
impl Run {
    /// Nothing called yet.
    pub fn new(exporter: &'static TdExporter, desk: &'static Desk, probe: Probe) -> Run {
        Run {
            exporter,
            this: ptr::null_mut(),
            total: 0,
            desk,
            probe,
            called: Cell::new(Phase::Create),
        }
    }

    /// The call that was made last.
    pub fn called(&self) -> Phase {
        self.called.get()
    }

    fn enter(&self, phase: Phase) {
        self.called.set(phase);
        self.desk.enter(phase);
    }

    /// Rows that the plug-in has taken.
    pub fn total(&self) -> u64 {
        self.total
    }

    /// Makes the instance.
    pub fn create(&mut self, host: *const TdHost, job: &TdJob) -> Status {
        self.enter(Phase::Create);
        let Some(create) = self.exporter.create else {
            return abi::UNSUPPORTED;
        };
        // SAFETY: see above; host and job are leaked.
        unsafe { create(host, job, &mut self.this) }
    }

    /// Whether it claims to have an extension that nobody has heard of.
    pub fn knows_everything(&self) -> bool {
        let unknown = c"tongdu.check.nobody-has-heard-of-this";
        // SAFETY: see above.
        let asked =
            |get: unsafe extern "C" fn(_, _) -> _| unsafe { get(self.this, unknown.as_ptr()) };
        self.exporter
            .get_extension
            .is_some_and(|get| !asked(get).is_null())
    }

    /// A dataset begins.
    pub fn begin(&self, at: u32, dataset: &TdDataset) -> Status {
        self.enter(Phase::Begin);
        let Some(begin) = self.exporter.begin_dataset else {
            return abi::UNSUPPORTED;
        };
        // SAFETY: see above.
        unsafe { begin(self.this, at, dataset) }
    }

    /// Hands on the rows of one dataset up to its end.
    pub fn rows(
        &mut self,
        input: &mut impl io::Read,
        payload: &mut Vec<u8>,
        dataset: &TdDataset,
    ) -> io::Result<Status> {
        let (desk, nonsense) = (self.desk, || io::Error::other("the parent makes no sense"));
        let (Some(rows), Some(end)) = (self.exporter.rows, self.exporter.end_dataset) else {
            self.called.set(match self.exporter.rows {
                None => Phase::Rows,
                Some(_) => Phase::End,
            });
            return Ok(abi::UNSUPPORTED);
        };
        loop {
            let kind = frames::read(input, payload)?.ok_or_else(nonsense)?;
            if desk.cancelled() {
                return Ok(abi::CANCELLED);
            }
            if kind == down::END {
                self.enter(Phase::End);
                // SAFETY: see above.
                return Ok(unsafe {
                    end(self.this, frames::decode(payload).ok_or_else(nonsense)?)
                });
            }
            let (first_row, n_rows, cells) = match kind {
                down::ROWS => {
                    frames::cells(payload, dataset.n_fields as usize).ok_or_else(nonsense)?
                }
                _ => return Err(nonsense()),
            };
            self.enter(Phase::Rows);
            let struct_size = size_of::<TdRows>() as u32;
            let batch = TdRows {
                struct_size,
                n_fields: dataset.n_fields,
                n_rows,
                first_row,
                cells: cells.as_ptr(),
            };
            let pages = Pages::lay(&batch, &cells, self.probe)?;
            let given = pages.as_ref().map_or(&raw const batch, Pages::batch);
            // SAFETY: see above; `cells` and the payload they point into live for the call.
            let status = unsafe { rows(self.this, given) };
            if status != abi::OK {
                return Ok(status);
            }
            pages.map_or(Ok(()), Pages::returned)?;
            self.total += n_rows;
            desk.say(up::TAKEN, &self.total)?;
        }
    }

    /// Everything has come.
    pub fn finish(&self) -> Status {
        self.enter(Phase::Finish);
        let Some(finish) = self.exporter.finish else {
            return abi::UNSUPPORTED;
        };
        // SAFETY: see above.
        unsafe { finish(self.this) }
    }

    /// The last call, whatever happened before.
    pub fn destroy(&mut self) {
        if let Some(destroy) = self.exporter.destroy
            && !self.this.is_null()
        {
            // SAFETY: see above; `this` is forgotten, so it happens once.
            unsafe { destroy(std::mem::replace(&mut self.this, ptr::null_mut())) };
        }
    }
}
