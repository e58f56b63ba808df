//! The real program in a real terminal, and somebody who types and reads.

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use std::io::{Read, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// Longer than the program takes for anything here.
pub const PATIENCE: Duration = Duration::from_secs(20);

/// The program in a terminal of 80 × 24.
pub struct Terminal {
    /// The same before the program started.
    pub before: String,
    master: Option<Box<dyn MasterPty + Send>>,
    keys: Option<Box<dyn Write + Send>>,
    output: Receiver<Vec<u8>>,
    listener: Option<JoinHandle<()>>,
    closing: Arc<AtomicBool>,
    /// The process.
    pub child: Box<dyn Child + Send + Sync>,
    /// What is on the screen.
    pub screen: vt100::Parser,
    /// Everything that the program wrote.
    pub raw: Vec<u8>,
    /// Where its data are.
    pub folder: Arc<tempfile::TempDir>,
}

impl Terminal {
    /// Starts the program, whose data and home are in a folder of its own.
    pub fn start(arguments: &[&str], environment: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        Self::start_in(Arc::new(folder), arguments, environment)
    }

    /// Starts the program again where it was before.
    pub fn start_in(
        folder: Arc<tempfile::TempDir>,
        arguments: &[&str],
        environment: &[(&str, &str)],
    ) -> Self {
        let program = std::path::Path::new(env!("CARGO_BIN_EXE_tongdu"));
        Self::start_program(program, folder, arguments, environment)
    }

    /// Starts another program in such a terminal.
    pub fn start_program(
        program: &std::path::Path,
        folder: Arc<tempfile::TempDir>,
        arguments: &[&str],
        environment: &[(&str, &str)],
    ) -> Self {
        let size = PtySize {
            rows: 24,
            cols: 80,
            pixel_width: 0,
            pixel_height: 0,
        };
        // Nobody here answers when the program asks how wide characters are.
        let config = folder.path().join(".config/tongdu");
        std::fs::create_dir_all(&config).expect("a folder");
        let settings = config.join("settings.toml");
        if !settings.exists() {
            std::fs::write(settings, "display.ambiguous = \"narrow\"\n").expect("written");
        }
        let pair = native_pty_system().openpty(size).expect("a terminal");
        let mut command = CommandBuilder::new(program);
        command.args(arguments);
        command.env("TERM", "xterm-256color");
        command.env("LANG", "zh_CN.UTF-8");
        command.env("TONGDU_DATA", folder.path().join("office"));
        command.env("HOME", folder.path());
        for inherited in [
            "XDG_CONFIG_HOME",
            "COLORTERM",
            "NO_COLOR",
            "TMUX",
            "LC_ALL",
            "LC_CTYPE",
        ] {
            command.env_remove(inherited);
        }
        for (name, value) in environment {
            command.env(name, value);
        }
        let before = modes(&*pair.master);
        let child = pair.slave.spawn_command(command).expect("the program");
        // The only end at the other side has to be the program's own.
        drop(pair.slave);
        let mut reader = pair.master.try_clone_reader().expect("its output");
        let (sender, output) = channel();
        let closing = Arc::new(AtomicBool::new(false));
        let close = Arc::clone(&closing);
        let listener = std::thread::spawn(move || {
            let mut buffer = [0; 4096];
            while let Ok(n @ 1..) = reader.read(&mut buffer) {
                if sender.send(buffer[..n].to_vec()).is_err() || close.load(Ordering::SeqCst) {
                    break;
                }
            }
        });
        Self {
            before,
            keys: Some(pair.master.take_writer().expect("its keys")),
            master: Some(pair.master),
            output,
            listener: Some(listener),
            closing,
            child,
            screen: vt100::Parser::default(),
            raw: Vec::new(),
            folder,
        }
    }

    /// Reads until this stands on the screen.
    pub fn wait_for(&mut self, text: &str) {
        self.wait_until(text, |screen| screen.contents().contains(text));
    }

    /// Reads until the screen is so.
    pub fn wait_until(&mut self, what: &str, so: impl Fn(&vt100::Screen) -> bool) {
        let end = Instant::now() + PATIENCE;
        while !so(self.screen.screen()) {
            let left = end.saturating_duration_since(Instant::now());
            match self.output.recv_timeout(left) {
                Ok(bytes) => self.take(&bytes),
                Err(_) => panic!(
                    "no {what} on the screen:\n{}",
                    self.screen.screen().contents()
                ),
            }
        }
    }

    /// Reads until the program has written these bytes.
    pub fn wait_until_raw(&mut self, wanted: &[u8]) {
        let from = self.raw.len();
        let end = Instant::now() + PATIENCE;
        while !self.raw[from..].windows(wanted.len()).any(|w| w == wanted) {
            let left = end.saturating_duration_since(Instant::now());
            match self.output.recv_timeout(left) {
                Ok(bytes) => self.take(&bytes),
                Err(_) => panic!("{:?} never came", String::from_utf8_lossy(wanted)),
            }
        }
    }

    /// Reads what the program has written by now.
    pub fn take_rest(&mut self) {
        while let Ok(bytes) = self.output.recv_timeout(Duration::from_millis(200)) {
            self.take(&bytes);
        }
    }

    /// The program's threads: names and numbers.
    pub fn threads(&self) -> Vec<(String, u32)> {
        let id = self.child.process_id().expect("running");
        let tasks = std::fs::read_dir(format!("/proc/{id}/task")).expect("a process");
        let mut threads = Vec::new();
        for task in tasks.flatten() {
            let number = task.file_name().to_str().and_then(|n| n.parse().ok());
            let name = std::fs::read_to_string(task.path().join("comm"));
            // A thread may end while it is looked at.
            if let (Some(number), Ok(name)) = (number, name) {
                threads.push((name.trim().to_owned(), number));
            }
        }
        threads
    }

    /// Sends the program a signal, by its name.
    pub fn signal(&self, name: &str) {
        let id = self.child.process_id().expect("running");
        let sent = std::process::Command::new("kill")
            .args([&format!("-{name}"), &id.to_string()])
            .status();
        assert!(sent.expect("kill").success());
    }

    /// Waits until the system says that the program is in this state.
    pub fn wait_for_state(&self, state: char) {
        let id = self.child.process_id().expect("running");
        let end = Instant::now() + PATIENCE;
        loop {
            let stat = std::fs::read_to_string(format!("/proc/{id}/stat")).expect("a process");
            let now = stat
                .rsplit(") ")
                .next()
                .and_then(|rest| rest.chars().next());
            if now == Some(state) {
                return;
            }
            assert!(Instant::now() < end, "in state {now:?}, not {state}");
            std::thread::yield_now();
        }
    }

    /// How the terminal treats what is typed: echo, lines, signals.
    pub fn modes(&self) -> String {
        let master = self
            .master
            .as_ref()
            .expect("a terminal that is still there");
        modes(&**master)
    }

    /// Makes the window another size.
    pub fn resize(&mut self, cols: u16, rows: u16) {
        let master = self
            .master
            .as_ref()
            .expect("a terminal that is still there");
        let size = PtySize {
            rows,
            cols,
            pixel_width: 0,
            pixel_height: 0,
        };
        master.resize(size).expect("resized");
        let cells = |n| std::num::NonZero::new(n).expect("a window has some size");
        self.screen.screen_mut().set_size(cells(rows), cells(cols));
    }

    fn take(&mut self, bytes: &[u8]) {
        self.screen.process(bytes);
        self.raw.extend(bytes);
    }

    pub fn type_keys(&mut self, keys: &str) {
        let writer = self.keys.as_mut().expect("a terminal that is still there");
        writer
            .write_all(keys.as_bytes())
            .and_then(|()| writer.flush())
            .expect("keys go in");
    }

    /// Takes the terminal away, as closing a window does. The listener holds it as well, and lets
    /// go after the next thing it hears.
    pub fn close(&mut self) {
        self.closing.store(true, Ordering::SeqCst);
        self.type_keys("x");
        let listener = self.listener.take().expect("closed once");
        listener.join().expect("a listener that hears the last key");
        self.keys = None;
        self.master = None;
    }

    /// Waits for the end; the exit code.
    pub fn ended(&mut self) -> u32 {
        let end = Instant::now() + PATIENCE;
        loop {
            if let Some(status) = self.child.try_wait().expect("a child") {
                while let Ok(bytes) = self.output.recv_timeout(Duration::from_millis(200)) {
                    self.take(&bytes);
                }
                return status.exit_code();
            }
            assert!(
                Instant::now() < end,
                "still running:\n{}",
                self.screen.screen().contents()
            );
            if let Ok(bytes) = self.output.recv_timeout(Duration::from_millis(50)) {
                self.take(&bytes);
            }
        }
    }

    /// Whether what was switched on was switched off again.
    pub fn restored(&self) -> bool {
        let last = |on: &[u8], off: &[u8]| {
            let at = |what: &[u8]| self.raw.windows(what.len()).rposition(|w| w == what);
            at(on).is_some() && at(on) < at(off)
        };
        last(b"\x1b[?1049h", b"\x1b[?1049l")
            && last(b"\x1b[?2004h", b"\x1b[?2004l")
            && !self.screen.screen().hide_cursor()
    }
}

fn modes(master: &dyn portable_pty::MasterPty) -> String {
    let modes = master.get_termios().expect("its modes");
    format!(
        "{:?} {:?} {:?}",
        modes.local_flags, modes.input_flags, modes.output_flags
    )
}
