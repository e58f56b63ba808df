//! Which system calls a plug-in's process may make: while it is loaded, while it runs, and never.
//!
//! Plug-ins are C, C++, Rust, Go and Zig; the lists hold what their run times need to load, to
//! allocate, to run threads and to write to descriptors that they have. What isn't listed is
//! answered with EPERM, which an honest library survives; what only a dishonest one would try ends
//! the process. Lists only: who installs them, and when, is `sandbox`'s.

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
    // The loader takes code from files and never makes it of what was written.
    (SYS_mprotect, &[&[bits(2, PROT_EXEC, 0)]]),
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

/// What a trial is asked about while a library is loaded: the loader opens libraries, and a
/// constructor should neither open nor write anything.
pub const ASKED_WHILE_LOADING: [c_long; 3] = [SYS_openat, SYS_write, SYS_writev];

/// What lets such a call past.
pub const MARKED: Bits = Bits {
    argument: 3,
    mask: u64::MAX,
    value: super::told::MARK,
};

/// Whether only a dishonest plug-in tries it. Of those that are refused only in part, what is
/// refused is what only a dishonest one tries.
pub fn is_never(call: c_long) -> bool {
    let in_part = [SYS_clone, ABOUT_A_PROCESS[0], ABOUT_A_PROCESS[1]];
    NEVER.contains(&call) || in_part.contains(&call)
}

/// The name of a call, such as `openat`; its number where it isn't one that programs often make.
pub fn name(call: c_long) -> String {
    let known = NAMES.iter().find(|(number, _)| *number == call);
    known.map_or_else(|| format!("#{call}"), |(_, name)| (*name).to_owned())
}

/// What may be called while the library is loaded.
pub fn while_loading() -> impl Iterator<Item = Call> {
    ALWAYS.iter().chain(LOADING).copied()
}

/// What may be called afterwards.
pub fn while_running() -> impl Iterator<Item = Call> {
    ALWAYS.iter().chain(RUNNING).copied()
}

macro_rules! names {
    ($($number:ident $name:ident)*) => { &[$(($number, stringify!($name))),*] };
}

/// On other machines the older ones aren't there.
#[rustfmt::skip]
#[cfg(not(target_arch = "x86_64"))]
const NAMES: &[(c_long, &str)] = names! {
    SYS_openat openat SYS_read read SYS_write write SYS_writev writev SYS_pread64 pread64
    SYS_pwrite64 pwrite64 SYS_close close SYS_lseek lseek SYS_fstat fstat
    SYS_newfstatat newfstatat SYS_statx statx SYS_readlinkat readlinkat SYS_faccessat faccessat
    SYS_faccessat2 faccessat2 SYS_fcntl fcntl SYS_ioctl ioctl SYS_flock flock SYS_fsync fsync
    SYS_fdatasync fdatasync SYS_ftruncate ftruncate SYS_fallocate fallocate
    SYS_getdents64 getdents64 SYS_getcwd getcwd SYS_chdir chdir SYS_mkdirat mkdirat
    SYS_unlinkat unlinkat SYS_renameat2 renameat2 SYS_linkat linkat SYS_symlinkat symlinkat
    SYS_fchmod fchmod SYS_fchmodat fchmodat SYS_fchownat fchownat SYS_utimensat utimensat
    SYS_memfd_create memfd_create SYS_mmap mmap SYS_mprotect mprotect SYS_munmap munmap
    SYS_mremap mremap SYS_madvise madvise SYS_mlock mlock SYS_brk brk SYS_socket socket
    SYS_socketpair socketpair SYS_connect connect SYS_bind bind SYS_listen listen
    SYS_accept4 accept4 SYS_sendto sendto SYS_recvfrom recvfrom SYS_sendmsg sendmsg
    SYS_recvmsg recvmsg SYS_shutdown shutdown SYS_setsockopt setsockopt
    SYS_getsockname getsockname SYS_execve execve SYS_execveat execveat SYS_clone clone
    SYS_clone3 clone3 SYS_kill kill SYS_tgkill tgkill SYS_ptrace ptrace SYS_wait4 wait4
    SYS_waitid waitid SYS_setrlimit setrlimit SYS_prlimit64 prlimit64 SYS_getrusage getrusage
    SYS_times times SYS_setpriority setpriority SYS_sched_setaffinity sched_setaffinity
    SYS_sched_setscheduler sched_setscheduler SYS_prctl prctl SYS_seccomp seccomp SYS_bpf bpf
    SYS_unshare unshare SYS_setns setns SYS_mount mount SYS_umount2 umount2 SYS_chroot chroot
    SYS_pivot_root pivot_root SYS_keyctl keyctl SYS_add_key add_key SYS_request_key request_key
    SYS_userfaultfd userfaultfd SYS_perf_event_open perf_event_open
    SYS_io_uring_setup io_uring_setup SYS_process_vm_readv process_vm_readv
    SYS_process_vm_writev process_vm_writev SYS_pidfd_open pidfd_open SYS_pidfd_getfd pidfd_getfd
    SYS_pidfd_send_signal pidfd_send_signal SYS_open_by_handle_at open_by_handle_at
    SYS_init_module init_module SYS_finit_module finit_module SYS_kexec_load kexec_load
    SYS_reboot reboot SYS_setuid setuid SYS_setgid setgid SYS_setsid setsid SYS_setpgid setpgid
    SYS_settimeofday settimeofday SYS_clock_settime clock_settime SYS_inotify_init1 inotify_init1
    SYS_signalfd4 signalfd4 SYS_timerfd_create timerfd_create SYS_shmget shmget SYS_shmat shmat
    SYS_semget semget SYS_msgget msgget SYS_mq_open mq_open SYS_personality personality
    SYS_getpriority getpriority
};

#[rustfmt::skip]
#[cfg(target_arch = "x86_64")]
const NAMES: &[(c_long, &str)] = names! {
    SYS_openat openat SYS_read read SYS_write write SYS_writev writev SYS_pread64 pread64
    SYS_pwrite64 pwrite64 SYS_close close SYS_lseek lseek SYS_fstat fstat
    SYS_newfstatat newfstatat SYS_statx statx SYS_readlinkat readlinkat SYS_faccessat faccessat
    SYS_faccessat2 faccessat2 SYS_fcntl fcntl SYS_ioctl ioctl SYS_flock flock SYS_fsync fsync
    SYS_fdatasync fdatasync SYS_ftruncate ftruncate SYS_fallocate fallocate
    SYS_getdents64 getdents64 SYS_getcwd getcwd SYS_chdir chdir SYS_mkdirat mkdirat
    SYS_unlinkat unlinkat SYS_renameat2 renameat2 SYS_linkat linkat SYS_symlinkat symlinkat
    SYS_fchmod fchmod SYS_fchmodat fchmodat SYS_fchownat fchownat SYS_utimensat utimensat
    SYS_memfd_create memfd_create SYS_mmap mmap SYS_mprotect mprotect SYS_munmap munmap
    SYS_mremap mremap SYS_madvise madvise SYS_mlock mlock SYS_brk brk SYS_socket socket
    SYS_socketpair socketpair SYS_connect connect SYS_bind bind SYS_listen listen
    SYS_accept4 accept4 SYS_sendto sendto SYS_recvfrom recvfrom SYS_sendmsg sendmsg
    SYS_recvmsg recvmsg SYS_shutdown shutdown SYS_setsockopt setsockopt
    SYS_getsockname getsockname SYS_execve execve SYS_execveat execveat SYS_clone clone
    SYS_clone3 clone3 SYS_kill kill SYS_tgkill tgkill SYS_ptrace ptrace SYS_wait4 wait4
    SYS_waitid waitid SYS_setrlimit setrlimit SYS_prlimit64 prlimit64 SYS_getrusage getrusage
    SYS_times times SYS_setpriority setpriority SYS_sched_setaffinity sched_setaffinity
    SYS_sched_setscheduler sched_setscheduler SYS_prctl prctl SYS_seccomp seccomp SYS_bpf bpf
    SYS_unshare unshare SYS_setns setns SYS_mount mount SYS_umount2 umount2 SYS_chroot chroot
    SYS_pivot_root pivot_root SYS_keyctl keyctl SYS_add_key add_key SYS_request_key request_key
    SYS_userfaultfd userfaultfd SYS_perf_event_open perf_event_open
    SYS_io_uring_setup io_uring_setup SYS_process_vm_readv process_vm_readv
    SYS_process_vm_writev process_vm_writev SYS_pidfd_open pidfd_open SYS_pidfd_getfd pidfd_getfd
    SYS_pidfd_send_signal pidfd_send_signal SYS_open_by_handle_at open_by_handle_at
    SYS_init_module init_module SYS_finit_module finit_module SYS_kexec_load kexec_load
    SYS_reboot reboot SYS_setuid setuid SYS_setgid setgid SYS_setsid setsid SYS_setpgid setpgid
    SYS_settimeofday settimeofday SYS_clock_settime clock_settime SYS_inotify_init1 inotify_init1
    SYS_signalfd4 signalfd4 SYS_timerfd_create timerfd_create SYS_shmget shmget SYS_shmat shmat
    SYS_semget semget SYS_msgget msgget SYS_mq_open mq_open SYS_personality personality
    SYS_getpriority getpriority SYS_open open SYS_creat creat SYS_stat stat SYS_lstat lstat
    SYS_access access SYS_readlink readlink SYS_unlink unlink SYS_rename rename SYS_mkdir mkdir
    SYS_rmdir rmdir SYS_link link SYS_symlink symlink SYS_chmod chmod SYS_chown chown
    SYS_utime utime SYS_fork fork SYS_vfork vfork SYS_poll poll SYS_select select SYS_pause pause
    SYS_alarm alarm SYS_getdents getdents SYS_time time SYS_dup2 dup2 SYS_pipe pipe
    SYS_modify_ldt modify_ldt SYS_arch_prctl arch_prctl SYS_inotify_init inotify_init
};
