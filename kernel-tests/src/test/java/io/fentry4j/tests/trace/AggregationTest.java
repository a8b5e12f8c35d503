package io.fentry4j.tests.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.fentry4j.trace.AggregateRow;
import io.fentry4j.trace.Aggregation;
import io.fentry4j.trace.AggregationCounts;
import io.fentry4j.trace.AggregationInterval;
import io.fentry4j.trace.Average;
import io.fentry4j.trace.Comm;
import io.fentry4j.trace.Count;
import io.fentry4j.trace.FunctionAggregator;
import io.fentry4j.trace.Histogram;
import io.fentry4j.trace.Histogram.Bucket;
import io.fentry4j.trace.Histogram.Unit;
import io.fentry4j.trace.Linear;
import io.fentry4j.trace.Log2;
import io.fentry4j.trace.Max;
import io.fentry4j.trace.Min;
import io.fentry4j.trace.Mode;
import io.fentry4j.trace.Path;
import io.fentry4j.trace.Sum;
import io.fentry4j.trace.Tid;
import io.fentry4j.trace.Trace;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Calls with known values are aggregated to what they add up to.
@Tag("kernel")
@Timeout(120)
class AggregationTest {

    private static final String FILE = "aggregated";
    private static final String OF_FILE = "file->f_path.dentry->d_name.name == \"" + FILE + "\"";

    /// Reads of the file of this test, by the number of bytes that were asked for.
    @Trace("vfs_read")
    record Reads(
            long count,
            @Path("file->f_path.dentry->d_name.name") String file,
            @Count long calls,
            @Sum("ret") long bytes,
            @Min("ret") long least,
            @Max("ret * 2 - 10") long greatest,
            @Average("ret") double mean,
            @Min("took") Duration fastest,
            @Max("took") long slowest,
            @Log2("ret") Histogram powers,
            @Linear(value = "ret", from = 10, to = 40, step = 10) Histogram tens) {}

    @Trace("vfs_read")
    record Sizes(@Tid int tid, long count, @Count long calls) {}

    @Trace("bpf_fentry_test7")
    record Null(
            @Path("arg->a") Long target,
            @Count long calls,
            @Sum("arg->a") long sum,
            @Max("arg->a") OptionalLong greatest,
            @Average("arg->a") Double mean) {}

    @TempDir private java.nio.file.Path folder;

    private java.nio.file.Path file(int bytes) throws IOException {
        return Files.write(folder.resolve(FILE), new byte[bytes]);
    }

    /// Reads from the file's start, each time up to so many bytes.
    private static void read(java.nio.file.Path file, int... sizes) throws IOException {
        try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
            for (int size : sizes) {
                in.seek(0);
                in.read(new byte[size]);
            }
        }
    }

    private static Bucket bucket(long from, long to, long count) {
        return new Bucket(from, to, count);
    }

    @ParameterizedTest
    @MethodSource("io.fentry4j.tests.trace.TraceModes#available")
    void every_aggregate_of_known_reads_is_exact(Mode mode) throws IOException {
        java.nio.file.Path file = file(100);
        Aggregation<Reads> reads =
                FunctionAggregator.of(Reads.class)
                        .where("file == \"" + FILE + "\" && ret > 0")
                        .mode(mode)
                        .attach();
        assertThat(reads.mode()).isEqualTo(mode);
        try (reads) {
            read(file, 1, 7, 7, 8, 200, 200, 200, 39, 40, 10);
        }

        List<Reads> rows = reads.snapshot();
        assertThat(rows).extracting(Reads::file).containsOnly(FILE);
        assertThat(rows).extracting(Reads::calls).isSortedAccordingTo((a, b) -> Long.compare(b, a));
        assertThat(rows)
                .extracting(Reads::count)
                .containsExactlyInAnyOrder(200L, 7L, 1L, 8L, 39L, 40L, 10L);
        Reads most = rows.getFirst();
        assertThat(most.count()).isEqualTo(200);
        assertThat(most.calls()).isEqualTo(3);
        assertThat(most.bytes()).isEqualTo(300);
        assertThat(most.least()).isEqualTo(100);
        assertThat(most.greatest()).isEqualTo(190);
        assertThat(most.mean()).isEqualTo(100.0);
        assertThat(most.fastest())
                .isPositive()
                .isLessThanOrEqualTo(Duration.ofNanos(most.slowest()));
        assertThat(most.powers()).isEqualTo(new Histogram(Unit.NONE, List.of(bucket(64, 128, 3))));
        assertThat(most.tens())
                .isEqualTo(new Histogram(Unit.NONE, List.of(bucket(40, Long.MAX_VALUE, 3))));
    }

    @Trace("vfs_read")
    record Picky(@Count long calls) {
        private static final AtomicInteger REFUSALS = new AtomicInteger();

        Picky {
            if (REFUSALS.getAndDecrement() > 0) {
                throw new IllegalStateException("not now");
            }
        }
    }

    @Test
    void an_interval_that_its_record_refuses_is_taken_by_the_next_call() throws IOException {
        java.nio.file.Path file = file(100);
        Picky.REFUSALS.set(1);
        try (Aggregation<Picky> reads =
                FunctionAggregator.of(Picky.class).where(OF_FILE).mode(Mode.FENTRY).attach()) {
            read(file, 1, 2, 3);
            assertThatThrownBy(reads::take).hasMessage("not now");
            read(file, 4);

            assertThat(reads.take().rows()).containsExactly(new Picky(3));
            assertThat(reads.take().rows()).containsExactly(new Picky(1));
        }
    }

    @Test
    void variable_arguments_are_aggregated_by_a_kprobe() throws IOException {
        try (Aggregation<AggregateRow> lines =
                FunctionAggregator.of("seq_printf").by("pid").count().attach()) {
            Files.readString(java.nio.file.Path.of("/proc/self/status"));

            assertThat(lines.mode()).isEqualTo(Mode.KPROBE);
            assertThat(lines.whyNotFentry()).isPresent();
            assertThat(lines.snapshot())
                    .extracting(row -> row.key().getFirst())
                    .contains(ProcessHandle.current().pid());
        }
    }

    @Test
    void one_row_has_all_calls_if_there_is_no_key() throws IOException {
        java.nio.file.Path file = file(100);
        Aggregation<AggregateRow> reads =
                FunctionAggregator.of("vfs_read")
                        .count()
                        .sum("ret")
                        .min("ret - 50")
                        .max("ret")
                        .average("ret")
                        .log2("ret - 50")
                        .linear("ret", 10, 40, 10)
                        .max("(u64) ret")
                        .where(OF_FILE)
                        .attach();
        try (reads) {
            assertThat(reads.snapshot()).isEmpty();
            read(file, 1, 7, 7, 8, 200, 39, 40, 10, 50, 51, 53);
        }

        assertThat(reads.snapshot()).hasSize(1);
        AggregateRow row = reads.snapshot().getFirst();
        assertThat(row.key()).isEmpty();
        assertThat(row.values())
                .containsExactly(
                        11L,
                        366L,
                        -49L,
                        100L,
                        366.0 / 11,
                        new Histogram(
                                Unit.NONE,
                                List.of(
                                        bucket(Long.MIN_VALUE, 0, 7),
                                        bucket(0, 1, 1),
                                        bucket(1, 2, 1),
                                        bucket(2, 4, 1),
                                        bucket(4, 8, 0),
                                        bucket(8, 16, 0),
                                        bucket(16, 32, 0),
                                        bucket(32, 64, 1))),
                        new Histogram(
                                Unit.NONE,
                                List.of(
                                        bucket(Long.MIN_VALUE, 10, 4),
                                        bucket(10, 20, 1),
                                        bucket(20, 30, 0),
                                        bucket(30, 40, 1),
                                        bucket(40, Long.MAX_VALUE, 5))),
                        100L);
    }

    @Test
    void what_is_absent_is_a_key_of_its_own_and_adds_nothing() {
        Aggregation<Null> nulls = FunctionAggregator.of(Null.class).mode(Mode.FENTRY).attach();
        try (nulls) {
            nulls.testRun();
            nulls.testRun();
        }
        assertThat(nulls.snapshot())
                .containsExactly(new Null(null, 2, 0, OptionalLong.empty(), null));
        assertThat(nulls.counts()).isEqualTo(new AggregationCounts(2, 0, 0, 0));
    }

    @Test
    void threads_on_all_cpus_add_to_the_same_row_and_intervals_add_up_to_all() throws Exception {
        int threads = 4;
        int reads = 2_000;
        java.nio.file.Path file = file(100);
        Aggregation<AggregateRow> aggregation =
                FunctionAggregator.of("vfs_read")
                        .by("file->f_path.dentry->d_name.name", "ret")
                        .count()
                        .sum("count")
                        .max("count")
                        .log2("count")
                        .where(OF_FILE + " && ret > 0")
                        .attach();
        List<AggregationInterval<AggregateRow>> intervals;
        try (aggregation) {
            CountDownLatch running = new CountDownLatch(threads);
            List<Thread> workers = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                int size = 10_000 + i;
                workers.add(Thread.ofPlatform().start(() -> readAll(file, size, reads, running)));
            }
            running.await();
            try (Stream<AggregationInterval<AggregateRow>> stream =
                    aggregation.intervals(Duration.ofMillis(50))) {
                intervals = new ArrayList<>(stream.limit(3).toList());
            }
            for (Thread worker : workers) {
                worker.join();
            }
        }
        aggregation.intervals(Duration.ofDays(1)).forEach(intervals::add);

        assertThat(intervals).hasSize(4);
        for (int i = 1; i < intervals.size(); i++) {
            assertThat(intervals.get(i).from()).isEqualTo(intervals.get(i - 1).to());
        }
        List<AggregateRow> rows =
                intervals.stream().flatMap(interval -> interval.rows().stream()).toList();
        assertThat(rows).extracting(AggregateRow::key).containsOnly(List.of(FILE, 100L));
        AggregationCounts counts = aggregation.counts();
        long all = (long) threads * reads;
        long calls = sum(rows, row -> (long) row.values().get(0));
        assertThat(calls).as(counts.toString()).isBetween(all - counts.missed(), all);
        if (counts.missed() == 0) {
            assertThat(sum(rows, row -> (long) row.values().get(1)))
                    .isEqualTo((4 * 10_000 + 1 + 2 + 3) * (long) reads);
        }
        assertThat(rows.stream().mapToLong(row -> (long) row.values().get(2)).max())
                .hasValue(10_003);
        assertThat(sum(rows, row -> ((Histogram) row.values().get(3)).total())).isEqualTo(calls);
        assertThat(aggregation.snapshot()).as("all is taken").isEmpty();
        assertThat(counts.lost()).isZero();
    }

    private static long sum(List<AggregateRow> rows, ToLongFunction<AggregateRow> number) {
        return rows.stream().mapToLong(number).sum();
    }

    private static void readAll(
            java.nio.file.Path file, int size, int reads, CountDownLatch running) {
        try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
            byte[] bytes = new byte[size];
            running.countDown();
            for (int i = 0; i < reads; i++) {
                in.seek(0);
                in.read(bytes);
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void calls_with_keys_for_which_there_is_no_room_are_counted_as_lost() throws IOException {
        java.nio.file.Path file = file(10);
        Aggregation<Sizes> sizes =
                FunctionAggregator.of(Sizes.class)
                        .where(OF_FILE + " && count >= 60000")
                        .maxKeys(3)
                        .attach();
        try (sizes) {
            read(file, 60_001, 60_002, 60_003, 60_004, 60_005, 60_001, 60_004);
            assertThat(sizes.counts().lost()).isEqualTo(3);
            assertThat(sizes.snapshot())
                    .extracting(Sizes::count, Sizes::calls)
                    .containsExactlyInAnyOrder(
                            tuple(60_001L, 2L), tuple(60_002L, 1L), tuple(60_003L, 1L));

            sizes.clear();
            read(file, 60_009);
            assertThat(sizes.take().rows()).extracting(Sizes::count).containsExactly(60_009L);
            assertThat(sizes.take().rows()).isEmpty();
        }
        AggregationCounts counts = sizes.counts();
        assertThat(counts.lost()).isEqualTo(3);
        assertThat(counts.seen()).isEqualTo(counts.filtered() + counts.lost() + 4 + 1);
    }

    @Trace("vfs_read")
    record ByComm(@Comm String comm, @Count long calls) {}

    @Test
    void processes_are_told_apart_by_their_names() throws Exception {
        Aggregation<ByComm> reads =
                FunctionAggregator.of(ByComm.class).where("startsWith(comm, \"head\")").attach();
        try (reads) {
            java.nio.file.Path file = file(10);
            for (int i = 0; i < 2; i++) {
                assertThat(new ProcessBuilder("head", "-c1", file.toString()).start().waitFor())
                        .isZero();
            }
        }
        assertThat(reads.snapshot()).hasSize(1);
        assertThat(reads.snapshot().getFirst().comm()).isEqualTo("head");
        assertThat(reads.snapshot().getFirst().calls()).isGreaterThanOrEqualTo(2);
    }
}
