package io.fentry4j.tests.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.fentry4j.trace.AggregateRow;
import io.fentry4j.trace.CallStack;
import io.fentry4j.trace.Comm;
import io.fentry4j.trace.Count;
import io.fentry4j.trace.FunctionAggregator;
import io.fentry4j.trace.Histogram;
import io.fentry4j.trace.KernelStack;
import io.fentry4j.trace.Log2;
import io.fentry4j.trace.Max;
import io.fentry4j.trace.Sum;
import io.fentry4j.trace.Trace;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What docs/tracing.md shows of aggregations and stacks.
@Tag("kernel")
@Tag("one-kernel")
@Timeout(120)
class AggregationSnippetsTest {

    // snippet reads
    @Trace("vfs_read")
    record Reads(
            @Comm String comm,
            @Count long calls,
            @Sum("ret") long bytes,
            @Max("took") Duration slowest,
            @Log2("count") Histogram sizes) {}

    // end snippet reads

    // snippet stacks
    @Trace("vfs_read")
    record Readers(@KernelStack(16) CallStack from, @Count long calls) {}

    // end snippet stacks

    private final Printed printed = new Printed();

    private Process reader;

    @BeforeEach
    void startReading() throws IOException {
        String loop = "while :; do head -c 4096 /dev/zero > /dev/null; sleep 0.1; done";
        reader = new ProcessBuilder("sh", "-c", loop).start();
    }

    @AfterEach
    void giveTheStreamsBack() {
        reader.descendants().forEach(ProcessHandle::destroy);
        reader.destroy();
        printed.close();
    }

    @Test
    void reads_of_two_seconds_by_command() throws Exception {
        // snippet snapshot
        try (var reads = FunctionAggregator.of(Reads.class).where("ret > 0").attach()) {
            Thread.sleep(Duration.ofSeconds(2));
            reads.snapshot().forEach(System.out::println);
        }
        // end snippet snapshot
        assertThat(printed.text()).contains("Reads[comm=head, calls=", "|####");
    }

    @Test
    void a_histogram_every_second_without_a_record() {
        // snippet intervals
        try (var times =
                FunctionAggregator.of("vfs_read").by("comm").count().log2("took").attach()) {
            times.intervals(Duration.ofSeconds(1))
                    .limit(2)
                    .forEach(interval -> {
                        for (AggregateRow row : interval.rows()) {
                            System.out.println(row.key().getFirst() + ": " + row.values().get(0));
                            System.out.println(row.values().get(1));
                        }
                    });
        }
        // end snippet intervals
        assertThat(printed.text()).contains("head: ", "us)", "|####");
    }

    @Test
    void the_ways_to_a_read() {
        // snippet ways
        try (var readers = FunctionAggregator.of(Readers.class).attach()) {
            readers.intervals(Duration.ofSeconds(1)).limit(1).forEach(System.out::println);
            System.out.println(readers.counts());
        }
        // end snippet ways
        assertThat(printed.text()).contains("Readers[from=vfs_read+0x", "AggregationCounts[seen=");
    }
}
