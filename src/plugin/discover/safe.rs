//! Whether others may change what lies there. The sandbox keeps a plug-in in; this keeps somebody
//! else's files from being taken for the administrator's or the user's own.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use super::super::problem::Problem;

const OTHERS_WRITE: u32 = 0o022;
const STICKY: u32 = 0o1000;

/// Checks a file or folder and everything above it, links followed: nobody but root and the user
/// may write there.
///
/// # Errors
/// Which of them others may write into, or belongs to somebody else.
pub(super) fn check(path: &Path) -> Result<(), Problem> {
    let unreadable = |path: &Path, why: std::io::Error| Problem::Unreadable {
        path: path.into(),
        why: why.to_string(),
    };
    let whole = path.canonicalize().map_err(|why| unreadable(path, why))?;
    let user = rustix::process::geteuid().as_raw();
    for (above, part) in whole.ancestors().enumerate() {
        let meta = fs::metadata(part).map_err(|why| unreadable(part, why))?;
        // In a folder like /tmp everybody may add, but nobody may replace what is another's.
        let kept = above > 0 && meta.mode() & STICKY != 0;
        if meta.mode() & OTHERS_WRITE != 0 && !kept {
            return Err(Problem::Writable { path: part.into() });
        }
        if meta.uid() != 0 && meta.uid() != user {
            return Err(Problem::Foreign { path: part.into() });
        }
    }
    Ok(())
}
