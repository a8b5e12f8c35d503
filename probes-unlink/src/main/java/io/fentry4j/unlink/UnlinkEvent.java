package io.fentry4j.unlink;

import io.fentry4j.Errno;
import io.fentry4j.data.KernelString;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// One call of the kernel function that removes a name from a directory, from its entry to its
/// exit.
///
/// All numbers are those of the initial namespaces, as the kernel sees them.
///
/// @param timestamp the wall-clock time of the entry; computed from `kernelNanos`, so that it is
///   right to a few microseconds and follows the clock when that is set
/// @param kernelNanos the entry on the kernel's `CLOCK_MONOTONIC`, in nanoseconds: exact, and good
///   for differences
/// @param pid the process
/// @param tid the thread
/// @param uid the user
/// @param gid the group
/// @param comm the thread's name, up to 15 bytes
/// @param dirfd the directory that a relative name starts from; -100 (`AT_FDCWD`) is the working
///   directory
/// @param name the name exactly as it was passed: any bytes but NUL, up to 4,095 of them, relative
///   or absolute. Empty if the caller passed no readable name, which then is the reason for `ret`
/// @param ret 0 if the name is gone, or else a negative error number
/// @param duration the time in the kernel function
public record UnlinkEvent(
        Instant timestamp,
        long kernelNanos,
        int pid,
        int tid,
        long uid,
        long gid,
        KernelString comm,
        int dirfd,
        KernelString name,
        int ret,
        Duration duration) {

    /// The `dirfd` that stands for the working directory.
    public static final int AT_FDCWD = -100;

    /// Whether the name was removed.
    public boolean succeeded() {
        return ret == 0;
    }

    /// Why the name was not removed; empty if it was.
    public Optional<Errno> errno() {
        return Errno.ofResult(ret);
    }
}
