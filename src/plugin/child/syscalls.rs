//! Which system calls a plug-in's process may make: while it is loaded, while it runs, and never.
//!
//! Plug-ins are C, C++, Rust, Go and Zig; the lists hold what their run times need to load, to
//! allocate, to run threads and to write to descriptors that they have. What isn't listed is
//! answered with EPERM, which an honest library survives; what only a dishonest one would try ends
//! the process. Lists only: who installs them, and when, is [`super::sandbox`]'s.

use libc::*;

/// A condition on an argument of a call: its place, and what its bits must be under a mask.
#[derive(Clone, Copy)]
pub struct Bits {
    /// The place of the argument, from 0.
    pub argument: u8,
    /// Which bits are looked at.
    pub mask: u64,
    /// What they must be.
    pub value: u64,
}

/// A call, under any one of these groups of conditions, which hold together; none means always.
pub type Call = (c_long, &'static [&'static [Bits]]);

const fn bits(argument: u8, mask: c_int, value: c_int) -> Bits {
    Bits {
        argument,
        mask: mask as u32 as u64,
        value: value as u32 as u64,
    }
}

/// Every bit: the argument itself.
const WHOLE: c_int = -1;
/// Names a thread's memory; Go and others do.
const PR_SET_VMA: c_int = 0x5356_4d41;

/// A call about a process: only about this one, whose id is filled in.
pub const ABOUT_A_PROCESS: [c_long; 2] = [SYS_kill, SYS_tgkill];

/// What only a dishonest plug-in tries. The process is killed, and the plug-in set aside.
pub const NEVER: &[c_long] = &[
    SYS_execve,
    SYS_execveat,
    SYS_ptrace,
    SYS_process_vm_readv,
    SYS_process_vm_writev,
    SYS_bpf,
    SYS_io_uring_setup,
    SYS_keyctl,
    SYS_add_key,
    SYS_request_key,
    SYS_mount,
    SYS_umount2,
    SYS_pivot_root,
    SYS_chroot,
    SYS_unshare,
    SYS_setns,
    SYS_userfaultfd,
    SYS_perf_event_open,
    SYS_open_by_handle_at,
    SYS_pidfd_open,
    SYS_pidfd_getfd,
    SYS_pidfd_send_signal,
    SYS_socket,
    SYS_connect,
    SYS_bind,
    SYS_listen,
    SYS_init_module,
    SYS_finit_module,
    SYS_kexec_load,
    SYS_reboot,
    #[cfg(target_arch = "x86_64")]
    SYS_fork,
    #[cfg(target_arch = "x86_64")]
    SYS_vfork,
    #[cfg(target_arch = "x86_64")]
    SYS_modify_ldt,
];

/// A new process rather than a new thread; killed, too.
pub const NEW_PROCESS: Bits = bits(0, CLONE_THREAD, 0);

/// What a plug-in needs from its first call to its last.
const ALWAYS: &[Call] = &[
    (SYS_read, &[]),
    (SYS_write, &[]),
    (SYS_writev, &[]),
    (SYS_pread64, &[]),
    (SYS_close, &[]),
    (SYS_lseek, &[]),
    (SYS_fstat, &[]),
    // Not who gets a signal when a descriptor is ready: that could be any process of the user's.
    (
        SYS_fcntl,
        &[
            &[bits(1, WHOLE, F_GETFD)],
            &[bits(1, WHOLE, F_SETFD)],
            &[bits(1, WHOLE, F_GETFL)],
            &[bits(1, WHOLE, F_SETFL), bits(2, O_ASYNC, 0)],
            &[bits(1, WHOLE, F_DUPFD)],
            &[bits(1, WHOLE, F_DUPFD_CLOEXEC)],
        ],
    ),
    (SYS_munmap, &[]),
    (SYS_mremap, &[]),
    (SYS_madvise, &[]),
    (SYS_brk, &[]),
    (SYS_rt_sigaction, &[]),
    (SYS_rt_sigprocmask, &[]),
    (SYS_rt_sigreturn, &[]),
    (SYS_sigaltstack, &[]),
    (SYS_futex, &[]),
    (SYS_set_robust_list, &[]),
    (SYS_rseq, &[]),
    (SYS_restart_syscall, &[]),
    (SYS_sched_yield, &[]),
    (SYS_sched_getaffinity, &[]),
    (SYS_membarrier, &[]),
    (SYS_gettid, &[]),
    (SYS_getpid, &[]),
    (SYS_getppid, &[]),
    (SYS_getuid, &[]),
    (SYS_geteuid, &[]),
    (SYS_getgid, &[]),
    (SYS_getegid, &[]),
    (SYS_uname, &[]),
    (SYS_sysinfo, &[]),
    (SYS_clock_gettime, &[]),
    (SYS_clock_getres, &[]),
    (SYS_clock_nanosleep, &[]),
    (SYS_nanosleep, &[]),
    (SYS_timer_create, &[]),
    (SYS_timer_settime, &[]),
    (SYS_timer_delete, &[]),
    (SYS_getrandom, &[]),
    (SYS_epoll_create1, &[]),
    (SYS_epoll_ctl, &[]),
    (SYS_epoll_pwait, &[]),
    (SYS_eventfd2, &[]),
    (SYS_pipe2, &[]),
    (SYS_ppoll, &[]),
    // Threads; whether it is one, the list of what is never allowed sees to. The newer call hides
    // that from a filter and is answered as unknown by one of its own, so that the older is taken.
    (SYS_clone, &[&[bits(0, CLONE_THREAD, CLONE_THREAD)]]),
    (SYS_clone3, &[]),
    // Limits are read, not set.
    (
        SYS_prlimit64,
        &[&[Bits {
            argument: 2,
            mask: u64::MAX,
            value: 0,
        }]],
    ),
    (SYS_exit, &[]),
    (SYS_exit_group, &[]),
    #[cfg(target_arch = "x86_64")]
    (SYS_poll, &[]),
    #[cfg(target_arch = "x86_64")]
    (SYS_pause, &[]),
    #[cfg(target_arch = "x86_64")]
    (SYS_arch_prctl, &[]),
];

/// Beside these while the library is loaded: files are opened to be read, code is mapped.
const LOADING: &[Call] = &[
    // No file is made or written; which may be read, Landlock says.
    (
        SYS_openat,
        &[&[bits(2, O_ACCMODE | O_CREAT | O_TRUNC | TEMPORARY, 0)]],
    ),
    (SYS_newfstatat, &[]),
    (SYS_statx, &[]),
    (SYS_readlinkat, &[]),
    (SYS_faccessat, &[]),
    // Memory is written to or run, not both.
    (
        SYS_mmap,
        &[&[bits(2, PROT_EXEC, 0)], &[bits(2, PROT_WRITE, 0)]],
    ),
    (
        SYS_mprotect,
        &[&[bits(2, PROT_EXEC, 0)], &[bits(2, PROT_WRITE, 0)]],
    ),
    (
        SYS_prctl,
        &[
            &[bits(0, WHOLE, PR_SET_NAME)],
            &[bits(0, WHOLE, PR_SET_VMA)],
            &[bits(0, WHOLE, PR_SET_NO_NEW_PRIVS)],
            &[bits(0, WHOLE, PR_GET_PDEATHSIG)],
            &[bits(0, WHOLE, PR_GET_DUMPABLE)],
        ],
    ),
    // The second stage.
    (SYS_seccomp, &[]),
    (SYS_landlock_create_ruleset, &[]),
    (SYS_landlock_add_rule, &[]),
    (SYS_landlock_restrict_self, &[]),
    #[cfg(target_arch = "x86_64")]
    (SYS_access, &[]),
    #[cfg(target_arch = "x86_64")]
    (SYS_readlink, &[]),
];

/// Beside them while it runs: memory for data.
const RUNNING: &[Call] = &[
    (SYS_mmap, &[&[bits(2, PROT_EXEC, 0)]]),
    (SYS_mprotect, &[&[bits(2, PROT_EXEC, 0)]]),
];

/// The bit of `O_TMPFILE` that isn't `O_DIRECTORY`.
const TEMPORARY: c_int = O_TMPFILE & !O_DIRECTORY;

/// What may be called while the library is loaded.
pub fn while_loading() -> impl Iterator<Item = Call> {
    ALWAYS.iter().chain(LOADING).copied()
}

/// What may be called afterwards.
pub fn while_running() -> impl Iterator<Item = Call> {
    ALWAYS.iter().chain(RUNNING).copied()
}
