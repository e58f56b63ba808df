//! What the app and its views say to each other.
//!
//! A view has one sort of screen, takes what the user meant, and answers with a [`Flow`]. A panel
//! is a view that rises from the bottom of the body. Views never call each other.

use super::canvas::Canvas;
use super::command::{Cmd, Scope};
use super::context::Ctx;
use super::job::{Answer, Job};
use super::places::Place;
use super::prefs::Change;
use super::sign::Sign;
use crate::service::{Office, Problem};
use ratatui::layout::Size;
use std::sync::Arc;

/// What stands on row 2. Whoever is named there owns the digits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Header {
    /// The ten tabs, this one current: a digit changes the tab.
    Tabs(u8),
    /// The work in hand: a digit answers the question on the screen.
    Work(String),
}

/// What stands on row 3.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Title {
    /// The title.
    pub left: String,
    /// Count or state.
    pub right: String,
    /// A second title behind a line that begins in this column.
    pub split: Option<(u16, String)>,
    /// A sign before the title, which then has its colour: refusals.
    pub sign: Option<Sign>,
    /// A sign before what stands at the right, which then has its colour: what can't be undone.
    pub alarm: Option<Sign>,
}

impl Title {
    /// A title with a count or state at its right.
    pub fn new(left: impl Into<String>, right: impl Into<String>) -> Self {
        Self {
            left: left.into(),
            right: right.into(),
            ..Self::default()
        }
    }
}

/// The result of an act, for row 22.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Toast {
    /// `+` done, `x` refused, `!` done with something to watch.
    pub sign: Sign,
    /// What was done, in the past tense.
    pub text: String,
    /// Whether Ctrl-Z takes it back.
    pub undo: bool,
}

impl Toast {
    /// Done, and can be taken back.
    pub fn done(text: impl Into<String>) -> Self {
        Self {
            sign: Sign::Good,
            text: text.into(),
            undo: true,
        }
    }

    /// Done for good, or only told.
    pub fn told(text: impl Into<String>) -> Self {
        Self {
            sign: Sign::Good,
            text: text.into(),
            undo: false,
        }
    }

    /// Not done.
    pub fn refused(text: impl Into<String>) -> Self {
        Self {
            sign: Sign::Refused,
            text: text.into(),
            undo: false,
        }
    }
}

/// One of the things that F6 offers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Act {
    /// Its word is `act-NAME`; the view gets it back.
    pub name: &'static str,
    /// The word key of why not, where it can't be done now.
    pub not_now: Option<&'static str>,
}

impl Act {
    /// An act that can be done now.
    pub fn new(name: &'static str) -> Self {
        Self {
            name,
            not_now: None,
        }
    }
}

/// The answer to a question that a panel asked on behalf of the view below it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// Which question.
    pub question: &'static str,
    /// Which answer, counted from 0.
    pub choice: usize,
    /// What was typed, where the panel has a line for it.
    pub text: String,
    /// What the question was given to carry along: the answers before it.
    pub carried: String,
}

/// What a view asks of the app.
pub enum Flow {
    /// Nothing; draw again.
    Stay,
    /// Not mine.
    Ignored,
    /// Put this view on top.
    Open(Box<dyn View>),
    /// Put this view in my place.
    Replace(Box<dyn View>),
    /// Take me away.
    Close,
    /// Go where this is shown.
    Go(Place),
    /// Do as if the key of this command had been pressed.
    Run(Cmd),
    /// Start a job; its result comes to [`View::done`].
    Start(Job),
    /// Put the result of an act on row 22.
    Say(Toast),
    /// A refusal: what, why, what to do next.
    Refuse(Problem),
    /// Take me (a panel) away and tell the view below.
    Reply(Reply),
    /// Take me (the list of acts) away; the view below does this one.
    Act(&'static str),
    /// Put this on the clipboard.
    Copy(String),
    /// Take up what the person now prefers, and keep it.
    Prefer(Change),
    /// An office is unlocked: begin the day.
    Enter(Arc<Office>),
    /// One after the other.
    All(Vec<Flow>),
}

impl Flow {
    /// Close, having done what this says.
    pub fn closing(toast: Toast) -> Self {
        Self::All(vec![Self::Say(toast), Self::Close])
    }
}

/// A screen, or a panel of one.
pub trait View {
    /// Which commands it takes.
    fn scope(&self) -> Scope;

    /// Row 2.
    fn header(&self, ctx: &Ctx) -> Header;

    /// Row 3, or the rule above a panel; `body` is the room below it.
    fn title(&self, body: Size, ctx: &Ctx) -> Title;

    /// Row 22 as long as nothing has been done: the one sentence worth knowing.
    fn notice(&self, _ctx: &Ctx) -> String {
        String::new()
    }

    /// For a panel, the rows that it takes at this width, its rule included.
    fn panel(&self, _width: u16, _ctx: &Ctx) -> Option<u16> {
        None
    }

    /// Whether a caret stands somewhere: printable keys are then typed, not looked up.
    fn caret(&self) -> bool {
        false
    }

    /// Whether this command can be done now, and otherwise the word key of why not.
    ///
    /// # Errors
    /// Why not.
    fn can(&self, _cmd: Cmd, _ctx: &Ctx) -> Result<(), &'static str> {
        Ok(())
    }

    /// Does what the user meant.
    fn command(&mut self, cmd: Cmd, ctx: &Ctx) -> Flow;

    /// Takes a digit as an answer; only where row 2 names the work.
    fn digit(&mut self, _digit: u8, _ctx: &Ctx) -> Flow {
        Flow::Ignored
    }

    /// Takes a character at the caret.
    fn text(&mut self, _c: char, _ctx: &Ctx) -> Flow {
        Flow::Ignored
    }

    /// Whom F6 is about, where that isn't the row of the focus.
    fn acts_about(&self, _ctx: &Ctx) -> Option<String> {
        None
    }

    /// What F6 offers for the row of the focus, or for those that are marked.
    fn acts(&self, _ctx: &Ctx) -> Vec<Act> {
        Vec::new()
    }

    /// Does one of those.
    fn act(&mut self, _name: &'static str, _ctx: &Ctx) -> Flow {
        Flow::Ignored
    }

    /// Takes the answer to a question that it asked.
    fn replied(&mut self, _reply: Reply, _ctx: &Ctx) -> Flow {
        Flow::Stay
    }

    /// Takes the result of a job that it started.
    fn done(&mut self, result: Result<Answer, Problem>, _ctx: &Ctx) -> Flow {
        match result {
            Ok(_) => Flow::Stay,
            Err(problem) => Flow::Refuse(problem),
        }
    }

    /// Whether something was typed that leaving would lose.
    fn unsaved(&self) -> bool {
        false
    }

    /// What leaving it unsaved asks, where that isn't whether to save: the question, leaving,
    /// staying.
    fn parting(&self) -> Option<[&'static str; 3]> {
        None
    }

    /// Whether what it shows hangs on the log of exports, too: then it is told when only that changed.
    fn reads_log(&self) -> bool {
        true
    }

    /// The records, the day or the language changed: what was computed from them is stale.
    fn changed(&mut self, _ctx: &Ctx) {}

    /// No key is waiting: works out what only completes the picture, and whether anything did.
    /// Keys never wait for it.
    fn rest(&mut self, _ctx: &Ctx) -> bool {
        false
    }

    /// Draws the body. Reads only.
    fn draw(&self, canvas: &mut Canvas<'_>, ctx: &Ctx);
}
