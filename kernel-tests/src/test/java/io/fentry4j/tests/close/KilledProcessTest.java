package io.fentry4j.tests.close;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.fentry4j.tests.ChildJvm;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What stays in the kernel of a JVM that had no time to close anything.
@Tag("kernel")
@Timeout(180)
class KilledProcessTest {

    @TempDir private Path folder;

    @Test
    void nothing_stays_in_the_kernel_of_a_jvm_that_was_killed() throws Exception {
        Path ready = folder.resolve("ready");
        KernelObjects before = KernelObjects.now();
        Process process =
                new ProcessBuilder(ChildJvm.command(HoldingProcess.class, ready.toString()))
                        .inheritIO()
                        .start();
        try {
            while (!Files.exists(ready)) {
                assertThat(process.waitFor(50, MILLISECONDS)).as("ended").isFalse();
            }
            KernelObjects during = KernelObjects.now().since(before);
            assertThat(during.programs()).hasSize(2);
            assertThat(during.links()).hasSize(1);
            assertThat(during.maps()).hasSizeGreaterThan(3);
        } finally {
            process.destroyForcibly(); // SIGKILL
        }
        process.waitFor();

        assertThat(KernelObjects.leftSince(before)).isEqualTo(KernelObjects.NONE);
    }
}
