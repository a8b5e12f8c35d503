package io.fentry4j.internal.libbpf;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.fentry4j.internal.linux.Downcall;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/// What the `bpf` system call does with the entries of a map, by its file descriptor, through
/// libbpf's `bpf.h`.
///
/// All are thread-safe and return 0 or a negative errno, which libbpf 1.0 and later returns instead
/// of leaving it in `errno`. Memory is given as it is: its size must fit the map, or the kernel
/// reads and writes beyond it.
public final class MapCommands {

    private static final MethodHandle LOOKUP =
            number("bpf_map_lookup_elem_flags", JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG);
    private static final MethodHandle UPDATE =
            number("bpf_map_update_elem", JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG);
    private static final MethodHandle DELETE = number("bpf_map_delete_elem", JAVA_INT, ADDRESS);
    private static final MethodHandle LOOKUP_AND_DELETE =
            number("bpf_map_lookup_and_delete_elem", JAVA_INT, ADDRESS, ADDRESS);
    private static final MethodHandle NEXT_KEY =
            number("bpf_map_get_next_key", JAVA_INT, ADDRESS, ADDRESS);
    private static final MethodHandle LOOKUP_BATCH =
            number(
                    "bpf_map_lookup_batch",
                    JAVA_INT,
                    ADDRESS,
                    ADDRESS,
                    ADDRESS,
                    ADDRESS,
                    ADDRESS,
                    ADDRESS);
    private static final MethodHandle LOOKUP_AND_DELETE_BATCH =
            number(
                    "bpf_map_lookup_and_delete_batch",
                    JAVA_INT,
                    ADDRESS,
                    ADDRESS,
                    ADDRESS,
                    ADDRESS,
                    ADDRESS,
                    ADDRESS);
    private static final MethodHandle UPDATE_BATCH =
            number("bpf_map_update_batch", JAVA_INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS);
    private static final MethodHandle DELETE_BATCH =
            number("bpf_map_delete_batch", JAVA_INT, ADDRESS, ADDRESS, ADDRESS);
    private static final MethodHandle FREEZE = number("bpf_map_freeze", JAVA_INT);
    private static final MethodHandle REUSE_FD = number("bpf_map__reuse_fd", ADDRESS, JAVA_INT);
    private static final MethodHandle POSSIBLE_CPUS = number("libbpf_num_possible_cpus");

    private MapCommands() {}

    private static MethodHandle number(String name, MemoryLayout... arguments) {
        return Downcall.plain(
                LibbpfLibrary.require(), name, FunctionDescriptor.of(JAVA_INT, arguments));
    }

    /// Copies the value of `key` to `value`; -ENOENT if there is none.
    public static int lookup(int fd, MemorySegment key, MemorySegment value) {
        try {
            return (int) LOOKUP.invokeExact(fd, key, value, 0L);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /// Sets the value of `key`.
    ///
    /// @param flags 0 for always, 1 for new keys only (else -EEXIST), 2 for known keys only (else
    ///   -ENOENT)
    public static int update(int fd, MemorySegment key, MemorySegment value, long flags) {
        try {
            return (int) UPDATE.invokeExact(fd, key, value, flags);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /// Removes `key`; -ENOENT if it is not there.
    public static int delete(int fd, MemorySegment key) {
        try {
            return (int) DELETE.invokeExact(fd, key);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /// Removes `key` and copies its value to `value`, in one step.
    public static int lookupAndDelete(int fd, MemorySegment key, MemorySegment value) {
        try {
            return (int) LOOKUP_AND_DELETE.invokeExact(fd, key, value);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /// Copies the key after `key` to `next`; -ENOENT after the last one.
    ///
    /// @param key the null pointer for the first key; of a hash, a key that is not there counts as
    ///   the null pointer
    public static int nextKey(int fd, MemorySegment key, MemorySegment next) {
        try {
            return (int) NEXT_KEY.invokeExact(fd, key, next);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /// Copies many entries; -ENOENT with those before the end, -ENOSPC if one hash bucket has more
    /// than fit.
    ///
    /// @param position where to go on, as the call before gave it; the null pointer for the start
    /// @param nextPosition gets where to go on: as large as a key, and 4 bytes at least
    /// @param count an `int`: how many fit, then how many were copied
    public static int lookupBatch(
            int fd,
            MemorySegment position,
            MemorySegment nextPosition,
            MemorySegment keys,
            MemorySegment values,
            MemorySegment count) {
        try {
            return (int)
                    LOOKUP_BATCH.invokeExact(
                            fd, position, nextPosition, keys, values, count, MemorySegment.NULL);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /// [#lookupBatch] that also removes the entries.
    public static int lookupAndDeleteBatch(
            int fd,
            MemorySegment position,
            MemorySegment nextPosition,
            MemorySegment keys,
            MemorySegment values,
            MemorySegment count) {
        try {
            return (int)
                    LOOKUP_AND_DELETE_BATCH.invokeExact(
                            fd, position, nextPosition, keys, values, count, MemorySegment.NULL);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /// Sets many entries, up to the first that fails.
    ///
    /// @param count an `int`: how many there are, then how many were set
    public static int updateBatch(
            int fd, MemorySegment keys, MemorySegment values, MemorySegment count) {
        try {
            return (int) UPDATE_BATCH.invokeExact(fd, keys, values, count, MemorySegment.NULL);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /// Removes many keys, up to the first that is not there.
    ///
    /// @param count an `int`: how many there are, then how many were removed
    public static int deleteBatch(int fd, MemorySegment keys, MemorySegment count) {
        try {
            return (int) DELETE_BATCH.invokeExact(fd, keys, count, MemorySegment.NULL);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /// Forbids changes from user space, for good.
    public static int freeze(int fd) {
        try {
            return (int) FREEZE.invokeExact(fd);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /// Lets a map of an object that is not loaded be the map `fd`, of which libbpf makes a copy.
    public static int reuse(MemorySegment map, int fd) {
        try {
            return (int) REUSE_FD.invokeExact(map, fd);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /// How many CPUs the kernel has made room for: a per-CPU map has a value for each.
    public static int possibleCpus() {
        try {
            return (int) POSSIBLE_CPUS.invokeExact();
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static AssertionError unexpected(Throwable e) {
        return new AssertionError("a function of libbpf threw", e);
    }
}
