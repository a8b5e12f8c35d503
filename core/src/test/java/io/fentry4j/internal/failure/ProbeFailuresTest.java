package io.fentry4j.internal.failure;

import static org.assertj.core.api.Assertions.assertThat;

import io.fentry4j.Errno;
import io.fentry4j.failure.BpfException;
import io.fentry4j.failure.FeatureUnsupportedException;
import io.fentry4j.failure.KernelException;
import io.fentry4j.failure.PerfEventUnavailableException;
import io.fentry4j.failure.PermissionException;
import io.fentry4j.failure.PolicyException;
import io.fentry4j.failure.TargetBusyException;
import io.fentry4j.failure.TargetNotFoundException;
import io.fentry4j.failure.TargetNotTraceableException;
import io.fentry4j.preflight.Reason;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Kprobes and tracepoints.
class ProbeFailuresTest {

    private Host host = Hosts.CAPABLE;
    private TargetEvidence evidence = Hosts.NO_EVIDENCE;
    private boolean cookie;

    private BpfException explain(Mechanism mechanism, String target, int error) {
        return AttachFailures.explain(
                new AttachProblem(
                        host,
                        evidence,
                        new Attachment("attach 'a' to " + target, mechanism, target, cookie),
                        new Errno(-error),
                        List.of()));
    }

    @Test
    void a_symbol_that_the_kernel_lacks_is_named_with_the_near_ones() {
        assertThat(explain(Mechanism.KPROBE, "f", -2))
                .isInstanceOf(TargetNotFoundException.class)
                .hasMessage(
                        "attach 'a' to f: the kernel has no symbol 'f' (ENOENT, -2)"
                                + " [release=6.12.1]. What to do: look for the name in"
                                + " /proc/kallsyms");

        evidence = Hosts.evidence(Reason.NOT_FOUND, "no function of this name");
        assertThat(explain(Mechanism.KPROBE, "f", -2))
                .hasMessageContaining("nothing to put a kprobe on: no function of this name")
                .hasMessageContaining("did you mean near_f?");
        assertThat(explain(Mechanism.KPROBE, "f", -22)) // tracefs's number for it
                .isInstanceOf(TargetNotFoundException.class)
                .hasMessageContaining("did you mean near_f?");
    }

    @Test
    void kprobes_that_are_not_there_are_told_from_a_symbol_that_is_not() {
        host = Hosts.WITHOUT_KPROBE_EVENTS;
        assertThat(explain(Mechanism.KPROBE, "f", -2))
                .isInstanceOf(PerfEventUnavailableException.class)
                .hasMessageContaining("this kernel has no kprobes")
                .hasMessageContaining("tracefs=there")
                .hasMessageContaining("CONFIG_KPROBES=y");

        host =
                Hosts.without(
                        "/sys/bus/event_source/devices/kprobe/type", "/sys/kernel/tracing/README");
        assertThat(explain(Mechanism.KPROBE, "f", -2))
                .isInstanceOf(PerfEventUnavailableException.class)
                .hasMessageContaining("tracefs is not there to make one")
                .hasMessageContaining("mount tracefs");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "-22 | the kernel allows no kprobe there: it is blacklisted (EINVAL, -22)",
                "-84 | is not the beginning of an instruction: it is blacklisted (EILSEQ, -84)",
                "-99 | several functions of the kernel have this name: it is"
            })
    void a_place_that_takes_no_kprobe_is_told_why(int error, String words) {
        evidence = Hosts.evidence(Reason.BLACKLISTED, "it is blacklisted");

        assertThat(explain(Mechanism.KPROBE, "f", error))
                .isInstanceOf(TargetNotTraceableException.class)
                .hasMessageContaining(words)
                .hasMessageContaining("blacklist");
    }

    @Test
    void a_place_that_is_taken_can_become_free() {
        assertThat(explain(Mechanism.KPROBE, "f", -16)).isInstanceOf(TargetBusyException.class);
    }

    @ParameterizedTest
    @CsvSource({"KPROBE, 5.15", "TRACEPOINT, 5.15", "RAW_TRACEPOINT, 6.10"})
    void a_cookie_that_the_kernel_does_not_have_is_never_dropped(
            Mechanism mechanism, String since) {
        cookie = true;

        assertThat(explain(mechanism, "f", -95))
                .isInstanceOf(FeatureUnsupportedException.class)
                .hasMessageContaining("no attach cookies for")
                .hasMessageContaining("Linux " + since);
    }

    @Test
    void kprobe_multi_that_is_not_there_is_told_from_a_function_that_is_not() {
        assertThat(explain(Mechanism.KPROBE_MULTI, "f", -95))
                .isInstanceOf(FeatureUnsupportedException.class)
                .hasMessageContaining("CONFIG_FPROBE=y");
        host = Hosts.withRelease("5.15.0");
        assertThat(explain(Mechanism.KPROBE_MULTI, "f", -22))
                .isInstanceOf(FeatureUnsupportedException.class);
        host = Hosts.CAPABLE;
        assertThat(explain(Mechanism.KPROBE_MULTI, "f", -22))
                .isInstanceOf(TargetNotTraceableException.class);
    }

    @Test
    void of_many_functions_the_one_at_fault_is_named() {
        TargetEvidence bad = Hosts.evidence(Reason.NOT_FOUND, "is not there");
        TargetEvidence good = Hosts.evidence(Reason.TRACEABLE, "can be traced");
        evidence = target -> (target.equals("g") ? bad : good).report(target);

        assertThat(explain(Mechanism.KPROBE_MULTI, "f, g, h", -3))
                .isInstanceOf(TargetNotFoundException.class)
                .hasMessageContaining("did you mean near_g?");
        assertThat(explain(Mechanism.KPROBE_MULTI, "9 functions from f on", -3))
                .isInstanceOf(TargetNotFoundException.class);
    }

    @Test
    void a_tracepoint_that_is_missing_is_told_from_a_tracefs_that_is() {
        assertThat(explain(Mechanism.TRACEPOINT, "sched:x", -2))
                .isInstanceOf(TargetNotFoundException.class)
                .hasMessageContaining("no tracepoint 'sched:x'")
                .hasMessageContaining("available_events");

        host = Hosts.WITHOUT_TRACEFS;
        assertThat(explain(Mechanism.TRACEPOINT, "sched:x", -2))
                .isInstanceOf(PerfEventUnavailableException.class)
                .hasMessageContaining("mount -t tracefs");
        assertThat(explain(Mechanism.RAW_TRACEPOINT, "x", -2))
                .isInstanceOf(TargetNotFoundException.class);
    }

    @Test
    void a_program_that_no_section_attaches_is_told_from_a_kernel_that_refuses() {
        assertThat(explain(Mechanism.OTHER, "xdp", -95))
                .isInstanceOf(FeatureUnsupportedException.class)
                .hasMessageContaining("does not attach by its section alone (EOPNOTSUPP, -95)")
                .hasMessageContaining("ip or tc");
    }

    @ParameterizedTest
    @ValueSource(strings = {"KPROBE", "KPROBE_MULTI", "TRACEPOINT", "RAW_TRACEPOINT", "OTHER"})
    void anything_else_is_a_kernel_exception(Mechanism mechanism) {
        assertThat(explain(mechanism, "f", -12)).isInstanceOf(KernelException.class);
    }

    @Test
    void tracefs_that_is_not_there_is_told_from_a_kernel_without_kprobes() {
        assertThat(explain(Mechanism.TRACEFS, "f", -2))
                .isInstanceOf(PerfEventUnavailableException.class)
                .hasMessageContaining("this kernel has no kprobes in tracefs")
                .hasMessageContaining("CONFIG_KPROBE_EVENTS=y");

        host = Hosts.WITHOUT_TRACEFS;
        assertThat(explain(Mechanism.TRACEFS, "f", -2))
                .isInstanceOf(PerfEventUnavailableException.class)
                .hasMessageContaining("is not mounted (ENOENT, -2)")
                .hasMessageContaining("mount -t tracefs")
                .hasMessageContaining("attach without maxActive");
    }

    @Test
    void tracefs_that_may_not_be_written_is_told_why() {
        assertThat(explain(Mechanism.TRACEFS, "f", -30))
                .isInstanceOf(PolicyException.class)
                .hasMessageContaining("tracefs is mounted read-only (EROFS, -30)");
        assertThat(explain(Mechanism.TRACEFS, "f", -13))
                .isInstanceOf(PermissionException.class)
                .hasMessageContaining("tracefs belongs to root")
                .hasMessageContaining("gid=GROUP");

        host = Hosts.withCapabilities(0);
        assertThat(explain(Mechanism.TRACEFS, "f", -13))
                .isInstanceOf(PermissionException.class)
                .hasMessageContaining("lacks CAP_BPF and CAP_PERFMON");
        host = Hosts.LOCKED_DOWN;
        for (int error : new int[] {-1, -2}) {
            assertThat(explain(Mechanism.TRACEFS, "f", error))
                    .isInstanceOf(PolicyException.class)
                    .hasMessageContaining("kernel lockdown forbids kprobes and closes tracefs");
        }
    }
}
