//! The table itself. A new command is one row here, one arm in a view, words in two files.

use super::{Cmd, Hint, Scope, Spec};
use crate::domain::book::Kind;
use crate::ui::context::Ctx;
use crate::ui::view::View;
use Scope::{
    Access, Agencies, Checkup, Commands, Desk, Export, Find, Form, Help, Import, List, Panel,
    Pictures, Recommend, Record, Restore, Review, Roster, Settings, Setup, Told, Unlock, Users,
};

/// Screens of the day's work, with a store open.
const WORK: &[Scope] = &[
    Desk, List, Agencies, Pictures, Record, Form, Roster, Review, Recommend, Find, Import, Export,
];
/// Screens from which one goes to the pictures of the workforce.
const LOOKING: &[Scope] = &[Desk, List, Agencies, Pictures, Record, Review];
/// Screens where a caret may stand.
const TYPING: &[Scope] = &[
    Setup, Restore, Unlock, Form, Roster, Find, Import, Export, Panel, Commands, Access,
];
/// Screens that stand on a row, line or cell.
const MOVING: &[Scope] = &[
    Setup, Restore, Unlock, Desk, List, Agencies, Pictures, Record, Form, Roster, Review,
    Recommend, Find, Import, Export, Told, Panel, Commands, Settings, Users, Access, Checkup, Help,
];
/// The same, but for those that say so in a hint.
const STEPPING: &[Scope] = &[
    Setup, Restore, Desk, List, Agencies, Pictures, Record, Form, Roster, Review, Recommend,
    Import, Export, Told, Panel, Settings, Users, Access, Checkup, Help,
];
const WITH_PARTS: &[Scope] = &[
    Setup, Restore, Unlock, List, Agencies, Record, Form, Roster, Find, Import, Export, Panel,
    Commands, Settings, Users, Access, Checkup, Help,
];
/// Screens that Esc leaves without a word of their own for it.
const LEAVING: &[Scope] = &[
    Restore, List, Agencies, Pictures, Record, Form, Roster, Review, Recommend, Find, Import,
    Export, Told, Panel, Commands, Settings, Users, Access, Checkup, Help,
];
/// Screens with an F6 of their own.
const ACTING: &[Scope] = &[
    Desk, List, Agencies, Pictures, Record, Form, Roster, Review, Recommend, Find, Import, Export,
    Users,
];
/// Screens whose help F1 opens.
const HELPED: &[Scope] = &[
    Setup, Restore, Unlock, Desk, List, Agencies, Pictures, Record, Form, Roster, Review,
    Recommend, Find, Import, Export, Told, Panel, Commands, Settings, Users, Access, Checkup,
];

fn always(_: Cmd, _: &dyn View, _: &Ctx) -> Result<(), &'static str> {
    Ok(())
}

/// The view itself knows.
fn view(cmd: Cmd, view: &dyn View, ctx: &Ctx) -> Result<(), &'static str> {
    view.can(cmd, ctx)
}

fn running(_: Cmd, _: &dyn View, ctx: &Ctx) -> Result<(), &'static str> {
    if ctx.jobs.is_empty() {
        Err("why-no-job")
    } else {
        Ok(())
    }
}

fn sees_children(_: Cmd, _: &dyn View, ctx: &Ctx) -> Result<(), &'static str> {
    match ctx.office() {
        Ok(office) if office.may(Kind::Child) => Ok(()),
        _ => Err("why-no-children"),
    }
}

fn unlocked(_: Cmd, _: &dyn View, ctx: &Ctx) -> Result<(), &'static str> {
    ctx.office().map(drop).map_err(|_| "why-locked")
}

/// In a form Ctrl-Z means the typing; what was saved before is not taken away under it.
fn saved(_: Cmd, view: &dyn View, _: &Ctx) -> Result<(), &'static str> {
    if view.unsaved() {
        Err("why-unsaved")
    } else {
        Ok(())
    }
}

macro_rules! commands {
    ($($cmd:ident $name:literal $scopes:expr, [$($key:literal),*], $hint:expr, $ready:ident;)*) => {
        /// Every command.
        pub const COMMANDS: &[Spec] = &[$(Spec {
            cmd: Cmd::$cmd,
            name: $name,
            scopes: $scopes,
            keys: &[$($key),*],
            hint: $hint,
            ready: $ready,
        }),*];
    };
}

commands! {
    // Movement. Letters stand behind the keys that everybody has.
    Up "up" MOVING, ["up", "k"], Hint::None, always;
    Down "choose-row" &[Find, Commands], ["down", "j"], Hint::Own(1), view;
    Down "choose-post" &[Unlock], ["down", "j"], Hint::Own(1), view;
    Down "down" STEPPING, ["down", "j"], Hint::None, always;
    Left "left" MOVING, ["left", "h"], Hint::None, always;
    Right "right" MOVING, ["right", "l"], Hint::None, always;
    PageUp "page-up" MOVING, ["pageup"], Hint::None, always;
    PageDown "page-down" MOVING, ["pagedown"], Hint::None, always;
    Home "home" MOVING, ["home", "g"], Hint::None, always;
    End "end" MOVING, ["end", "G"], Hint::None, always;
    NextPart "other-pane" &[Desk], ["tab"], Hint::Own(8), always;
    NextPart "other-picture" &[Pictures], ["tab"], Hint::Own(8), always;
    NextPart "next-part" WITH_PARTS, ["tab"], Hint::None, always;
    PrevPart "prev-part" MOVING, ["shift-tab"], Hint::None, always;
    Erase "erase" TYPING, ["backspace"], Hint::None, always;
    Delete "delete" TYPING, ["delete"], Hint::None, always;
    Digit "tab-digit" &[Desk, List, Agencies, Record, Review, Recommend, Pictures], ["1", "2", "3", "4", "5", "6", "7", "8", "9", "0"], Hint::None, always;
    Digit "answer" &[Panel], ["1", "2", "3", "4", "5", "6", "7", "8", "9", "0"], Hint::Own(1), view;
    Digit "answer-digit" &[Form, Find, Import, Export, Commands, Setup, Restore, Unlock, Access],
        ["1", "2", "3", "4", "5", "6", "7", "8", "9", "0"], Hint::None, always;
    Digit "mark" &[Roster], ["1", "2", "3", "4", "5", "0"], Hint::General(0), view;

    // What the screen is about.
    Change "change-score" &[Review], ["f2", "e"], Hint::Own(2), view;
    Change "change" &[List, Record], ["f2", "e"], Hint::Own(2), view;
    Save "save" &[Form], ["f2", "ctrl-s"], Hint::Own(2), view;
    Pick "pick" &[Form, Import], ["f4"], Hint::Own(4), view;
    Mark "mark-row" &[List], [" "], Hint::Own(1), view;
    Mark "recommend-row" &[Recommend], [" "], Hint::Own(1), view;
    MarkAll "mark-all" &[List], ["*"], Hint::None, view;
    Refine "refine" &[List], ["f3", "f"], Hint::Own(3), view;
    Widen "widen" &[List], ["backspace"], Hint::None, view;
    Why "why" &[Desk, List, Record, Roster, Recommend], ["f5", "w"], Hint::Own(5), view;
    Why "formula" &[Review], ["f5", "w"], Hint::Own(5), view;
    Why "withheld" &[Export], ["f5", "w"], Hint::Own(5), view;
    Acts "acts" ACTING, ["f6", "a"], Hint::General(6), always;
    Acts "recovery" &[Unlock, Restore], ["f6"], Hint::Own(6), view;
    Acts "restore" &[Setup], ["f6"], Hint::Own(6), view;
    New "new" &[List, Find], ["insert", "n"], Hint::Own(7), view;
    New "add-person" &[Roster], ["insert", "n"], Hint::Own(7), view;

    // Enter and Esc have a word of their own where that helps.
    Enter "next" &[Setup, Restore], ["enter"], Hint::General(1), view;
    Enter "unlock" &[Unlock], ["enter"], Hint::General(1), view;
    Enter "open" &[Desk, List, Agencies, Record, Recommend, Pictures, Find], ["enter"], Hint::General(1), view;
    Enter "open-records" &[Review], ["enter"], Hint::General(1), view;
    Enter "next-field" &[Form, Access], ["enter"], Hint::General(1), view;
    Enter "written" &[Told], ["enter"], Hint::General(1), always;
    Enter "take" &[Roster, Import, Export, Panel], ["enter"], Hint::General(1), view;
    Enter "change-setting" &[Settings], ["enter"], Hint::General(1), always;
    Enter "run" &[Commands], ["enter"], Hint::General(1), view;
    Back "previous" &[Setup], ["esc"], Hint::General(2), view;
    Back "stay-open" &[Desk, Unlock], ["esc"], Hint::None, always;
    Back "back" LEAVING, ["esc"], Hint::General(2), view;

    // Everywhere.
    Find "find" &[Desk, List, Agencies, Record, Review, Recommend, Pictures, Roster], ["/", "ctrl-f"], Hint::General(7), view;
    Commands "commands" WORK, ["ctrl-p", ":"], Hint::General(8), always;
    Undo "undo" WORK, ["ctrl-z", "u"], Hint::None, saved;
    Settings "settings" WORK, [], Hint::None, always;
    LocalFields "local-fields" WORK, [], Hint::None, always;
    Import "import" &[Desk, List, Agencies], [], Hint::None, always;
    Tour "tour" WORK, [], Hint::None, always;
    Pictures "pictures" &[Desk, List, Agencies, Record], [], Hint::None, sees_children;
    InCharge "in-charge" &[Desk, List, Agencies, Record, Pictures], [], Hint::None, always;
    Recommendations "recommendations" &[Desk, List, Agencies, Record, Review], [], Hint::None, always;
    BackUp "back-up" WORK, [], Hint::None, always;
    StopJob "stop-job" WORK, [], Hint::None, running;
    CheckYear "check-year" LOOKING, [], Hint::None, always;
    Reviews "reviews" LOOKING, [], Hint::None, always;
    Rotation "rotation" LOOKING, [], Hint::None, always;
    Coverage "coverage" LOOKING, [], Hint::None, always;
    Language "language" &[Setup, Restore, Unlock, Help], ["f9"], Hint::Head(1), always;
    Language "other-language" &[Desk, List, Agencies, Record, Review, Recommend, Pictures, Form, Roster, Find, Import, Export, Told, Commands, Settings, Users, Access, Checkup],
        ["f9"], Hint::None, always;
    Theme "theme" MOVING, ["f10"], Hint::None, always;
    Help "help" HELPED, ["f1", "?"], Hint::Head(2), always;
    Lock "lock" &[Desk, List, Agencies, Record, Review, Recommend, Pictures, Form, Roster, Find, Import, Export, Told, Panel, Commands, Settings, Users, Access, Checkup, Help],
        ["ctrl-l"], Hint::None, unlocked;
    Quit "quit" &[Setup, Restore, Unlock, Desk, List, Agencies, Record, Review, Recommend, Pictures, Form, Roster, Find, Import, Export, Told, Panel, Commands, Settings, Users, Access, Checkup, Help],
        ["ctrl-q"], Hint::General(9), always;
    Users "users" WORK, [], Hint::None, always;
    Checkup "checkup" WORK, [], Hint::None, always;
}
