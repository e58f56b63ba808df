//! A command done: by the view on top, or where it has no use of its own for it, by the app.

use super::App;
use crate::domain::book::Kind;
use crate::ui::command::Cmd;
use crate::ui::job;
use crate::ui::places::Place;
use crate::ui::prefs::Change;
use crate::ui::view::Flow;
use crate::ui::views::{ActsPanel, Checkup, CommandList, Help, in_charge};

impl App {
    pub(super) fn run(&mut self, cmd: Cmd) {
        self.meant = Some((cmd, self.top().scope()));
        *self.ctx.used.entry(cmd).or_default() += 1;
        if cmd == Cmd::Back && self.top().unsaved() {
            return self.ask_to_leave();
        }
        let flow = self.with_top(|view, ctx| view.command(cmd, ctx));
        match flow {
            Flow::Ignored => self.own(cmd),
            flow => self.apply(flow),
        }
    }

    /// What a command does where the view has no use of its own for it.
    fn own(&mut self, cmd: Cmd) {
        match cmd {
            Cmd::Back if self.layers.len() == 1 => self.stop_teaching(),
            Cmd::Back => self.close(),
            Cmd::Quit => self.quit(),
            Cmd::Lock => self.lock(),
            Cmd::Help => {
                let scope = self.screen_scope();
                self.push(Box::new(Help::new(scope)));
            }
            Cmd::Language => {
                let code = self.ctx.language().next().code();
                self.prefer(Change::Language(code));
            }
            Cmd::Theme => self.next_theme(),
            Cmd::Acts => {
                let (acts, about) =
                    self.with_top(|view, ctx| (view.acts(ctx), view.acts_about(ctx)));
                self.push(Box::new(ActsPanel::new(acts, about)));
            }
            Cmd::Commands => {
                let list = self.with_top(|view, ctx| CommandList::new(view, ctx));
                self.push(Box::new(list));
            }
            Cmd::Find => self.go(&Place::Find),
            Cmd::Undo => self.undo(),
            Cmd::Settings => {
                self.look_again();
                self.go(&Place::Settings);
            }
            Cmd::Checkup => match Checkup::job(&self.ctx) {
                Ok(job) => {
                    self.push(Box::<Checkup>::default());
                    self.start(job);
                }
                Err(problem) => self.refuse(problem),
            },
            Cmd::InCharge => {
                let flow = in_charge(None, &self.ctx);
                self.apply(flow);
            }
            Cmd::Recommendations => {
                let year = self.ctx.office().map(|office| office.recommended_year());
                match year {
                    Ok(year) => self.go(&Place::Recommendations { year }),
                    Err(problem) => self.refuse(problem),
                }
            }
            Cmd::Users => self.go(&Place::Users),
            Cmd::LocalFields => self.go(&Place::List {
                kind: Kind::LocalField,
                wheres: Vec::new(),
            }),
            Cmd::Import => self.go(&Place::Import),
            Cmd::Tour => self.start_teaching(),
            Cmd::Pictures => self.go(&Place::Pictures),
            Cmd::CheckYear => self.go(&Place::CheckYear {
                year: self.ctx.today().year(),
            }),
            Cmd::Reviews => self.go(&Place::Reviews {
                year: self.ctx.today().year(),
            }),
            Cmd::Rotation => self.go(&Place::Rotation { township: None }),
            Cmd::Coverage => self.go(&Place::Coverage),
            Cmd::BackUp => self.back_up(),
            Cmd::StopJob => self.ctx.jobs.iter().for_each(job::Running::stop),
            _ => {}
        }
    }
}
