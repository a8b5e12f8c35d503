package io.fentry4j.benchmarks.endtoend;

import io.fentry4j.ListenerThread;
import io.fentry4j.benchmarks.reader.RingSource;
import io.fentry4j.data.RecordView;
import io.fentry4j.unlink.UnlinkEvent;
import io.fentry4j.unlink.UnlinkRecords;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/// What a consumer costs while nothing happens and at 1,000 events a second: `Consumer RESULT NAME
/// SECONDS`, where NAME says with which options of the JVM it was started.
public final class Consumer {

    private static final long PER_SECOND = 1_000;
    private static final long NAP = TimeUnit.MILLISECONDS.toNanos(1);

    /// @param reader CPU time and wake-ups of the thread that reads
    /// @param jvm those of all other threads, without the one that measures
    record Phase(long nanos, ThreadTimes reader, ThreadTimes jvm) {}

    /// @param residentBytes the memory in use at the end
    record Result(String name, Phase idle, Phase busy, long events, long residentBytes) {}

    private long sum;

    private Consumer() {}

    /// Measures and writes the result.
    public static void main(String[] arguments) throws Exception {
        new Consumer()
                .run(
                        Path.of(arguments[0]),
                        arguments[1],
                        Duration.ofSeconds(Long.parseLong(arguments[2])));
    }

    private void run(Path file, String name, Duration duration)
            throws IOException, InterruptedException {
        Function<RecordView, UnlinkEvent> decoder = UnlinkRecords.decoder();
        byte[] record = UnlinkRecords.record("", "a-file-name.txt");
        try (RingSource source = RingSource.open(record, true)) {
            Set<Long> before = ThreadTimes.threads();
            try (ListenerThread listener =
                    source.map().listenRaw(view -> take(decoder.apply(view)))) {
                // The start and its compilations shall not be in the figures.
                source.nativeRing().pace(PER_SECOND, duration.toNanos(), NAP);
                listener.flush(Duration.ofSeconds(10));
                long reader = readerAmong(before);
                Phase idle = measure(reader, () -> TimeUnit.NANOSECONDS.sleep(duration.toNanos()));
                long delivered = listener.delivered();
                Phase busy =
                        measure(
                                reader,
                                () ->
                                        source.nativeRing()
                                                .pace(PER_SECOND, duration.toNanos(), NAP));
                listener.flush(Duration.ofSeconds(10));
                Results.write(
                        file,
                        new Result(
                                name,
                                idle,
                                busy,
                                listener.delivered() - delivered,
                                ThreadTimes.residentBytes()));
            }
        }
    }

    /// The thread that is new and has the listener's name.
    private static long readerAmong(Set<Long> before) throws IOException {
        for (long thread : ThreadTimes.threads()) {
            if (!before.contains(thread) && ThreadTimes.name(thread).startsWith("fentry4j-")) {
                return thread;
            }
        }
        throw new IllegalStateException("measure consumer: its thread was not found");
    }

    private interface Action {
        void run() throws InterruptedException;
    }

    private static Phase measure(long reader, Action action)
            throws IOException, InterruptedException {
        long self = ThreadTimes.self();
        ThreadTimes readerBefore = ThreadTimes.of(reader);
        ThreadTimes othersBefore = ThreadTimes.ofAllBut(reader, self);
        long begin = System.nanoTime();
        action.run();
        long nanos = System.nanoTime() - begin;
        return new Phase(
                nanos,
                ThreadTimes.of(reader).minus(readerBefore),
                ThreadTimes.ofAllBut(reader, self).minus(othersBefore));
    }

    private void take(UnlinkEvent event) {
        sum += event.name().length() + event.ret();
    }

    /// What the listener has added up, so that its work cannot be left out.
    long sum() {
        return sum;
    }
}
