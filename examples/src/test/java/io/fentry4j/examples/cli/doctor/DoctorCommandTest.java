package io.fentry4j.examples.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.fentry4j.examples.cli.Shell;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The doctor on the kernel that the build runs on, which may allow fentry or refuse it.
@Timeout(60)
class DoctorCommandTest {

    @Test
    void columns_end_with_the_verdict_and_fit_100_columns() {
        Shell shell = Shell.run("doctor");
        assertThat(shell.err()).isEmpty();
        assertThat(shell.out()).startsWith("ok  kernel            arch=");
        assertThat(shell.out().lines()).allMatch(line -> line.length() <= 100);
        assertThat(shell.out())
                .containsPattern("(?m)^verdict: (fentry works|use a kprobe|neither fentry nor)");
        assertThat(shell.status() == 0).isEqualTo(shell.out().contains("\nverdict: fentry works"));
    }

    @Test
    void a_policy_of_the_kernel_is_not_taken_for_a_missing_right() {
        Shell shell = Shell.run("doctor");
        assumeThat(shell.out())
                .as("a kernel that refuses fentry although the capabilities are there")
                .containsPattern("(?m)^ok  capabilities")
                .containsPattern("(?m)^x   fentry load +target=do_unlinkat, errno=EPERM");
        String verdict = shell.out().substring(shell.out().indexOf("\nverdict: "));
        assertThat(verdict).contains("policy").doesNotContain("CAP_", "ulimit", "memlock");
        assertThat(shell.status()).isEqualTo(1);
    }

    @Test
    void json_is_one_line_of_valid_json_with_every_check() throws IOException {
        Shell shell = Shell.run("doctor", "--json", "vfs_read");
        assertThat(shell.out().lines()).hasSize(1);
        assertThat(values(shell.out(), "function")).containsExactly("vfs_read");
        assertThat(values(shell.out(), "outcome"))
                .hasSize(1)
                .allMatch(List.of("fentry", "kprobe", "neither")::contains);
        assertThat(values(shell.out(), "name"))
                .startsWith("kernel", "BTF file", "JIT", "capabilities")
                .endsWith("kprobe load", "kprobe attach", "self-test")
                .doesNotHaveDuplicates();
        assertThat(values(shell.out(), "status"))
                .hasSameSizeAs(values(shell.out(), "name"))
                .allMatch(List.of("ok", "warning", "failed", "unknown", "skipped")::contains);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "vfs_*", "a b", "-1", "m:", "a:b:c", "\u001b[2J"})
    void what_is_no_function_is_a_wrong_option(String function) {
        Shell shell = Shell.run("doctor", "--", function);
        assertThat(shell.status()).isEqualTo(2);
        assertThat(shell.out()).isEmpty();
        assertThat(shell.err())
                .startsWith("fentry4j: Invalid value for FUNCTION: examine: ")
                .contains("neither a function's name nor module:function")
                .doesNotContain("\u001b");
    }

    @Test
    void help_has_its_own_exit_status() {
        Shell shell = Shell.run("doctor", "--help");
        assertThat(shell.out())
                .contains("0   fentry works", "Marks: ok;", "fentry4j doctor vfs_read")
                .doesNotContain("SIGHUP");
    }

    /// The strings that have this key, at any depth; fails if it is not JSON to the end.
    private static List<String> values(String json, String key) throws IOException {
        List<String> values = new ArrayList<>();
        try (JsonParser parser = new JsonFactory().createParser(json)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.VALUE_STRING && key.equals(parser.currentName())) {
                    values.add(parser.getText());
                }
            }
        }
        return values;
    }
}
