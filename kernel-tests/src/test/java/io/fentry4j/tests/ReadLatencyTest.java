package io.fentry4j.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The worked example `ReadLatency`, run as its header says.
@Tag("kernel")
@Tag("one-kernel")
@Timeout(120)
class ReadLatencyTest {

    private static final int READS = 300;

    @TempDir private Path folder;

    @Test
    void reads_are_counted_by_reader_and_latency() throws Exception {
        // Reads go on until the example has ended, so that some are in its time.
        CommandLine run =
                CommandLine.start(
                        folder,
                        List.of(
                                "sh",
                                "-c",
                                "while :; do dd if=/dev/zero of=/dev/null bs=1 count="
                                        + READS
                                        + " 2>/dev/null; sleep 0.2; done & reader=$!;"
                                        + " \"$1/bin/java\" --enable-native-access=ALL-UNNAMED"
                                        + " -cp \"$0/examples/target/fentry4j-examples.jar\""
                                        + " io.fentry4j.examples.latency.ReadLatency 2s;"
                                        + " status=$?; kill $reader; exit $status",
                                CommandLine.project().toString(),
                                System.getProperty("java.home")));

        assertThat(run.exitStatus()).as(run.err()).isZero();
        assertThat(run.out()).containsPattern("(?m)^dd$");
        String histogram = run.out().substring(run.out().indexOf("dd\n") + 3);
        assertThat(histogram.lines().findFirst().orElse("")).matches(" *\\d+ ns +\\d+ \\*+");
        long counted =
                histogram
                        .lines()
                        .takeWhile(line -> line.contains(" ns "))
                        .mapToLong(line -> Long.parseLong(line.strip().split(" +", 4)[2]))
                        .sum();
        assertThat(counted).isGreaterThan(READS);
    }
}
