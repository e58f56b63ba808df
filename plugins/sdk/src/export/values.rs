//! Cells and batches as a plug-in sees them, borrowed from the host for the time of a call.

use super::Failure;
use crate::abi::{self, TdValue};

/// One cell.
#[derive(Debug, Clone, Copy, PartialEq)]
#[allow(missing_docs)]
pub enum Value<'a> {
    Null,
    Bool(bool),
    Int(i64),
    Float(f64),
    Text(&'a str),
    /// Days since 1970-01-01.
    Day(i64),
    /// Microseconds since 1970-01-01 UTC.
    Time(i64),
    Blob(&'a [u8]),
}

/// A batch of rows, valid during the call.
pub struct Rows<'a> {
    /// Number of the first row within the table, from 0.
    pub first: u64,
    pub(super) width: usize,
    pub(super) cells: &'a [TdValue],
}

impl<'a> Rows<'a> {
    /// Each row as values.
    pub fn iter(&self) -> impl Iterator<Item = Result<Vec<Value<'a>>, Failure>> + use<'a> {
        self.cells
            .chunks(self.width.max(1))
            .map(|row| row.iter().map(value).collect())
    }
}

fn value(cell: &TdValue) -> Result<Value<'_>, Failure> {
    // SAFETY: the tag says which member the host filled, and every bit pattern of `i` and `f`
    // is a value; a span of the host's lives as long as the call that `cell` is borrowed from.
    unsafe {
        Ok(match cell.tag {
            abi::TAG_NULL => Value::Null,
            abi::TAG_BOOL => Value::Bool(cell.u.i != 0),
            abi::TAG_I64 => Value::Int(cell.u.i),
            abi::TAG_F64 => Value::Float(cell.u.f),
            abi::TAG_TEXT => Value::Text(std::str::from_utf8(span(cell))?),
            abi::TAG_DATE => Value::Day(cell.u.i),
            abi::TAG_TIME => Value::Time(cell.u.i),
            abi::TAG_BLOB => Value::Blob(span(cell)),
            tag => return Err(Failure::bad_data(format!("unknown tag {tag}"))),
        })
    }
}

/// # Safety
/// `cell` must hold a span.
unsafe fn span(cell: &TdValue) -> &[u8] {
    // SAFETY: promised by the caller.
    let span = unsafe { cell.u.s };
    if span.len == 0 {
        return &[];
    }
    // SAFETY: the host gives `len` readable bytes at `ptr` for the time of the call.
    unsafe { std::slice::from_raw_parts(span.ptr, span.len as usize) }
}
