package io.fentry4j.examples.cli.trace;

import io.fentry4j.examples.cli.SizeConverter;
import io.fentry4j.trace.CallTracer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which calls are traced, and what is kept of them.
final class TraceOptions {

    @Option(
            names = "--where",
            paramLabel = "FILTER",
            description =
                    "Only calls that pass this filter, a C expression that the kernel evaluates:"
                            + " arguments and paths from them, retval, took, pid, tid, uid, comm,"
                            + " cpu, timestamp; numbers, strings, durations (1ms), == != < <= > >="
                            + " && || !, startsWith(comm, \"rm\").")
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
            names = "--ring-size",
            paramLabel = "SIZE",
            converter = SizeConverter.class,
            description = "The ring buffer's size, such as 64k or 4m: a power of two. Default: 1m.")
    private @Nullable Integer ringSize;

    /// A tracer of a function with these options.
    ///
    /// @throws IllegalArgumentException if the size is none
    CallTracer tracer(String function) {
        CallTracer tracer = CallTracer.of(function).values(fields);
        if (where != null) {
            tracer = tracer.where(where);
        }
        if (entryOnly) {
            tracer = tracer.entryOnly();
        }
        return ringSize == null ? tracer : tracer.ringBytes(ringSize);
    }
}
