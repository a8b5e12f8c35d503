package io.fentry4j.tests.failures;

import static io.fentry4j.tests.failures.Attaching.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.fentry4j.failure.BpfException;
import io.fentry4j.failure.TargetBusyException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Functions that can be traced, but are taken.
@Tag("kernel")
@Timeout(120)
class BusyTest {

    private static final int MOST_PROGRAMS = 38;

    @Test
    void a_program_that_is_attached_already_is_told_so_and_can_be_attached_after_the_close() {
        try (var bpf = AnyFunctionBpf.open().load()) {
            var first = bpf.atEntry().attach();

            assertThat(failureOf(() -> bpf.atEntry().attach()))
                    .isInstanceOf(TargetBusyException.class)
                    .hasMessageStartingWith(
                            "attach 'at_entry' to do_unlinkat: this program is attached to the"
                                    + " function already (EBUSY, -16)")
                    .hasMessageContaining("enabled_functions=")
                    .hasMessageContaining("close the link");

            first.close();
            bpf.atEntry().attach();
        }
    }

    @Test
    void the_thirty_ninth_program_on_a_function_is_told_the_limit() {
        List<AnyFunctionBpf> objects = new ArrayList<>();
        try {
            for (int i = 0; i < MOST_PROGRAMS; i++) {
                AnyFunctionBpf bpf = load();
                objects.add(bpf);
                bpf.atEntry().attach();
            }
            AnyFunctionBpf last = load();
            objects.add(last);

            BpfException e = failureOf(() -> last.atEntry().attach());

            assertThat(e)
                    .isInstanceOf(TargetBusyException.class)
                    .hasMessageContaining("as many programs as the kernel allows (38) (E2BIG, -7)")
                    .hasMessageContaining("detach another tracer");
        } finally {
            objects.forEach(AnyFunctionBpf::close);
        }
    }

    private static AnyFunctionBpf load() {
        try (var open = AnyFunctionBpf.open()) {
            open.atExit().autoload(false);
            return open.load();
        }
    }
}
