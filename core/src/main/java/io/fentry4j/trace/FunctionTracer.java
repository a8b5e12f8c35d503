package io.fentry4j.trace;

import io.fentry4j.failure.BpfException;
import io.fentry4j.internal.trace.TracePlan;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Makes a record of each call of a kernel function.
///
/// ```java
/// @Trace("vfs_read")
/// record SlowRead(
///         @Path("file->f_path.dentry->d_name.name") String file,
///         long count,
///         @Return long ret,
///         @Elapsed Duration took,
///         @Comm String comm,
///         @Pid int pid) {}
///
/// try (var trace =
///         FunctionTracer.of(SlowRead.class)
///                 .where("count >= 4096 && took > 1ms")
///                 .attach(System.out::println)) { … }
/// ```
///
/// A component is the argument of its name, or what its annotation says: [Path], [Return],
/// [Elapsed], [Pid], [Tid], [Uid], [Gid], [Comm], [Cpu], [CgroupId], [Timestamp], [Function]. Its
/// type is one that holds all values of the kernel's:
///
/// | in the kernel | in Java |
/// | --- | --- |
/// | integers, bit fields | `byte`, `short`, `int`, `long`; `unsigned int` is a `long`, `u64` keeps its bits |
/// | integers, `bool` | `boolean`: not 0 |
/// | enums | an enum with constants of the same names, a `String` with the name, a number |
/// | `char *`, `char[]` | `String`, [io.fentry4j.data.KernelString]; [MaxBytes], [User] |
/// | arrays, structs, behind pointers | `byte[]`; [MaxBytes], [User] |
/// | structs, pointers to them | a record, whose components are members |
/// | pointers | `long`, the address |
///
/// What is read through a pointer may be absent, because the pointer can be null or wrong. The
/// component is then null or empty: it is declared as a reference or an `Optional`, `OptionalInt`,
/// `OptionalLong`. In a nested record also a primitive can be read so; if it is absent, the record
/// is. No call is lost for an absent value.
///
/// The record is made by its canonical constructor, by reflection: in a named module its package is
/// open to `io.fentry4j.core`.
///
/// Entry and return of a call are paired by the frame of the call, so that recursion and calls that
/// are under way at [#attach] give no wrong event. Without [Return], [Elapsed] and
/// [Path#atReturn()] only the entry is attached.
///
/// A function without a trampoline is traced by kprobes, and [FunctionTrace#mode()] says so: see
/// [#mode].
///
/// Requires Linux 5.12 with BTF, for fentry on arm64 6.4; needs `CAP_BPF` and `CAP_PERFMON`.
/// Immutable.
///
/// @param <R> the record
public final class FunctionTracer<R> {

    private final Class<R> record;
    private final Optional<String> filter;
    private final TraceSettings settings;

    private FunctionTracer(Class<R> record, Optional<String> filter, TraceSettings settings) {
        this.record = record;
        this.filter = filter;
        this.settings = settings;
    }

    /// A tracer of the function that the record's [Trace] names; without that annotation
    /// [#functions] must follow.
    public static <R extends Record> FunctionTracer<R> of(Class<R> record) {
        Trace trace = record.getAnnotation(Trace.class);
        return new FunctionTracer<>(
                record,
                Optional.empty(),
                TraceSettings.of(trace == null ? List.of() : List.of(trace.value())));
    }

    /// Traces all of these functions, whatever the record's [Trace] names; [Function] tells them
    /// apart. They share the ring buffer, the listener's thread, the counters and the room for
    /// calls under way.
    ///
    /// A function that cannot be traced, or that the record or the filter does not fit, is left
    /// out, and [FunctionTrace#leftOut()] has the reason. Each may have its own mode, up to 128 of
    /// them. A name that several functions have is left out.
    ///
    /// Up to 128 functions have one or two programs of their own, because the verifier checks a
    /// program for one function: on a real machine that takes some milliseconds a function at the
    /// attach, and a grace period of the kernel at the detach, one after the other. More than that,
    /// up to 1,024, share programs by [Mode#KPROBE_MULTI], where the kernel has it.
    ///
    /// @param patterns names, `module:function`, and globs of `*` and `?` over the functions in
    ///   BTF, such as `vfs_*` or `nf_tables:*`
    /// @throws IllegalArgumentException if there is none
    public FunctionTracer<R> functions(List<String> patterns) {
        return with(settings.withPatterns(patterns));
    }

    private FunctionTracer<R> with(TraceSettings other) {
        return new FunctionTracer<>(record, filter, other);
    }

    /// The same.
    public FunctionTracer<R> functions(String... patterns) {
        return functions(List.of(patterns));
    }

    /// Makes events of those calls only that pass a filter, which the kernel applies.
    ///
    /// The filter is an expression of C. A name is a component or an argument; a path begins at an
    /// argument. Besides, there are `ret` (in paths `retval`), `took`, `pid`, `tid`, `uid`, `gid`,
    /// `comm`, `cpu`, `cgroup` and `timestamp`, if no component and no argument is called so. There
    /// are numbers, `true` and `false`, `+ - * / % & | ^ << >> ~ !`, comparisons, `&&`, `||`,
    /// parentheses, casts; durations with a unit (`ns`, `us`, `ms`, `s`, `m`), which are compared
    /// with durations only; strings with `==`, `!=` and `startsWith(value, "text")`; names of an
    /// enum's values where they are compared with it.
    ///
    /// Numbers have 64 bits and compare as numbers: -1 is less than any unsigned one. A comparison
    /// with an absent value is false.
    ///
    /// Checked by [#attach]: what is wrong with it is a [TraceException] then.
    public FunctionTracer<R> where(String expression) {
        return new FunctionTracer<>(record, Optional.of(expression), settings);
    }

    /// Attaches in this mode or not at all.
    ///
    /// Unless set, it is fentry, and a kprobe where the function has no trampoline: the kernel or
    /// the machine has none, the function's signature or place allows none, or somebody else has
    /// it. A record that does not fit, or missing rights, are failures and no reason to try a
    /// kprobe. [FunctionTrace#whyNotFentry()] says what the reason was. More than 128 functions are
    /// traced by [Mode#KPROBE_MULTI].
    ///
    /// On a kernel that preempts kernel code ([io.fentry4j.PreemptionModel]) a kprobe comes first,
    /// because the kernel skips fentry programs there; but fentry if the record cannot be had by a
    /// kprobe, or needs the return and tracefs gives no room for more calls than the kernel's
    /// choice ([Mode#KPROBE]): fentry counts what it misses, and a kretprobe without room does not.
    public FunctionTracer<R> mode(Mode only) {
        return with(settings.withMode(only));
    }

    /// Takes another size for the ring buffer than 1 MiB.
    ///
    /// @param bytes a power of two of at least 4096
    /// @throws IllegalArgumentException if it is none
    public FunctionTracer<R> ringBytes(int bytes) {
        return with(settings.withRingBytes(bytes));
    }

    /// Attaches to the function, or to all of [#functions].
    ///
    /// @param listener called by one thread of this library with each record; what it throws is
    ///   counted, see [FunctionTrace#listener()]
    /// @throws TraceException if the record or the filter does not fit the function, or none of
    ///   several; if it names no function; if there are too many functions. Nothing stays loaded
    ///   then
    /// @throws BpfException if there is no such function, or the kernel refuses, by its cause; of
    ///   several, if that is so for all
    public FunctionTrace attach(Consumer<? super R> listener) {
        if (settings.candidates().isEmpty() && settings.patterns().isEmpty()) {
            throw new TraceException(
                    "record %s names no function: annotate it with @Trace(\"function\")"
                            .formatted(record.getSimpleName()),
                    0,
                    List.of());
        }
        return settings.attach(
                (target, form) ->
                        TracePlan.of(record, target.btf(), target.function(), filter, form),
                listener);
    }
}
