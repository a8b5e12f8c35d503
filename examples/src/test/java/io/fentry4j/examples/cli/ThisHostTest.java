package io.fentry4j.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The real command on the kernel that the build runs on, which may allow fentry or refuse it.
@Timeout(60)
class ThisHostTest {

    private final Shell shell = Shell.run("unlink", "--duration", "0");

    @Test
    void a_kernel_that_refuses_is_reported_without_a_stack_trace() {
        assumeThat(shell.status()).as("exit status, 0 where fentry is allowed").isNotZero();
        assertThat(shell.status()).isEqualTo(1);
        assertThat(shell.out()).isEmpty();
        assertThat(shell.err())
                .startsWith("fentry4j: ")
                .contains("\n  what to do: ")
                .doesNotContain("\tat ", "unexpected", "attached");
    }

    @Test
    void a_kernel_that_allows_it_is_traced_and_the_counters_are_told() {
        assumeThat(shell.status()).as("exit status, 1 where fentry is refused").isZero();
        assertThat(shell.out()).matches("(?s)# \\w+ by (fentry, fexit|kprobe, kretprobe)\nTIME .*");
        assertThat(shell.err())
                .matches(
                        "(?s)attached to \\w+ \\((fentry, fexit|kprobe, kretprobe)\\); Ctrl-C ends\n"
                                + "seen \\d+, delivered \\d+, lost \\d+.*");
    }
}
