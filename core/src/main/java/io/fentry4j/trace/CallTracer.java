package io.fentry4j.trace;

import io.fentry4j.failure.BpfException;
import io.fentry4j.internal.trace.CallPlan;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Shows each call of a kernel function with all that BTF says of it: every argument and the return
/// value, with their names and types. For functions that nobody has written a record for; with a
/// record of its own [FunctionTracer] is shorter and faster.
///
/// ```java
/// try (var trace =
///         CallTracer.of("do_unlinkat")
///                 .where("took > 1ms && startsWith(comm, \"rm\")")
///                 .attach(System.out::println)) { … }
/// ```
///
/// An argument that is a `const char *` has the string that it points to besides its address, at
/// the time of the entry. So have pointers to things with a name: a `file`, `path`, `dentry`,
/// `filename` or `linux_binprm` the file's, a `task_struct` the thread's, a `super_block`,
/// `net_device`, `device`, `gendisk`, `module`, `cgroup`, `kernfs_node`, `kmem_cache`, `bpf_prog`
/// or `bpf_map` its own. Structs by value are shown whole; other pointers are not followed, unless
/// [#values(String...)] asks for it.
///
/// Requires Linux 5.12 with BTF, for fentry on arm64 6.4; needs `CAP_BPF` and `CAP_PERFMON`.
/// Immutable.
public final class CallTracer {

    private final CallPlan.Wanted wanted;
    private final TraceSettings settings;

    private CallTracer(CallPlan.Wanted wanted, TraceSettings settings) {
        this.wanted = wanted;
        this.settings = settings;
    }

    /// A tracer of a function: `vfs_read`, or of a module `module:function`.
    ///
    /// @param function the function
    /// @param otherNames names that it has on other kernels: the first that there is is taken
    public static CallTracer of(String function, String... otherNames) {
        return of(
                TraceSettings.of(
                        Stream.concat(Stream.of(function), Stream.of(otherNames)).toList()));
    }

    /// A tracer of several functions, as [FunctionTracer#functions(List)] takes them;
    /// [TracedCall#function()] tells them apart.
    ///
    /// @param patterns names, `module:function`, and globs of `*` and `?`, such as `vfs_*`
    /// @throws IllegalArgumentException if there is none
    public static CallTracer ofAll(List<String> patterns) {
        return of(TraceSettings.of(List.of()).withPatterns(patterns));
    }

    private static CallTracer of(TraceSettings settings) {
        return new CallTracer(
                new CallPlan.Wanted(List.of(), true, false, Optional.empty()), settings);
    }

    /// Keeps these values instead of the arguments: paths as in [Path], such as
    /// `file->f_inode->i_size`. What they lead to may have up to 4096 bytes.
    ///
    /// Checked by [#attach].
    public CallTracer values(String... paths) {
        return values(List.of(paths));
    }

    /// As [#values(String...)].
    public CallTracer values(List<String> paths) {
        return with(new CallPlan.Wanted(paths, wanted.atReturn(), wanted.stack(), wanted.filter()));
    }

    /// Makes events of those calls only that pass a filter, which the kernel applies:
    /// [FunctionTracer#where(String)] says what it can be.
    ///
    /// Checked by [#attach].
    public CallTracer where(String expression) {
        return with(
                new CallPlan.Wanted(
                        wanted.paths(),
                        wanted.atReturn(),
                        wanted.stack(),
                        Optional.of(expression)));
    }

    /// Sees the entries of calls only, when they are made: without return value and time taken, for
    /// half of the cost. For functions that do not return, too.
    public CallTracer entryOnly() {
        return with(new CallPlan.Wanted(wanted.paths(), false, wanted.stack(), wanted.filter()));
    }

    /// Keeps the kernel's stack of each call too, as [KernelStack] does.
    public CallTracer withKernelStack() {
        return with(new CallPlan.Wanted(wanted.paths(), wanted.atReturn(), true, wanted.filter()));
    }

    /// Takes another size for the ring buffer than 1 MiB.
    ///
    /// @param bytes a power of two of at least 4096
    /// @throws IllegalArgumentException if it is none
    public CallTracer ringBytes(int bytes) {
        return with(settings.withRingBytes(bytes));
    }

    /// Attaches in this mode or not at all: see [FunctionTracer#mode].
    public CallTracer mode(Mode only) {
        return with(settings.withMode(only));
    }

    private CallTracer with(CallPlan.Wanted other) {
        return new CallTracer(other, settings);
    }

    private CallTracer with(TraceSettings other) {
        return new CallTracer(wanted, other);
    }

    /// Attaches to the function, or to all of several.
    ///
    /// @param listener called by one thread of this library with each call; what it throws is
    ///   counted, see [FunctionTrace#listener()]
    /// @throws TraceException if a path or the filter does not fit the function, or none of
    ///   several; nothing has been loaded then
    /// @throws BpfException if there is no such function, or the kernel refuses, by its cause
    public FunctionTrace attach(Consumer<? super TracedCall> listener) {
        return settings.attach((target, form) -> CallPlan.of(target, wanted, form), listener);
    }
}
