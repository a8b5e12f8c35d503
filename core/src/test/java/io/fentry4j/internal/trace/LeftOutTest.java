package io.fentry4j.internal.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.fentry4j.failure.TargetNotTraceableException;
import io.fentry4j.trace.TraceException;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What is said if no function is left to trace.
class LeftOutTest {

    private final LeftOut leftOut = new LeftOut();

    private static TraceException misfit(String reason) {
        return new TraceException(reason, 0, List.of());
    }

    @Test
    void a_record_that_fits_no_function_is_refused_with_the_first_reasons() {
        leftOut.add("a", misfit("a has no argument `x`"));
        leftOut.add("b", misfit("b has no argument `x`"));
        assertThat(leftOut.none())
                .isInstanceOf(TraceException.class)
                .hasMessage(
                        "none of 2 can be traced: a: a has no argument `x`; b: b has no argument `x`");

        leftOut.add("c", misfit("c has no argument `x`"));
        leftOut.add("d", misfit("d has no argument `x`"));
        leftOut.add("e", misfit("e has no argument `x`"));
        assertThat(leftOut.none()).hasMessageEndingWith("c: c has no argument `x`; and 2 more");
    }

    @Test
    void functions_that_the_kernel_does_not_give_are_no_fault_of_the_record() {
        leftOut.add("a", misfit("a has no argument `x`"));
        leftOut.add("b", "it is on the kprobe blacklist");

        assertThat(leftOut.none())
                .isInstanceOf(TargetNotTraceableException.class)
                .hasMessageContaining("a: a has no argument `x`; b: it is on the kprobe blacklist");
        assertThat(leftOut.functions()).last().hasToString("b: it is on the kprobe blacklist");
    }
}
