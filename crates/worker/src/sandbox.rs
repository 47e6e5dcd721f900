//! What a child gives up before it parses a model file: on Linux, sockets, other programs, and all files but the model.
//!
//! Landlock restricts files while loading; two seccomp filters forbid sockets and `execve` from the start and opening
//! anything once the model is loaded. Where a kernel lacks one of them the other still holds, and the worker runs.
//!
//! A graphics driver is many libraries that open files when they first need them. With one, a child may also read the
//! system's programs and what the kernel says of its hardware, and speak to the graphics devices, as long as it lives;
//! still no file of the user's, and no socket.

#[cfg(target_os = "linux")]
mod linux {
    use std::collections::BTreeMap;
    use std::path::{Path, PathBuf};

    use landlock::{
        ABI, Access, AccessFs, PathBeneath, PathFd, Ruleset, RulesetAttr, RulesetCreatedAttr, RulesetStatus,
        path_beneath_rules,
    };
    use seccompiler::{BpfProgram, SeccompAction, SeccompFilter, TargetArch};

    /// What a graphics driver reads: itself, its settings, and what the kernel says of its hardware. No folder in which a
    /// user's data lies, and of `/proc` nothing about other processes.
    const DRIVER_READS: [&str; 17] = [
        "/usr",
        "/lib",
        "/lib64",
        "/etc/ld.so.cache",
        "/etc/vulkan",
        "/etc/drirc",
        "/etc/glvnd",
        "/etc/nvidia",
        "/sys",
        "/proc/cpuinfo",
        "/proc/devices",
        "/proc/driver",
        "/proc/meminfo",
        "/proc/modules",
        "/proc/self",
        "/proc/sys",
        "/proc/version",
    ];

    /// How the names in `/dev` of graphics devices begin, and of those that say and keep nothing.
    const DEVICES: [&str; 8] = ["dri", "nvidia", "kfd", "dxg", "mali", "null", "zero", "urandom"];

    /// Leaves this thread, and those it starts, able to open nothing but `model`, for reading, and with a graphics driver
    /// what that needs.
    pub(crate) fn only_files(model: Option<&Path>, with_driver: bool) -> bool {
        let restrict = || -> Result<RulesetStatus, Box<dyn std::error::Error>> {
            let mut rules = Ruleset::default().handle_access(AccessFs::from_all(ABI::V5))?.create()?;
            if let Some(model) = model {
                rules = rules.add_rule(PathBeneath::new(PathFd::new(model)?, AccessFs::ReadFile))?;
            }
            if with_driver {
                let read = AccessFs::ReadFile | AccessFs::ReadDir;
                rules = rules.add_rules(path_beneath_rules(DRIVER_READS, read))?.add_rules(
                    path_beneath_rules(devices(), read | AccessFs::WriteFile | AccessFs::IoctlDev),
                )?;
            }
            Ok(rules.restrict_self()?.ruleset)
        };
        matches!(restrict(), Ok(RulesetStatus::FullyEnforced | RulesetStatus::PartiallyEnforced))
    }

    fn devices() -> Vec<PathBuf> {
        let named = |path: &PathBuf| {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            DEVICES.iter().any(|device| name.starts_with(device))
        };
        std::fs::read_dir("/dev")
            .into_iter()
            .flatten()
            .flatten()
            .map(|entry| entry.path())
            .filter(named)
            .collect()
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
pub(crate) use linux::{no_files, no_sockets, only_files};

#[cfg(not(target_os = "linux"))]
pub(crate) fn only_files(_model: Option<&std::path::Path>, _with_driver: bool) -> bool {
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
