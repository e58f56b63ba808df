//! Fields that are picked: choices by digit or word, records by what is typed of their names.

use super::entry::{Editor, Entry};
use crate::domain::book::Kind;
use crate::domain::letters;
use crate::schema::{FieldType, Value};
use crate::service::Office;

/// Records that a link field offers at once.
const OFFERED: usize = 5;

impl Entry {
    /// Takes a digit, or a word as an input method hands it over.
    pub(super) fn choose(&mut self, c: char) {
        let digit = crate::schema::text::fold(c)
            .to_digit(10)
            .and_then(|d| usize::try_from(d).ok());
        if let Some(digit) = digit {
            return self.pick(digit.wrapping_sub(1));
        }
        let Editor::Choice { typed, .. } = &mut self.editor else {
            return;
        };
        typed.extend(c.to_lowercase());
        let mut found = matching(&self.choices, typed);
        if found.is_empty() {
            // Perhaps the beginning of another word.
            *typed = c.to_lowercase().collect();
            found = matching(&self.choices, typed);
        }
        let done = match (&mut self.editor, found.as_slice()) {
            (Editor::Choice { picked, .. }, [at]) if picked.contains(at) => false,
            (_, [at]) => Some(*at).map(|at| self.pick(at)).is_some(),
            _ => false,
        };
        if let (true, Editor::Choice { typed, .. }) = (done, &mut self.editor) {
            typed.clear();
        }
    }

    /// Picks the choice at this place, or takes it back where several can stand.
    pub fn pick(&mut self, at: usize) {
        let (several, all) = (self.several(), self.choices.len());
        if at >= all {
            return;
        }
        self.touch();
        self.fault = None;
        if let Editor::Choice { picked, .. } = &mut self.editor {
            if !several {
                *picked = vec![at];
            } else if let Some(there) = picked.iter().position(|p| *p == at) {
                picked.remove(there);
            } else {
                picked.push(at);
                picked.sort_unstable();
            }
        }
    }

    /// The next or previous choice; only where one alone can stand.
    pub(super) fn turn(&mut self, onward: bool) {
        let all = self.choices.len();
        let Editor::Choice { picked, .. } = &self.editor else {
            return;
        };
        if self.several() || all == 0 {
            return;
        }
        let at = match (picked.first(), onward) {
            (None, true) => 0,
            (None, false) => all - 1,
            (Some(at), true) => (at + 1).min(all - 1),
            (Some(at), false) => at.saturating_sub(1),
        };
        self.pick(at);
    }

    /// Looks up what is typed into a link field.
    pub fn offer(&mut self, office: &Office) {
        let FieldType::Link(kind) = self.info().ty else {
            return;
        };
        let Some(kind) = Kind::from_name(kind) else {
            return;
        };
        if let Editor::Link {
            input,
            taken,
            offers,
            at,
        } = &mut self.editor
        {
            // Asked without typing: everything there is, whatever stands in it now.
            let typed = if taken.is_some() && !self.touched {
                ""
            } else {
                input.value()
            };
            let rows = office.candidates(kind, typed, OFFERED);
            *offers = rows
                .iter()
                .map(|row| (row.id, crate::ui::views::pick::described(row, office)))
                .collect();
            *at = 0;
            if self.touched {
                *taken = None;
            }
        }
    }

    /// Takes what is offered, if anything is.
    pub fn take(&mut self, office: &Office) {
        let Editor::Link { offers, at, .. } = &self.editor else {
            return;
        };
        let Some((id, _)) = offers.get(*at) else {
            return;
        };
        let value = Value::Link(*id);
        self.touch();
        self.fault = None;
        self.show(&value, office);
    }

    /// What is offered is put away.
    pub fn close_offers(&mut self) {
        if let Editor::Link { offers, .. } = &mut self.editor {
            offers.clear();
        }
    }
}

/// The choices that begin so, or are typed so in letters.
fn matching(choices: &[String], typed: &str) -> Vec<usize> {
    let fits =
        |word: &str| word.to_lowercase().contains(typed) || letters::fit(word, typed) == Some(0);
    let found = choices.iter().enumerate().filter(|(_, word)| fits(word));
    found.map(|(at, _)| at).collect()
}
