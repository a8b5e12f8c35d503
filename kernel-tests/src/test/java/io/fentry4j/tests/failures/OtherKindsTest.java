package io.fentry4j.tests.failures;

import static io.fentry4j.tests.failures.Attaching.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.fentry4j.failure.FeatureUnsupportedException;
import io.fentry4j.failure.TargetNotFoundException;
import io.fentry4j.failure.TargetNotTraceableException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Kprobes and tracepoints that the kernel does not have.
@Tag("kernel")
@Timeout(120)
class OtherKindsTest {

    private OtherKindsBpf bpf;

    @BeforeEach
    void load() {
        bpf = OtherKindsBpf.open().load();
    }

    @AfterEach
    void close() {
        bpf.close();
    }

    @Test
    void a_kprobe_on_a_misspelt_function_gets_the_near_names() {
        assertThat(failureOf(() -> bpf.atProbe().attachTo("do_unlinkatt")))
                .isInstanceOf(TargetNotFoundException.class)
                .hasMessageStartingWith("attach 'at_probe' to do_unlinkatt: ")
                .hasMessageContaining("(ENOENT, -2)")
                .hasMessageContaining("did you mean do_unlinkat");
    }

    @Test
    void a_kprobe_on_a_blacklisted_function_is_told_so() {
        assertThat(failureOf(() -> bpf.atProbe().attachTo("kprobe_ftrace_handler")))
                .isInstanceOf(TargetNotTraceableException.class)
                .hasMessageContaining("blacklist")
                .hasMessageContaining("probe a caller");
    }

    @Test
    void a_tracepoint_that_the_kernel_lacks_is_told_where_they_are_listed() {
        assertThat(failureOf(() -> bpf.atTracepoint().attachTo("sched", "sched_swish")))
                .isInstanceOf(TargetNotFoundException.class)
                .hasMessageContaining("the kernel has no tracepoint 'sched:sched_swish'")
                .hasMessageContaining("available_events");
    }

    @Test
    void a_raw_tracepoint_that_the_kernel_lacks_is_told_how_they_are_named() {
        assertThat(failureOf(() -> bpf.atRawTracepoint().attachTo("sched_swish")))
                .isInstanceOf(TargetNotFoundException.class)
                .hasMessageContaining("the kernel has no tracepoint 'sched_swish'")
                .hasMessageContaining("after the colon");
    }

    /// Debian's 6.1 is built without CONFIG_FPROBE.
    @Test
    void kprobe_multi_is_refused_for_the_kernel_s_sake_or_for_the_function_s() {
        try (var many = ManyProbesBpf.open().load()) {
            if (System.getProperty("os.version").startsWith("6.1.")) {
                assertThat(failureOf(() -> many.atAll().attachTo(List.of("do_unlinkat"))))
                        .isInstanceOf(FeatureUnsupportedException.class)
                        .hasMessageContaining("CONFIG_FPROBE=y")
                        .hasMessageContaining("(EOPNOTSUPP, -95)");
            } else {
                assertThat(failureOf(() -> many.atAll().attachTo(List.of("do_unlinkatt"))))
                        .isInstanceOf(TargetNotFoundException.class);
            }
        }
    }
}
