//! What a child gives up before it parses a model file: on Linux, sockets, other programs, and all files but the model.
//!
//! Landlock restricts files while loading; two seccomp filters forbid sockets and `execve` from the start and opening
//! anything once the model is loaded. Where a kernel lacks one of them the other still holds, and the worker runs.

#[cfg(target_os = "linux")]
mod linux {
    use std::collections::BTreeMap;
    use std::path::Path;

    use landlock::{
        ABI, Access, AccessFs, PathBeneath, PathFd, Ruleset, RulesetAttr, RulesetCreatedAttr, RulesetStatus,
    };
    use seccompiler::{BpfProgram, SeccompAction, SeccompFilter, TargetArch};

    /// Leaves this thread, and those it starts, able to open nothing but `model`, for reading.
    pub(crate) fn only_file(model: &Path) -> bool {
        let restrict = || -> Result<RulesetStatus, Box<dyn std::error::Error>> {
            let status = Ruleset::default()
                .handle_access(AccessFs::from_all(ABI::V5))?
                .create()?
                .add_rule(PathBeneath::new(PathFd::new(model)?, AccessFs::ReadFile))?
                .restrict_self()?;
            Ok(status.ruleset)
        };
        matches!(restrict(), Ok(RulesetStatus::FullyEnforced | RulesetStatus::PartiallyEnforced))
    }

    /// No sockets, no other programs, no looking into other processes.
    pub(crate) fn no_sockets() -> bool {
        forbid(&[
            libc::SYS_socket,
            libc::SYS_socketpair,
            libc::SYS_connect,
            libc::SYS_bind,
            libc::SYS_io_uring_setup,
            libc::SYS_execve,
            libc::SYS_execveat,
            libc::SYS_ptrace,
            libc::SYS_process_vm_readv,
            libc::SYS_process_vm_writev,
            libc::SYS_pidfd_getfd,
            libc::SYS_open_by_handle_at,
            libc::SYS_bpf,
            libc::SYS_perf_event_open,
            libc::SYS_userfaultfd,
            libc::SYS_keyctl,
        ])
    }

    /// No opening of any file.
    pub(crate) fn no_files() -> bool {
        forbid(&[
            #[cfg(target_arch = "x86_64")]
            libc::SYS_open,
            #[cfg(target_arch = "x86_64")]
            libc::SYS_creat,
            libc::SYS_openat,
            libc::SYS_openat2,
        ])
    }

    /// Makes the calls fail with EPERM in every thread.
    fn forbid(calls: &[libc::c_long]) -> bool {
        let install = || -> Result<(), Box<dyn std::error::Error>> {
            let arch: TargetArch = std::env::consts::ARCH.try_into()?;
            let rules: BTreeMap<i64, _> = calls.iter().map(|call| (*call, Vec::new())).collect();
            let denied = SeccompAction::Errno(libc::EPERM as u32);
            let filter: BpfProgram =
                SeccompFilter::new(rules, SeccompAction::Allow, denied, arch)?.try_into()?;
            seccompiler::apply_filter_all_threads(&filter)?;
            Ok(())
        };
        install().is_ok()
    }
}

#[cfg(target_os = "linux")]
pub(crate) use linux::{no_files, no_sockets, only_file};

#[cfg(not(target_os = "linux"))]
pub(crate) fn only_file(_model: &std::path::Path) -> bool {
    false
}

#[cfg(not(target_os = "linux"))]
pub(crate) fn no_sockets() -> bool {
    false
}

#[cfg(not(target_os = "linux"))]
pub(crate) fn no_files() -> bool {
    false
}

/// A crash must not write the memory of a process that holds speech to a disk.
pub(crate) fn no_core_dumps() {
    #[cfg(unix)]
    {
        use rustix::process::{Resource, Rlimit, setrlimit};
        let _ = setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) });
    }
}
