package io.fentry4j.tests.failures;

import static io.fentry4j.tests.failures.Attaching.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.fentry4j.failure.PolicyException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A kernel that keeps its memory secret: `kernel-tests/lockdown` boots one with
/// `lockdown=confidentiality`.
@Tag("confidentiality")
@Timeout(120)
class LockdownTest {

    @Test
    void it_is_locked_down() throws IOException {
        assertThat(Files.readString(Path.of("/sys/kernel/security/lockdown")))
                .contains("[confidentiality]");
    }

    @Test
    void a_program_that_reads_kernel_memory_is_refused_by_lockdown_and_that_is_said() {
        assertThat(
                        failureOf(() -> {
                            try (var open = UnfitBpf.open()) {
                                open.readsKernelMemory().autoload(true);
                                open.load().close();
                            }
                        }))
                .isInstanceOf(PolicyException.class)
                .hasMessageStartingWith(
                        "load 'Unfit': kernel lockdown forbids programs that read kernel memory"
                                + " (EINVAL, -22)")
                .hasMessageContaining("lockdown=confidentiality")
                .hasMessageContaining("boot with");
    }

    @Test
    void a_kprobe_is_refused_by_lockdown_and_that_is_said() {
        try (var bpf = OtherKindsBpf.open().load()) {
            assertThat(failureOf(() -> bpf.atProbe().attachTo("do_unlinkat")))
                    .isInstanceOf(PolicyException.class)
                    .hasMessageContaining("kernel lockdown forbids kprobes and closes tracefs")
                    .hasMessageContaining("use fentry");
            assertThat(failureOf(() -> bpf.atReturn().maxActive(64).attachTo("do_unlinkat")))
                    .isInstanceOf(PolicyException.class)
                    .hasMessageContaining("kernel lockdown forbids kprobes and closes tracefs");
        }
    }

    @Test
    void programs_that_read_no_kernel_memory_work() {
        Attaching.entryOf("do_unlinkat");
        Attaching.exitOf("do_unlinkat");
    }
}
