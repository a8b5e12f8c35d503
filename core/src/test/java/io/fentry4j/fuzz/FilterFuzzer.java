package io.fentry4j.fuzz;

import io.fentry4j.btf.Btf;
import io.fentry4j.btf.KernelFunction;
import io.fentry4j.btf.SampleKernel;
import io.fentry4j.internal.trace.AggregateRequest;
import io.fentry4j.internal.trace.AggregationPlan;
import io.fentry4j.internal.trace.TraceForm;
import io.fentry4j.internal.trace.TracePlan;
import io.fentry4j.trace.Comm;
import io.fentry4j.trace.Elapsed;
import io.fentry4j.trace.Mode;
import io.fentry4j.trace.Path;
import io.fentry4j.trace.Return;
import io.fentry4j.trace.TraceException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;

/// Any text as a filter, as a key and as a number: parsed, bound to a function, and assembled to
/// programs, or refused with the place.
public final class FilterFuzzer {

    record Call(
            @Path("file->f_path.dentry->d_name") String name,
            long count,
            @Return long ret,
            @Elapsed Duration took,
            @Comm String comm) {}

    private static final Btf BTF = SampleKernel.btf();
    private static final KernelFunction READ = BTF.kernelFunction("vfs_read").orElseThrow();

    private FilterFuzzer() {}

    /// One text, in UTF-8.
    public static void fuzzerTestOneInput(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        for (Mode mode : Mode.values()) {
            TraceForm form = new TraceForm(mode, OptionalInt.empty());
            write(
                    text,
                    () ->
                            TracePlan.of(Call.class, BTF, READ, Optional.of(text), form)
                                    .codes()
                                    .text());
            write(
                    text,
                    () ->
                            AggregationPlan.of(
                                            List.of(text),
                                            List.of(
                                                    AggregateRequest.of(
                                                            AggregateRequest.Kind.LOG2, text)),
                                            BTF,
                                            READ,
                                            Optional.of(text),
                                            form)
                                    .codes()
                                    .text());
        }
    }

    private static void write(String text, Supplier<String> programs) {
        try {
            if (programs.get().isEmpty()) {
                throw new AssertionError("no program for " + text);
            }
        } catch (TraceException e) {
            if (e.column() < 0 || e.column() > text.length() + 1) {
                throw new AssertionError("column " + e.column() + " of " + text, e);
            }
        }
    }
}
