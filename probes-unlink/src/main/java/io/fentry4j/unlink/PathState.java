package io.fentry4j.unlink;

/// What is known of an event's absolute path.
///
/// The constants are in the order of the numbers in `unlink_call.h`.
public enum PathState {
    /// [UnlinkProbeBuilder#resolvePaths()] was not asked for.
    NOT_REQUESTED,

    /// It is the whole path from the caller's root: symbolic links, `.` and `..` in the directory's
    /// name are followed, mounts crossed. All of it was so at one moment during the call.
    RESOLVED,

    /// It is the end of the path, which has more than 4,095 bytes or passes more than 4,096
    /// directories and mounts; the beginning is missing.
    TRUNCATED,

    /// The call failed before the kernel had found the directory.
    NO_DIRECTORY,

    /// The directory was deleted, or the caller's root is not above it.
    UNREACHABLE,

    /// A directory on the way was renamed just then.
    CHANGED,

    /// The kernel skipped the program that looks, for the reasons that [Mode] gives.
    UNKNOWN;

    private static final PathState[] VALUES = values();

    /// By the number in the record; what this version does not know is unknown.
    static PathState of(int number) {
        return number < VALUES.length ? VALUES[number] : UNKNOWN;
    }
}
