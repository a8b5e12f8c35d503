package io.fentry4j.tests.programs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fentry4j.GlobalVariable;
import io.fentry4j.Link;
import io.fentry4j.RunTimeStatistics;
import io.fentry4j.failure.FeatureUnsupportedException;
import io.fentry4j.failure.TargetNotFoundException;
import io.fentry4j.failure.TargetNotTraceableException;
import io.fentry4j.tests.Native;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Each kind of program is attached, runs, and stops with its link.
@Tag("kernel")
@Timeout(120)
class KindsTest {

    private final KindsProgramBpf bpf = load();

    private static KindsProgramBpf load() {
        try (var open = KindsProgramBpf.open()) {
            open.ownPid().set((int) ProcessHandle.current().pid());
            return open.load();
        }
    }

    @AfterEach
    void close() {
        bpf.close();
    }

    /// Lets the kernel call `bpf_fentry_test1` to `8` (and more on newer kernels), once each.
    private void trigger() {
        try (Link _ = bpf.trigger().attach()) {
            assertThat(bpf.trigger().testRun()).isZero();
        }
    }

    private static long runs(GlobalVariable<Note> note) {
        return note.get().runs();
    }

    @Test
    void a_kprobe_and_a_kretprobe_see_arguments_and_return_value() {
        Link entry = bpf.atEntry().attach(7);
        Link exit = bpf.atReturn().attach(8);
        trigger();

        assertThat(bpf.kprobeNote().get()).isEqualTo(new Note(1, 2003, 7));
        assertThat(bpf.kretprobeNote().get()).isEqualTo(new Note(1, 5, 8));
        assertThat(entry.target()).isEqualTo("bpf_fentry_test2");
        entry.close();
        exit.close();
        trigger();
        assertThat(runs(bpf.kprobeNote())).isEqualTo(1);
        assertThat(runs(bpf.kretprobeNote())).isEqualTo(1);
    }

    @Test
    void one_kprobe_can_be_at_many_functions() {
        bpf.atEntry().attachTo("bpf_fentry_test1", 1);
        bpf.atEntry().attachTo("bpf_fentry_test2", 10);
        bpf.atEntry().attachTo("bpf_fentry_test3+0", 100);
        trigger();

        assertThat(bpf.kprobeNote().get().runs()).isEqualTo(3);
        assertThat(bpf.kprobeNote().get().cookies()).isEqualTo(111);
    }

    @Test
    void a_kprobe_takes_the_first_candidate_that_the_kernel_has() {
        try (var open = KindsProgramBpf.open()) {
            open.atEntry().target("no_such_function_a", "bpf_fentry_test2", "bpf_fentry_test1");
            try (var other = open.load()) {
                assertThat(other.atEntry().attach().target()).isEqualTo("bpf_fentry_test2");
            }
        }
    }

    @Test
    void a_kprobe_at_a_function_that_is_not_there_says_so() {
        assertThatThrownBy(() -> bpf.atEntry().attachTo("no_such_function_a"))
                .isInstanceOf(TargetNotFoundException.class)
                .hasMessageContaining("attach 'at_entry' to no_such_function_a");
    }

    /// Debian's 6.1 has no `CONFIG_FPROBE`; a newer kernel that refuses is a failure.
    private boolean lacksMultiProbes() {
        if (!System.getProperty("os.version").startsWith("6.1.")) {
            return false;
        }
        assertThatThrownBy(bpf.atEntries()::attach)
                .isInstanceOf(FeatureUnsupportedException.class)
                .hasMessageContaining("kprobe.multi");
        return true;
    }

    @Test
    void a_multi_probe_is_at_all_functions_that_its_pattern_matches() {
        if (lacksMultiProbes()) {
            return;
        }
        Link entries = bpf.atEntries().attach();
        bpf.atReturns().attach();
        trigger();
        entries.close();
        long runs = runs(bpf.multiNote());
        trigger();

        assertThat(runs).isGreaterThanOrEqualTo(8);
        assertThat(runs(bpf.multiNote())).isEqualTo(runs);
        assertThat(runs(bpf.retmultiNote())).isEqualTo(2 * runs);
    }

    @Test
    void a_multi_probe_takes_a_list_and_a_cookie_for_each_function() {
        if (lacksMultiProbes()) {
            return;
        }
        bpf.atEntries().attachTo(List.of("bpf_fentry_test1"));
        bpf.atReturns()
                .attachTo(
                        Map.of(
                                "bpf_fentry_test1", 1L,
                                "bpf_fentry_test2", 20L,
                                "bpf_fentry_test6", 300L));
        trigger();

        assertThat(bpf.multiNote().get()).isEqualTo(new Note(1, 1, 0));
        assertThat(bpf.retmultiNote().get()).isEqualTo(new Note(3, 111, 321));
    }

    @Test
    void fmod_ret_can_take_the_place_of_the_function() {
        int session = Native.getsid();
        assertThat(session).isNotNegative();
        try (Link _ = bpf.deny().attach()) {
            assertThat(Native.getsid()).isEqualTo(session);
            bpf.replacement().set(-1);
            assertThat(Native.getsid()).isEqualTo(-1);
        }
        assertThat(Native.getsid()).isEqualTo(session);
    }

    @Test
    void the_kernels_own_modifiable_function_is_modified_where_there_is_one() {
        boolean registered = !System.getProperty("os.version").startsWith("6.1.");
        try (var open = KindsProgramBpf.open()) {
            open.modify().autoload(true);
            if (!registered) {
                assertThatThrownBy(open::load)
                        .isInstanceOf(TargetNotTraceableException.class)
                        .hasMessageContaining("is not modifiable");
                return;
            }
            try (var other = open.load();
                    Link _ = other.modify().attach()) {
                int untouched = other.modify().testRun();
                assertThat(untouched >>> 16).isPositive(); // it ran: its side effect is seen
                other.replacement().set(-20);
                int replaced = other.modify().testRun();
                // It returns 4 when it runs; what a second function adds stays the same.
                assertThat((untouched & 0xffff) - (short) replaced).isEqualTo(4 - -20);
                assertThat(replaced >>> 16).isLessThan(untouched >>> 16);
            }
        }
    }

    @Test
    void a_raw_tracepoint_is_attached_and_can_be_run_with_arguments() {
        assertThat(bpf.atRawTracepoint().testRun(40, 2)).isEqualTo(2);
        assertThat(bpf.rawNote().get().value()).isEqualTo(42);
        long before = runs(bpf.rawNote());
        try (Link link = bpf.atRawTracepoint().attach()) {
            assertThat(link.target()).isEqualTo("sys_enter");
            Native.getppid();
        }
        assertThat(runs(bpf.rawNote())).isGreaterThan(before);
    }

    @Test
    void tracepoints_see_this_processs_system_calls() {
        try (Link _ = bpf.atBtfTracepoint().attach();
                Link _ = bpf.atTracepoint().attach(5)) {
            Native.getppid();
        }
        assertThat(runs(bpf.btfNote())).isPositive();
        assertThat(runs(bpf.tpNote())).isPositive();
        Note note = bpf.tpNote().get();
        assertThat(note.cookies()).isEqualTo(5 * note.runs());
    }

    @Test
    void runs_and_run_time_are_counted_while_asked_for() {
        trigger();
        assertThat(bpf.trigger().statistics().runs()).isZero();
        try (var _ = RunTimeStatistics.enable()) {
            trigger();
            trigger();
        }
        trigger();

        assertThat(bpf.trigger().statistics().runs()).isEqualTo(2);
        assertThat(bpf.trigger().statistics().runNanos()).isPositive();
        assertThat(bpf.trigger().statistics().recursionMisses()).isZero();
    }
}
