//! The verb `form`: papers, each to a new file. What stands on them is the service's.

use super::child::file_of;
use super::{Desk, Outcome};
use crate::domain::book::Kind;
use crate::schema::{Fault, Words, text};
use crate::service::Problem;
use crate::ui;
use std::path::Path;

/// What can be printed.
const FORMS: &[&str] = &[
    "child",
    "check",
    "checks",
    "handover",
    "notice",
    "certificates",
    "plan",
    "review",
    "adjustment",
    "recommend",
];

impl Desk {
    /// Prints a form to a new file.
    pub(super) fn form(&self, name: &str, id: &str, out: &Path, unmask: Option<&str>) -> Outcome {
        if !FORMS.contains(&name) {
            return Err(Problem::new("cli-unknown-form")
                .with("form", name)
                .with("forms", FORMS.join(" "))
                .exit(2));
        }
        let office = self.office(false)?;
        match name {
            "plan" => office.print_year(&self.words, year_of(id)?, out)?,
            "checks" => office.print_check_year(&self.words, year_of(id)?, out)?,
            "recommend" => office.print_recommendations(&self.words, year_of(id)?, out)?,
            "adjustment" => {
                let row = self.row(&office, Kind::Adjustment, id)?;
                office.print_adjustment(&self.words, row.id, out)?;
            }
            "check" => {
                let row = self.row(&office, Kind::Inspection, id)?;
                office.print_check_forms(&self.words, &[row.id], out)?;
            }
            "notice" => {
                let row = self.row(&office, Kind::Session, id)?;
                office.write_notice(&self.words, row.id, out)?;
            }
            "certificates" => {
                let row = self.row(&office, Kind::Training, id)?;
                office.print_certificates(&self.words, row.id, out)?;
            }
            "handover" => {
                let row = self.row(&office, Kind::Handover, id)?;
                office.print_handover(&self.words, row.id, out)?;
            }
            "review" => {
                let row = self.row(&office, Kind::Review, id)?;
                office.print_review(&self.words, row.id, out)?;
            }
            _ => {
                let row = self.row(&office, Kind::Child, id)?;
                let file = file_of(&office, &row)?;
                let text = ui::child_paper(&file, &office, &self.words, unmask);
                office.print(&row, &text, out, unmask)?;
            }
        }
        let path = out.display().to_string();
        self.out
            .say(&self.words.fill("doing-printed", &[("file", &path)]));
        Ok(())
    }
}

/// A year where other forms have a record.
fn year_of(text: &str) -> Result<i32, Problem> {
    let year = text::tidy(text).parse::<i32>();
    year.map_err(|_| Problem::faults(vec![("year".to_owned(), Fault::NotANumber)]).exit(2))
}
