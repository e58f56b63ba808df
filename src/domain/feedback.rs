//! Feedback 反馈: what people who were there thought of a session: how useful what was taught, who
//! taught it and how it was arranged were, each from 1 to 5. That it is these three and five is ours
//! (本地默认): no text asks for more than that trainings be 可操作 (128号 二(二)2).

use crate::schema::{Entity, Fault, Field, Id, KeyClass, Score};

crate::choices! {
    /// What people are asked about.
    About "feedback-about" {
        Content "content" ["内容"],
        Lecturer "lecturer" ["讲师"],
        Arrangement "arrangement" ["安排"],
    }
}

impl About {
    /// All of them, in the order in which they are asked.
    pub const ALL: [Self; 3] = [Self::Content, Self::Lecturer, Self::Arrangement];
}

/// The worst answer.
pub const WORST: i64 = 1;
/// The best.
pub const BEST: i64 = 5;

/// So many answers an average on paper needs, so that nobody is singled out. Ours (本地默认).
pub const FEWEST: usize = 5;

/// What one person thought of one session.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Feedback {
    /// Of which session.
    pub session: Option<Id>,
    /// Which line of its roster: who was there.
    pub enrolment: Option<Id>,
    /// How useful what was taught was, 1 to 5.
    pub content: Option<i64>,
    /// How well it was taught, 1 to 5.
    pub lecturer: Option<i64>,
    /// How well it was arranged, 1 to 5.
    pub arrangement: Option<i64>,
    /// In their own words.
    pub remark: String,
}

impl Feedback {
    /// What was answered.
    pub fn grade(&self, about: About) -> Option<i64> {
        match about {
            About::Content => self.content,
            About::Lecturer => self.lecturer,
            About::Arrangement => self.arrangement,
        }
    }

    /// Answers, or takes an answer back.
    pub fn answer(&mut self, about: About, grade: Option<i64>) {
        *match about {
            About::Content => &mut self.content,
            About::Lecturer => &mut self.lecturer,
            About::Arrangement => &mut self.arrangement,
        } = grade;
    }

    /// Whether nothing was answered, and nothing said.
    pub fn is_blank(&self) -> bool {
        self.remark.is_empty() && About::ALL.iter().all(|about| self.grade(*about).is_none())
    }
}

impl Entity for Feedback {
    const NAME: &'static str = "feedback";
    const CODE: u8 = 36;
    const CLASS: KeyClass = KeyClass::Workforce;
    const SCHEMA: u16 = 1;
    const FIELDS: &'static [Field<Self>] = crate::fields!(Feedback {
        session: Link("session") => PLAIN.required().listed(),
        enrolment: Link("enrolment") => PLAIN.required().listed(),
        content: Int { min: WORST, max: BEST } => PLAIN.listed(),
        lecturer: Int { min: WORST, max: BEST } => PLAIN.listed(),
        arrangement: Int { min: WORST, max: BEST } => PLAIN.listed(),
        remark: Note { max: 500 } => PLAIN.listed(),
    });

    fn check(&self) -> Vec<(&'static str, Fault)> {
        let blank = self.is_blank();
        let fault = ("content", Fault::Rule("fault-feedback-blank"));
        blank.then_some(fault).into_iter().collect()
    }
}

/// What many thought of a session.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Opinion {
    /// How many said something that counts.
    pub people: usize,
    /// How many feedbacks count no more: the person is no longer marked as having been there.
    pub uncounted: usize,
    /// For each question, how many answered and what their answers add up to.
    sums: [(usize, i64); About::ALL.len()],
}

impl Opinion {
    /// Takes up a feedback of somebody who was there, or, as it now stands, wasn't.
    pub fn take(&mut self, feedback: &Feedback, there: bool) {
        if !there {
            self.uncounted += 1;
            return;
        }
        self.people += 1;
        for (sum, about) in self.sums.iter_mut().zip(About::ALL) {
            if let Some(grade) = feedback.grade(about) {
                *sum = (sum.0 + 1, sum.1 + grade);
            }
        }
    }

    /// The average to one tenth, if at least so many answered.
    pub fn average(&self, about: About, fewest: usize) -> Option<Score> {
        let at = About::ALL.iter().position(|one| *one == about)?;
        let (count, sum) = self.sums[at];
        let people = i64::try_from(count).ok().filter(|people| *people > 0)?;
        (count >= fewest).then(|| Score((sum * 20 + people) / (people * 2)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(content: i64, lecturer: Option<i64>) -> Feedback {
        Feedback {
            content: Some(content),
            lecturer,
            ..Feedback::default()
        }
    }

    #[test]
    fn who_was_not_there_counts_nothing_and_who_skips_a_question_not_in_it() {
        let mut opinion = Opinion::default();
        opinion.take(&said(5, Some(4)), true);
        opinion.take(&said(4, None), true);
        opinion.take(&said(4, None), true);
        opinion.take(&said(1, Some(1)), false);
        assert_eq!((opinion.people, opinion.uncounted), (3, 1));
        assert_eq!(opinion.average(About::Content, 1), Some(Score(43)), "4.33");
        assert_eq!(opinion.average(About::Lecturer, 1), Some(Score(40)));
        assert_eq!(opinion.average(About::Arrangement, 1), None);
        assert_eq!(opinion.average(About::Arrangement, 0), None);
    }

    #[test]
    fn few_answers_have_no_average_where_nobody_may_be_singled_out() {
        let mut opinion = Opinion::default();
        (1..FEWEST).for_each(|_| opinion.take(&said(2, None), true));
        assert_eq!(opinion.average(About::Content, FEWEST), None);
        opinion.take(&said(5, None), true);
        assert_eq!(opinion.average(About::Content, FEWEST), Some(Score(26)));
    }

    #[test]
    fn what_says_nothing_is_no_feedback() {
        let fault = ("content", Fault::Rule("fault-feedback-blank"));
        assert_eq!(Feedback::default().check(), [fault]);
        assert_eq!(said(3, None).check(), []);
    }
}
