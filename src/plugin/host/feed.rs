//! The writer: job and rows into the pipe.

use std::io::{self, Write};
use std::sync::atomic::Ordering::{Relaxed, Release};

use super::watch::Shared;
use crate::plugin::frames::{self, Batch, Start, down};
use crate::plugin::job::Cell;
use crate::plugin::pipes::End;
use crate::plugin::problem::Problem;

/// Why the writer stopped early.
enum Stop {
    /// The pipe broke; the others know why.
    Pipe,
    /// The rows are wrong.
    Rows(String),
}

impl From<io::Error> for Stop {
    fn from(_: io::Error) -> Stop {
        Stop::Pipe
    }
}

/// Sends everything, the number `nonce` last, in batches of so many rows. A broken pipe is no problem of its own: the child has ended, or the run has.
pub fn feed(
    pipe: End<'_>,
    start: &Start,
    (nonce, batch): ([u8; 16], u32),
    rows: impl Iterator<Item = (usize, Vec<Cell>)>,
    shared: &Shared,
) -> Result<(), Problem> {
    match send(pipe, start, (nonce, batch), rows, shared) {
        Err(Stop::Rows(why)) => Err(Problem::Rows { why }),
        Err(Stop::Pipe) | Ok(()) => Ok(()),
    }
}

fn send(
    mut pipe: End<'_>,
    start: &Start,
    (nonce, batch_rows): ([u8; 16], u32),
    rows: impl Iterator<Item = (usize, Vec<Cell>)>,
    shared: &Shared,
) -> Result<(), Stop> {
    // While the caller looks for a row, the child's silence is not the child's fault.
    let mut rows = rows.fuse();
    let mut next = || {
        shared.fetching.store(true, Relaxed);
        let row = rows.next();
        shared.fetching.store(false, Relaxed);
        row
    };
    let whole =
        frames::encode(start).map_err(|_| Stop::Rows("the job is larger than a frame".into()))?;
    put(&mut pipe, shared, down::START, &whole)?;
    let mut row = next();
    for (at, dataset) in start.job.datasets.iter().enumerate() {
        put(
            &mut pipe,
            shared,
            down::BEGIN,
            &frames::encode(&(at as u32))?,
        )?;
        let mut total = 0;
        while row.as_ref().is_some_and(|(number, _)| *number == at) {
            let mut batch = Batch::new(total, batch_rows);
            while let Some((_, cells)) = row.take_if(|(number, _)| *number == at && !batch.full()) {
                let number = total + u64::from(batch.rows()) + 1;
                batch
                    .push(&cells, &dataset.fields)
                    .map_err(|why| Stop::Rows(format!("row {number}: {why}")))?;
                row = next();
            }
            total += u64::from(batch.rows());
            let sent = u64::from(batch.rows());
            // Counted first: the child may answer before this thread runs again.
            shared.sent.fetch_add(sent, Release);
            put(&mut pipe, shared, down::ROWS, batch.payload())?;
        }
        put(&mut pipe, shared, down::END, &frames::encode(&total)?)?;
    }
    if let Some((number, _)) = row {
        return Err(Stop::Rows(format!(
            "a row of dataset {number} out of order"
        )));
    }
    shared.all_sent.store(true, Release);
    put(&mut pipe, shared, down::FINISH, &frames::encode(&nonce)?)
}

fn put(pipe: &mut End<'_>, shared: &Shared, kind: u8, payload: &[u8]) -> Result<(), Stop> {
    frames::write(pipe, kind, payload)?;
    pipe.flush()?;
    shared.life.fetch_add(1, Relaxed);
    Ok(())
}
