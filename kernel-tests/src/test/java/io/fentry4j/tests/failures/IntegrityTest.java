package io.fentry4j.tests.failures;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A kernel that only guards its integrity, as with secure boot: `kernel-tests/lockdown` boots one
/// with `lockdown=integrity`.
@Tag("integrity")
@Timeout(120)
class IntegrityTest {

    @Test
    void everything_works_under_it() throws IOException {
        assertThat(Files.readString(Path.of("/sys/kernel/security/lockdown")))
                .contains("[integrity]");

        Attaching.entryOf("do_unlinkat");
        Attaching.exitOf("do_unlinkat");
        try (var open = UnfitBpf.open()) {
            open.readsKernelMemory().autoload(true);
            open.load().close();
        }
        try (var bpf = OtherKindsBpf.open().load();
                var link = bpf.atProbe().attachTo("do_unlinkat")) {
            assertThat(link).isNotNull();
        }
    }
}
