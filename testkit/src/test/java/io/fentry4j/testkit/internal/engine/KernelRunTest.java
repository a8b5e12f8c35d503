package io.fentry4j.testkit.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectUniqueId;

import io.fentry4j.testkit.KernelLabException;
import io.fentry4j.testkit.samples.AsUser;
import io.fentry4j.testkit.samples.Endings;
import io.fentry4j.testkit.samples.Exits;
import io.fentry4j.testkit.samples.Sample;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.opentest4j.AssertionFailedError;

/// What becomes of tests on a real kernel, as seen from here.
@Tag("lab")
@DisabledIfSystemProperty(named = Settings.KERNELS, matches = "none")
class KernelRunTest {

    private static final Map<String, String> ON_6_12 = Map.of(Settings.KERNELS, "6.12");

    @Test
    void everything_looks_as_if_it_had_run_here() {
        System.setProperty("testkit.sample", "on the host");
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        Run run = capturing(printed, () -> Run.of(ON_6_12, selectClass(Sample.class)));

        assertThat(run.failure("fails_with_values()"))
                .isInstanceOfSatisfying(
                        AssertionFailedError.class,
                        failure -> {
                            assertThat(failure.getExpected().getValue()).isEqualTo("expected text");
                            assertThat(failure.getActual().getValue()).isEqualTo("actual text");
                        })
                .hasMessage("the texts ==> expected: <expected text> but was: <actual text>");
        assertThat(run.failure("fails_with_values()").getStackTrace())
                .anySatisfy(frame -> {
                    assertThat(frame.getFileName()).isEqualTo("Sample.java");
                    assertThat(frame.getMethodName()).isEqualTo("fails_with_values");
                    assertThat(frame.getLineNumber()).isPositive();
                });
        assertThat(run.failure("throws_with_a_cause()"))
                .isExactlyInstanceOf(IOException.class)
                .hasMessage("outer")
                .cause()
                .isExactlyInstanceOf(IllegalStateException.class)
                .hasMessage("inner");
        assertThat(run.failure("throws_what_cannot_be_sent()"))
                .hasToString(Sample.class.getName() + "$Odd: odd")
                .hasRootCauseMessage("inner");
        assertThat(run.result("is_aborted()").status()).isEqualTo("ABORTED");
        assertThat(run.failure("is_aborted()")).hasMessageContaining("not today");
        assertThat(run.result("is_disabled()").status()).isEqualTo("SKIPPED");
        assertThat(run.skipReason()).contains("broken");
        assertSuccessful(
                run, "passes()", "prints(TestReporter)", "has_properties()", "a", "b", "Inside");
        assertSuccessful(run, "sees_both_begins()", "Sample", "makes_tests()", "[1] value = 1");
        assertThat(run.failure("[2] value = 2")).isInstanceOf(AssertionFailedError.class);
        assertThat(run.entries().get("kernel")).startsWith("6.12.");
        assertThat(printed.toString(StandardCharsets.UTF_8))
                .contains("to out: \u00e4\n", "after all\n");
        assertThat(run.result("passes()").test().getLegacyReportingName())
                .isEqualTo("passes()[6.12]");
    }

    @Test
    void a_test_that_ends_the_machine_fails_and_the_others_run() {
        Run run = Run.of(ON_6_12, selectClass(Endings.class));

        assertThat(run.failure("a_exits()"))
                .isInstanceOf(KernelLabException.class)
                .hasMessageContaining("the JVM of the tests ended (exit status 3)");
        assertThat(run.failure("b_panics()"))
                .hasMessageContaining("kernel panic: sysrq triggered crash")
                .hasMessageContaining("sysrq: Trigger a crash");
        assertThat(run.failure("c_hangs()"))
                .hasMessageContaining("nothing began or ended for 40 s")
                .hasStackTraceContaining("Endings.c_hangs(Endings.java:");
        assertSuccessful(run, "d_passes()", "Endings");
        assertThat(run.started()).containsOnlyOnce("Endings", "a_exits()", "d_passes()");
    }

    @Test
    void one_method_runs_as_a_user_under_lockdown_and_its_neighbour_here() {
        Run run = Run.of(Map.of(), selectClass(AsUser.class));

        assertSuccessful(run, "has_no_rights()", "runs_here()");
        assertThat(run.result("runs_here()").test().getUniqueId()).contains("junit-jupiter");
    }

    @Test
    void one_test_runs_again_by_its_unique_id_without_its_neighbours() {
        Map<String, String> here = Map.of(Settings.KERNELS, "host");
        Run run = Run.of(here, selectMethod(Sample.class, "is_aborted"));
        String id = run.result("is_aborted()").test().getUniqueId();
        Run again = Run.of(here, selectUniqueId(id));

        assertThat(again.result("is_aborted()").status()).isEqualTo("ABORTED");
        assertThat(again.started()).contains("this kernel", "Sample").doesNotContain("passes()");
    }

    @Test
    void a_machine_that_does_not_boot_fails_the_class_and_says_why() {
        Run run = Run.of(Map.of(Settings.KERNELS, "/no/such/kernel"), selectClass(Sample.class));

        assertThat(run.result("Sample").status()).isEqualTo("FAILED");
        assertThat(run.failure("Sample"))
                .hasMessageContaining(
                        "boot Linux /no/such/kernel: kernel-lab: no kernel '/no/such/kernel'");
        assertThat(run.started()).doesNotContain("passes()");
    }

    @Test
    void what_cannot_go_on_in_another_machine_fails_and_the_rest_runs() {
        Run run = Run.of(Map.of(Settings.KERNELS, "host"), selectClass(Exits.class));

        assertSuccessful(run, "[1] value = 1", "not_at_all()", "Exits");
        assertThat(run.failure("[2] value = 2")).hasMessageContaining("exit status 2");
        assertThat(run.failure("in_an_invocation(int)")).hasMessageContaining("exit status 2");
        assertThat(run.failure("Inside")).hasMessageContaining("exit status 4");
        assertThat(run.started()).doesNotContain("[3] value = 3", "never_begins()");
        assertThat(run.started()).containsOnlyOnce("Exits", "not_at_all()", "Inside");
    }

    @Test
    void without_a_kernel_the_tests_are_skipped() {
        Run run = Run.of(Map.of(Settings.KERNELS, "none"), selectClass(Sample.class));

        assertThat(run.skipReason()).isEqualTo("no kernel was chosen to run these tests on");
        assertThat(run.started()).doesNotContain("Sample");
    }

    private static Run capturing(ByteArrayOutputStream into, java.util.function.Supplier<Run> run) {
        // CHECKSTYLE:OFF: silent
        PrintStream before = System.out;
        System.setOut(new PrintStream(into, true, StandardCharsets.UTF_8));
        // CHECKSTYLE:ON: silent
        try {
            return run.get();
        } finally {
            System.setOut(before);
        }
    }

    private static void assertSuccessful(Run run, String... names) {
        for (String name : names) {
            assertThat(run.result(name).status()).as(name).isEqualTo("SUCCESSFUL");
        }
    }
}
