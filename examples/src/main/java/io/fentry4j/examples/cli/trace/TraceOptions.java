package io.fentry4j.examples.cli.trace;

import io.fentry4j.examples.cli.SizeConverter;
import io.fentry4j.trace.CallTracer;
import io.fentry4j.trace.ExpressionAggregator;
import io.fentry4j.trace.FunctionAggregator;
import io.fentry4j.trace.Mode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which calls are traced, and what is kept of them.
final class TraceOptions {

    private static final String STACK = "kstack";

    @Option(
            names = "--where",
            paramLabel = "FILTER",
            description =
                    "Only calls that pass this filter, a C expression that the kernel evaluates:"
                            + " arguments and paths from them, ret, took, pid, tid, uid, gid, comm,"
                            + " cpu, cgroup, timestamp; numbers, strings, durations (1ms), == != <"
                            + " <= > >= && || !, startsWith(comm, \"rm\").")
    private @Nullable String where;

    @Option(
            names = "--fields",
            paramLabel = "PATH",
            split = ",",
            description =
                    "Instead of the arguments these values, separated by commas, such as"
                            + " file->f_inode->i_size.")
    private List<String> fields = new ArrayList<>();

    @Option(
            names = "--entry-only",
            description =
                    "Only see the calls begin: no return value and no duration, for half of the"
                            + " cost.")
    private boolean entryOnly;

    @Option(
            names = "--stack",
            description =
                    "The kernel's stack of each call too; with --count-by or --hist a row for each"
                            + " stack.")
    private boolean stack;

    @Option(
            names = "--count-by",
            paramLabel = "KEY",
            split = ",",
            description =
                    "No calls, but how many there were for each of these values, which the kernel"
                            + " counts: paths, or comm, pid, tid, uid, gid, cpu, cgroup, ret.")
    private List<String> countBy = new ArrayList<>();

    @Option(
            names = "--hist",
            paramLabel = "NUMBER",
            description =
                    "No calls, but a histogram by powers of two, such as took, count or ret: of"
                            + " all calls, or for each value of --count-by.")
    private List<String> histograms = new ArrayList<>();

    @Option(
            names = "--mode",
            paramLabel = "MODE",
            converter = ModeConverter.class,
            description = "fentry, kprobe or kprobe.multi only; else the one that works better.")
    private @Nullable Mode mode;

    @Option(
            names = "--ring-size",
            paramLabel = "SIZE",
            converter = SizeConverter.class,
            description = "The ring buffer's size, such as 64k or 4m: a power of two. Default: 1m.")
    private @Nullable Integer ringSize;

    /// Whether the kernel counts, and no calls are shown.
    boolean aggregates() {
        return !countBy.isEmpty() || !histograms.isEmpty();
    }

    /// @throws IllegalArgumentException if options contradict each other or the functions
    void check(List<String> functions) {
        if (aggregates() && (!fields.isEmpty() || entryOnly || ringSize != null)) {
            throw new IllegalArgumentException(
                    "--fields, --entry-only and --ring-size are for calls: not with --count-by or"
                            + " --hist");
        }
        if (aggregates()) {
            functions.forEach(TraceOptions::checkName);
        }
    }

    private static void checkName(String function) {
        if (isGlob(function)) {
            throw new IllegalArgumentException(
                    "'%s': --count-by and --hist take names of functions, no globs"
                            .formatted(function));
        }
    }

    /// A tracer of these functions with these options.
    ///
    /// @throws IllegalArgumentException if the size is none
    CallTracer tracer(List<String> functions) {
        CallTracer tracer =
                functions.size() == 1 && !isGlob(functions.getFirst())
                        ? CallTracer.of(functions.getFirst())
                        : CallTracer.ofAll(functions);
        tracer = tracer.values(fields);
        if (where != null) {
            tracer = tracer.where(where);
        }
        if (entryOnly) {
            tracer = tracer.entryOnly();
        }
        if (stack) {
            tracer = tracer.withKernelStack();
        }
        if (mode != null) {
            tracer = tracer.mode(mode);
        }
        return ringSize == null ? tracer : tracer.ringBytes(ringSize);
    }

    /// The same for what the kernel is to count.
    ExpressionAggregator aggregator(String function) {
        ExpressionAggregator aggregator =
                FunctionAggregator.of(function).by(key().toArray(String[]::new)).count();
        for (String number : histograms) {
            aggregator = aggregator.log2(number);
        }
        if (where != null) {
            aggregator = aggregator.where(where);
        }
        return mode == null ? aggregator : aggregator.mode(mode);
    }

    private static boolean isGlob(String function) {
        return function.indexOf('*') >= 0 || function.indexOf('?') >= 0;
    }

    /// What the rows are by.
    List<String> key() {
        List<String> key = new ArrayList<>(countBy);
        if (stack) {
            key.add(STACK);
        }
        return key;
    }

    /// What histograms are made of.
    List<String> histograms() {
        return histograms;
    }
}
