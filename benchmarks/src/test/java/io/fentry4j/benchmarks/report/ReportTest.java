package io.fentry4j.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {

    @TempDir private static Path folder;

    private static String report = "";

    @BeforeAll
    static void write() throws IOException {
        new Report(samples(), folder).write();
        report = Files.readString(folder.resolve("benchmarks.md"));
    }

    private static Path samples() {
        return Path.of("src/test/resources/io/fentry4j/benchmarks/report").toAbsolutePath();
    }

    @Test
    void says_where_it_was_measured() {
        assertThat(report).contains("| CPU | A processor, 2 in use |", "| mitigations | none |");
    }

    @Test
    void divides_a_batch_by_its_records() {
        assertThat(report)
                .contains("| libbpf | 4.00 ± 0.01 | 0.01 |", "| typed | 40.0 ± 0.01 | 160 |");
    }

    @Test
    void a_bar_holds_or_not_by_the_figures() {
        assertThat(report)
                .contains(
                        "| raw tier against libbpf's C, 112 bytes, batch of 100 | ≥ 1.0 × |"
                                + " 0.50 × (8.00 and 4.00 ns) | **does not hold** |",
                        "| ≥ 3 × | 3.75 × (8.00 and 30.0 ns) | holds |",
                        "| typed UnlinkEvent, all fields read, name of 15 bytes | ≤ 60 ns |"
                                + " 41.5 ns | holds |",
                        "| ≤ 1,200 instructions | 1,292 | **does not hold** |",
                        "22.0, C 20.0 million instructions | holds |",
                        "| loss at 100,000 deletes/s, ring 1 MiB | none | 0 lost | holds |",
                        "| ≤ 1 a second | 3.00 a second | **does not hold** |");
    }

    @Test
    void the_number_of_bars_is_that_of_the_rows() {
        int begin = report.indexOf("| figure | bar |");
        String table = report.substring(begin, report.indexOf("\n\n", begin));

        long fails = table.lines().filter(line -> line.contains("**does not hold**")).count();

        assertThat(report).contains(" hold, " + fails + " do not, 1 were not measured here.");
    }

    @Test
    void subtracts_from_each_kind_its_own_base() {
        assertThat(report)
                .contains(
                        "| fentry | 132 |", "| kprobe + kretprobe | 900 |", "| tracepoint | 450 |");
    }

    @Test
    void says_what_a_kernel_does_not_have() {
        assertThat(report).contains("- kprobe.multi: no fprobe", "- bpftrace: not installed");
    }

    @Test
    void shows_the_call_itself_and_what_is_added() {
        assertThat(report).contains("| none | 9,408 |", "| tutorial | +7,876 |");
    }

    @Test
    void shows_the_command_of_a_figure() {
        assertThat(report).contains("`java -jar benchmarks.jar ReaderBenchmark`");
    }

    @Test
    void draws_charts_with_the_names_of_what_was_measured() throws IOException {
        assertThat(Files.readString(folder.resolve("benchmarks/reader.svg")))
                .contains("<svg ", ">libbpf<", ">typed<");
        assertThat(Files.readString(folder.resolve("benchmarks/unlink-cost-6.12.svg")))
                .contains("UnlinkProbe, fentry");
        assertThat(report).contains("(benchmarks/reader.svg)", "(benchmarks/kernel-6.12.svg)");
    }

    @Test
    void the_same_results_give_the_same_bytes(@TempDir Path again) throws IOException {
        new Report(samples(), again).write();

        assertThat(again.resolve("benchmarks.md"))
                .hasSameTextualContentAs(folder.resolve("benchmarks.md"));
        assertThat(again.resolve("benchmarks/reader.svg"))
                .hasSameTextualContentAs(folder.resolve("benchmarks/reader.svg"));
    }

    @Test
    void without_any_result_it_says_so_for_each(@TempDir Path empty, @TempDir Path docs)
            throws IOException {
        new Report(empty, docs).write();

        assertThat(Files.readString(docs.resolve("benchmarks.md")))
                .contains(
                        "0 hold, 0 do not,",
                        "Not measured here: `kernel-KERNEL-loop.json` is not there.",
                        "Not measured here: `unlink-cost-KERNEL.json` is not there.",
                        "Not measured here: `reader.json` is not there.",
                        "Not measured here: `event.json` is not there.",
                        "Not measured here: `attach-WHERE.json` is not there.",
                        "Not measured here: `loss.json` is not there.",
                        "| raw tier against libbpf's C | ≥ 1.0 × | – | not measured here |");
        assertThat(docs.resolve("benchmarks")).doesNotExist();
    }

    @Test
    void a_result_that_is_not_json_is_refused_by_its_name(@TempDir Path broken, @TempDir Path docs)
            throws IOException {
        Files.writeString(broken.resolve("loss.json"), "{");

        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() -> new Report(broken, docs).write())
                .withMessageContaining("loss.json");
    }
}
