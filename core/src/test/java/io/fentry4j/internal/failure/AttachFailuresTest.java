package io.fentry4j.internal.failure;

import static org.assertj.core.api.Assertions.assertThat;

import io.fentry4j.Errno;
import io.fentry4j.failure.BpfException;
import io.fentry4j.failure.KernelException;
import io.fentry4j.failure.TargetNotTraceableException;
import io.fentry4j.failure.TrampolineUnsupportedException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AttachFailuresTest {

    private static final String OPERATION = "attach 'on_unlink' to do_unlinkat";
    private static final List<String> MESSAGES =
            List.of("libbpf: prog 'on_unlink': failed to attach: something");

    private static BpfException explain(int error, boolean cookie) {
        return AttachFailures.explain(Hosts.CAPABLE, OPERATION, error, cookie, MESSAGES);
    }

    @ParameterizedTest
    @ValueSource(ints = {-524, -19})
    void a_kernel_without_trampolines_is_told_with_what_it_takes(int error) {
        assertThat(explain(error, false))
                .isInstanceOf(TrampolineUnsupportedException.class)
                .hasMessageStartingWith(OPERATION + ": this kernel cannot attach fentry and fexit")
                .hasMessageContaining("release=6.12.1")
                .hasMessageContaining("arch=" + System.getProperty("os.arch"))
                .hasMessageContaining("CONFIG_DYNAMIC_FTRACE_WITH_DIRECT_CALLS")
                .hasMessageContaining("kprobe");
        assertThat(explain(-524, false)).hasMessageContaining("(ENOTSUPP, -524)");
    }

    @Test
    void a_function_that_is_taken_is_told_with_where_to_look() {
        assertThat(explain(-16, false))
                .isInstanceOf(TargetNotTraceableException.class)
                .hasMessageContaining("cannot be patched, or is taken (EBUSY, -16)")
                .hasMessageContaining("available_filter_functions")
                .hasMessageContaining("/sys/kernel/livepatch")
                .hasMessageContaining("enabled_functions");
    }

    @Test
    void a_function_with_too_many_programs_is_told_with_the_limit() {
        assertThat(explain(-7, false))
                .isInstanceOf(TargetNotTraceableException.class)
                .hasMessageContaining("(38)")
                .hasMessageContaining("share one program");
    }

    @Test
    void a_cookie_is_blamed_only_where_one_was_given() {
        assertThat(explain(-22, true))
                .isInstanceOf(KernelException.class)
                .hasMessageContaining("has no attach cookies")
                .hasMessageContaining("5.19");
        assertThat(explain(-22, false))
                .isInstanceOf(KernelException.class)
                .hasMessageContaining("the kernel refused: Invalid argument")
                .extracting(Throwable::getMessage)
                .asString()
                .doesNotContain("cookie");
        assertThat(explain(-16, true)).isInstanceOf(TargetNotTraceableException.class);
    }

    @ParameterizedTest
    @CsvSource({"-2, No such file or directory", "-95, Operation not supported", "-999, E999"})
    void anything_else_is_a_kernel_exception_with_the_errno(int error, String words) {
        assertThat(explain(error, false))
                .isInstanceOf(KernelException.class)
                .hasMessageContaining(words)
                .hasMessageContaining("failure().log()");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, -2, -7, -13, -16, -19, -22, -95, -524})
    void every_failure_carries_the_errno_and_the_messages(int error) {
        BpfException e = explain(error, error == -22);

        assertThat(e).hasMessageStartingWith(OPERATION + ": ");
        assertThat(e.failure().errno()).contains(new Errno(-error));
        assertThat(e.failure().log()).isEqualTo(MESSAGES);
        assertThat(e.failure().advice()).isNotEmpty();
    }
}
