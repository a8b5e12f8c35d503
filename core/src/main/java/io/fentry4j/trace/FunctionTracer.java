package io.fentry4j.trace;

import io.fentry4j.failure.BpfException;
import io.fentry4j.internal.trace.TraceAttachment;
import io.fentry4j.internal.trace.TracePlan;
import io.fentry4j.internal.trace.TraceTarget;
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
/// [Elapsed], [Pid], [Tid], [Uid], [Gid], [Comm], [Cpu], [CgroupId], [Timestamp]. Its type is one
/// that holds all values of the kernel's:
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
/// Requires Linux 5.11 with BTF, on arm64 6.4; needs `CAP_BPF` and `CAP_PERFMON`. Immutable.
///
/// @param <R> the record
public final class FunctionTracer<R> {

    private static final int RING_BYTES = 1 << 20;
    private static final int CALLS = 8192;

    private final Class<R> record;
    private final List<String> functions;
    private final Optional<String> filter;
    private final int ringBytes;

    private FunctionTracer(
            Class<R> record, List<String> functions, Optional<String> filter, int ringBytes) {
        this.record = record;
        this.functions = functions;
        this.filter = filter;
        this.ringBytes = ringBytes;
    }

    /// A tracer of the function that the record's [Trace] names.
    ///
    /// @throws TraceException if it is no record, or has no such annotation
    public static <R extends Record> FunctionTracer<R> of(Class<R> record) {
        Trace trace = record.getAnnotation(Trace.class);
        if (trace == null || trace.value().length == 0) {
            throw new TraceException(
                    "record %s names no function: annotate it with @Trace(\"function\")"
                            .formatted(record.getSimpleName()),
                    0,
                    List.of());
        }
        return new FunctionTracer<>(record, List.of(trace.value()), Optional.empty(), RING_BYTES);
    }

    /// Makes events of those calls only that pass a filter, which the kernel applies.
    ///
    /// The filter is an expression of C. A name is a component or an argument; a path begins at an
    /// argument, and `retval` is the return value. There are numbers, `true` and `false`, `+ - * /
    /// % & | ^ << >> ~ !`, comparisons, `&&`, `||`, parentheses, casts; durations with a unit
    /// (`ns`, `us`, `ms`, `s`, `m`), which are compared with durations only; strings with `==`,
    /// `!=` and `startsWith(value, "text")`; names of an enum's values where they are compared with
    /// it.
    ///
    /// Numbers have 64 bits and compare as numbers: -1 is less than any unsigned one. A comparison
    /// with an absent value is false.
    ///
    /// Checked by [#attach]: what is wrong with it is a [TraceException] then.
    public FunctionTracer<R> where(String expression) {
        return new FunctionTracer<>(record, functions, Optional.of(expression), ringBytes);
    }

    /// Takes another size for the ring buffer than 1 MiB.
    ///
    /// @param bytes a power of two of at least 4096
    /// @throws IllegalArgumentException if it is none
    public FunctionTracer<R> ringBytes(int bytes) {
        if (bytes < 4096 || Integer.bitCount(bytes) != 1) {
            throw new IllegalArgumentException(
                    "ring buffer of %d bytes: a power of two of at least 4096 is needed"
                            .formatted(bytes));
        }
        return new FunctionTracer<>(record, functions, filter, bytes);
    }

    /// Attaches to the function.
    ///
    /// @param listener called by one thread of this library with each record; what it throws is
    ///   counted, see [FunctionTrace#listener()]
    /// @throws TraceException if the record or the filter does not fit the function; nothing has
    ///   been loaded then
    /// @throws BpfException if there is no such function, or the kernel refuses, by its cause
    public FunctionTrace attach(Consumer<? super R> listener) {
        TraceTarget target = TraceTarget.find(functions);
        TracePlan<R> plan = TracePlan.of(record, target.btf(), target.function(), filter);
        return new FunctionTrace(
                TraceAttachment.attach(
                        plan,
                        target,
                        new TraceAttachment.Sizes(ringBytes, CALLS),
                        event -> listener.accept(plan.decoder().apply(event))),
                plan.text());
    }
}
