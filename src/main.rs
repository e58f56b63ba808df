//! Parses arguments, starts the screen or a verb, and turns what came of it into an exit code.

use std::process::ExitCode;

fn main() -> ExitCode {
    let argv: Vec<_> = std::env::args_os().collect();
    ExitCode::from(tongdu::cli::run(&argv))
}
