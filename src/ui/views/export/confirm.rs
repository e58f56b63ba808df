//! What is typed before anything leaves: where to, the agency's code, a second person's passphrase where
//! the policy wants one, and the code again only where files are to leave in clear.

use crate::schema::text;
use crate::service::export::Leave;
use crate::ui::command::Cmd;
use crate::ui::context::Ctx;
use crate::ui::widgets::Input;

/// So many wrong codes lead back to looking.
const MOST_WRONG: u8 = 3;

/// A line that is typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Part {
    /// Not a line: the table of fields.
    Fields,
    /// Where the files go.
    Folder,
    /// The agency's code.
    Code,
    /// The second person's passphrase.
    Second,
    /// The agency's code again.
    Clear,
}

/// What came of Enter on a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Said {
    /// Go on to this one.
    On(Part),
    /// Something is wrong with it.
    Wrong,
    /// Too many wrong codes.
    LookAgain,
    /// All is there to leave like this.
    Send(Leave),
}

/// The lines, and what is wrong with one of them.
pub(super) struct Confirm {
    pub folder: Input,
    pub code: Input,
    pub second: Input,
    pub clear: Input,
    /// Whether a second person has to confirm.
    pub by_two: bool,
    wanted: String,
    wrong: u8,
    complaint: Option<&'static str>,
}

impl Confirm {
    pub fn new(wanted: String, folder: String, by_two: bool) -> Self {
        Self {
            folder: Input::new(folder),
            code: Input::default(),
            second: Input::masked(),
            clear: Input::default(),
            by_two,
            wanted,
            wrong: 0,
            complaint: None,
        }
    }

    fn input(&mut self, part: Part) -> Option<&mut Input> {
        match part {
            Part::Fields => None,
            Part::Folder => Some(&mut self.folder),
            Part::Code => Some(&mut self.code),
            Part::Second => Some(&mut self.second),
            Part::Clear => Some(&mut self.clear),
        }
    }

    /// Moves the caret or takes characters away; whether the command was one of those.
    pub fn command(&mut self, part: Part, cmd: Cmd) -> bool {
        let done = self.input(part).is_some_and(|input| input.command(cmd));
        if done {
            self.complaint = None;
        }
        done
    }

    /// Types a character. Codes have plain letters only; what an input method made full-width
    /// counts as those.
    pub fn text(&mut self, part: Part, c: char) {
        self.complaint = None;
        let code = matches!(part, Part::Code | Part::Clear);
        let c = if code { text::fold(c) } else { c };
        if code && !c.is_ascii() {
            self.complaint = Some("export-latin");
        } else if let Some(input) = self.input(part) {
            input.text(c);
        }
    }

    fn is_code(&self, input: &Input) -> bool {
        text::tidy(input.value()).eq_ignore_ascii_case(&self.wanted)
    }

    /// Enter on a line.
    pub fn enter(&mut self, part: Part) -> Said {
        self.complaint = None;
        match part {
            Part::Fields => Said::On(Part::Folder),
            Part::Folder if self.folder.value().trim().is_empty() => {
                self.complaint = Some("export-where");
                Said::Wrong
            }
            Part::Folder => Said::On(Part::Code),
            Part::Code if self.code.is_empty() => Said::Wrong,
            Part::Code if self.is_code(&self.code) && self.lacks_second() => Said::On(Part::Second),
            Part::Second if self.second.is_empty() => Said::Wrong,
            Part::Second if !self.is_code(&self.code) => Said::On(Part::Code),
            Part::Code | Part::Second if self.is_code(&self.code) && self.clear.is_empty() => {
                Said::Send(Leave::Sealed)
            }
            Part::Second => Said::On(Part::Clear),
            Part::Code if self.is_code(&self.code) => Said::On(Part::Clear),
            Part::Clear if self.clear.is_empty() => Said::On(Part::Code),
            Part::Clear if self.lacks_second() => Said::On(Part::Second),
            // Both, for one may have gone back and changed the first.
            Part::Clear if self.is_code(&self.clear) && self.is_code(&self.code) => {
                Said::Send(Leave::InClear)
            }
            Part::Code | Part::Clear => self.count_wrong(),
        }
    }

    fn lacks_second(&self) -> bool {
        self.by_two && self.second.is_empty()
    }

    fn count_wrong(&mut self) -> Said {
        self.wrong += 1;
        if self.wrong < MOST_WRONG {
            self.complaint = Some("export-wrong-code");
            return Said::Wrong;
        }
        self.forget();
        Said::LookAgain
    }

    /// Takes back what was typed as codes.
    pub fn forget(&mut self) {
        self.code.clear();
        self.second.clear();
        self.clear.clear();
        self.wrong = 0;
    }

    /// What is wrong, in words.
    pub fn complaint(&self, ctx: &Ctx) -> Option<String> {
        let times = self.wrong.to_string();
        self.complaint
            .map(|key| ctx.fill(key, &[("times", &times)]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(confirm: &mut Confirm, part: Part, text: &str) {
        text.chars().for_each(|c| confirm.text(part, c));
    }

    #[test]
    fn one_code_sends_encrypted_both_in_clear_and_full_width_ones_will_do() {
        let mut confirm = Confirm::new("civil_affairs".into(), "/media".into(), false);
        assert_eq!(confirm.enter(Part::Folder), Said::On(Part::Code));
        assert_eq!(confirm.enter(Part::Code), Said::Wrong);
        typed(&mut confirm, Part::Code, "ｃｉｖｉｌ＿Affairs ");
        assert_eq!(confirm.enter(Part::Code), Said::Send(Leave::Sealed));
        assert_eq!(confirm.enter(Part::Clear), Said::On(Part::Code));
        typed(&mut confirm, Part::Clear, "civil");
        assert_eq!(confirm.enter(Part::Clear), Said::Wrong);
        // Whoever has begun to ask for files in clear is not sent away with others.
        assert_eq!(confirm.enter(Part::Code), Said::On(Part::Clear));
        typed(&mut confirm, Part::Clear, "民_affairs");
        assert_eq!(confirm.enter(Part::Clear), Said::Send(Leave::InClear));
        confirm.code.clear();
        assert_eq!(confirm.enter(Part::Clear), Said::Wrong);
    }

    #[test]
    fn where_two_have_to_confirm_one_code_is_not_enough() {
        let mut confirm = Confirm::new("youth_league".into(), "/media".into(), true);
        typed(&mut confirm, Part::Code, "youth_league");
        assert_eq!(confirm.enter(Part::Code), Said::On(Part::Second));
        assert_eq!(confirm.enter(Part::Second), Said::Wrong);
        typed(&mut confirm, Part::Clear, "youth_league");
        assert_eq!(confirm.enter(Part::Clear), Said::On(Part::Second));
        typed(&mut confirm, Part::Second, "他的口令");
        assert_eq!(confirm.second.value(), "他的口令");
        assert_eq!(confirm.enter(Part::Second), Said::On(Part::Clear));
        assert_eq!(confirm.enter(Part::Clear), Said::Send(Leave::InClear));
        confirm.clear.clear();
        assert_eq!(confirm.enter(Part::Second), Said::Send(Leave::Sealed));
    }

    #[test]
    fn three_wrong_codes_lead_back_to_looking() {
        let mut confirm = Confirm::new("civil_affairs".into(), "/media".into(), false);
        typed(&mut confirm, Part::Code, "education");
        assert_eq!(confirm.enter(Part::Code), Said::Wrong);
        assert_eq!(confirm.enter(Part::Code), Said::Wrong);
        assert_eq!(confirm.enter(Part::Code), Said::LookAgain);
        assert!(confirm.code.is_empty());
    }
}
