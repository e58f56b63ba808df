//! Parses arguments, starts the screen or a verb, and turns what came of it into an exit code.

use rustix::process::{DumpableBehavior, Resource, Rlimit, set_dumpable_behavior, setrlimit};
use std::process::ExitCode;

/// Keys and names are in memory: a core file, or another process that looks in, must not get
/// them. A system that refuses is no reason to keep a supervisor from her work.
fn keep_out_of_dumps() {
    let nothing = Rlimit {
        current: Some(0),
        maximum: Some(0),
    };
    let _ = setrlimit(Resource::Core, nothing);
    let _ = set_dumpable_behavior(DumpableBehavior::NotDumpable);
}

fn main() -> ExitCode {
    keep_out_of_dumps();
    let argv: Vec<_> = std::env::args_os().collect();
    ExitCode::from(tongdu::cli::run(&argv))
}
