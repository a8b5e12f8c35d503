package io.fentry4j.tests.unlink;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.fentry4j.tests.close.KernelObjects;
import io.fentry4j.unlink.Mode;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// `kill -9` of the JVM while two processes delete and its listener works.
@Tag("kernel")
@Timeout(180)
class KilledProbeTest {

    private static final int WITHOUT_END = 2_000_000_000;

    @TempDir private Path folder;

    @ParameterizedTest
    @EnumSource
    void nothing_of_the_probe_stays_in_the_kernel(Mode mode) throws Exception {
        Path ready = folder.resolve("ready");
        KernelObjects before = KernelObjects.now();
        Process probe = start(ready, mode);
        try {
            await(probe, Path.of(ready + ".attached"));
            // Started now, they are descendants of this process that the probe follows.
            try (Flood one = new Flood();
                    Flood two = new Flood()) {
                one.begin(WITHOUT_END);
                two.begin(WITHOUT_END);
                await(probe, ready);
                KernelObjects during = KernelObjects.now().since(before);
                assertThat(during.programs()).hasSizeGreaterThan(4);
                assertThat(during.links()).hasSizeGreaterThan(3);
                assertThat(during.maps()).hasSizeGreaterThan(4);

                probe.destroyForcibly(); // SIGKILL
                probe.waitFor();

                // The deletions go on.
                assertThat(KernelObjects.leftSince(before)).isEqualTo(KernelObjects.NONE);
            }
        } finally {
            probe.destroyForcibly().waitFor();
        }
    }

    private static Process start(Path ready, Mode mode) throws Exception {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LoadedProbe.class.getName(),
                        ready.toString(),
                        mode.name(),
                        Long.toString(ProcessHandle.current().pid()))
                .inheritIO()
                .start();
    }

    private static void await(Process process, Path file) throws InterruptedException {
        while (!Files.exists(file)) {
            assertThat(process.waitFor(50, MILLISECONDS)).as("ended").isFalse();
        }
    }
}
