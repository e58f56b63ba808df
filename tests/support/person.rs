//! A person at the keys: presses, types, waits until nothing goes on by itself, looks.

use super::dump;
use super::setup::{Clock, machine};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::{Duration, UNIX_EPOCH};
use tempfile::TempDir;
use tongdu::config::Folder;
use tongdu::i18n::Language;
use tongdu::plugin::discover::{Ours, Root as PluginRoot};
use tongdu::service::demo::{self, Scale};
use tongdu::service::{NewOffice, Office, OfficeRole, Secret, Setup};
use tongdu::ui::event::Event;
use tongdu::ui::theme::Depth;
use tongdu::ui::{App, Ctx, Prefs, Root, Start, Surroundings, key};

/// Longer than any job of a test takes.
const PATIENCE: Duration = Duration::from_secs(60);

/// The office that the person has open.
pub fn office(person: &Person) -> Arc<Office> {
    Arc::clone(person.ctx().office().expect("an open office"))
}

/// This stands on the screen.
pub fn see(person: &Person, text: &str) {
    assert!(person.sees(text), "no {text} on\n{}", person.text());
}

/// A person, the program in front of them, and a folder that goes when they do.
pub struct Person {
    /// The program.
    pub app: App,
    /// Its clock.
    pub clock: Clock,
    /// What the machine is.
    pub setup: Setup,
    inbox: Receiver<Event>,
    _events: Sender<Event>,
    size: (u16, u16),
    folder: TempDir,
}

impl Person {
    /// In front of a program that has no office yet.
    pub fn first_time(language: Language) -> Self {
        Self::with(language, |_, _| Root::Nothing)
    }

    /// In front of a locked office of 莒口镇, whose passphrase is `maque2026`.
    pub fn locked(language: Language) -> Self {
        Self::with(language, |setup, root| {
            drop(empty_office(setup, root));
            Root::Locked(Office::peek(setup, root).expect("just made"))
        })
    }

    /// The same, where 赵敏 comes in as a trainer with `laoying2026`, too.
    pub fn locked_for_two(language: Language) -> Self {
        Self::with(language, |setup, root| {
            let office = empty_office(setup, root);
            office
                .add_user("赵敏", OfficeRole::Trainer, "laoying2026")
                .expect("a second user");
            office.close();
            Root::Locked(Office::peek(setup, root).expect("just made"))
        })
    }

    /// In an office of 莒口镇 with its villages and nobody in it.
    pub fn in_office(language: Language) -> Self {
        Self::with(language, |setup, root| {
            Root::Open(Arc::new(empty_office(setup, root)))
        })
    }

    /// In the demo's township.
    pub fn in_demo(language: Language) -> Self {
        Self::with(language, |setup, root| {
            let office = demo::make(setup, root, Scale::Township, 1).expect("a demo can be made");
            Root::Open(Arc::new(office))
        })
    }

    /// In the demo's county, which has more to do than fits a list.
    pub fn in_county(language: Language) -> Self {
        Self::with(language, |setup, root| {
            let office = demo::make(setup, root, Scale::County, 1).expect("a demo can be made");
            Root::Open(Arc::new(office))
        })
    }

    /// In front of whatever `found` makes of an empty folder.
    pub fn with(language: Language, found: impl FnOnce(&Setup, &std::path::Path) -> Root) -> Self {
        Self::looking(language, colourful(), Ours::default(), found)
    }

    /// The same, on a machine with these plug-ins.
    pub fn equipped(
        language: Language,
        plugins: Ours,
        found: impl FnOnce(&Setup, &std::path::Path) -> Root,
    ) -> Self {
        Self::looking(language, colourful(), plugins, found)
    }

    /// The same, at this terminal.
    pub fn looking(
        language: Language,
        around: Surroundings,
        plugins: Ours,
        found: impl FnOnce(&Setup, &std::path::Path) -> Root,
    ) -> Self {
        let (mut setup, clock) = machine();
        let folder = tempfile::tempdir().expect("a temporary folder");
        setup.plugins = plugins;
        setup.plugin_roots = vec![PluginRoot::of_user(folder.path().join("plugins"))];
        setup.home = folder.path().to_owned();
        setup.config = folder.path().join("config");
        setup.media = vec![folder.path().join("media")];
        let root = folder.path().join("office");
        let found = found(&setup, &root);
        let (sender, inbox) = channel();
        let start = Start {
            setup: setup.clone(),
            root,
            found,
            language,
            prefs: prefs(&setup, around),
        };
        Self {
            app: App::new(start, sender.clone()),
            clock,
            setup,
            inbox,
            _events: sender,
            size: (80, 24),
            folder,
        }
    }

    /// Makes what lies in the home folder as old as the fixed clock says: the machine's own clock
    /// must not be in a picture.
    pub fn set_file_times(&mut self) -> &mut Self {
        let then = UNIX_EPOCH + Duration::from_millis(self.setup.now());
        for entry in std::fs::read_dir(self.folder.path()).expect("the home folder") {
            let path = entry.expect("an entry").path();
            let file = std::fs::File::open(path).expect("what is listed");
            file.set_modified(then).expect("a time can be set");
        }
        self
    }

    /// Closes the demo and opens it again from what lies on the disk.
    pub fn reopened(self) -> Self {
        let (setup, folder, size) = (self.setup, self.folder, self.size);
        let language = self.app.ctx().language();
        let office = self.app.into_office().and_then(Arc::into_inner);
        drop(office);
        let root = folder.path().join("office");
        let secret = Secret::passphrase(demo::DEMO_PASSPHRASE);
        let office = Office::open(&setup, &root, &secret).expect("what was closed opens");
        let (sender, inbox) = channel();
        let start = Start {
            setup: setup.clone(),
            root,
            found: Root::Open(Arc::new(office)),
            language,
            prefs: prefs(&setup, colourful()),
        };
        Self {
            app: App::new(start, sender.clone()),
            clock: self.clock,
            setup,
            inbox,
            _events: sender,
            size,
            folder,
        }
    }

    /// Writes a file of the person's preferences.
    pub fn prefers(&self, file: &str, text: &str) -> &Self {
        let path = self.setup.config.join(file);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        std::fs::write(path, text).expect("written");
        self
    }

    /// The folder that everything is in.
    pub fn folder(&self) -> &std::path::Path {
        self.folder.path()
    }

    /// Listens for what the program hears of jobs, without waiting for their end.
    pub fn hear(&mut self) -> &mut Self {
        let event = self
            .inbox
            .recv_timeout(PATIENCE)
            .expect("a job that tells nothing");
        self.app.handle(event);
        self
    }

    /// Presses a key while a job is running.
    pub fn press_meanwhile(&mut self, name: &str) -> &mut Self {
        let key = key::parse(name).unwrap_or_else(|| panic!("no key is called {name}"));
        self.app.handle(Event::Key(key));
        self
    }

    /// In the demo's township, without colours and with ASCII for lines.
    pub fn in_plain_demo(language: Language) -> Self {
        let plain = Surroundings {
            depth: Depth::None,
            utf8: false,
            ..colourful()
        };
        Self::looking(language, plain, Ours::default(), |setup, root| {
            let office = demo::make(setup, root, Scale::Township, 1).expect("a demo can be made");
            Root::Open(Arc::new(office))
        })
    }

    /// In the demo's township, at a terminal that gives `·` and its like two cells.
    pub fn in_wide_demo(language: Language) -> Self {
        let wide = Surroundings {
            wide: true,
            ..colourful()
        };
        Self::looking(language, wide, Ours::default(), |setup, root| {
            let office = demo::make(setup, root, Scale::Township, 1).expect("a demo can be made");
            Root::Open(Arc::new(office))
        })
    }

    /// With a window of this size.
    pub fn sized(mut self, width: u16, height: u16) -> Self {
        self.size = (width, height);
        self
    }

    /// Gives the window another size, and the program a moment to fill it.
    pub fn resize(&mut self, width: u16, height: u16) {
        self.size = (width, height);
        self.look();
        self.app.rest();
    }

    /// What the views read.
    pub fn ctx(&self) -> &Ctx {
        self.app.ctx()
    }

    /// Presses a key by the name that the command table gives it.
    pub fn press(&mut self, name: &str) -> &mut Self {
        let key = key::parse(name).unwrap_or_else(|| panic!("no key is called {name}"));
        // A person sees the screen between two keys, and windows of lists settle by being drawn.
        self.look();
        self.app.handle(Event::Key(key));
        self.idle();
        // Wide screens complete themselves between two keys, as soon as they know their width.
        self.look();
        self.app.rest();
        self
    }

    /// Presses these keys one after the other.
    pub fn keys(&mut self, names: &[&str]) -> &mut Self {
        for name in names {
            self.press(name);
        }
        self
    }

    /// Types text, as an input method hands it over.
    pub fn type_text(&mut self, text: &str) -> &mut Self {
        for c in text.chars() {
            self.press(c.encode_utf8(&mut [0; 4]));
        }
        self
    }

    /// Pastes text.
    pub fn paste(&mut self, text: &str) -> &mut Self {
        self.app.handle(Event::Paste(text.into()));
        self.idle()
    }

    /// Waits until no job is running. Never sleeps: jobs tell.
    pub fn idle(&mut self) -> &mut Self {
        while !self.app.idle() {
            let event = self
                .inbox
                .recv_timeout(PATIENCE)
                .expect("a job that tells nothing any more");
            self.app.handle(event);
        }
        self
    }

    /// What the program hears from outside.
    pub fn inbox(&mut self) -> (&mut App, &Receiver<Event>, &Sender<Event>) {
        (&mut self.app, &self.inbox, &self._events)
    }

    fn look(&self) -> (Buffer, Option<Position>) {
        self.look_at(self.size.0, self.size.1)
    }

    /// The screen in a window of this size.
    pub fn look_at(&self, width: u16, height: u16) -> (Buffer, Option<Position>) {
        let mut buffer = Buffer::empty(Rect::new(0, 0, width, height));
        let caret = self.app.draw(&mut buffer);
        (buffer, caret)
    }

    /// The screen as text with its styles, for snapshots.
    pub fn screen(&self) -> String {
        let (buffer, caret) = self.look();
        dump::dump(&buffer, caret)
    }

    /// The text of the screen.
    pub fn text(&self) -> String {
        let (buffer, _) = self.look();
        (0..buffer.area.height)
            .map(|y| dump::row(&buffer, y).trim_end().to_owned() + "\n")
            .collect()
    }

    /// Whether this stands on the screen.
    pub fn sees(&self, text: &str) -> bool {
        self.text().contains(text)
    }
}

/// A terminal that shows everything.
pub fn colourful() -> Surroundings {
    Surroundings {
        term: "xterm-256color".into(),
        depth: Depth::Full,
        utf8: true,
        wide: false,
        tmux: false,
    }
}

fn prefs(setup: &Setup, around: Surroundings) -> Prefs {
    Prefs::load(Folder::new(&setup.config), around, None).expect("no theme is asked for")
}

fn empty_office(setup: &Setup, root: &std::path::Path) -> Office {
    let new = NewOffice {
        area: "350703104".into(),
        name: "王芳".into(),
        role: OfficeRole::Supervisor,
        passphrase: "maque2026".into(),
        demo: false,
    };
    Office::create(setup, root, &new)
        .expect("an office can be made")
        .0
}
