//! One field of a form while it is being filled in: what was there, what is typed, what is wrong.

use crate::domain::book::{Kind, Record};
use crate::schema::{Choice, Fault, FieldInfo, FieldType, Id, Value, Words};
use crate::service::{Column, Office, masked};
use crate::ui::command::Cmd;
use crate::ui::widgets::Input;

/// Yes and no, as choices.
const FLAG: [&str; 2] = ["yes", "no"];

/// How the value is given.
pub(super) enum Editor {
    /// Text, numbers, days.
    Line(Input),
    /// Some of a list, by their places in it.
    Choice { picked: Vec<usize>, typed: String },
    /// Another record: what is typed, what was taken, and what is offered.
    Link {
        input: Input,
        taken: Option<Id>,
        offers: Vec<(Id, String)>,
        at: usize,
    },
}

/// A field being filled in.
pub(super) struct Entry {
    /// Which of the form's records it belongs to.
    pub part: usize,
    /// Where its value stands.
    pub column: Column,
    info: FieldInfo,
    kind: Kind,
    /// Its short word.
    pub label: String,
    /// The words of its choices.
    pub choices: Vec<String>,
    /// How the value is given.
    pub editor: Editor,
    original: Value,
    /// A personal number that stands there unseen until something is typed over it.
    pub hidden: Option<String>,
    /// Whether people have changed it.
    pub touched: bool,
    /// What is wrong with it.
    pub fault: Option<Fault>,
}

impl Entry {
    /// A stored column of a record.
    pub fn new(
        part: usize,
        record: &Record,
        column: Column,
        is_new: bool,
        office: &Office,
        words: &dyn Words,
    ) -> Self {
        let kind = record.kind();
        let mut entry = Self {
            part,
            column,
            // What is computed is never asked for.
            info: column.info(kind).unwrap_or(kind.fields()[0]),
            kind,
            label: String::new(),
            choices: Vec::new(),
            editor: Editor::Line(Input::default()),
            original: column.read(record),
            hidden: None,
            touched: false,
            fault: None,
        };
        entry.reword(words);
        entry.show(&column.read(record), office);
        if entry.info().role.sensitive && !is_new && !entry.original.is_empty() {
            entry.hidden = Some(masked(entry.info().ty, &entry.original.plain()));
            entry.editor = Editor::Line(Input::default());
        }
        entry
    }

    /// What the field table says of it.
    pub fn info(&self) -> FieldInfo {
        self.info
    }

    /// Takes its words from this language.
    pub fn reword(&mut self, words: &dyn Words) {
        self.label = self.column.label(self.kind, words);
        let list = |list: &str, codes: Vec<&str>| -> Vec<String> {
            codes.iter().map(|code| words.choice(list, code)).collect()
        };
        self.choices = match self.info().ty {
            FieldType::Choice(name, all) | FieldType::Choices(name, all) => {
                list(name, all.iter().map(|c| c.code).collect())
            }
            FieldType::Flag => list("flag", FLAG.to_vec()),
            _ => Vec::new(),
        };
    }

    fn all(&self) -> &'static [Choice] {
        match self.info().ty {
            FieldType::Choice(_, all) | FieldType::Choices(_, all) => all,
            _ => &[],
        }
    }

    /// Whether several choices can stand.
    pub(super) fn several(&self) -> bool {
        matches!(self.info().ty, FieldType::Choices(..))
    }

    /// Puts a value into the editor.
    pub(super) fn show(&mut self, value: &Value, office: &Office) {
        let place = |code: &str| self.all().iter().position(|c| c.code == code);
        let picked = |picked| Editor::Choice {
            picked,
            typed: String::new(),
        };
        self.editor = match (self.info().ty, value) {
            (FieldType::Choice(..), Value::Choice(code)) => {
                picked(place(code).into_iter().collect())
            }
            (FieldType::Choices(..), Value::Choices(codes)) => {
                picked(codes.iter().filter_map(|c| place(c)).collect())
            }
            (FieldType::Flag, Value::Flag(yes)) => picked(vec![usize::from(!yes)]),
            (FieldType::Choice(..) | FieldType::Choices(..) | FieldType::Flag, _) => {
                picked(Vec::new())
            }
            (FieldType::Link(kind), value) => {
                let taken = if let Value::Link(id) = value {
                    Some(*id)
                } else {
                    None
                };
                let label = taken
                    .zip(Kind::from_name(kind))
                    .map(|(id, k)| office.label(k, id));
                Editor::Link {
                    input: Input::new(label.unwrap_or_default()),
                    taken,
                    offers: Vec::new(),
                    at: 0,
                }
            }
            (_, value) => Editor::Line(Input::new(value.plain())),
        };
    }

    /// What it holds now.
    ///
    /// # Errors
    /// What is wrong with what was typed.
    pub fn value(&self, office: &Office) -> Result<Value, Fault> {
        if !self.touched {
            return Ok(self.original.clone());
        }
        let code = |at: &usize| self.all().get(*at).map(|c| c.code.to_owned());
        match &self.editor {
            Editor::Line(input) => office.parse(self.kind, self.column, input.value()),
            Editor::Choice { picked, .. } => Ok(match (self.info().ty, picked.as_slice()) {
                (_, []) => Value::Empty,
                (FieldType::Flag, [at, ..]) => Value::Flag(*at == 0),
                (FieldType::Choices(..), many) => {
                    Value::Choices(many.iter().filter_map(code).collect())
                }
                (_, [at, ..]) => code(at).map_or(Value::Empty, Value::Choice),
            }),
            Editor::Link {
                taken: Some(id), ..
            } => Ok(Value::Link(*id)),
            Editor::Link { input, .. } => office.parse(self.kind, self.column, input.value()),
        }
    }

    /// Whether nothing stands in it.
    pub fn is_blank(&self) -> bool {
        self.hidden.is_none()
            && match &self.editor {
                Editor::Line(input) | Editor::Link { input, .. } => input.is_empty(),
                Editor::Choice { picked, .. } => picked.is_empty(),
            }
    }

    /// The focus leaves it: what was typed is read, and told if it is wrong.
    pub fn leave(&mut self, office: &Office) {
        self.close_offers();
        if let Editor::Choice { typed, .. } = &mut self.editor {
            typed.clear();
        }
        if !self.touched {
            return;
        }
        match self.value(office) {
            Ok(value) => {
                self.fault = None;
                self.touched = value != self.original;
                if !matches!(self.editor, Editor::Choice { .. }) {
                    self.show(&value, office);
                }
            }
            Err(fault) => self.fault = Some(fault),
        }
    }

    /// Whatever stands here was typed, and is saved nowhere.
    pub fn count_as_typed(&mut self) {
        self.touched = !self.original.is_empty();
        self.original = Value::Empty;
    }

    /// The record was changed elsewhere: what wasn't touched here is as it is there.
    pub fn refresh(&mut self, record: &Record, office: &Office) {
        self.original = self.column.read(record);
        if !self.touched && self.hidden.is_none() {
            let value = self.original.clone();
            self.show(&value, office);
        }
    }

    /// Types a character.
    pub fn text(&mut self, c: char, office: &Office) {
        if !c.is_control() {
            self.touch();
            self.fault = None;
        }
        match &mut self.editor {
            Editor::Line(input) => input.text(c),
            Editor::Choice { .. } => self.choose(c),
            Editor::Link { input, taken, .. } => {
                // Letters look for another record; behind the name of this one they'd find none.
                if taken.take().is_some() {
                    input.clear();
                }
                input.text(c);
                self.offer(office);
            }
        }
    }

    /// People have changed it.
    pub(super) fn touch(&mut self) {
        self.touched = true;
        self.hidden = None;
    }

    /// Moves the caret, takes characters away, moves among what is offered; whether it was that.
    pub fn command(&mut self, cmd: Cmd, office: &Office) -> bool {
        if self.hidden.is_some() && matches!(cmd, Cmd::Erase | Cmd::Delete) {
            self.touch();
            return true;
        }
        match &mut self.editor {
            Editor::Line(input) => {
                let before = input.value().to_owned();
                let mine = input.command(cmd);
                if input.value() != before {
                    self.touched = true;
                    self.fault = None;
                }
                mine
            }
            Editor::Choice { picked, .. } => match cmd {
                Cmd::Erase | Cmd::Delete => {
                    picked.clear();
                    self.touch();
                    true
                }
                Cmd::Left | Cmd::Right => {
                    self.turn(cmd == Cmd::Right);
                    true
                }
                _ => false,
            },
            Editor::Link {
                input, offers, at, ..
            } => match cmd {
                Cmd::Up if !offers.is_empty() => {
                    *at = at.saturating_sub(1);
                    true
                }
                Cmd::Down if !offers.is_empty() => {
                    *at = (*at + 1).min(offers.len() - 1);
                    true
                }
                cmd => {
                    let before = input.value().to_owned();
                    let mine = input.command(cmd);
                    if input.value() != before {
                        self.touch();
                        self.offer(office);
                    }
                    mine
                }
            },
        }
    }
}
