//! A plug-in that behaves as the option `how` tells it; `good` is well-behaved.

use std::io::Write;
use std::os::fd::FromRawFd;

use tongdu_sdk::export::{Dataset, Exporter, Failure, Host, Job, Rows};

struct Acts {
    how: String,
    rows: u64,
}

/// Neither sleeps nor burns a core: wakes up only to go on hanging.
fn hang() -> ! {
    loop {
        std::thread::park();
    }
}

/// Claims success in the program's own words and leaves.
fn forge() -> ! {
    let args: Vec<String> = std::env::args().collect();
    let number = args[4].parse().expect("the pipe up");
    // SAFETY: it is not safe; that is the point.
    let mut pipe = unsafe { std::fs::File::from_raw_fd(number) };
    let mut frames = Vec::new();
    let mut frame = |kind: u8, payload: &[u8]| {
        frames.extend((payload.len() as u32).to_le_bytes());
        frames.push(kind);
        frames.extend(payload);
    };
    frame(
        66,
        &[&0u32.to_le_bytes()[..], &7u64.to_le_bytes(), b"out.txt"].concat(),
    );
    frame(68, &0u32.to_le_bytes());
    frame(71, &3u64.to_le_bytes());
    frame(74, &[&3u64.to_le_bytes()[..], &[0; 16]].concat());
    pipe.write_all(&frames).expect("open");
    std::process::exit(0)
}

/// What the process has.
fn look() -> String {
    // SAFETY: a number without a file behind it only gives EBADF.
    let open = |fd: &i32| unsafe { libc::fcntl(*fd, libc::F_GETFD) } != -1;
    let open = (0..64).filter(open).count();
    let zero = |what| {
        let limit = rustix::process::getrlimit(what);
        limit.current == Some(0) && limit.maximum == Some(0)
    };
    let environment = std::env::vars_os().count();
    format!(
        "env {environment} open {open} core {} fsize {}",
        zero(rustix::process::Resource::Core),
        zero(rustix::process::Resource::Fsize),
    )
}

impl Exporter for Acts {
    fn create(host: &Host, _job: &Job) -> Result<Self, Failure> {
        Ok(Acts {
            how: host.option("how").unwrap_or("good").to_string(),
            rows: 0,
        })
    }

    fn begin_dataset(&mut self, _host: &Host, _dataset: &Dataset) -> Result<(), Failure> {
        Ok(())
    }

    fn rows(&mut self, host: &Host, rows: &Rows<'_>) -> Result<(), Failure> {
        self.rows += rows.iter().count() as u64;
        match self.how.as_str() {
            // SAFETY: it is not safe; that is the point.
            "segv" => unsafe { std::ptr::write_volatile(8 as *mut u8, 1) },
            "abort" => std::process::abort(),
            "exit" => std::process::exit(0),
            "hang" => hang(),
            "panic" => panic!("\u{1b}[31mno more"),
            "forge" => forge(),
            "polite" => {
                host.log(0, "waiting");
                while !host.cancelled() {
                    std::thread::yield_now();
                }
                host.log(0, "stopping");
                return Err(Failure::cancelled());
            }
            // Leaves somebody behind who holds the pipes.
            "orphan" => {
                std::process::Command::new("/bin/sleep")
                    .arg("1000")
                    .spawn()
                    .expect("sleep");
                std::process::exit(0);
            }
            "deaf" => {
                host.log(0, "waiting");
                hang();
            }
            "memory" => drop(vec![1u8; 1 << 31]),
            _ => {}
        }
        Ok(())
    }

    fn end_dataset(&mut self, _host: &Host, _total: u64) -> Result<(), Failure> {
        Ok(())
    }

    fn finish(&mut self, host: &Host) -> Result<(), Failure> {
        let mut out = host.open(if self.how == "undeclared" {
            "other.txt"
        } else {
            "out.txt"
        })?;
        match self.how.as_str() {
            "flood" => loop {
                out.write_all(&[b'x'; 100_000])?;
            },
            "look" => out.write_all(look().as_bytes())?,
            _ => writeln!(out, "{} rows", self.rows)?,
        }
        if self.how != "unclosed" {
            out.close()?;
        }
        eprintln!("done");
        Ok(())
    }
}

tongdu_sdk::export_plugin!("bad", "1", Acts);
