//! Where things are, and what the program gets from the machine: folders, clock, randomness, the helper, the plug-ins that came with it.

use crate::plugin::kernel::Sandbox;
use crate::plugin::{Limits, discover};
use crate::service::{Problem, Setup};
use crate::store::Options;
use etcetera::BaseStrategy;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

/// The folder of the office's data where none is named.
///
/// # Errors
/// The machine tells no home folder.
pub fn office() -> Result<PathBuf, Problem> {
    Ok(base()?.join("office"))
}

/// The folder of a demo, one a scale.
///
/// # Errors
/// The machine tells no home folder.
pub fn demo(scale: &str) -> Result<PathBuf, Problem> {
    Ok(base()?.join(format!("demo-{scale}")))
}

fn base() -> Result<PathBuf, Problem> {
    let strategy = etcetera::choose_base_strategy().map_err(|_| Problem::new("cli-no-home"))?;
    Ok(strategy.data_dir().join("tongdu"))
}

/// The system's folders for plug-ins before the user's own.
fn plugin_roots() -> Vec<discover::Root> {
    let mut roots = discover::system_roots();
    // A relative path would follow the folder that the program happens to be started in.
    let own = base().ok().filter(|path| path.is_absolute());
    roots.extend(own.map(|path| discover::Root::of_user(path.join("plugins"))));
    roots
}

/// What the program runs with on a real machine.
pub fn setup() -> Setup {
    let clock = || {
        SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .map_or(0, |d| u64::try_from(d.as_millis()).unwrap_or(0))
    };
    let random = |bytes: &mut [u8]| getrandom::fill(bytes).expect("the system has randomness");
    let config = etcetera::choose_base_strategy()
        .map(|strategy| strategy.config_dir().join("tongdu"))
        .unwrap_or_default();
    let store = Options::new(Arc::new(clock), Arc::new(random));
    Setup {
        store,
        helper: PathBuf::from("/proc/self/exe"),
        last_id: Arc::default(),
        plugin_limits: Limits::default(),
        sandbox: Sandbox::here(),
        config,
        media: ["/media", "/run/media", "/mnt"].map(PathBuf::from).to_vec(),
        home: etcetera::home_dir().unwrap_or_else(|_| PathBuf::from("/")),
        plugin_roots: plugin_roots(),
        plugins: std::env::current_exe()
            .map(|exe| discover::beside(&exe))
            .unwrap_or_default(),
    }
}
