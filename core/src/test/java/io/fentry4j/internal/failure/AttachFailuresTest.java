package io.fentry4j.internal.failure;

import static org.assertj.core.api.Assertions.assertThat;

import io.fentry4j.Errno;
import io.fentry4j.failure.BpfException;
import io.fentry4j.failure.FeatureUnsupportedException;
import io.fentry4j.failure.KernelException;
import io.fentry4j.failure.TargetBusyException;
import io.fentry4j.failure.TargetNotTraceableException;
import io.fentry4j.failure.TrampolineUnsupportedException;
import io.fentry4j.preflight.Reason;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Trampolines: fentry, fexit and their kin.
class AttachFailuresTest {

    private static final String OPERATION = "attach 'on_unlink' to do_unlinkat";
    private static final List<String> MESSAGES =
            List.of("libbpf: prog 'on_unlink': failed to attach: something");

    private static BpfException explain(TargetEvidence evidence, int error, boolean cookie) {
        return AttachFailures.explain(
                new AttachProblem(
                        Hosts.CAPABLE,
                        evidence,
                        new Attachment(OPERATION, Mechanism.TRAMPOLINE, "do_unlinkat", cookie),
                        new Errno(-error),
                        MESSAGES));
    }

    private static BpfException explain(int error, boolean cookie) {
        return explain(Hosts.NO_EVIDENCE, error, cookie);
    }

    @ParameterizedTest
    @ValueSource(ints = {-524, -19})
    void a_kernel_without_trampolines_is_told_with_what_it_takes(int error) {
        assertThat(explain(error, false))
                .isInstanceOf(TrampolineUnsupportedException.class)
                .hasMessageStartingWith(OPERATION + ": this kernel cannot attach fentry and fexit")
                .hasMessageContaining("release=6.12.1")
                .hasMessageContaining("arch=" + System.getProperty("os.arch"))
                .hasMessageContaining("6.4 or newer on arm64")
                .hasMessageContaining("CONFIG_DYNAMIC_FTRACE_WITH_DIRECT_CALLS")
                .hasMessageContaining("kprobe");
        assertThat(explain(-524, false)).hasMessageContaining("(ENOTSUPP, -524)");
    }

    @Test
    void too_many_arguments_for_this_release_are_not_blamed_on_the_architecture() {
        assertThat(explain(Hosts.evidence(Reason.SIGNATURE, "it takes 8 slots"), -524, false))
                .isInstanceOf(TargetNotTraceableException.class)
                .hasMessage(
                        OPERATION
                                + ": the function cannot be traced: it takes 8 slots (ENOTSUPP,"
                                + " -524) [release=6.12.1]. What to do: do SIGNATURE");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "direct-->bpf_trampoline_6442+0x0/0xac | this program is attached to the function"
                        + " already",
                "direct-->my_tramp+0x0/0x10 | another tracer has the entry of the function",
                "ops: kprobe_ipmodify_ops | the entry of the function is being traced in a way"
                        + " that leaves no room"
            })
    void who_has_the_function_is_read_from_enabled_functions(String user, String cause) {
        String list =
                "other (1)\n\tdirect-->nothing\ndo_unlinkat (1) R   D\ttramp: x+0x0/0x65\n\t"
                        + user
                        + "\nlast (1)\n";
        BpfException e =
                AttachFailures.explain(
                        new AttachProblem(
                                Hosts.with("/sys/kernel/tracing/enabled_functions", list),
                                Hosts.NO_EVIDENCE,
                                new Attachment(
                                        OPERATION, Mechanism.TRAMPOLINE, "do_unlinkat", false),
                                Errno.EBUSY,
                                MESSAGES));

        assertThat(e)
                .isInstanceOf(TargetBusyException.class)
                .hasMessageStartingWith(OPERATION + ": " + cause + " (EBUSY, -16)")
                .hasMessageContaining(
                        "[release=6.12.1, enabled_functions=(1) R D tramp: x+0x0/0x65 "
                                + user
                                + "]");
    }

    @Test
    void a_function_that_is_taken_by_nobody_known_is_told_with_where_to_look() {
        assertThat(explain(-16, false))
                .isInstanceOf(TargetBusyException.class)
                .hasMessageContaining("cannot be patched, or is taken (EBUSY, -16)")
                .hasMessageContaining("available_filter_functions")
                .hasMessageContaining("/sys/kernel/livepatch")
                .hasMessageContaining("enabled_functions");
    }

    @Test
    void a_livepatch_has_the_function() {
        assertThat(explain(Hosts.evidence(Reason.LIVEPATCHED, "a livepatch has it"), -16, false))
                .isInstanceOf(TargetBusyException.class)
                .hasMessageContaining("the function is taken: a livepatch has it (EBUSY, -16)");
    }

    @ParameterizedTest
    @CsvSource({"-16, EBUSY", "-22, EINVAL"})
    void an_entry_that_cannot_be_patched_is_no_matter_of_time(int error, String name) {
        assertThat(
                        explain(
                                Hosts.evidence(
                                        Reason.NOT_PATCHABLE,
                                        "ftrace does not list it",
                                        "available_filter_functions=43562 functions"),
                                error,
                                true))
                .isInstanceOf(TargetNotTraceableException.class)
                .hasMessageContaining("cannot be traced: ftrace does not list it (" + name)
                .hasMessageContaining("available_filter_functions=43562 functions");
    }

    @Test
    void a_function_with_too_many_programs_is_told_with_the_limit() {
        assertThat(explain(-7, false))
                .isInstanceOf(TargetBusyException.class)
                .hasMessageContaining("(38)")
                .hasMessageContaining("share one program");
    }

    @Test
    void a_cookie_is_blamed_only_where_one_was_given() {
        assertThat(explain(-22, true))
                .isInstanceOf(FeatureUnsupportedException.class)
                .hasMessageContaining("has no attach cookies")
                .hasMessageContaining("5.19");
        assertThat(explain(-22, false))
                .isInstanceOf(KernelException.class)
                .hasMessageContaining("the kernel refused: Invalid argument")
                .hasMessageNotContaining("cookie");
        assertThat(explain(-16, true)).isInstanceOf(TargetBusyException.class);
    }

    @Test
    void a_kind_of_program_that_is_not_there_is_told_from_trampolines_that_are_not_there() {
        assertThat(explain(-95, false))
                .isInstanceOf(FeatureUnsupportedException.class)
                .hasMessageContaining("one program at the entry and one at the exit");
    }

    @ParameterizedTest
    @CsvSource({"-2, No such file or directory", "-999, E999"})
    void anything_else_is_a_kernel_exception_with_the_errno(int error, String words) {
        assertThat(explain(error, false))
                .isInstanceOf(KernelException.class)
                .hasMessageContaining(words)
                .hasMessageContaining("failure().log()");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, -2, -3, -7, -13, -16, -19, -22, -84, -95, -99, -524})
    void every_failure_carries_the_errno_and_the_messages(int error) {
        for (Mechanism mechanism : Mechanism.values()) {
            for (boolean cookie : new boolean[] {false, true}) {
                BpfException e =
                        AttachFailures.explain(
                                new AttachProblem(
                                        Hosts.CAPABLE,
                                        Hosts.NO_EVIDENCE,
                                        new Attachment(OPERATION, mechanism, "f", cookie),
                                        new Errno(-error),
                                        MESSAGES));
                assertThat(e).hasMessageStartingWith(OPERATION + ": ");
                assertThat(e.failure().errno()).contains(new Errno(-error));
                assertThat(e.failure().log()).isEqualTo(MESSAGES);
                assertThat(e.failure().advice()).isNotEmpty();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Mechanism.class)
    void the_machine_it_runs_on_is_asked_where_none_is_given(Mechanism mechanism) {
        assertThat(
                        AttachFailures.explain(
                                new Attachment(OPERATION, mechanism, "do_unlinkat", false),
                                -12,
                                MESSAGES))
                .isInstanceOf(KernelException.class)
                .hasMessageContaining("release=" + System.getProperty("os.version"));
    }
}
