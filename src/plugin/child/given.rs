//! What a plug-in is given: the job as C sees it.

use std::ffi::CString;
use std::io;

use crate::plugin::abi::{TdDataset, TdField, TdJob};
use crate::plugin::frames;
use crate::plugin::job::Job;

/// A text that ends with NUL.
pub fn c_text(text: &str) -> io::Result<CString> {
    CString::new(text).map_err(io::Error::other)
}

/// The job as C sees it. Leaked: it lives as long as the instance, and that as long as the process.
pub fn c_job(job: &Job) -> io::Result<&'static TdJob> {
    let leaked = |text: &str| Ok::<_, io::Error>(c_text(text)?.into_raw().cast_const());
    let mut datasets = Vec::new();
    for dataset in &job.datasets {
        let mut fields = Vec::new();
        for (name, kind) in &dataset.fields {
            let struct_size = size_of::<TdField>() as u32;
            fields.push(TdField {
                struct_size,
                r#type: frames::tag(*kind),
                name: leaked(name)?,
            });
        }
        datasets.push(TdDataset {
            struct_size: size_of::<TdDataset>() as u32,
            n_fields: fields.len() as u32,
            name: leaked(&dataset.name)?,
            fields: fields.leak().as_ptr(),
            row_estimate: dataset.row_estimate,
        });
    }
    Ok(Box::leak(Box::new(TdJob {
        struct_size: size_of::<TdJob>() as u32,
        n_datasets: datasets.len() as u32,
        job_id: leaked(&job.job_id)?,
        agency: leaked(&job.agency)?,
        purpose: leaked(&job.purpose)?,
        locale: leaked(&job.locale)?,
        started_at: job.started_at,
        datasets: datasets.leak().as_ptr(),
    })))
}

/// The dataset of that number.
pub fn dataset(job: &'static TdJob, at: u32) -> Option<&'static TdDataset> {
    // SAFETY: `c_job` made that many and leaked them.
    (at < job.n_datasets).then(|| unsafe { &*job.datasets.add(at as usize) })
}
