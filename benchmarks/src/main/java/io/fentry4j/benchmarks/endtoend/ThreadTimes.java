package io.fentry4j.benchmarks.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;

/// The CPU time and the wake-ups of threads of this process, as `/proc/self/task` tells them.
///
/// @param cpuNanos the time on a CPU (`schedstat`)
/// @param wakeUps how often it had slept and went on (`voluntary_ctxt_switches`)
record ThreadTimes(long cpuNanos, long wakeUps) {

    private static final Path TASKS = Path.of("/proc/self/task");

    /// The ids of all threads now.
    static Set<Long> threads() throws IOException {
        try (var tasks = Files.list(TASKS)) {
            return tasks.map(task -> Long.valueOf(task.getFileName().toString()))
                    .collect(Collectors.toSet());
        }
    }

    /// The id of the calling thread.
    static long self() throws IOException {
        return Long.parseLong(Path.of("/proc/thread-self").toRealPath().getFileName().toString());
    }

    /// The first 15 bytes of a thread's name.
    static String name(long thread) throws IOException {
        return Files.readString(task(thread, "comm")).strip();
    }

    static ThreadTimes of(long thread) throws IOException {
        return new ThreadTimes(
                Long.parseLong(Files.readString(task(thread, "schedstat")).split(" ", 2)[0]),
                number(task(thread, "status"), "voluntary_ctxt_switches:"));
    }

    /// The sums over all threads but two; one that ends meanwhile does not count.
    static ThreadTimes ofAllBut(long one, long another) throws IOException {
        ThreadTimes sum = new ThreadTimes(0, 0);
        for (long thread : threads()) {
            if (thread != one && thread != another) {
                try {
                    ThreadTimes times = of(thread);
                    sum =
                            new ThreadTimes(
                                    sum.cpuNanos + times.cpuNanos, sum.wakeUps + times.wakeUps);
                } catch (NoSuchFileException e) {
                    // ended since the list was made
                }
            }
        }
        return sum;
    }

    ThreadTimes minus(ThreadTimes before) {
        return new ThreadTimes(cpuNanos - before.cpuNanos, wakeUps - before.wakeUps);
    }

    /// The memory of this process that is in use (`VmRSS`).
    static long residentBytes() {
        try {
            return number(Path.of("/proc/self/status"), "VmRSS:") * 1024;
        } catch (IOException e) {
            throw new UncheckedIOException("read resident memory", e);
        }
    }

    private static Path task(long thread, String file) {
        return TASKS.resolve(Long.toString(thread)).resolve(file);
    }

    private static long number(Path file, String key) throws IOException {
        for (String line : Files.readAllLines(file)) {
            if (line.startsWith(key)) {
                return Long.parseLong(line.substring(key.length()).replace("kB", "").strip());
            }
        }
        throw new IOException(file + " has no " + key);
    }
}
