//! What the state of both parents makes of a child: orphan, 事实无人抚养, left behind. One table, from
//! 闽民童〔2021〕31号 and 国发〔2016〕13号. Knows neither ages nor records of children.

use super::answer::Answer;
use super::caregiver::{Caregiver, Status};
use crate::schema::Day;

/// 失联: no contact, and no care or support, for six months (闽民童〔2021〕31号).
pub const LOST_CONTACT_MONTHS: i32 = 6;

/// The state of one parent, as far as the table asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// 死亡, or declared so.
    Dead,
    /// 失踪, or declared so.
    Missing,
    /// One of the eight: 重残, 重病, 服刑在押, 强制隔离戒毒, 被执行其他限制人身自由措施, 失联, 被撤销监护资格,
    /// 被遣送(驱逐)出境.
    Prevented,
    /// None of these.
    Able,
    /// Nobody has told.
    Unknown,
}

/// What a parent is, for the table and for being left behind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parent {
    /// The table's state.
    pub state: State,
    /// 外出务工.
    pub away: Answer,
    /// 无监护能力.
    pub unable: Answer,
}

impl Parent {
    /// A parent nobody has told anything about.
    pub const UNKNOWN: Self = Self {
        state: State::Unknown,
        away: Answer::Unknown,
        unable: Answer::Unknown,
    };

    /// A parent as recorded, seen on a day.
    pub fn of(parent: &Caregiver, today: Day) -> Self {
        let has = |status| parent.status.contains(&status);
        let lost = has(Status::LostContact)
            && parent
                .status_since
                .is_none_or(|since| since.plus_months(LOST_CONTACT_MONTHS) <= today);
        let prevented = lost
            || [
                Status::SeverelyDisabled,
                Status::SeverelyIll,
                Status::Imprisoned,
                Status::Detoxed,
                Status::Confined,
                Status::Revoked,
                Status::Deported,
            ]
            .into_iter()
            .any(has);
        let told = !parent.status.is_empty();
        let state = match () {
            () if has(Status::Dead) => State::Dead,
            () if has(Status::Missing) => State::Missing,
            () if prevented => State::Prevented,
            () if told => State::Able,
            () => State::Unknown,
        };
        let gone = matches!(state, State::Dead | State::Missing | State::Prevented);
        let unable = match parent.able {
            Some(able) => Answer::from(!able),
            None if told => gone.into(),
            None => Answer::Unknown,
        };
        let away = if told {
            // Who is dead works nowhere.
            (has(Status::Away) && state != State::Dead).into()
        } else {
            Answer::Unknown
        };
        Self {
            state,
            away,
            unable,
        }
    }
}

/// 事实无人抚养 by the states of two parents, in either order. 失踪 stands in the place of 死亡, and
/// whoever is missing has lost contact, too, which is one of the eight; both dead is an orphan.
#[rustfmt::skip]
const UNATTENDED: [(State, State, Answer); 15] = {
    use Answer::{No, Unknown as NotKnown, Yes};
    use State::{Able, Dead, Missing, Prevented, Unknown};
    [
        (Dead,      Dead,      No),
        (Dead,      Missing,   Yes),
        (Dead,      Prevented, Yes),
        (Dead,      Able,      No),
        (Dead,      Unknown,   NotKnown),
        (Missing,   Missing,   Yes),
        (Missing,   Prevented, Yes),
        (Missing,   Able,      No),
        (Missing,   Unknown,   NotKnown),
        (Prevented, Prevented, Yes),
        (Prevented, Able,      No),
        (Prevented, Unknown,   NotKnown),
        (Able,      Able,      No),
        (Able,      Unknown,   No),
        (Unknown,   Unknown,   NotKnown),
    ]
};

/// Whether nobody in fact brings the child up (闽民童〔2021〕31号).
pub fn unattended(father: State, mother: State) -> Answer {
    let pair = UNATTENDED
        .iter()
        .find(|(a, b, _)| (*a, *b) == (father, mother) || (*a, *b) == (mother, father));
    pair.map_or(Answer::Unknown, |(.., answer)| *answer)
}

/// Whether both parents are dead.
pub fn orphaned(father: State, mother: State) -> Answer {
    let dead = |state| match state {
        State::Dead => Answer::Yes,
        State::Unknown => Answer::Unknown,
        _ => Answer::No,
    };
    dead(father).and(dead(mother))
}

/// Whether both work elsewhere, or one does and the other isn't able to look after the child
/// (国发〔2016〕13号).
pub fn left_behind(father: Parent, mother: Parent) -> Answer {
    let both = father.away.and(mother.away);
    let one = |out: Parent, other: Parent| out.away.and(other.unable);
    both.or(one(father, mother)).or(one(mother, father))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::Coded;

    const DAY: Day = Day(20_000);

    fn with(statuses: &[Status]) -> Caregiver {
        Caregiver {
            status: statuses.iter().copied().collect(),
            ..Caregiver::default()
        }
    }

    fn state(status: Status) -> State {
        Parent::of(&with(&[status]), DAY).state
    }

    fn every() -> Vec<Status> {
        Status::CHOICES
            .iter()
            .filter_map(|c| Status::from_code(c.code))
            .collect()
    }

    /// The document's two sentences, said again without the table.
    fn by_the_text(father: Status, mother: Status) -> bool {
        let gone = |s| matches!(s, Status::Dead | Status::Missing);
        let eight = |s| {
            use Status::*;
            matches!(
                s,
                SeverelyDisabled
                    | SeverelyIll
                    | Imprisoned
                    | Detoxed
                    | Confined
                    | LostContact
                    | Revoked
                    | Deported
                    | Missing
            )
        };
        (eight(father) && eight(mother))
            || (gone(father) && eight(mother))
            || (eight(father) && gone(mother))
    }

    #[test]
    fn every_pair_of_statuses_is_what_the_document_says() {
        for father in every() {
            for mother in every() {
                let (f, m) = (state(father), state(mother));
                let want = Answer::from(by_the_text(father, mother));
                assert_eq!(unattended(f, m), want, "{father:?} {mother:?}");
                let both_dead = father == Status::Dead && mother == Status::Dead;
                assert_eq!(orphaned(f, m), both_dead.into(), "{father:?} {mother:?}");
            }
        }
    }

    #[test]
    fn a_parent_nobody_tells_of_leaves_it_open_unless_the_other_can() {
        for status in every() {
            let known = state(status);
            let open = if known == State::Able {
                Answer::No
            } else {
                Answer::Unknown
            };
            assert_eq!(unattended(known, State::Unknown), open, "{status:?}");
            assert_eq!(unattended(State::Unknown, known), open, "{status:?}");
        }
        assert_eq!(orphaned(State::Dead, State::Unknown), Answer::Unknown);
        assert_eq!(orphaned(State::Able, State::Unknown), Answer::No);
    }

    #[test]
    fn every_state_pairs_with_every_other_once() {
        use State::*;
        let all = [Dead, Missing, Prevented, Able, Unknown];
        for (i, a) in all.into_iter().enumerate() {
            for b in &all[i..] {
                let rows = UNATTENDED
                    .iter()
                    .filter(|(x, y, _)| (*x, *y) == (a, *b) || (a != *b && (*x, *y) == (*b, a)));
                assert_eq!(rows.count(), 1, "{a:?} {b:?}");
            }
        }
    }

    #[test]
    fn a_lost_contact_counts_from_the_day_six_months_are_over() {
        let since = |y, m, d| Caregiver {
            status_since: Day::from_ymd(y, m, d),
            ..with(&[Status::LostContact])
        };
        for (lost, day, want) in [
            ((2026, 5, 23), (2026, 11, 22), State::Able),
            ((2026, 5, 23), (2026, 11, 23), State::Prevented),
            // The month has no such day: its last one (民法典第202条).
            ((2025, 8, 31), (2026, 2, 27), State::Able),
            ((2025, 8, 31), (2026, 2, 28), State::Prevented),
            ((2023, 8, 31), (2024, 2, 28), State::Able),
            ((2023, 8, 31), (2024, 2, 29), State::Prevented),
        ] {
            let day = Day::from_ymd(day.0, day.1, day.2).unwrap();
            let parent = since(lost.0, lost.1, lost.2);
            assert_eq!(Parent::of(&parent, day).state, want, "{lost:?} {day}");
        }
        assert_eq!(state(Status::LostContact), State::Prevented, "as told");
    }

    #[test]
    fn left_behind_needs_both_away_or_the_other_unable() {
        let able = |told: bool| Caregiver {
            able: Some(told),
            ..with(&[Status::Normal])
        };
        let of = |c: &Caregiver| Parent::of(c, DAY);
        let away = of(&with(&[Status::Away]));
        for (other, want) in [
            (away, Answer::Yes),
            (of(&with(&[Status::Normal])), Answer::No),
            (of(&with(&[Status::Ill])), Answer::No),
            (of(&with(&[Status::SeverelyIll])), Answer::Yes),
            (of(&with(&[Status::SeverelyDisabled])), Answer::Yes),
            (of(&with(&[Status::Dead])), Answer::Yes),
            (of(&able(false)), Answer::Yes),
            (of(&able(true)), Answer::No),
            (Parent::UNKNOWN, Answer::Unknown),
        ] {
            assert_eq!(left_behind(away, other), want, "{other:?}");
            assert_eq!(left_behind(other, away), want, "{other:?}");
        }
        let home = of(&with(&[Status::Normal]));
        assert_eq!(left_behind(home, home), Answer::No);
        assert_eq!(left_behind(home, Parent::UNKNOWN), Answer::No);
        let ill = of(&with(&[Status::SeverelyIll]));
        assert_eq!(left_behind(ill, ill), Answer::No, "nobody went out to work");
    }
}
