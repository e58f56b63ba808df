//! The check-up from the palette, and the sentence at the start when the date is wrong.

use crate::support::person::Person;
use tongdu::i18n::Language;

const YEAR: u64 = 365 * 24 * 60 * 60 * 1000;

#[test]
fn the_palette_leads_to_the_check_up() {
    for (language, typed, seen) in [
        (Language::ZhCn, "tj", ["体检", "全都连得上", "处要留意"]),
        (Language::En, "check", ["Check-up", "all good", "to see to"]),
    ] {
        let mut person = Person::in_demo(language).sized(80, 40);
        person.press("ctrl-p").type_text(typed);
        person.press("enter").idle();
        for text in seen {
            assert!(person.sees(text), "{text}\n{}", person.screen());
        }
        person.press("esc");
        assert!(!person.sees(seen[1]), "{}", person.screen());
    }
}

#[test]
fn a_date_that_went_back_a_year_is_told_at_the_start() {
    for (language, seen) in [
        (
            Language::ZhCn,
            ["电脑的日期倒退了", "2025-11-23", "2026-11-23"],
        ),
        (
            Language::En,
            ["The date went back", "2025-11-23", "2026-11-23"],
        ),
    ] {
        let person = Person::in_demo(language);
        person.clock.pass(0_u64.wrapping_sub(YEAR));
        let mut person = person.reopened();
        for text in seen {
            assert!(person.sees(text), "{text}\n{}", person.screen());
        }
        person.press("esc");
        assert!(!person.sees(seen[0]), "it goes away: {}", person.screen());
        person.clock.pass(YEAR);
        assert!(!person.reopened().sees(seen[0]), "with the right date");
    }
}
