//! Bringing in the office's lists of directors, of children and of expenses, and sign-in sheets of a session:
//! look, then do. What is looked at is what is done; nothing is saved before, and all of it or
//! nothing then.

use super::office::{chunks, put};
use super::transfer::expenses::Served;
use super::transfer::heading::{self, Columns, Said, Shape};
use super::transfer::plan::{Counts, Held, Outcome, Plan};
use super::transfer::sheet::{self, Sheet};
use super::transfer::synonym::plain;
use super::transfer::{children, directors, expenses, report, signing};
use super::{Act, Office, Problem, Revision, Tables, folders};
use crate::domain::book::{Kind, Record};
use crate::domain::divisions::Division;
use crate::domain::expense::Expense;
use crate::domain::guest::Guest;
use crate::domain::mapping::Mapping;
use crate::domain::training::{Enrolment, Training};
use crate::domain::worker::Worker;
use crate::schema::{Day, Id, Words};
use crate::store::ItemChange;
use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What is asked of a look.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    /// The list.
    pub file: PathBuf,
    /// Its sheet, where it isn't the first with anything in it.
    pub sheet: Option<String>,
    /// Whose list it is; where nobody says, whichever it looks most like.
    pub kind: Option<Kind>,
    /// Which column is which field, where the guess isn't right.
    pub map: Vec<(String, String)>,
    /// Whose roster it marks, where it is a sign-in sheet or a list of scores.
    pub session: Option<Id>,
    /// The township whose list it is, for rows that name none; what its title or name says, where
    /// nobody says more.
    pub township: Option<String>,
}

/// What an import would do.
pub struct Look {
    /// The file as it was read.
    pub sheet: Sheet,
    /// What its columns were taken for.
    pub columns: Columns,
    /// What each row would do.
    pub plan: Plan<Revision>,
    /// The township whose list it was taken for, in an office that has several.
    pub township: Option<String>,
    /// Headings that are taken otherwise than by themselves: the heading, and its field.
    taught: Vec<(String, String)>,
}

/// One line of what is to be said about a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    /// The row's number in the file, from 1.
    pub row: usize,
    /// The name in it.
    pub name: String,
    /// Whether the row is taken all the same.
    pub taken: bool,
    /// The sentence, with the field's word before it.
    pub text: String,
}

impl Office {
    /// The kinds whose lists the user may bring in.
    pub fn importable(&self) -> Vec<Kind> {
        let all = Shape::all().into_iter().map(|shape| shape.kind);
        all.filter(|kind| self.may(*kind)).collect()
    }

    /// Reads a list and works out what each row would do; saves nothing.
    ///
    /// # Errors
    /// A file that can't be read, one without names and villages, or people whom the role may not
    /// see.
    pub fn look(&self, asked: &Asked) -> Result<Look, Problem> {
        let sheet = sheet::read(&asked.file, asked.sheet.as_deref())?;
        let shape = self.shape(&sheet, asked)?;
        let remembered = self.remembered(shape.kind);
        let said = Said {
            map: &asked.map,
            remembered: &remembered,
        };
        let columns = heading::find(&sheet, &shape, said)?;
        let guessed = Said { map: &[], ..said };
        let taught = if asked.map.is_empty() {
            Vec::new()
        } else {
            heading::guess(&sheet, &shape, guessed)
                .map_or_else(|_| Vec::new(), |g| taught(&g, &columns))
        };
        // Before the tables are held: both hold them themselves.
        let roster = asked.session.map(|session| self.signing(session));
        let roster = roster.transpose()?;
        let township = self.township_of_list(asked, &sheet, &columns)?;
        let tables = self.tables();
        let (today, mut new_id) = (self.today(), || self.setup().new_id());
        let mut plan = if let Some(known) = roster {
            let register = signing_of(&tables, known);
            signing::plan(&sheet, &columns, &register, &mut new_id)
        } else if shape.kind == Kind::Child {
            let register = children_of(&tables);
            children::plan(&sheet, &columns, &register, today, &mut new_id)
        } else if shape.kind == Kind::Expense {
            let workers_on = |day| served(&tables, &tables.places_on(day));
            let register = expenses_of(&tables, &workers_on);
            expenses::plan(&sheet, &columns, &register, today, &mut new_id)
        } else {
            let register = directors::Register {
                township: township.map(Division::stem),
                ..directors_of(&tables)
            };
            directors::plan(&sheet, &columns, &register, today, &mut new_id)
        };
        drop(tables);
        self.warn_untrained(&mut plan);
        Ok(Look {
            sheet,
            columns,
            plan,
            township: township.map(|d| d.short.clone()),
            taught,
        })
    }

    /// The township whose list it is, in an office that has several: as somebody said, else as a
    /// title row, the sheet or the file is called.
    fn township_of_list(
        &self,
        asked: &Asked,
        sheet: &Sheet,
        columns: &Columns,
    ) -> Result<Option<&'static Division>, Problem> {
        if let Some(typed) = &asked.township {
            return self.township(typed).map(Some);
        }
        if !self.has_townships() {
            return Ok(None);
        }
        let titles = 0..columns.heading_row;
        let cells = titles.flat_map(|row| (0..sheet.width()).map(move |c| (row, c)));
        let titles = cells.filter_map(|(row, c)| Some(sheet.cell(row, c)?.text.clone()));
        let stem = asked.file.file_stem().unwrap_or_default();
        let names = [sheet.name.clone(), stem.to_string_lossy().into_owned()];
        let texts: Vec<String> = titles.chain(names).collect();
        Ok(self.township_named(&texts))
    }

    fn shape(&self, sheet: &Sheet, asked: &Asked) -> Result<Shape, Problem> {
        let roster = asked.session.map(|_| Kind::Enrolment);
        if let Some(kind) = roster.or(asked.kind) {
            self.require(kind)?;
            let word = kind.name();
            let none = || Problem::new("cli-import-kind").with("kind", word).exit(2);
            // A roster's list says nothing without its session.
            let known = kind != Kind::Enrolment || roster.is_some();
            return self.shape_of(kind).filter(|_| known).ok_or_else(none);
        }
        let mine = self.importable().into_iter();
        let mine: Vec<Shape> = mine.filter_map(|kind| self.shape_of(kind)).collect();
        let guess = heading::most_likely(sheet, &mine.iter().collect::<Vec<_>>());
        let guess = guess.and_then(|shape| self.shape_of(shape.kind));
        guess.ok_or_else(|| Problem::new("problem-may-not"))
    }

    /// What is known of a session before its sheet is looked at.
    fn signing(&self, session: Id) -> Result<Signing, Problem> {
        Ok(Signing {
            session,
            training: self.training_of(session)?,
            ahead: self.is_ahead(session),
            free: self.free_places(session)?,
            certified: self.certified(session),
            places: self.places(),
        })
    }

    /// The list of people of this kind with the fields of the office's own, if there is one.
    pub fn shape_of(&self, kind: Kind) -> Option<Shape> {
        Shape::of(kind).map(|shape| shape.with(|kind| self.locals(kind)))
    }

    /// What headings of such lists have been said to mean.
    fn remembered(&self, kind: Kind) -> Vec<(String, String)> {
        let tables = self.tables();
        let all = tables.all::<Mapping>(Kind::Mapping);
        all.filter(|(_, mapping)| mapping.list == kind.name())
            .map(|(_, mapping)| (mapping.heading.clone(), mapping.column.clone()))
            .collect()
    }

    /// Saves what was looked at, as one act that one undo takes back, and with it what its headings
    /// were said to mean. `progress` may stop it.
    ///
    /// # Errors
    /// A record was changed since the look; stopped; what the store refuses. Then nothing of it
    /// counts.
    pub fn take(
        &self,
        look: &Look,
        progress: &mut dyn FnMut(u64, u64) -> bool,
    ) -> Result<Counts, Problem> {
        let mut items: Vec<_> = look
            .plan
            .changes()
            .into_iter()
            .map(|(_, id, base, record)| put(id, base, record))
            .collect();
        if !items.is_empty() {
            items.extend(self.learned(look));
            self.commit_group(Act::Import, "", chunks(items), progress)?;
        }
        Ok(look.plan.counts())
    }

    fn learned(&self, look: &Look) -> Vec<ItemChange> {
        let list = look.columns.kind.name();
        let tables = self.tables();
        let learn = |(heading, column): &(String, String)| {
            let is = |m: &Mapping| m.list == list && m.heading == *heading;
            let held = tables
                .live(Kind::Mapping)
                .find(|row| <&Mapping>::try_from(&row.record).is_ok_and(is));
            let mapping = Mapping {
                list: list.to_owned(),
                heading: heading.clone(),
                column: column.clone(),
            };
            match held {
                Some(row) => put(row.id, Some(row.revision), mapping.into()),
                None => put(self.setup().new_id(), None, mapping.into()),
            }
        };
        look.taught.iter().map(learn).collect()
    }
}

/// What a sign-in sheet is held against, besides the records.
struct Signing {
    session: Id,
    training: Training,
    ahead: bool,
    free: Option<usize>,
    certified: HashSet<Id>,
    places: Arc<HashMap<Id, Id>>,
}

/// Where the columns differ from what the headings say by themselves.
fn taught(guess: &Columns, columns: &Columns) -> Vec<(String, String)> {
    let mut taught = Vec::new();
    let taken = |of: &Columns, index: usize| {
        let column = of.taken.iter().find(|c| c.index == index);
        column.map(|c| c.target.name())
    };
    for column in &columns.taken {
        if taken(guess, column.index) != Some(column.target.name()) {
            taught.push((plain(&column.heading), column.target.name().to_owned()));
        }
    }
    for column in &guess.taken {
        if taken(columns, column.index).is_none() {
            taught.push((plain(&column.heading), String::new()));
        }
    }
    taught.retain(|(heading, _)| !heading.is_empty());
    taught
}

impl Look {
    /// What is to be said about the rows: refusals and warnings, in the order of the file.
    pub fn remarks(&self, words: &dyn Words) -> Vec<Remark> {
        let mut remarks = Vec::new();
        for row in &self.plan.rows {
            let mut say = |taken: bool, text: String| {
                remarks.push(Remark {
                    row: row.row,
                    name: row.name.clone(),
                    taken,
                    text,
                });
            };
            if let Outcome::Refused(faults) = &row.outcome {
                for fault in faults {
                    let field = self.word(words, fault.field);
                    let reason = words.fill_with(fault.reason.key(), &fault.reason.args());
                    let args = [("column", field.as_str()), ("reason", &reason)];
                    say(false, words.fill(report::LINE, &args));
                }
            }
            for warning in &row.warnings {
                say(true, words.fill_with(warning.key(), &warning.args()));
            }
        }
        remarks
    }

    /// What people call a column of this sort of list.
    pub fn word(&self, words: &dyn Words, name: &str) -> String {
        let shape = Shape::of(self.columns.kind);
        let target = shape.and_then(|shape| shape.target(name));
        target.map_or_else(|| name.to_owned(), |target| target.word(words))
    }

    /// Writes the refused rows with their reasons to a new file; says how many there were.
    ///
    /// # Errors
    /// The file is there already, or can't be written.
    pub fn report(&self, file: &Path, words: &dyn Words) -> Result<usize, Problem> {
        Ok(report::write(
            file,
            &self.sheet,
            &self.columns,
            &self.plan,
            words,
        )?)
    }

    /// Writes them beside the list, or to `home` where that folder can't be written (a CD, a
    /// locked stick), under a name that nothing has; says where, if there were any.
    ///
    /// # Errors
    /// It can be written in neither.
    pub fn report_beside(
        &self,
        list: &Path,
        home: &Path,
        words: &dyn Words,
    ) -> Result<Option<PathBuf>, Problem> {
        let beside = report_place(list, words);
        if let Ok(rows) = self.report(&beside, words) {
            return Ok((rows > 0).then_some(beside));
        }
        let at_home = report_in(home, list, words);
        self.report(&at_home, words)?;
        Ok(Some(at_home))
    }
}

/// The other sheets of a workbook, where the list may be; none of a text file.
pub fn other_sheets(file: &Path, than: Option<&str>) -> Vec<String> {
    sheet::read(file, than).map_or_else(|_| Vec::new(), |sheet| sheet.others)
}

/// Where the refused rows of a list would be written: beside it, under a name that nothing has.
pub fn report_place(list: &Path, words: &dyn Words) -> PathBuf {
    let folder = list.parent().unwrap_or(Path::new("/"));
    report_in(folder, list, words)
}

fn report_in(folder: &Path, list: &Path, words: &dyn Words) -> PathBuf {
    let stem = list.file_stem().unwrap_or_default().to_string_lossy();
    let name = words.fill("import-report-file", &[("name", &stem)]);
    folders::free_name(folder, &name, "xlsx")
}

/// The records of a kind in use, each with its identity and revision.
fn held<'a, T: 'a>(tables: &'a Tables, kind: Kind) -> Vec<Held<'a, T, Revision>>
where
    &'a T: TryFrom<&'a Record>,
{
    let rows = tables.live(kind).filter_map(|row| {
        Some(Held {
            id: row.id,
            base: row.revision,
            record: <&T>::try_from(&row.record).ok()?,
        })
    });
    rows.collect()
}

fn villages(tables: &Tables) -> Vec<(Id, &crate::domain::village::Village)> {
    tables.all(Kind::Village).collect()
}

fn directors_of(tables: &Tables) -> directors::Register<'_, Revision> {
    directors::Register {
        workers: held(tables, Kind::Worker),
        posts: held(tables, Kind::Post),
        villages: villages(tables),
        township: None,
    }
}

fn signing_of(tables: &Tables, known: Signing) -> signing::Register<'_, Revision> {
    let rows = tables.leading_to(known.session, Kind::Enrolment);
    let lines: Vec<Held<'_, Enrolment, Revision>> = rows
        .filter_map(|row| {
            Some(Held {
                id: row.id,
                base: row.revision,
                record: <&Enrolment>::try_from(&row.record).ok()?,
            })
        })
        .collect();
    let guests = lines.iter().filter_map(|line| line.record.guest);
    let guests = guests.filter_map(|id| Some((id, tables.get::<Guest>(Kind::Guest, id)?)));
    let guests = guests.collect();
    signing::Register {
        session: known.session,
        training: known.training,
        ahead: known.ahead,
        free: known.free,
        certified: known.certified,
        workers: served(tables, &known.places),
        guests,
        lines,
        villages: villages(tables),
    }
}

/// Every worker, with the village that they serve.
fn served<'a>(tables: &'a Tables, places: &HashMap<Id, Id>) -> Vec<Served<'a>> {
    let workers = tables.all::<Worker>(Kind::Worker);
    workers
        .map(|(id, worker)| (id, worker, places.get(&id).copied()))
        .collect()
}

fn expenses_of<'a>(
    tables: &'a Tables,
    workers_on: &'a dyn Fn(Day) -> Vec<Served<'a>>,
) -> expenses::Register<'a> {
    let noted = tables.all::<Expense>(Kind::Expense);
    expenses::Register {
        workers_on,
        expenses: noted.map(|(_, expense)| expense).collect(),
        villages: villages(tables),
    }
}

fn children_of(tables: &Tables) -> children::Register<'_, Revision> {
    children::Register {
        children: held(tables, Kind::Child),
        households: held(tables, Kind::Household),
        caregivers: held(tables, Kind::Caregiver),
        villages: villages(tables),
    }
}
