package io.fentry4j.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// `bin/fentry4j run` with objects of clang and libbpf's headers alone, whose programs are called
/// instead of attached.
@NeedsBpf
@Tag("one-kernel")
@Timeout(240)
class RunObjectTest {

    private static final String SOURCES =
            "examples/src/test/resources/io/fentry4j/examples/cli/run/";

    @TempDir private static Path folder;

    private static Path typed;
    private static Path untyped;

    @BeforeAll
    static void compile() throws Exception {
        typed = compile(SOURCES + "typed.bpf.c", folder);
        untyped = compile(SOURCES + "untyped.bpf.c", folder);
    }

    static Path compile(String source, Path folder) throws Exception {
        Path object = folder.resolve(Path.of(source).getFileName().toString().replace(".c", ".o"));
        Process compiler =
                new ProcessBuilder(
                                CommandLine.project().resolve("build-tools/compile-bpf").toString(),
                                CommandLine.project().resolve(source).toString(),
                                object.toString())
                        .inheritIO()
                        .start();
        if (compiler.waitFor() != 0) {
            throw new AssertionError("clang does not compile " + source);
        }
        return object;
    }

    private static CommandLine run(Object... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(CommandLine.launcher(), "run"));
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        return CommandLine.start(folder, command);
    }

    @Test
    void records_are_decoded_with_the_constants_that_were_given() throws Exception {
        CommandLine run =
                run(
                        "--call",
                        "fill",
                        "--count",
                        2,
                        typed,
                        "--",
                        "--records",
                        2,
                        "--label",
                        "a\"b\u001b",
                        "--color",
                        "BLUE",
                        "--flag");
        assertThat(run.exitStatus()).isZero();
        assertThat(run.out().lines())
                .hasSize(2)
                .allMatch(line ->
                        line.endsWith(
                                " negative=-1 color=BLUE text=\"a\\\"b\\x1b\" inner={low=-2"
                                        + " pair=[255, 0]} small=5 wide=-3 all=65538 half=2"
                                        + " flag=true"));
        assertThat(run.out())
                .contains(" events number=18446744073709551615 ")
                .contains(" events number=18446744073709551614 ");
        assertThat(run.err())
                .isEqualTo(
                        """
                        events: struct event, by variable unused
                        fill returned 0
                        records events 2
                        """);
    }

    @Test
    void a_record_that_is_too_short_is_shown_as_bytes_and_counted() throws Exception {
        CommandLine run = run("--json", "--quiet", "--call", "too_short", "--count", 1, typed);
        assertThat(run.exitStatus()).isZero();
        assertThat(run.out()).endsWith("\"map\":\"events\",\"recordBase64\":\"AQIDBA==\"}\n");
        assertThat(run.err())
                .isEqualTo("records events 1 (1 shorter and 0 longer than their type)\n");
    }

    @Test
    void a_record_that_is_longer_than_its_type_is_decoded_and_counted() throws Exception {
        CommandLine run = run("--call", "fill", "--count", 2, "--record", "first=half", untyped);
        assertThat(run.exitStatus()).isZero();
        assertThat(run.out()).contains("first a=513\n");
        assertThat(run.err())
                .endsWith("records first 1 (0 shorter and 1 longer than their type), second 1\n");
    }

    @Test
    void each_ring_has_its_own_type_or_none() throws Exception {
        CommandLine run = run("--call", "fill", "--count", 2, "--record", "second=known", untyped);
        assertThat(run.exitStatus()).isZero();
        assertThat(run.out().lines().map(line -> line.replaceFirst("\\S+ ", "")))
                .containsExactlyInAnyOrder("first 4 bytes: 01020304", "second a=513 b=1027");
        assertThat(run.err())
                .contains("fentry4j: perf event array 'perf' is not read")
                .contains("second: struct known, by --record")
                .contains("records first 1, second 1");
    }

    @Test
    void records_go_to_the_output_file() throws Exception {
        Path output = folder.resolve("records.txt");
        CommandLine run = run("-o", output, "--call", "fill", "--count", 1, typed);
        assertThat(run.exitStatus()).isZero();
        assertThat(run.out()).isEmpty();
        assertThat(output).content().contains(" events number=");
    }

    @Test
    void a_program_that_is_not_there_is_told() throws Exception {
        CommandLine run = run("--call", "fil", typed);
        assertThat(run.exitStatus()).isEqualTo(1);
        assertThat(run.err()).contains("find program 'fil': 'typed' has none");
    }
}
