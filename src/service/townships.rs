//! The townships of an office: one for a supervisor's, all of a county or prefecture for a trainer's.

use super::{Office, Problem, Tables};
use crate::domain::book::{Kind, Record};
use crate::domain::divisions::{self, Division};
use crate::domain::post::Post;
use crate::domain::village::Village;
use crate::schema::{Day, Id, text};
use std::collections::HashMap;

impl Tables {
    /// The township that a worker serves on a day, by the earliest post that is held: that of the
    /// village, or a supervisor's own.
    pub(super) fn township_of(&self, worker: Id, day: Day) -> Option<&'static Division> {
        let rows = self.leading_to(worker, Kind::Post);
        let posts = rows.filter_map(|row| match &row.record {
            Record::Post(post) => Some((row.id, post)),
            _ => None,
        });
        self.township_in(posts, day)
    }

    /// The same, of whom the posts are known.
    pub(super) fn township_in<'a>(
        &'a self,
        posts: impl Iterator<Item = (Id, &'a Post)>,
        day: Day,
    ) -> Option<&'static Division> {
        let held = posts.filter(|(_, post)| post.holds_on(day));
        let told = held.filter_map(|(id, post)| Some((post.from, id, self.code_of_post(post)?)));
        let (.., code) = told.min_by_key(|(from, id, _)| (*from, *id))?;
        divisions::township_of(code)
    }

    /// The township that somebody of these posts serves on a day; of who left, where they served
    /// last.
    pub(super) fn township_of_posts(
        &self,
        posts: &[(Id, &Post)],
        day: Day,
    ) -> Option<&'static Division> {
        let last = || {
            let (_, last) = posts.iter().max_by_key(|(id, p)| (p.to, *id))?;
            divisions::township_of(self.code_of_post(last)?)
        };
        self.township_in(posts.iter().copied(), day).or_else(last)
    }

    /// The same, of somebody whose posts are still to be found.
    pub(super) fn township_served(&self, worker: Id, day: Day) -> Option<&'static Division> {
        let posts = self.leading_to(worker, Kind::Post);
        let posts = posts.filter_map(|row| Some((row.id, <&Post>::try_from(&row.record).ok()?)));
        self.township_of_posts(&posts.collect::<Vec<_>>(), day)
    }

    /// The village of each worker in post on a day: the earliest post that was held.
    pub(super) fn places_on(&self, day: Day) -> HashMap<Id, Id> {
        let mut first: HashMap<Id, (Option<Day>, Id, Id)> = HashMap::new();
        for (id, post) in self.all::<Post>(Kind::Post) {
            if let (Some(worker), Some(village), true) =
                (post.worker, post.village, post.holds_on(day))
            {
                let found = (post.from, id, village);
                let earliest = first.entry(worker).or_insert(found);
                *earliest = (*earliest).min(found);
            }
        }
        let places = first.into_iter();
        places.map(|(w, (_, _, village))| (w, village)).collect()
    }

    /// The digits of where a post is.
    pub(super) fn code_of_post<'a>(&'a self, post: &'a Post) -> Option<&'a str> {
        match post.village {
            Some(id) => self.village_code(id),
            None => Some(post.township.as_str()).filter(|code| !code.is_empty()),
        }
    }

    /// The twelve digits of a village.
    pub(super) fn village_code(&self, id: Id) -> Option<&str> {
        let village: Option<&Village> = self.get(Kind::Village, id);
        village.map(|v| v.code.as_str())
    }
}

impl Office {
    /// The townships of the office, in the order of their codes.
    pub fn townships(&self) -> Vec<&'static Division> {
        divisions::office(&self.place().code)
            .map_or_else(Vec::new, |d| divisions::townships_of(d).collect())
    }

    /// Whether it has several, so that a village's name alone may not be enough.
    pub fn has_townships(&self) -> bool {
        self.place().code.len() < 9
    }

    /// The township of the office that a text means: its code, its name or the beginning of it.
    ///
    /// # Errors
    /// None, or several.
    pub fn township(&self, typed: &str) -> Result<&'static Division, Problem> {
        let text = text::tidy(typed);
        let all = self.townships();
        let find = |fits: &dyn Fn(&Division) -> bool| {
            let found = all.iter().filter(|d| fits(d));
            found.copied().collect::<Vec<_>>()
        };
        let exact = find(&|d| d.short == text || d.code == text || d.stem() == text);
        let found = if exact.is_empty() && !text.is_empty() {
            find(&|d| d.short.starts_with(&text))
        } else {
            exact
        };
        match found.as_slice() {
            [one] => Ok(one),
            [] => Err(Problem::new("problem-no-such-township").with("township", typed)),
            several => Err(Problem::new("problem-several-townships")
                .with("township", typed)
                .with("count", several.len())),
        }
    }

    /// What people call the township of a code; nothing where there is none.
    pub fn township_name(&self, code: &str) -> String {
        divisions::township_of(code).map_or_else(String::new, |d| d.short.clone())
    }

    /// The one township of the office that these texts name in full: a title, a sheet, a file.
    /// The first text that names any decides; two in one text decide nothing.
    pub(super) fn township_named(&self, texts: &[String]) -> Option<&'static Division> {
        let all = self.townships();
        texts.iter().find_map(|text| {
            let named: Vec<_> = all.iter().filter(|d| text.contains(&d.short)).collect();
            // 南镇 is in 江南镇, too.
            let whole = |d: &&&&Division| {
                let mut others = named.iter().filter(|other| other.code != d.code);
                !others.any(|other| other.short.contains(&d.short))
            };
            let mut whole = named.iter().filter(whole);
            match (whole.next(), whole.next()) {
                (Some(one), None) => Some(**one),
                _ => None,
            }
        })
    }
}
