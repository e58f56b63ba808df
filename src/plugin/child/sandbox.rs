//! The sandbox, in two stages: one before the library is loaded, whose constructors run at once,
//! and a narrower one before it is given a row.
//!
//! Filters of system calls are required: where the kernel has none, nothing is loaded. Landlock is
//! used where the kernel has it; without it the filters alone let files be opened only to be read
//! and, by an honest constructor, only while loading: a hostile one could answer the second stage
//! with a filter of its own. Needs `no_new_privs`, never a privilege.

use landlock::{
    ABI, Access, AccessFs, AccessNet, BitFlags, Ruleset, RulesetAttr, RulesetCreated,
    RulesetCreatedAttr, RulesetError, Scope, path_beneath_rules,
};
use seccompiler::{
    BpfProgram, SeccompAction, SeccompCmpArgLen, SeccompCmpOp, SeccompCondition, SeccompFilter,
    SeccompRule,
};
use std::collections::BTreeMap;

use super::probe::Probe;
use super::syscalls::{self, Bits, Call};
use super::told;

/// Where libraries lie that a plug-in is linked against, and the list of them. Folders that a
/// system hasn't are passed over.
const LIBRARIES: [&str; 6] = [
    "/lib",
    "/lib64",
    "/usr/lib",
    "/usr/lib64",
    "/usr/local/lib",
    "/etc/ld.so.cache",
];

/// The newest interface of Landlock whose doors are known here; older kernels shut what they can.
const KNOWN: ABI = ABI::V6;

/// Why it couldn't be shut in, in English.
type Refused = Box<dyn std::error::Error>;

/// Before a library is loaded: it may read libraries, make memory and threads, and nothing else.
///
/// # Errors
/// The kernel has no filters of system calls, or refuses them. Nothing may be loaded then.
pub fn before_loading(probe: Probe) -> Result<(), Refused> {
    let libraries = path_beneath_rules(LIBRARIES, AccessFs::from_read(KNOWN));
    ruleset()?.add_rules(libraries)?.restrict_self()?;
    let answers = Answers::of(probe);
    if answers.told {
        told::listen()?;
    }
    // In this order: once the list of what is allowed stands, no other can be added but what it
    // allows.
    seccompiler::apply_filter(&never(&answers)?)?;
    seccompiler::apply_filter(&no_new_clone()?)?;
    seccompiler::apply_filter(&only(syscalls::while_loading(), &answers, true)?)?;
    told::loading(true);
    Ok(())
}

/// Before it is given a row: no file, no new code, in any of its threads.
///
/// # Errors
/// The kernel refuses, as when a constructor has put a thread behind filters of its own.
pub fn before_running(probe: Probe) -> Result<(), Refused> {
    ruleset()?.restrict_self()?;
    let only = only(syscalls::while_running(), &Answers::of(probe), false)?;
    seccompiler::apply_filter_all_threads(&only)?;
    Ok(())
}

/// What becomes of a call that isn't allowed.
struct Answers {
    /// Which only a dishonest one tries.
    never: SeccompAction,
    /// Any other.
    refused: SeccompAction,
    /// Both are told, and refused by what hears of them.
    told: bool,
}

impl Answers {
    fn of(probe: Probe) -> Answers {
        let told = probe == Probe::Calls;
        let real = (
            SeccompAction::KillProcess,
            SeccompAction::Errno(libc::EPERM as u32),
        );
        let (never, refused) = match told {
            true => (SeccompAction::Trap, SeccompAction::Trap),
            false => real,
        };
        Answers {
            never,
            refused,
            told,
        }
    }
}

/// Everything that Landlock knows to forbid, forbidden, as far as the kernel goes.
fn ruleset() -> Result<RulesetCreated, RulesetError> {
    let scopes: BitFlags<Scope> = Scope::from_all(KNOWN);
    Ruleset::default()
        .handle_access(AccessFs::from_all(KNOWN))?
        .handle_access(AccessNet::from_all(KNOWN))?
        .scope(scopes)?
        .create()
}

/// A filter that answers calls under these rules in one way, and all others in another.
fn filter(
    rules: BTreeMap<i64, Vec<SeccompRule>>,
    these: SeccompAction,
    others: SeccompAction,
) -> Result<BpfProgram, Refused> {
    let here = std::env::consts::ARCH.try_into()?;
    Ok(SeccompFilter::new(rules, others, these, here)?.try_into()?)
}

fn condition(
    argument: u8,
    operator: SeccompCmpOp,
    value: u64,
) -> Result<SeccompCondition, seccompiler::BackendError> {
    SeccompCondition::new(argument, SeccompCmpArgLen::Qword, operator, value)
}

/// All of these conditions together.
fn rule(together: &[Bits]) -> Result<SeccompRule, seccompiler::BackendError> {
    let each = together.iter().map(|bits| {
        let masked = SeccompCmpOp::MaskedEq(bits.mask);
        condition(bits.argument, masked, bits.value)
    });
    SeccompRule::new(each.collect::<Result<_, _>>()?)
}

/// What ends the process.
fn never(answers: &Answers) -> Result<BpfProgram, Refused> {
    let mut rules: BTreeMap<i64, Vec<SeccompRule>> = BTreeMap::new();
    rules.extend(syscalls::NEVER.iter().map(|call| (*call, Vec::new())));
    rules.insert(libc::SYS_clone, vec![rule(&[syscalls::NEW_PROCESS])?]);
    for call in syscalls::ABOUT_A_PROCESS {
        let another = condition(0, SeccompCmpOp::Ne, own_pid())?;
        rules.insert(call, vec![SeccompRule::new(vec![another])?]);
    }
    filter(rules, answers.never.clone(), SeccompAction::Allow)
}

/// `clone3` keeps its flags in memory, where no filter sees them: the C library is told that there
/// is no such call, and takes `clone`.
fn no_new_clone() -> Result<BpfProgram, Refused> {
    let rules = BTreeMap::from([(libc::SYS_clone3, Vec::new())]);
    let unknown = SeccompAction::Errno(libc::ENOSYS as u32);
    filter(rules, unknown, SeccompAction::Allow)
}

/// These calls and no others. While loading, a trial wants to be asked about what is opened and
/// written, too.
fn only(
    calls: impl Iterator<Item = Call>,
    answers: &Answers,
    loading: bool,
) -> Result<BpfProgram, Refused> {
    let mut rules: BTreeMap<i64, Vec<SeccompRule>> = BTreeMap::new();
    for (call, under) in calls {
        let asked = answers.told && loading && syscalls::ASKED_WHILE_LOADING.contains(&call);
        let marked = asked.then_some(syscalls::MARKED);
        let bare: &[&[Bits]] = if asked { &[&[]] } else { &[] };
        let groups = if under.is_empty() { bare } else { under };
        let all = groups
            .iter()
            .map(|group| rule(&group.iter().copied().chain(marked).collect::<Vec<_>>()));
        let under = all.collect::<Result<_, _>>()?;
        rules.insert(call, under);
    }
    for call in syscalls::ABOUT_A_PROCESS {
        rules.insert(call, Vec::new());
    }
    filter(rules, SeccompAction::Allow, answers.refused.clone())
}

fn own_pid() -> u64 {
    u64::from(std::process::id())
}
