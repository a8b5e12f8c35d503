package io.fentry4j.benchmarks.kernel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/// A tracer that is a program of its own: a peer, or the same objects attached by C.
///
/// @param ready what its output contains once it sees deletions
/// @param event what each line of its output about a deletion contains; empty if it tells nothing
record CommandTracer(String name, List<String> command, String ready, String event)
        implements Tracer {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Path NUDGE = Path.of("/dev/shm/fentry4j-are-you-ready");

    /// Entry and exit by fentry and fexit, paired in maps; one printed line a call.
    private static final String BPFTRACE_PROGRAM =
            """
            kfunc:do_unlinkat { @start[tid] = nsecs; @name[tid] = str(args->name->name); }
            kretfunc:do_unlinkat {
                printf("%d %s %s %d %d\\n", pid, comm, @name[tid], retval, nsecs - @start[tid]);
                delete(@start[tid]);
                delete(@name[tid]);
            }
            """;

    static Tracer bpftrace() {
        return new CommandTracer(
                "bpftrace",
                List.of("bpftrace", "-B", "line", "-e", BPFTRACE_PROGRAM),
                NUDGE.toString(),
                "unlink_load");
    }

    /// bcc's tool; it sees deletions of files that were made while it ran.
    static Tracer filelife() {
        return new CommandTracer(
                "filelife", List.of("stdbuf", "-oL", "filelife"), "Hit Ctrl-C", "unlink_load");
    }

    /// The empty fentry and fexit programs, attached by C.
    ///
    /// @param loader attach.c, compiled
    /// @param object the object of [EmptyProbes]
    static Tracer emptyByC(Path loader, Path object) {
        return new CommandTracer(
                "empty fentry + fexit, C loader",
                List.of(loader.toString(), object.toString(), "on_fentry", "on_fexit"),
                "attached",
                "");
    }

    @Override
    public Running start() {
        try {
            Path output = Files.createTempFile("fentry4j-tracer", ".txt");
            Process process =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(output.toFile())
                            .start();
            Running running = new RunningCommand(process, output, event);
            if (!awaitReady(process, output)) {
                running.close();
                throw new TracerUnavailableException(
                        "start %s: not ready; its output: %s"
                                .formatted(name, Files.readString(output).strip()));
            }
            return running;
        } catch (IOException e) {
            throw new TracerUnavailableException("start %s: %s".formatted(name, e.getMessage()), e);
        }
    }

    private boolean awaitReady(Process process, Path output) throws IOException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!Files.readString(output).contains(ready)) {
            Files.deleteIfExists(
                    NUDGE); // an earlier run's; it makes no system call for a missing file
            Files.createFile(NUDGE);
            Files.delete(NUDGE);
            if (System.nanoTime() - end > 0 || hasEnded(process)) {
                return false;
            }
        }
        return true;
    }

    private static boolean hasEnded(Process process) {
        try {
            return process.waitFor(50, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private record RunningCommand(Process process, Path output, String event) implements Running {

        @Override
        public void close() {
            process.destroy();
            try {
                process.getOutputStream().close();
                process.waitFor();
            } catch (IOException e) {
                throw new TracerUnavailableException("stop a tracer: " + e.getMessage(), e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public OptionalLong told() {
            if (event.isEmpty()) {
                return OptionalLong.empty();
            }
            try (var lines = Files.lines(output)) {
                return OptionalLong.of(lines.filter(line -> line.contains(event)).count());
            } catch (IOException e) {
                throw new TracerUnavailableException("read a tracer's output", e);
            }
        }
    }
}
