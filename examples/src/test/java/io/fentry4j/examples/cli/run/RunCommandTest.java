package io.fentry4j.examples.cli.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.fentry4j.examples.cli.Shell;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What `fentry4j run` does without loading anything; kernel-tests has the rest.
class RunCommandTest {

    @TempDir private static Path folder;

    private static Path typed;
    private static Path untyped;

    @BeforeAll
    static void compile() throws Exception {
        typed = ClangObjects.compile("typed", folder);
        untyped = ClangObjects.compile("untyped", folder);
    }

    private static Shell run(Object... arguments) {
        List<String> all = new ArrayList<>(List.of("run"));
        for (Object argument : arguments) {
            all.add(argument.toString());
        }
        return Shell.run(all.toArray(String[]::new));
    }

    private static Path file(String name, byte[] content) throws Exception {
        return Files.write(folder.resolve(name), content);
    }

    @Test
    void list_shows_what_is_inside_without_loading_it() {
        Shell shell = run("--list", typed);
        assertThat(shell.err()).isEmpty();
        assertThat(shell.status()).isZero();
        assertThat(shell.out())
                .isEqualTo(
                        """
                        typed: BPF object
                        programs:
                          fill                     syscall
                          too_short                syscall
                        maps:
                          events                   ringbuf, 4096 bytes; struct event, by variable unused
                        options:
                          --first                  __u64 = 18446744073709551615
                          --tiny                   __s8 = -1
                          --flag                   _Bool = false
                          --color                  enum color = GREEN (RED, GREEN, BLUE)
                          --label                  char [16] = "hello"
                          --records                int = 1
                        other variables:
                          unused                   const struct event *, .bss
                          table                    volatile const int [2], .rodata
                        """);
    }

    @Test
    void list_says_how_to_name_the_type_of_records() {
        Shell shell = run("--list", untyped);
        assertThat(shell.out())
                .contains(
                        "  first                    ringbuf, 4096 bytes; bytes, because nothing says"
                                + " what its records are: --record first=STRUCT does\n");
        assertThat(shell.err())
                .isEqualTo(
                        "fentry4j: perf event array 'perf' is not read: only ring buffers are\n");
        assertThat(run("--list", "--record", "first=struct known", untyped).out())
                .contains(
                        "  first                    ringbuf, 4096 bytes; struct known, by --record");
    }

    @Test
    void help_of_the_object_shows_its_options_with_what_is_set() {
        Shell shell = run("--set", "records=0x10", typed, "--", "--help");
        assertThat(shell.status()).isZero();
        assertThat(shell.out())
                .contains("  --records                int = 16\n")
                .doesNotContain("programs");
    }

    @Test
    void a_package_names_describes_and_sets_options() throws Exception {
        String meta =
                """
                "export_types": [{"name": "event", "type_id": 1, "size": 60}],
                "bpf_skel": {"doc": {"brief": "Fills a ring"}, "data_sections": [
                    {"name": ".rodata", "variables": [
                        {"name": "records", "cmdarg": {"long": "number", "short": "n",
                            "help": "how many", "default": 3}},
                        {"name": "flag", "value": true}]}]}
                """;
        Path file = file("package.json", Packages.with(Files.readAllBytes(typed), meta));
        assertThat(run("--list", file).out())
                .startsWith("package: eunomia-bpf package 0.3.3, Fills a ring\n")
                .contains("struct event, by export_types of the package\n")
                .contains("  -n, --number             int = 3  how many\n")
                .contains("  --flag                   _Bool = true\n");
        assertThat(run("--list", file, "--", "-n", "4").out()).contains("int = 4  how many");
    }

    @Test
    void a_value_in_a_package_that_does_not_fit_is_refused() throws Exception {
        String meta =
                """
                "bpf_skel": {"data_sections": [{"name": ".rodata", "variables": [
                    {"name": "tiny", "value": 200}]}]}
                """;
        Path file = file("unfit.json", Packages.with(Files.readAllBytes(typed), meta));
        Shell shell = run("--list", file);
        assertThat(shell.status()).isEqualTo(1);
        assertThat(shell.err())
                .startsWith(
                        "fentry4j: set 'tiny' as the package says: --tiny (__s8): 200 is not in"
                                + " -128..127\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--frist=1     | the object has no option '--frist', did you mean --first",
                "--x           | the object has no option '--x'; it has --first, --tiny, --flag,"
                        + " --color, --label, --records",
                "--tiny=128    | --tiny (__s8): 128 is not in -128..127",
                "--first=-1    | --first (__u64): -1 is not in 0..18446744073709551615",
                "--records=ten | --records (int): 'ten' is no number",
                "--records=0x  | --records (int): '0x' is no number",
                "--records=--1 | --records (int): '--1' is no number",
                "--records     | --records needs a value: int",
                "--flag=2      | --flag (_Bool): '2' is not true or false",
                "--color=PINK  | --color (enum color): 'PINK' is neither a number nor one of RED,"
                        + " GREEN, BLUE",
                "--label=sixteen-letters- | --label (char [16]): write string: 16 bytes and a NUL"
                        + " do not fit char[16]",
                "--table=1     | the object has no option '--table'; it has --first,"
                        + " --tiny, --flag, --color, --label, --records",
                "--records=0x-1 | --records (int): '0x-1' is no number",
            })
    void a_wrong_option_of_the_object_is_answered(String option, String message) {
        Shell shell = run("--list", typed, "--", option);
        assertThat(shell.status()).isEqualTo(2);
        assertThat(shell.out()).isEmpty();
        assertThat(shell.err()).isEqualTo("fentry4j: " + message + "\nTry: fentry4j run --help\n");
    }

    @Test
    void a_ring_or_type_that_the_object_has_not_is_answered_with_near_names() {
        Shell ring = run("--list", "--record", "evnts=event", typed);
        assertThat(ring.status()).isEqualTo(2);
        assertThat(ring.err())
                .startsWith(
                        "fentry4j: --record: the object has no ring buffer 'evnts'; it has events");

        Shell type = run("--list", "--record", "events=evnt", typed);
        assertThat(type.status()).isEqualTo(1);
        assertThat(type.err())
                .contains("--record names 'struct evnt', which the object's BTF does not have,")
                .contains("did you mean event");
    }

    @Test
    void what_is_no_object_is_refused() throws Exception {
        Shell missing = run("--list", folder.resolve("missing.o"));
        assertThat(missing.status()).isEqualTo(1);
        assertThat(missing.err()).contains("missing.o': there is no such file");

        Shell text = run("--list", file("text.o", "no object".getBytes(UTF_8)));
        assertThat(text.status()).isEqualTo(1);
        assertThat(text.err())
                .startsWith("fentry4j: open 'text': libbpf cannot read it as a BPF object");

        byte[] half = java.util.Arrays.copyOf(Files.readAllBytes(typed), 700);
        Shell truncated = run("--list", file("half.o", half));
        assertThat(truncated.status()).isEqualTo(1);
        assertThat(truncated.err()).startsWith("fentry4j: open 'half': libbpf cannot read it");

        Shell json = run("--list", file("half.json", "{\"meta\":".getBytes(UTF_8)));
        assertThat(json.status()).isEqualTo(1);
        assertThat(json.err()).contains("Unexpected end-of-input").contains("what to do: give a");
    }
}
