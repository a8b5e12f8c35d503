package io.fentry4j.tests.programs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fentry4j.Link;
import io.fentry4j.failure.InvalidObjectException;
import io.fentry4j.failure.TargetNotFoundException;
import io.fentry4j.tests.Native;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Targets beyond a function of the kernel by its name. The lab's root is an overlay file system,
/// whose code is a module.
@Tag("kernel")
@Timeout(120)
class TargetsTest {

    @Test
    void a_function_of_a_module_is_named_with_it() throws Exception {
        try (var open = TargetsProgramBpf.open()) {
            open.inModule().autoload(true).target("overlay:ovl_unlink");
            try (var bpf = open.load()) {
                try (Link link = bpf.inModule().attach()) {
                    assertThat(link.target()).isEqualTo("overlay:ovl_unlink");
                    Path file = Files.createFile(Path.of("/fentry4j-" + System.nanoTime()));
                    assertThat(Native.unlink(file.toString())).isZero();
                }
                assertThat(bpf.moduleCalls().get()).isPositive();
            }
        }
    }

    @Test
    void a_module_without_the_function_and_one_that_is_not_there_are_told_apart() {
        try (var open = TargetsProgramBpf.open()) {
            assertThatThrownBy(() -> open.inModule().target("overlay:ovl_unlnk"))
                    .isInstanceOf(TargetNotFoundException.class)
                    .hasMessageContaining("module 'overlay' has no 'ovl_unlnk'")
                    .hasMessageContaining("ovl_unlink");
            assertThatThrownBy(() -> open.inModule().target("nomodule:ovl_unlink"))
                    .isInstanceOf(TargetNotFoundException.class)
                    .hasMessageContaining("no BTF of a module 'nomodule'")
                    .hasMessageContaining("modprobe nomodule");
        }
    }

    @Test
    void the_exit_of_another_bpf_program_is_traced() {
        try (var target = TargetsProgramBpf.open().load();
                var open = TargetsProgramBpf.open()) {
            open.tracer().autoload(true).target(target.traced(), "traced");
            try (var bpf = open.load();
                    Link link = bpf.tracer().attach()) {
                assertThat(link.target()).isEqualTo("traced:traced");
                assertThat(target.traced().testRun(42)).isEqualTo(42);

                assertThat(bpf.tracedCalls().get()).isEqualTo(1);
                assertThat(bpf.tracedResult().get()).isEqualTo(42);
            }
        }
    }

    @Test
    void a_bpf_program_without_the_function_is_named() {
        try (var target = TargetsProgramBpf.open().load();
                var open = TargetsProgramBpf.open()) {
            assertThatThrownBy(() -> open.tracer().target(target.traced(), "trased"))
                    .isInstanceOf(InvalidObjectException.class)
                    .hasMessageContaining("program 'traced' has no function 'trased'");
        }
    }

    @Test
    void a_pinned_link_outlives_its_object_until_it_is_unpinned() throws Exception {
        Path pin = Path.of("/sys/fs/bpf/fentry4j_" + System.nanoTime());
        try (var bpf = TestFunctionsProgramBpf.open().load()) {
            Link link = bpf.entry1().attach();
            link.pin(pin);
            link.close();
            assertThat(bpf.entry1().testRun()).isZero();
            assertThat(bpf.entries().lookup(1).runs()).isEqualTo(1);

            try (Link pinned = Link.openPinned(pin)) {
                pinned.unpin();
            }
            assertThat(pin).doesNotExist();
            assertThat(bpf.entry1().testRun()).isZero();
            assertThat(bpf.entries().lookup(1).runs()).isEqualTo(1);
        } finally {
            Files.deleteIfExists(pin);
        }
    }

    @Test
    void the_link_of_a_kprobe_is_not_pinned() {
        try (var bpf = KindsProgramBpf.open().load();
                Link link = bpf.atEntry().attach()) {
            assertThatThrownBy(() -> link.pin(Path.of("/sys/fs/bpf/fentry4j_no")))
                    .isInstanceOf(InvalidObjectException.class)
                    .hasMessageContaining("libbpf ends a perf event's link with its process");
        }
    }
}
