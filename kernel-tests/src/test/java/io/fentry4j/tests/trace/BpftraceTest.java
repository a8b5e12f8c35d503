package io.fentry4j.tests.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.fentry4j.btf.Btf;
import io.fentry4j.btf.KernelFunction;
import io.fentry4j.data.BtfValue;
import io.fentry4j.trace.CallTracer;
import io.fentry4j.trace.FunctionTrace;
import io.fentry4j.trace.TracedCall;
import io.fentry4j.trace.TracedValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Two independent tracers of the same calls must tell the same: the native program of `src/test/c`
/// calls ten functions of files, sockets, processes and timers, while bpftrace and [CallTracer]
/// look at it.
@Tag("kernel")
@Tag("one-kernel")
@Timeout(600)
class BpftraceTest {

    private static final List<String> FUNCTIONS =
            List.of(
                    "vfs_mkdir",
                    "vfs_write",
                    "vfs_read",
                    "do_unlinkat",
                    "vfs_rmdir",
                    "unix_stream_sendmsg",
                    "udp_sendmsg",
                    "tcp_sendmsg",
                    "kernel_clone",
                    "hrtimer_nanosleep");

    private static final String ONLY = "comm == \"f4j-calls\"";

    private static final Path WORKLOAD =
            Path.of(System.getProperty("fentry4j.project", ".."), "kernel-tests/target/workload")
                    .toAbsolutePath();

    private static final Btf KERNEL = Btf.vmlinux();

    private static final Duration PATIENCE = Duration.ofMinutes(4);

    @TempDir private Path folder;

    /// The calls by function, each as `tid: arguments = result` in hexadecimal, in no order: what
    /// two CPUs print has none.
    private record Calls(Map<String, List<String>> byFunction) {

        static Calls of(List<String> lines) {
            return new Calls(
                    lines.stream()
                            .sorted()
                            .collect(
                                    Collectors.groupingBy(
                                            line -> line.substring(0, line.indexOf(' ')),
                                            TreeMap::new,
                                            Collectors.toList())));
        }
    }

    private static boolean bpftraceIsThere() {
        try {
            return new ProcessBuilder("bpftrace", "--version").start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Test
    void ten_functions_have_the_same_calls_arguments_and_results(TestReporter reporter)
            throws Exception {
        assumeThat(bpftraceIsThere()).as("bpftrace is installed").isTrue();
        Path output = folder.resolve("bpftrace.out");
        List<TracedCall> ours = new CopyOnWriteArrayList<>();
        Process bpftrace =
                new ProcessBuilder("bpftrace", "-B", "line", "-e", script(FUNCTIONS))
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
        try (FunctionTrace trace = CallTracer.ofAll(FUNCTIONS).where(ONLY).attach(ours::add)) {
            assertThat(trace.leftOut()).isEmpty();
            awaitEventsOf(bpftrace, output);
            runWorkload();
            assertThat(trace.listener().flush(Duration.ofSeconds(30))).isTrue();
            assertThat(trace.listener().firstFailure()).isEmpty();
            end(bpftrace);
        } finally {
            bpftrace.destroyForcibly();
        }

        Calls theirs =
                Calls.of(
                        Files.readAllLines(output).stream()
                                .filter(line ->
                                        FUNCTIONS.stream()
                                                .anyMatch(name -> line.startsWith(name + ' ')))
                                .toList());
        Calls told = Calls.of(ours.stream().map(BpftraceTest::line).toList());
        told.byFunction()
                .forEach((function, calls) ->
                        reporter.publishEntry(function, calls.size() + " calls"));
        assertThat(told.byFunction().keySet()).containsExactlyInAnyOrderElementsOf(FUNCTIONS);
        assertThat(told).isEqualTo(theirs);
        assertThat(told.byFunction().values())
                .allSatisfy(calls -> assertThat(calls).hasSizeGreaterThanOrEqualTo(20));
    }

    /// What the same takes either of the two: bpftrace from its start to its first event, this
    /// library from the call to its return, in a JVM that has read the kernel's BTF before.
    @Test
    void attaching_takes_less_than_bpftrace_takes() throws Exception {
        assumeThat(bpftraceIsThere()).as("bpftrace is installed").isTrue();
        Path output = folder.resolve("bpftrace.out");
        long begin = System.nanoTime();
        Process bpftrace =
                new ProcessBuilder("bpftrace", "-B", "line", "-e", script(List.of("do_unlinkat")))
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
        Duration theirs;
        try {
            awaitEventsOf(bpftrace, output);
            theirs = Duration.ofNanos(System.nanoTime() - begin);
        } finally {
            bpftrace.destroyForcibly();
        }
        begin = System.nanoTime();
        try (FunctionTrace trace = CallTracer.of("do_unlinkat").where(ONLY).attach(_ -> {})) {
            assertThat(trace.functions()).hasSize(1);
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(theirs);
        }
    }

    /// One line a call, with all arguments as 64-bit numbers, and one for a deletion by this JVM,
    /// which shows that bpftrace is ready.
    private static String script(List<String> functions) {
        StringBuilder script =
                new StringBuilder(
                        "kretfunc:do_unlinkat /pid == %d/ { printf(\"ready\\n\"); }\n"
                                .formatted(ProcessHandle.current().pid()));
        for (String name : functions) {
            KernelFunction function = KERNEL.kernelFunction(name).orElseThrow();
            String places = "%llx ".repeat(function.arguments().size());
            String values =
                    function.arguments().stream()
                            .map(argument -> "(uint64)args->" + argument.name() + ", ")
                            .collect(Collectors.joining());
            script.append(
                    "kretfunc:%s /%s/ { printf(\"%s %%d: %s= %%llx\\n\", tid, %s(uint64)retval); }\n"
                            .formatted(name, ONLY, name, places, values));
        }
        return script.toString();
    }

    /// Once in many runs it did not end by the signal, in ten minutes on an idle machine. It writes
    /// line by line what it has read, so that what it has told can be compared nevertheless.
    private static void end(Process bpftrace) throws InterruptedException {
        bpftrace.destroy();
        if (!bpftrace.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            bpftrace.destroyForcibly().waitFor();
        }
    }

    private void awaitEventsOf(Process bpftrace, Path output) throws Exception {
        Path nudge = folder.resolve("nudge");
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!Files.readString(output).contains("ready")) {
            assertThat(System.nanoTime() - end).as(Files.readString(output)).isNegative();
            assertThat(bpftrace.waitFor(20, TimeUnit.MILLISECONDS))
                    .as("bpftrace has ended: %s", Files.readString(output))
                    .isFalse();
            Files.createFile(nudge);
            Files.delete(nudge);
        }
    }

    private void runWorkload() throws Exception {
        Path base = Files.createDirectory(folder.resolve("base"));
        Path journal = Files.createDirectory(folder.resolve("journal"));
        Path log = folder.resolve("workload.out");
        Process workload =
                new ProcessBuilder(
                                WORKLOAD.toString(), "calls", journal.toString(), base.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        while (!Files.readString(Path.of("/proc/" + workload.pid() + "/comm"))
                .startsWith("f4j-calls")) {
            assertThat(workload.waitFor(20, TimeUnit.MILLISECONDS)).isFalse();
        }
        assertThat(
                        new ProcessBuilder("kill", "-USR1", Long.toString(workload.pid()))
                                .start()
                                .waitFor())
                .isZero();
        assertThat(workload.waitFor()).as(Files.readString(log)).isZero();
    }

    private static String line(TracedCall call) {
        KernelFunction function = KERNEL.kernelFunction(call.function()).orElseThrow();
        List<String> parts = new ArrayList<>();
        parts.add(call.function());
        parts.add(call.tid() + ":");
        for (int i = 0; i < call.values().size(); i++) {
            parts.add(hex(call.values().get(i), function.arguments().get(i).size()));
        }
        parts.add("=");
        parts.add(hex(call.returned().orElseThrow(), function.returns().size()));
        return String.join(" ", parts);
    }

    /// bpftrace extends no sign.
    private static String hex(TracedValue traced, int size) {
        long value =
                switch (traced.value().orElseThrow()) {
                    case BtfValue.Int number -> number.value().longValue();
                    case BtfValue.Enum constant -> constant.value().longValue();
                    case BtfValue.Pointer pointer -> pointer.address();
                    default -> throw new AssertionError(traced);
                };
        return Long.toHexString(value & (-1L >>> (Long.SIZE - size * Byte.SIZE)));
    }
}
