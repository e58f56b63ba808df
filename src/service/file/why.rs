//! Why a category is what it is: the facts that make it so, speak against it or are missing.

use super::ChildFile;
use crate::domain::answer::Answer;
use crate::domain::caregiver::Caregiver;
use crate::domain::category::Standing;
use crate::domain::child::Category;
use crate::schema::{Coded, Words};

impl ChildFile {
    /// Labelled lines: a category each, and then what is known of the parents. Without one named,
    /// those that hold or that the ledger tells.
    pub fn why(&self, only: Option<Category>, words: &dyn Words) -> Vec<(String, String)> {
        let asked = |s: &&Standing| match only {
            Some(category) => s.category == category,
            None => s.told || s.holds(),
        };
        let asked: Vec<&Standing> = self.standings.iter().filter(asked).collect();
        let mut rows: Vec<(String, String)> = asked
            .iter()
            .map(|s| {
                (
                    words.word("field-child-categories.label"),
                    self.because(s, words),
                )
            })
            .collect();
        if rows.is_empty() {
            rows.push((
                words.word("field-child-categories.label"),
                words.word("file-in-no-category"),
            ));
        }
        for (which, key) in [(0, "file-father"), (1, "file-mother")] {
            rows.push((words.word(key), self.parent(which, words)));
        }
        rows
    }

    fn because(&self, standing: &Standing, words: &dyn Words) -> String {
        let facts = self.facts.iter().find(|(c, _)| *c == standing.category);
        let facts = facts.map_or(&[][..], |(_, facts)| facts);
        let named = |wanted: Answer| {
            let those = facts.iter().filter(|(_, answer)| *answer == wanted);
            let names = those.map(|(f, _)| words.word(&format!("choice-fact-{}", f.code())));
            names.collect::<Vec<_>>().join(&words.word("list-comma"))
        };
        let (key, wanted) = match standing.computed {
            Answer::Yes => ("file-why-yes", Answer::Yes),
            Answer::No => ("file-why-no", Answer::No),
            Answer::Unknown => ("file-why-unknown", Answer::Unknown),
        };
        let mut facts = named(wanted);
        if standing.category == Category::Difficult && standing.computed == Answer::Yes {
            let found = self.difficulties.iter();
            let names = found.map(|d| words.word(&format!("choice-difficulty-{}", d.code())));
            facts = names.collect::<Vec<_>>().join(&words.word("list-comma"));
        }
        let args = [
            (
                "category",
                words.word(&format!("choice-category-{}", standing.category.code())),
            ),
            ("facts", facts),
            ("source", standing.category.source().to_owned()),
        ];
        words.fill_with(key, &args)
    }

    /// What is told of a parent's state.
    fn parent(&self, which: usize, words: &dyn Words) -> String {
        let row = self.parents.get(which).and_then(Option::as_ref);
        let parent = row.and_then(|row| <&Caregiver>::try_from(&row.record).ok());
        let Some(parent) = parent else {
            return words.word("file-nobody-told");
        };
        let status = parent.status.iter();
        let told = status.map(|s| words.word(&format!("choice-status-{}", s.code())));
        let told = told.collect::<Vec<_>>().join(&words.word("list-comma"));
        if told.is_empty() {
            words.word("file-nobody-told")
        } else {
            told
        }
    }
}
