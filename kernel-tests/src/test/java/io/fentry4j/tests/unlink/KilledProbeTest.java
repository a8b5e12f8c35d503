package io.fentry4j.tests.unlink;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.fentry4j.tests.ChildJvm;
import io.fentry4j.tests.close.KernelObjects;
import io.fentry4j.unlink.Mode;
import io.fentry4j.unlink.UnlinkProbe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// `kill -9` of the JVM while two processes delete and its listener works: no BPF object stays, as
/// this project's code and as `bpftool` list them, and the lines in tracefs's `kprobe_events` stay
/// until the next probe is attached.
@Tag("kernel")
@Timeout(180)
class KilledProbeTest {

    private static final int WITHOUT_END = 2_000_000_000;

    private static final Bpftool NOTHING =
            new Bpftool(Map.of("prog", Set.of(), "map", Set.of(), "link", Set.of()));

    @TempDir private Path folder;

    @ParameterizedTest
    @EnumSource
    void nothing_of_the_probe_stays_in_the_kernel(Mode mode) throws Exception {
        Path ready = folder.resolve("ready");
        KernelObjects before = KernelObjects.now();
        Bpftool listed = list();
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
                if (Bpftool.isInstalled()) {
                    Map<String, Set<Integer>> more = Bpftool.list().since(listed).ids();
                    assertThat(more.get("prog")).containsAll(during.programs());
                    assertThat(more.get("map")).containsAll(during.maps());
                    assertThat(more.get("link")).containsAll(during.links());
                }

                probe.destroyForcibly(); // SIGKILL
                probe.waitFor();

                // The deletions go on.
                assertThat(KernelObjects.leftSince(before)).isEqualTo(KernelObjects.NONE);
                assertThat(Bpftool.isInstalled() ? Bpftool.leftSince(listed) : NOTHING)
                        .matches(Bpftool::isEmpty);
            }
            assertThat(linesOf(probe)).hasSize(mode == Mode.KPROBE ? 3 : 0);
            UnlinkProbe.builder().mode(Mode.KPROBE).attach(_ -> {}).close();
            assertThat(linesOf(probe)).isEmpty();
        } finally {
            probe.destroyForcibly().waitFor();
        }
    }

    private static Bpftool list() {
        return Bpftool.isInstalled() ? Bpftool.list() : NOTHING;
    }

    /// The kretprobes that are called after a process.
    private static List<String> linesOf(Process process) throws IOException {
        return Files.readAllLines(Path.of("/sys/kernel/tracing/kprobe_events")).stream()
                .filter(line -> line.matches("r4096:fentry4j_\\d+_" + process.pid() + "_.*"))
                .toList();
    }

    private static Process start(Path ready, Mode mode) throws Exception {
        return new ProcessBuilder(
                        ChildJvm.command(
                                LoadedProbe.class,
                                ready.toString(),
                                mode.name(),
                                Long.toString(ProcessHandle.current().pid())))
                .inheritIO()
                .start();
    }

    private static void await(Process process, Path file) throws InterruptedException {
        while (!Files.exists(file)) {
            assertThat(process.waitFor(50, MILLISECONDS)).as("ended").isFalse();
        }
    }
}
