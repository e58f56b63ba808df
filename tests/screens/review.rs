//! A supervisor reviews the township's directors: begins the year, scores each, is refused where
//! that doesn't add up, takes one score back, tells, hears, signs, and amends one. By keys, in both
//! languages.

use super::checks::{self, DAY};
use crate::support::person::{Person, office, see};
use std::collections::BTreeSet;
use tongdu::domain::book::Kind;
use tongdu::domain::due::Pressing;
use tongdu::domain::review::ReviewStage;
use tongdu::i18n::Language;
use tongdu::schema::{Id, Score, Words};
use tongdu::service::{ReviewSheet, points_text};
use tongdu::ui::event::Event;

/// The year that is reviewed.
pub const YEAR: i32 = 2026;

/// Whether what the program says under this key, without its places, stands on the screen.
fn told(person: &Person, key: &str) {
    let said = person.ctx().words.fill(key, &[]);
    let longest = said.split(['{', '}']).max_by_key(|part| part.len());
    let part = longest.unwrap_or_default().trim();
    let some: String = part.chars().take(24).collect();
    see(person, some.trim());
}

/// The reviews of the year that nobody was told.
pub fn drafts(person: &Person) -> Vec<ReviewSheet> {
    let mut sheets = office(person).reviews(YEAR);
    sheets.retain(|sheet| sheet.stage() == ReviewStage::Draft);
    sheets
}

/// A review as it stands.
pub fn sheet(person: &Person, id: Id) -> ReviewSheet {
    office(person).review(id).expect("a review")
}

/// From the year's list to this review.
pub fn onto(person: &mut Person, id: Id) {
    let at = office(person).reviews(YEAR).iter().position(|s| s.id == id);
    person.press("home");
    for _ in 0..at.expect("in the list") {
        person.press("down");
    }
    person.press("enter");
    see(person, &sheet(person, id).name);
}

/// Scores the items that have no points, Enter by Enter; what is there already stays.
pub fn score(person: &mut Person, id: Id) {
    person.keys(&["home", "f2"]);
    for line in sheet(person, id).lines {
        if line.marks.counts().is_none() {
            let most = points_text(line.marks.most);
            person.type_text(&most);
        }
        person.press("enter");
    }
    assert_eq!(sheet(person, id).so_far().1, 0, "{}", person.text());
}

/// From a draft with all its points to the signature.
pub fn sign(person: &mut Person, id: Id) {
    person.keys(&["f6", "1"]);
    assert_eq!(sheet(person, id).stage(), ReviewStage::Told);
    person.keys(&["f6", "1"]);
    person.type_text("没有意见").press("enter");
    assert_eq!(sheet(person, id).stage(), ReviewStage::Heard);
    let total = sheet(person, id).total().expect("a total");
    person.keys(&["f6", "1"]);
    person.type_text(&points_text(total)).press("enter");
    let stage = sheet(person, id).stage();
    assert_eq!(stage, ReviewStage::Signed, "{}", person.text());
}

fn journey(language: Language) {
    let mut person = Person::in_demo(language);
    person.keys(&["8", "f6", "7"]);
    assert_eq!(drafts(&person).len(), 3);
    person.keys(&["f6", "1"]);
    told(&person, "review-begun");
    let all = drafts(&person);
    assert!(all.len() >= 14, "{}", all.len());
    let who: BTreeSet<Id> = all.iter().map(|s| s.worker).collect();
    assert_eq!(who.len(), all.len(), "one each");

    // The first has all its points; each of the refusals leaves it as it is.
    let first = all[0].id;
    onto(&mut person, first);
    let before = sheet(&person, first);
    let files = &before.lines[1];
    assert!(files.marks.computed.is_some());
    person
        .keys(&["down", "f2"])
        .type_text("20.1")
        .press("enter");
    told(&person, "problem-review-over");
    person.keys(&["backspace", "backspace", "backspace", "backspace"]);
    person.type_text("1").press("enter");
    see(&person, &person.ctx().word("review-label-why"));
    person.press("enter");
    told(&person, "problem-review-reason");
    assert_eq!(sheet(&person, first).lines[1].marks, files.marks);
    // With a reason both stay, side by side; one undo, and what is computed counts again.
    person.type_text("补档在路上").press("enter");
    let given = sheet(&person, first).lines[1].clone();
    assert_eq!(given.marks.given, Some(Score(10)));
    assert_eq!(given.marks.computed, files.marks.computed);
    assert_eq!(given.reason, "补档在路上");
    person.keys(&["esc", "ctrl-z"]);
    assert_eq!(sheet(&person, first).lines[1].marks, files.marks);

    // The records behind a number: the missed ones first, and Enter goes to one.
    let (with_missed, line) = all
        .iter()
        .find_map(|s| {
            let behind = office(&person)
                .behind(s.id, s.lines[1].basis)
                .expect("seen");
            (behind.len() > 1 && !behind[0].met).then_some((s.id, behind))
        })
        .expect("somebody lacks a file");
    person.press("esc");
    onto(&mut person, with_missed);
    person.keys(&["home", "down", "enter"]);
    let missed = office(&person).label(Kind::Child, line[0].id);
    let text = person.text();
    let names: Vec<usize> = line
        .iter()
        .filter_map(|b| text.rfind(&office(&person).label(Kind::Child, b.id)))
        .collect();
    assert!(names.is_sorted(), "{text}");
    person.press("enter");
    see(&person, &missed);
    person.keys(&["esc", "esc"]);

    // A wrong total doesn't sign; then everybody is reviewed to the end.
    for (n, review) in all.iter().enumerate() {
        onto(&mut person, review.id);
        score(&mut person, review.id);
        if n == 0 {
            person.keys(&["f6", "1", "f6", "1"]);
            person.type_text("没有意见").press("enter");
            person.keys(&["f6", "1"]).type_text("1").press("enter");
            told(&person, "problem-review-total.why");
            person.keys(&["esc", "f6", "2"]).type_text("再看一遍");
            person.press("enter");
            assert_eq!(sheet(&person, review.id).stage(), ReviewStage::Draft);
        }
        sign(&mut person, review.id);
        person.press("esc");
    }
    assert_eq!(drafts(&person).len(), 0);
    let spread = office(&person).reviews(YEAR);
    let spread = office(&person).review_spread(&spread).expect("totals");
    assert_eq!(spread.count, all.len());
    see(&person, &points_text(spread.middle));

    // Signed is for good: no undo, no points; a copy amends it.
    person.press("ctrl-z");
    told(&person, "store-cannot-undo");
    person.press("esc");
    onto(&mut person, first);
    let signed = sheet(&person, first);
    person.press("f2");
    told(&person, "why-not-draft");
    person.keys(&["f6", "2", "enter"]);
    let stem = person.ctx().word("form-review-stem");
    let file = person
        .folder()
        .join(format!("{stem}-{}-{YEAR}.txt", signed.name));
    let paper = std::fs::read_to_string(&file).expect("the paper");
    let total = points_text(signed.total().expect("a total"));
    assert!(
        paper.contains(&total) && paper.contains("没有意见"),
        "{paper}"
    );
    person
        .keys(&["f6", "1"])
        .type_text("漏算轮训")
        .press("enter");
    let copy = drafts(&person).pop().expect("the copy");
    assert_eq!(copy.review.amends, Some(first));
    person.keys(&["home", "f2"]).type_text("20").press("enter");
    person.press("esc");
    sign(&mut person, copy.id);
    assert_eq!(sheet(&person, first).amended_by, Some(copy.number));
    assert_eq!(sheet(&person, first).total(), signed.total());
}

#[test]
fn a_supervisor_reviews_the_directors() {
    journey(Language::ZhCn);
}

#[test]
fn a_supervisor_reviews_the_directors_in_english() {
    journey(Language::En);
}

/// From a director's own list: this year's review is begun there and then, or opened.
#[test]
fn a_director_leads_to_the_review_of_this_year() {
    let mut person = Person::in_demo(Language::ZhCn);
    let before = drafts(&person).len();
    person.keys(&["3", "end", "ctrl-p"]);
    person.type_text("今年的考核").press("enter");
    let opened = person.text();
    assert!(opened.contains("2026年"), "{opened}");
    let after = drafts(&person).len();
    assert!(after <= before + 1 && after >= before);
    person.keys(&["esc", "ctrl-p"]);
    person.type_text("今年的考核").press("enter");
    assert_eq!(drafts(&person).len(), after, "one a year");
    assert_eq!(person.text().lines().nth(2), opened.lines().nth(2));
}

/// Points, a bonus with its reason asked next, the veto: what stands under no item.
#[test]
fn what_stands_under_no_item_is_scored_from_the_acts() {
    let mut person = Person::in_demo(Language::ZhCn);
    person.keys(&["8", "f6", "7", "enter"]);
    let id = drafts(&person)[0].id;
    person.keys(&["f6", "2"]);
    for _ in 0..6 {
        person.press("backspace");
    }
    person.type_text("88.5").press("enter");
    assert_eq!(sheet(&person, id).review.self_score, Some(Score(885)));
    person.keys(&["f6", "4"]).type_text("6").press("enter");
    see(&person, "最多 5 分");
    person
        .keys(&["esc", "f6", "4"])
        .type_text("2")
        .press("enter");
    person.press("enter");
    see(&person, "加分、扣分没写理由");
    person
        .keys(&["esc", "f6", "4"])
        .type_text("2")
        .press("enter");
    person.type_text("帮邻村代班").press("enter");
    let review = sheet(&person, id).review;
    assert_eq!(review.bonus, Some(Score(20)));
    assert_eq!(review.bonus_reason, "帮邻村代班");
    person
        .keys(&["f6", "6"])
        .type_text("应报未报")
        .press("enter");
    let vetoed = sheet(&person, id);
    assert_eq!(vetoed.total(), Some(Score(599)));
    assert_eq!(vetoed.passed(), Some(false));
    see(&person, "! 有");
    person.keys(&["f6", "6"]);
    assert_eq!(sheet(&person, id).review.veto, None);
    assert!(sheet(&person, id).total() > Some(Score(599)));
}

/// What is due about reviews: the rule, and how pressing it is.
fn waiting(person: &Person) -> Vec<(&'static str, Pressing)> {
    let due = office(person).due();
    let of_reviews = due.iter().filter(|d| d.kind == Kind::Review);
    of_reviews.map(|d| (d.rule.code(), d.pressing)).collect()
}

/// A review on its way to the signature stands on the workbench with what to do, until it is signed.
#[test]
fn a_review_that_waits_stands_on_the_workbench_until_it_is_signed() {
    for language in Language::ALL {
        let mut person = Person::in_demo(language);
        person.keys(&["8", "f6", "7", "enter"]);
        let id = drafts(&person)[0].id;
        assert_eq!(waiting(&person), [], "a draft waits for nobody");
        let on_the_desk = |person: &mut Person, rule: &str| {
            person.press("1");
            let word = person.ctx().word(&format!("rule-{rule}"));
            checks::onto(person, &word);
            told(person, &format!("due-{rule}.next"));
            person.press("enter");
            see(person, &sheet(person, id).name);
        };
        person.keys(&["f6", "1"]);
        assert_eq!(waiting(&person), [("review_unheard", Pressing::Later)]);
        on_the_desk(&mut person, "review_unheard");
        // It is about the person, and goes to nobody with the village.
        let open = office(&person).open_work(sheet(&person, id).review.village);
        assert!(open.due.iter().all(|d| d.kind != Kind::Review));
        // Back to a draft: nobody waits any more. Told again, and heard.
        person.keys(&["f6", "2"]).type_text("再看").press("enter");
        assert_eq!(waiting(&person), []);
        person.keys(&["f6", "1", "f6", "1"]);
        person.type_text("没有意见").press("enter");
        assert_eq!(waiting(&person), [("review_unsigned", Pressing::Later)]);
        person.clock.pass(8 * DAY);
        person.app.handle(Event::Tick);
        assert_eq!(waiting(&person), [("review_unsigned", Pressing::Soon)]);
        on_the_desk(&mut person, "review_unsigned");
        let total = sheet(&person, id).total().expect("a total");
        person.keys(&["f6", "1"]);
        person.type_text(&points_text(total)).press("enter");
        assert_eq!(sheet(&person, id).stage(), ReviewStage::Signed);
        assert_eq!(waiting(&person), []);
    }
}
