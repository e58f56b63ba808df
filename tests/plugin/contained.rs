//! What a plug-in may not do, it can't: each attempt ends in its cause, leaves nothing behind, and
//! this process lives.

use std::time::Duration;

use crate::plugins::{NEVER, bad_manifest_text, c_library, names, run_bad, run_by};
use tongdu::plugin::{Library, Limits, Manifest, Problem};

/// Patient: filling memory is quick on one machine and slow on the next.
fn limits() -> Limits {
    Limits {
        stall: Duration::from_secs(30),
        run: Duration::from_secs(60),
        cancel_grace: Duration::from_millis(300),
        ..Limits::default()
    }
}

/// What becomes of a library that tries this; how its output reads if it gets that far.
fn tried(library: &Library, how: &str) -> Result<String, Problem> {
    tried_within(library, how, &limits())
}

fn tried_within(library: &Library, how: &str, limits: &Limits) -> Result<String, Problem> {
    let folder = tempfile::tempdir().expect("temp folder");
    let report = run_bad(library, how, folder.path(), limits, |_| {}, &NEVER);
    if report.is_err() {
        assert!(names(folder.path()).is_empty(), "{how} left something");
    }
    report.map(|r| std::fs::read_to_string(&r.files[0].path).expect("made"))
}

fn crashed(signal: &str) -> Problem {
    Problem::Crashed {
        signal: signal.into(),
        rows: 0,
    }
}

#[test]
fn every_way_to_break_ends_in_its_cause() {
    let library = c_library("tries", None);
    let left = Problem::Unfinished {
        status: "0".into(),
        rows: 0,
    };
    let gave_up = Problem::Failed {
        code: 12,
        text: "no memory".into(),
        rows: 0,
    };
    for (how, problem) in [
        ("null", crashed("SIGSEGV")),
        ("abort", crashed("SIGABRT")),
        // The guard page of the stack; the run time says so and aborts.
        ("overflow", crashed("SIGABRT")),
        ("exit", left),
        ("malloc", gave_up),
        ("careless", crashed("SIGSEGV")),
    ] {
        assert_eq!(tried(&library, how), Err(problem), "{how}");
    }
    let shared = tried(&library, "share");
    let Err(Problem::Memory { limit, used, rows }) = shared else {
        panic!("shared memory: {shared:?}");
    };
    assert_eq!((limit, rows), (512 << 20, 0));
    assert!(used > limit);
}

#[test]
fn who_goes_on_for_ever_is_stopped() {
    let library = c_library("tries", None);
    let limits = Limits {
        stall: Duration::from_millis(500),
        ..limits()
    };
    let stalled = Problem::Stalled {
        seconds: 0,
        rows: 0,
    };
    for how in ["loop", "sleep"] {
        let ended = tried_within(&library, how, &limits);
        assert_eq!(ended, Err(stalled.clone()), "{how}");
    }
}

/// A manifest may ask for less than everybody is given, and never gets more.
#[test]
fn a_plug_in_is_held_to_what_it_asked_for() {
    let library = c_library("tries", None);
    let folder = tempfile::tempdir().expect("temp folder");
    let ended = |asked: &str, how: &str, run: u64| {
        let manifest = format!("{}[limits]\n{asked}\n", bad_manifest_text());
        let manifest = Manifest::parse(&manifest).expect("a good manifest");
        let limits = Limits {
            run: Duration::from_secs(run),
            memory: 64 << 20,
            ..limits()
        };
        run_by(
            &manifest,
            &library,
            how,
            folder.path(),
            &limits,
            None,
            |_| {},
            &NEVER,
        )
    };
    let too_long = |seconds| Err(Problem::TooLong { seconds, rows: 0 });
    assert_eq!(ended("run_seconds = 1", "sleep", 2), too_long(1));
    assert_eq!(ended("run_seconds = 100", "sleep", 2), too_long(2));
    for (asked, given) in [
        ("memory_mib = 16", 16 << 20),
        ("memory_mib = 900", 64 << 20),
    ] {
        let shared = ended(asked, "share", 60);
        let Err(Problem::Memory { limit, .. }) = shared else {
            panic!("shared memory: {shared:?}");
        };
        assert_eq!(limit, given, "{asked}");
    }
    assert!(names(folder.path()).is_empty());
}

#[test]
fn what_only_a_dishonest_one_tries_ends_it() {
    let library = c_library("tries", None);
    for how in [
        "fork", "vfork", "system", "exec", "ptrace", "kill", "kill-all", "socket",
    ] {
        assert_eq!(
            tried(&library, how),
            Err(Problem::Forbidden { rows: 0 }),
            "{how}"
        );
    }
}

#[test]
fn it_reaches_nothing_but_its_own_memory_and_threads() {
    let library = c_library("tries", None);
    assert_eq!(tried(&library, "thread").as_deref(), Ok("thread DONE;"));
    let seen = tried(&library, "reach").expect("it goes on");
    let names =
        "read write append hidden list remove run turn limit outlive signal file library look";
    let refused = names.split(' ').map(|name| format!("{name} refused;"));
    assert_eq!(seen, refused.collect::<String>());
    assert!(!std::path::Path::new("/tmp/tongdu-was-here").exists());
}

#[test]
fn a_constructor_reaches_no_further() {
    let seen = tried(&c_library("tries", Some("reach")), "");
    let names = "dumpable read write append hidden list remove run turn limit outlive signal file";
    let refused = names.split(' ').map(|name| format!("{name} refused;"));
    let refused = format!("mortal DONE;{}", refused.collect::<String>());
    let told = Problem::Mismatch {
        what: "version",
        expected: "1".into(),
        found: refused,
    };
    assert_eq!(seen, Err(told));
    assert_eq!(
        tried(&c_library("tries", Some("null")), ""),
        Err(crashed("SIGSEGV"))
    );
    for how in ["fork", "kill", "socket", "exec"] {
        assert_eq!(
            tried(&c_library("tries", Some(how)), ""),
            Err(Problem::Forbidden { rows: 0 }),
            "{how}"
        );
    }
}

#[test]
fn garbage_on_descriptors_is_a_breach() {
    let library = c_library("tries", None);
    let breach = tried(&library, "garbage");
    assert!(matches!(breach, Err(Problem::Breach { .. })), "{breach:?}");
    // It can't say that it is done any more; a build with checks finds its own pipe closed.
    let closed = tried(&library, "close");
    let ended = matches!(
        closed,
        Err(Problem::Unfinished { .. } | Problem::Crashed { .. })
    );
    assert!(ended, "{closed:?}");
}

/// What leads out of a process or into another, by the kernel's numbers. Each is tried without sense, so
/// what got through would be told by the kernel's own answer.
const WAYS: &[libc::c_long] = &[
    libc::SYS_socket,
    libc::SYS_socketpair,
    libc::SYS_connect,
    libc::SYS_bind,
    libc::SYS_listen,
    libc::SYS_accept4,
    libc::SYS_sendto,
    libc::SYS_sendmsg,
    libc::SYS_sendmmsg,
    libc::SYS_recvfrom,
    libc::SYS_recvmsg,
    libc::SYS_execve,
    libc::SYS_execveat,
    libc::SYS_ptrace,
    libc::SYS_process_vm_readv,
    libc::SYS_process_vm_writev,
    libc::SYS_pidfd_open,
    libc::SYS_pidfd_getfd,
    libc::SYS_pidfd_send_signal,
    libc::SYS_tkill,
    libc::SYS_rt_tgsigqueueinfo,
    libc::SYS_openat,
    libc::SYS_openat2,
    libc::SYS_name_to_handle_at,
    libc::SYS_open_by_handle_at,
    libc::SYS_memfd_create,
    libc::SYS_memfd_secret,
    libc::SYS_unlinkat,
    libc::SYS_renameat2,
    libc::SYS_mkdirat,
    libc::SYS_mknodat,
    libc::SYS_linkat,
    libc::SYS_symlinkat,
    libc::SYS_fchmodat,
    libc::SYS_fchownat,
    libc::SYS_utimensat,
    libc::SYS_truncate,
    libc::SYS_ftruncate,
    libc::SYS_fallocate,
    libc::SYS_getdents64,
    libc::SYS_readlinkat,
    libc::SYS_faccessat,
    libc::SYS_faccessat2,
    libc::SYS_statx,
    libc::SYS_statfs,
    libc::SYS_getcwd,
    libc::SYS_chdir,
    libc::SYS_chroot,
    libc::SYS_pivot_root,
    libc::SYS_mount,
    libc::SYS_umount2,
    libc::SYS_move_mount,
    libc::SYS_open_tree,
    libc::SYS_fsopen,
    libc::SYS_unshare,
    libc::SYS_setns,
    libc::SYS_setuid,
    libc::SYS_setgid,
    libc::SYS_setgroups,
    libc::SYS_capset,
    libc::SYS_prctl,
    libc::SYS_seccomp,
    libc::SYS_landlock_create_ruleset,
    libc::SYS_landlock_restrict_self,
    libc::SYS_setrlimit,
    libc::SYS_ioctl,
    libc::SYS_splice,
    libc::SYS_tee,
    libc::SYS_vmsplice,
    libc::SYS_sendfile,
    libc::SYS_copy_file_range,
    libc::SYS_io_setup,
    libc::SYS_io_uring_setup,
    libc::SYS_io_uring_enter,
    libc::SYS_bpf,
    libc::SYS_perf_event_open,
    libc::SYS_userfaultfd,
    libc::SYS_keyctl,
    libc::SYS_add_key,
    libc::SYS_request_key,
    libc::SYS_init_module,
    libc::SYS_finit_module,
    libc::SYS_delete_module,
    libc::SYS_kexec_load,
    libc::SYS_reboot,
    libc::SYS_settimeofday,
    libc::SYS_clock_settime,
    libc::SYS_sethostname,
    libc::SYS_shmget,
    libc::SYS_shmat,
    libc::SYS_msgget,
    libc::SYS_semget,
    libc::SYS_mq_open,
    libc::SYS_inotify_init1,
    libc::SYS_fanotify_init,
    libc::SYS_signalfd4,
    libc::SYS_quotactl,
    libc::SYS_swapon,
    libc::SYS_syslog,
    libc::SYS_personality,
];

#[test]
fn no_call_leads_out_of_it() {
    let library = c_library("tries", None);
    for way in WAYS {
        let tried = tried(&library, &format!("call {way}"));
        let shut = match &tried {
            Ok(seen) => seen == "call refused;",
            Err(problem) => *problem == Problem::Forbidden { rows: 0 },
        };
        assert!(shut, "call {way}: {tried:?}");
    }
    // Only there a second door is left from older days.
    let old = cfg!(target_arch = "x86_64").then_some("old");
    for how in ["raise"].into_iter().chain(old) {
        let tried = tried(&library, how);
        let shut = match &tried {
            Ok(seen) => *seen == format!("{how} refused;"),
            Err(problem) => *problem == Problem::Forbidden { rows: 0 },
        };
        assert!(shut, "{how}: {tried:?}");
    }
}

#[test]
fn who_keeps_the_sandbox_from_being_shut_is_to_blame() {
    let library = c_library("tries", Some("hinder"));
    assert_eq!(tried(&library, ""), Err(Problem::Forbidden { rows: 0 }));
}
