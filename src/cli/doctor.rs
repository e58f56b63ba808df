//! The verb `doctor`: the check-up as lines that hold no names, so that it can be sent to someone.

use super::{Desk, Outcome};
use crate::config::Folder;
use crate::schema::Words;
use crate::service::Problem;
use crate::service::doctor::{self, Around, Line, Verdict};
use serde_json::json;

impl Desk {
    /// Looks at the machine and the store; asks for no passphrase and names nobody.
    pub(super) fn doctor(&self) -> Outcome {
        let size = rustix::termios::tcgetwinsize(std::io::stderr()).ok();
        let around = Around {
            env: &|name| std::env::var(name).ok(),
            size: size
                .map(|s| (s.ws_col, s.ws_row))
                .filter(|size| *size != (0, 0)),
            ambiguous: Folder::new(&self.setup.config)
                .settings()
                .0
                .ambiguous
                .code(),
        };
        let facts = doctor::gather(&self.setup, &self.root()?, &around);
        let lines = doctor::judge(&facts);
        lines.iter().for_each(|line| self.checked(line));
        match lines.iter().filter(|l| l.verdict == Verdict::Bad).count() {
            0 => Ok(()),
            bad => Err(Problem::new("cli-doctor-found").with("count", bad)),
        }
    }

    fn checked(&self, line: &Line) {
        let say = |part: &str| line.say(&self.words, part);
        let fine = line.verdict == Verdict::Good;
        if self.out.json {
            let part = |part: &str| (!fine).then(|| say(part));
            return self.object(json!({
                "check": line.key, "sign": line.verdict.sign(), "what": say(""),
                "why": part(".why"), "next": part(".next"),
            }));
        }
        self.out
            .data(&format!("{:<2} {}", line.verdict.sign(), say("")));
        if !fine {
            for (cue, part) in [("cli-why", ".why"), ("cli-next", ".next")] {
                self.out
                    .data(&format!("   {} {}", self.words.word(cue), say(part)));
            }
        }
    }
}
