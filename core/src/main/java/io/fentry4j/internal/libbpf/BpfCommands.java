package io.fentry4j.internal.libbpf;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.fentry4j.internal.linux.Downcall;
import io.fentry4j.internal.linux.ResourceTracker;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/// The commands of the `bpf` system call that this project gives by file descriptor, through
/// libbpf's `bpf.h`. All are thread-safe; integers are 0 or a negative errno.
public final class BpfCommands {

    /// `struct bpf_prog_info` up to `recursion_misses` (`linux/bpf.h`): older kernels fill less.
    private static final int PROG_INFO_SIZE = 216;

    private static final int PROG_INFO_ID = 4;
    private static final int PROG_INFO_RUN_TIME = 192;
    private static final int PROG_INFO_RUN_COUNT = 200;
    private static final int PROG_INFO_RECURSION_MISSES = 208;

    private static final int STATS_RUN_TIME = 0; // BPF_STATS_RUN_TIME

    /// `struct bpf_test_run_opts` (libbpf's `bpf.h`).
    private static final long TEST_RUN_SIZE = 80;

    private static final int TEST_RUN_CONTEXT = 32;
    private static final int TEST_RUN_CONTEXT_SIZE = 48;
    private static final int TEST_RUN_RESULT = 56;

    private static final MethodHandle INFO_BY_FD =
            Downcall.plain(
                    LibbpfLibrary.require(),
                    "bpf_obj_get_info_by_fd",
                    FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, ADDRESS));
    private static final MethodHandle ENABLE_STATS =
            Downcall.plain(
                    LibbpfLibrary.require(),
                    "bpf_enable_stats",
                    FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    private static final MethodHandle TEST_RUN =
            Downcall.plain(
                    LibbpfLibrary.require(),
                    "bpf_prog_test_run_opts",
                    FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS));

    private BpfCommands() {}

    /// What the kernel knows of a loaded program.
    ///
    /// @param error 0, or a negative errno: then the rest is 0
    /// @param recursionMisses since 5.12; 0 before
    public record ProgramInfo(
            int error, int id, long runTimeNanos, long runCount, long recursionMisses) {}

    /// The result of a run from user space.
    ///
    /// @param error 0, or a negative errno: then the program did not run
    /// @param result what the program returned
    public record TestRun(int error, int result) {}

    public static ProgramInfo programInfo(int fd) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment info = arena.allocate(PROG_INFO_SIZE, Long.BYTES);
            MemorySegment size = arena.allocateFrom(JAVA_INT, PROG_INFO_SIZE);
            int error = (int) INFO_BY_FD.invokeExact(fd, info, size);
            if (error < 0) {
                return new ProgramInfo(error, 0, 0, 0, 0);
            }
            return new ProgramInfo(
                    0,
                    info.get(JAVA_INT, PROG_INFO_ID),
                    info.get(JAVA_LONG, PROG_INFO_RUN_TIME),
                    info.get(JAVA_LONG, PROG_INFO_RUN_COUNT),
                    info.get(JAVA_LONG, PROG_INFO_RECURSION_MISSES));
        } catch (Throwable e) {
            throw new AssertionError("bpf_obj_get_info_by_fd threw", e);
        }
    }

    /// Runs a program once.
    ///
    /// @param context what the program gets as its context; for a `SEC("syscall")` program read and
    ///   written in place, at most 64 KiB
    public static TestRun testRun(int fd, byte[] context) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment options = arena.allocate(TEST_RUN_SIZE, Long.BYTES);
            options.set(JAVA_LONG, 0, TEST_RUN_SIZE);
            MemorySegment memory = arena.allocate(Math.max(context.length, 1), Long.BYTES);
            MemorySegment bytes = MemorySegment.ofArray(context);
            memory.copyFrom(bytes);
            if (context.length > 0) {
                options.set(ADDRESS, TEST_RUN_CONTEXT, memory);
                options.set(JAVA_INT, TEST_RUN_CONTEXT_SIZE, context.length);
            }
            int error = (int) TEST_RUN.invokeExact(fd, options);
            bytes.copyFrom(memory.asSlice(0, context.length));
            return new TestRun(Math.min(error, 0), options.get(JAVA_INT, TEST_RUN_RESULT));
        } catch (Throwable e) {
            throw new AssertionError("bpf_prog_test_run_opts threw", e);
        }
    }

    /// Lets the kernel count runs and run times of programs until the descriptor is closed
    /// (`BPF_ENABLE_STATS`, Linux 5.8).
    ///
    /// @return the descriptor, or a negative errno
    public static int enableRunTimeStatistics() {
        try {
            int fd = (int) ENABLE_STATS.invokeExact(STATS_RUN_TIME);
            return ResourceTracker.descriptor("run time statistics", fd);
        } catch (Throwable e) {
            throw new AssertionError("bpf_enable_stats threw", e);
        }
    }
}
