//! The verbs: everything that the screen does, through a pipe, in a script, with a screen reader.
//!
//! Data goes to stdout, talk and progress to stderr. The only place that prints.

mod args;
mod backup;
mod bulk;
mod change;
mod check;
mod checks;
mod child;
mod doctor;
mod draw;
mod due;
mod export;
mod feedback;
mod form;
mod handover;
mod hours;
mod import;
mod lessons;
mod new_plugin;
mod output;
mod passphrase;
mod plugins;
mod policy;
mod profile;
mod progress;
mod read;
mod recommend;
mod register;
mod rescue;
mod restore;
mod review;
mod roster;
mod rotation;
mod safety;
mod usage;
mod user;
mod verify;

use crate::config::Folder;
use crate::domain::book::Kind;
use crate::i18n::{Language, Lexicon};
use crate::paths;
use crate::plugin;
use crate::schema::Words;
use crate::service::{Office, Problem, Row, Setup};
use crate::store::{Mirror, Secret};
use crate::ui::{self, Ended};
use args::{Global, Verb};
use output::Output;
use std::ffi::OsString;
use std::path::PathBuf;
use std::sync::Arc;

/// Runs the program with these arguments and gives its exit code: 0 done, 1 refused or failed,
/// 2 wrong usage, 3 in use, 4 may not, 5 not a store, newer or damaged, 64 internal, 128 and the
/// number of the signal that ended the screen.
pub fn run(argv: &[OsString]) -> u8 {
    if argv.get(1).is_some_and(|a| a == "plugin-host") {
        return plugin_host(argv);
    }
    // A limit on the size of files must come as an error of the write, not as the end of us. The
    // plug-in's process above is another matter: it may write nothing at all.
    let met = Arc::default();
    let _ = signal_hook::flag::register(signal_hook::consts::SIGXFSZ, met);
    let language = usage::language(argv);
    let words = Lexicon::new(language);
    let cli = match usage::parse(argv, &words) {
        Ok(cli) => cli,
        Err(code) => return code,
    };
    let desk = Desk {
        out: Output::new(&cli.global, wants_details(cli.verb.as_ref())),
        global: cli.global,
        words,
        setup: mirrored(paths::setup()),
    };
    match desk.run(cli.verb) {
        Ok(code) => code,
        Err(problem) => {
            desk.out.problem(&desk.words, &problem);
            problem.exit
        }
    }
}

/// Whether what a plug-in itself says is to be told, too.
fn wants_details(verb: Option<&Verb>) -> bool {
    matches!(verb, Some(Verb::Export { details: true, .. }))
}

/// The machine with the second disk that the settings name, if they name one.
fn mirrored(mut setup: Setup) -> Setup {
    let (settings, _) = Folder::new(&setup.config).settings();
    let files = &setup.store.files;
    setup.store.mirror = settings.mirror.map(|dir| Mirror::new(files.clone(), dir));
    setup
}

fn plugin_host(argv: &[OsString]) -> u8 {
    let code = plugin::child::main_child(argv.get(2..).unwrap_or_default());
    if code == plugin::child::BY_HAND {
        let words = Lexicon::new(usage::language(argv));
        output::talk(&words.word("cli-internal-helper"));
    }
    u8::try_from(code).unwrap_or(1)
}

/// Asked of a place by name, so that the helper's words stand in one place.
pub(crate) struct Desk {
    global: Global,
    words: Lexicon,
    setup: Setup,
    out: Output,
}

type Outcome = Result<(), Problem>;

impl Desk {
    fn run(&self, verb: Option<Verb>) -> Result<u8, Problem> {
        match verb {
            None => self.screen(self.root()?).map(Ended::code),
            Some(Verb::Demo { scale, seed, no_ui }) => {
                self.demo(&scale, seed, no_ui).map(Ended::code)
            }
            Some(verb) => self.verb(verb).map(|()| 0),
        }
    }

    fn verb(&self, verb: Verb) -> Outcome {
        match verb {
            Verb::Init { area, name, role } => self.init(&area, &name, &role),
            Verb::List {
                kind,
                wheres,
                sort,
                limit,
                csv,
                retired,
                unmask,
            } => self.list(
                &kind,
                &read::Asked {
                    wheres,
                    sort,
                    limit,
                    csv,
                    retired,
                    unmask,
                },
            ),
            Verb::Show { kind, id, unmask } => self.show(&kind, &id, unmask.as_deref()),
            Verb::Count { kind, wheres } => self.count(&kind, &wheres),
            Verb::Add {
                kind,
                values,
                reason,
            } => self.add(&kind, &values, &reason),
            Verb::Set {
                kind,
                id,
                mut values,
                wheres,
                reason,
                dry_run,
            } => {
                if wheres.is_empty() {
                    return self.set(&kind, &id, &values, &reason);
                }
                // Which records the conditions say, so what stands first is a value.
                values.insert(0, id);
                let many = bulk::Many {
                    wheres: &wheres,
                    values: &values,
                    reason: &reason,
                    dry_run,
                };
                self.set_many(&kind, &many)
            }
            Verb::Retire { kind, id, reason } => self.retire(&kind, &id, &reason),
            Verb::Postpone {
                rule,
                about,
                until,
                reason,
            } => self.postpone(&rule, &about, &until, &reason),
            Verb::Undo { change, reason } => self.undo(change.as_deref(), &reason),
            Verb::Find { text, limit } => self.find(&text, limit),
            Verb::Due { on, kind } => self.due(on.as_deref(), kind.as_deref()),
            Verb::Import {
                file,
                kind,
                sheet,
                map,
                township,
                dry_run,
                report,
            } => self.import(&import::Asked {
                file,
                kind,
                sheet,
                map,
                township,
                dry_run,
                report,
                session: None,
            }),
            Verb::Export {
                agency,
                out,
                wheres,
                preview,
                confirm,
                clear,
                show_password,
                details: _,
                second,
            } => self.export(&export::Asked {
                agency,
                out,
                wheres,
                preview,
                confirm,
                clear,
                show_password,
                second,
            }),
            Verb::Disclosures { kind, id, agency } => {
                self.disclosures(kind.zip(id), agency.as_deref())
            }
            Verb::Plugin { act } => self.plugin(act),
            Verb::Policy { act } => self.policy(act),
            Verb::Roster { session, act } => self.roster(&session, act),
            Verb::User { act } => self.user(act),
            Verb::Review { act } => self.review(act),
            Verb::Handover(args) => self.hand_over(args),
            Verb::Register { on, village } => self.register(on.as_deref(), village.as_deref()),
            Verb::Rotation(asked) => self.rotation(&asked),
            Verb::Checks { year, csv, out } => self.checks(year, csv, out.as_deref()),
            Verb::Draw(args) => self.draw(args),
            Verb::Form {
                name,
                id,
                out,
                unmask,
            } => self.form(&name, &id, &out, unmask.as_deref()),
            Verb::Backup { dir } => self.back_up(&dir),
            Verb::Restore { dir, replace } => self.restore(&dir, replace),
            Verb::Verify { full, head } => self.verify(full, head.as_deref()),
            Verb::Rescue {
                sources,
                out,
                export,
                unmask,
            } => self.rescue(&rescue::Asked {
                sources,
                out,
                export,
                unmask,
            }),
            Verb::Doctor => self.doctor(),
            Verb::Rebuild { accept_lost_end } => self.rebuild(accept_lost_end),
            Verb::Keys => {
                let folder = Folder::new(&self.setup.config);
                let (keymap, _) = ui::Keymap::preferred(&folder, &folder.settings().0);
                self.out
                    .data(ui::key_sheet(&keymap, &self.words).trim_end());
                Ok(())
            }
            Verb::PluginHost | Verb::Demo { .. } => {
                Err(Problem::new("cli-internal-helper").exit(64))
            }
        }
    }

    fn screen(&self, root: PathBuf) -> Result<Ended, Problem> {
        ui::run(self.setup.clone(), root, self.asked())
    }

    /// What was asked of the screen on the command line.
    fn asked(&self) -> ui::Asked {
        ui::Asked {
            language: self.global.lang.as_ref().map(|_| self.words.language()),
            locale: self.words.language(),
            theme: self.global.theme.clone(),
        }
    }

    fn root(&self) -> Result<PathBuf, Problem> {
        self.global.data.clone().map_or_else(paths::office, Ok)
    }

    /// The office, unlocked. Verbs that only look may stand beside a running program.
    fn office(&self, looks_only: bool) -> Result<Arc<Office>, Problem> {
        self.office_with(&self.setup, looks_only)
    }

    fn office_with(&self, setup: &Setup, looks_only: bool) -> Result<Arc<Office>, Problem> {
        let secret = self.secret(looks_only)?;
        self.office_by(setup, &secret, looks_only)
    }

    /// What opens the office.
    fn secret(&self, looks_only: bool) -> Result<Secret, Problem> {
        // Said before anybody types a passphrase: not a store, newer, damaged; wrong usage.
        let cover = Office::peek(&self.setup, &self.root()?)?;
        if self.global.read_only && !looks_only {
            return Err(Problem::new("cli-read-only-changes").exit(2));
        }
        let typed = passphrase::get(&self.global, &self.words, cover.demo)?;
        Ok(Secret::passphrase(typed))
    }

    fn office_by(
        &self,
        setup: &Setup,
        secret: &Secret,
        looks_only: bool,
    ) -> Result<Arc<Office>, Problem> {
        let root = self.root()?;
        let office = if self.global.read_only && looks_only {
            Office::open_read_only(setup, &root, secret)?
        } else if self.global.read_only {
            return Err(Problem::new("cli-read-only-changes").exit(2));
        } else {
            Office::open(setup, &root, secret)?
        };
        for (key, args) in office.notes() {
            self.out.say(&self.words.fill_with(key, &args));
        }
        // A script that means somebody must not work under another name.
        if self
            .global
            .user
            .as_ref()
            .is_some_and(|name| *name != office.user().name)
        {
            return Err(Problem::new("cli-other-user").exit(4));
        }
        Ok(Arc::new(office))
    }

    fn kind(&self, name: &str) -> Result<Kind, Problem> {
        let name = if name == "director" { "worker" } else { name };
        Kind::from_name(name).ok_or_else(|| {
            let kinds: Vec<&str> = Kind::ALL.iter().map(|k| k.name()).collect();
            Problem::new("problem-unknown-kind")
                .with("kind", name)
                .with("kinds", kinds.join(" "))
                .exit(2)
        })
    }

    /// The record that an argument names.
    fn row(&self, office: &Office, kind: Kind, text: &str) -> Result<Arc<Row>, Problem> {
        office.require(kind)?;
        let tables = office.tables();
        let retired = || {
            let number = text.trim_start_matches('#').parse().ok()?;
            tables.numbered(kind, number).cloned()
        };
        tables.means(kind, text).cloned().or_else(|fault| {
            retired().ok_or_else(|| {
                let word = self.words.word(&format!("kind-{}", kind.name()));
                let args: Vec<(&str, String)> = fault.args();
                let key = if args.is_empty() {
                    "problem-no-such-record"
                } else {
                    "problem-several-records"
                };
                Problem {
                    args,
                    ..Problem::new(key)
                }
                .with("kind", word)
                .with("text", text)
            })
        })
    }

    /// `director` stands for workers who are directors.
    fn wheres(
        &self,
        office: &Office,
        kind_name: &str,
        kind: Kind,
        texts: &[String],
    ) -> Result<Vec<crate::service::Where>, Problem> {
        let own = (kind_name == "director").then(|| "role=director".to_owned());
        own.iter()
            .chain(texts)
            .map(|text| office.parse_where(kind, text))
            .collect()
    }
}

/// The language for a code, Chinese unless told otherwise.
fn language_of(code: Option<&str>) -> Language {
    code.and_then(Language::from_code).unwrap_or_default()
}
