//! Who may come in: everybody with a way in, and F6 for what can be done about it.

mod access;
mod work;

use crate::schema::{Coded, Day};
use crate::service::{Problem, UserLine};
use crate::ui::canvas::Canvas;
use crate::ui::command::{Cmd, Scope};
use crate::ui::context::Ctx;
use crate::ui::sign::Sign;
use crate::ui::theme::Role;
use crate::ui::view::{Act, Flow, Header, Title, View};
use crate::ui::widgets::Window;
use access::{Access, What};
use ratatui::layout::Size;

const NAME_AT: u16 = 5;
const ROLE_AT: u16 = 24;
const SINCE_AT: u16 = 42;
const ME_AT: u16 = 56;

/// The users.
pub struct Users {
    users: Vec<UserLine>,
    window: Window,
    manages: bool,
}

impl Users {
    /// Everybody there is.
    ///
    /// # Errors
    /// The slots can't be read.
    pub fn new(ctx: &Ctx) -> Result<Self, Problem> {
        let office = ctx.office()?;
        Ok(Self {
            users: office.users()?,
            window: Window::default(),
            manages: office.manages_users()?,
        })
    }

    fn here(&self) -> Option<&UserLine> {
        self.users.get(self.window.cursor())
    }
}

/// Offers another passphrase to whoever came in by the recovery code.
pub(super) fn after_code(code: String) -> Box<dyn View> {
    Box::new(Access::new(What::Forgotten(code)))
}

/// What somebody is called who has no name in the records.
fn name_of(user: &UserLine, ctx: &Ctx) -> String {
    let unnamed = || ctx.word("cli-user-unnamed");
    user.name.clone().unwrap_or_else(unnamed)
}

impl View for Users {
    fn scope(&self) -> Scope {
        Scope::Users
    }

    fn header(&self, ctx: &Ctx) -> Header {
        Header::Work(ctx.word("users-header"))
    }

    fn title(&self, _body: Size, ctx: &Ctx) -> Title {
        let count = self.users.len().to_string();
        let right = ctx.fill("users-count", &[("count", &count)]);
        Title::new(ctx.word("scope-users"), right)
    }

    fn notice(&self, ctx: &Ctx) -> String {
        ctx.word("users-notice")
    }

    fn acts(&self, _ctx: &Ctx) -> Vec<Act> {
        let manages = |name| Act {
            name,
            not_now: (!self.manages).then_some("why-not-manager"),
        };
        let mut acts = vec![
            Act::new("own-passphrase"),
            manages("user-add"),
            manages("new-code"),
        ];
        if let Some(user) = self.here() {
            let mut remove = manages("user-remove");
            if user.me {
                remove.not_now = Some("why-oneself");
            } else if user.name.is_none() {
                remove.not_now = Some("why-no-name");
            }
            acts.push(remove);
        }
        acts
    }

    fn act(&mut self, name: &'static str, ctx: &Ctx) -> Flow {
        let what = match (name, self.here()) {
            ("own-passphrase", _) => What::Passphrase,
            ("user-add", _) => What::Add,
            ("new-code", _) => What::Code,
            ("user-remove", Some(user)) => What::Remove(name_of(user, ctx)),
            _ => return Flow::Stay,
        };
        let code = what == What::Code;
        let mut flows = vec![Flow::Open(Box::new(Access::new(what)))];
        if code {
            flows.extend(work::begin_code(ctx).map(Flow::Start));
        }
        Flow::All(flows)
    }

    fn command(&mut self, cmd: Cmd, _ctx: &Ctx) -> Flow {
        match self.window.command(cmd, self.users.len()) {
            true => Flow::Stay,
            false if cmd == Cmd::Back => Flow::Close,
            false => Flow::Ignored,
        }
    }

    fn changed(&mut self, ctx: &Ctx) {
        if let Ok(users) = ctx.office().and_then(|office| office.users()) {
            self.users = users;
            self.window.clamp(self.users.len());
        }
    }

    fn draw(&self, canvas: &mut Canvas<'_>, ctx: &Ctx) {
        for (x, key) in [
            (NAME_AT, "field-user-name"),
            (ROLE_AT, "field-user-role"),
            (SINCE_AT, "field-user-since"),
        ] {
            canvas.put(x, 0, &ctx.word(key), Role::Muted);
        }
        let shown = self
            .window
            .range(canvas.height().saturating_sub(2), self.users.len());
        for (y, at) in (1..).zip(shown) {
            let user = &self.users[at];
            let name = name_of(user, ctx);
            canvas.put_cut(NAME_AT, y, ROLE_AT - NAME_AT - 1, &name, Role::Text);
            let role = ctx.word(&format!("choice-office-role-{}", user.role.code()));
            canvas.put_cut(ROLE_AT, y, SINCE_AT - ROLE_AT - 1, &role, Role::Text);
            let since = user.since.map_or_else(String::new, Day::iso);
            canvas.put(SINCE_AT, y, &since, Role::Text);
            if user.me {
                canvas.put(ME_AT, y, &ctx.word("users-me"), Sign::Good.role());
            }
            if at == self.window.cursor() {
                let cells = canvas.width().saturating_sub(NAME_AT);
                canvas.focus(0, y, NAME_AT, cells);
            }
        }
    }
}
