package io.fentry4j.unlink;

import io.fentry4j.Errno;
import io.fentry4j.data.KernelString;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// One call of a kernel function that removes a name from a directory, from its entry to its exit.
///
/// Ids are those of the initial namespaces, as the kernel sees them, unless they say otherwise.
///
/// @param realtimeNanos the wall-clock time of the entry in nanoseconds since 1970; computed from
///   `kernelNanos`, so that it is right to a few microseconds and follows the clock when that is
///   set
/// @param kernelNanos the entry on the kernel's `CLOCK_MONOTONIC`, in nanoseconds: exact, and good
///   for differences
/// @param durationNanos the time in the kernel function, in nanoseconds
/// @param kind what the call removes
/// @param function the kernel function: `do_unlinkat`, `do_rmdir`, or their names since Linux 7.0
/// @param pid the process
/// @param tid the thread
/// @param parentPid the process's parent
/// @param namespacePid the process in its own PID namespace, the number that it has for itself and
///   for its neighbours in a container; 0 if it cannot be known, under `lockdown=confidentiality`
///   in a container
/// @param uid the user
/// @param gid the group
/// @param comm the thread's name, up to 15 bytes
/// @param processStartNanos when the process was started, on `CLOCK_BOOTTIME`, in nanoseconds; with
///   `pid` it names a process for ever
/// @param threadStartNanos the same for the thread
/// @param cgroupId the process's cgroup (version 2): the inode number of its directory below
///   `/sys/fs/cgroup`
/// @param mountNamespace the mount namespace's inode number, as `/proc/PID/ns/mnt` shows it
/// @param dirfd the directory that a relative name starts from; -100 (`AT_FDCWD`) is the working
///   directory
/// @param name the name exactly as it was passed: any bytes but NUL, up to 4,095 of them, relative
///   or absolute. Empty if the caller passed no readable name, which then is the reason for `ret`
/// @param nameSource where the name was read
/// @param path the absolute path, of which `pathState` says what it is worth: up to 4,095 bytes.
///   Empty unless it is [PathState#RESOLVED] or [PathState#TRUNCATED]
/// @param pathState what is known of the path
/// @param ret 0 if the name is gone, or else a negative error number
public record UnlinkEvent(
        long realtimeNanos,
        long kernelNanos,
        long durationNanos,
        Kind kind,
        String function,
        int pid,
        int tid,
        int parentPid,
        int namespacePid,
        long uid,
        long gid,
        KernelString comm,
        long processStartNanos,
        long threadStartNanos,
        long cgroupId,
        long mountNamespace,
        int dirfd,
        KernelString name,
        NameSource nameSource,
        KernelString path,
        PathState pathState,
        int ret) {

    /// The `dirfd` that stands for the working directory.
    public static final int AT_FDCWD = -100;

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    /// What a call removes.
    public enum Kind {
        /// Any name but a directory's: `unlink`, `unlinkat`, io_uring.
        FILE,
        /// An empty directory's: `rmdir`, `unlinkat` with `AT_REMOVEDIR`.
        DIRECTORY
    }

    /// The wall-clock time of the entry.
    public Instant timestamp() {
        return Instant.ofEpochSecond(
                Math.floorDiv(realtimeNanos, NANOS_PER_SECOND),
                Math.floorMod(realtimeNanos, NANOS_PER_SECOND));
    }

    /// The time in the kernel function.
    public Duration duration() {
        return Duration.ofNanos(durationNanos);
    }

    /// The absolute path, if the whole of it is known.
    public Optional<KernelString> absolutePath() {
        return pathState == PathState.RESOLVED ? Optional.of(path) : Optional.empty();
    }

    /// Whether the name was removed.
    public boolean succeeded() {
        return ret == 0;
    }

    /// Why the name was not removed; empty if it was.
    public Optional<Errno> errno() {
        return Errno.ofResult(ret);
    }

    /// All components, with names as [KernelString#escaped()] has them: safe to print, whatever the
    /// file was called.
    @Override
    public String toString() {
        return "UnlinkEvent[realtimeNanos="
                + realtimeNanos
                + ", kernelNanos="
                + kernelNanos
                + ", durationNanos="
                + durationNanos
                + ", kind="
                + kind
                + ", function="
                + function
                + ", pid="
                + pid
                + ", tid="
                + tid
                + ", parentPid="
                + parentPid
                + ", namespacePid="
                + namespacePid
                + ", uid="
                + uid
                + ", gid="
                + gid
                + ", comm="
                + comm.escaped()
                + ", processStartNanos="
                + processStartNanos
                + ", threadStartNanos="
                + threadStartNanos
                + ", cgroupId="
                + cgroupId
                + ", mountNamespace="
                + mountNamespace
                + ", dirfd="
                + dirfd
                + ", name="
                + name.escaped()
                + ", nameSource="
                + nameSource
                + ", path="
                + path.escaped()
                + ", pathState="
                + pathState
                + ", ret="
                + ret
                + "]";
    }
}
