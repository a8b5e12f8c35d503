package io.fentry4j.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.fentry4j.PreemptionModel;
import io.fentry4j.unlink.Mode;
import io.fentry4j.unlink.UnlinkEvent;
import io.fentry4j.unlink.UnlinkProbe;
import io.fentry4j.unlink.UnlinkStatistics;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// fentry and kprobes give the same events, and the kernel decides which is taken.
@Tag("kernel")
@Timeout(120)
class ModeTest {

    @TempDir private Path folder;

    private List<UnlinkEvent> events(Mode mode, Path file) throws Exception {
        List<UnlinkEvent> events = Collections.synchronizedList(new ArrayList<>());
        long self = ProcessHandle.current().pid();
        UnlinkProbe probe =
                UnlinkProbe.builder()
                        .mode(mode)
                        .attach(event -> {
                            if (event.pid() == self) {
                                events.add(event);
                            }
                        });
        try (probe) {
            assertThat(probe.mode()).isEqualTo(mode);
            Files.createFile(file);
            Native.unlink(file.toString());
            Native.unlink(file.toString());
            Native.unlink(new byte[] {'\n', (byte) 0xff, 0x1b});
            Native.unlinkAddress(1);
        }
        UnlinkStatistics statistics = probe.statistics();
        assertThat(statistics.seen()).isEqualTo(statistics.delivered());
        return events;
    }

    /// All but the times.
    private static UnlinkEvent timeless(UnlinkEvent event) {
        return new UnlinkEvent(
                0,
                0,
                0,
                event.kind(),
                event.function(),
                event.pid(),
                event.tid(),
                event.parentPid(),
                event.namespacePid(),
                event.uid(),
                event.gid(),
                event.comm(),
                event.processStartNanos(),
                event.threadStartNanos(),
                event.cgroupId(),
                event.mountNamespace(),
                event.dirfd(),
                event.name(),
                event.nameSource(),
                event.path(),
                event.pathState(),
                event.ret());
    }

    @Test
    void both_modes_give_the_same_events() throws Exception {
        Path file = folder.resolve("file");

        List<UnlinkEvent> byFentry = events(Mode.FENTRY, file);
        List<UnlinkEvent> byKprobe = events(Mode.KPROBE, file);

        assertThat(byFentry).extracting(UnlinkEvent::ret).containsExactly(0, -2, -2, -14);
        assertThat(byKprobe)
                .map(ModeTest::timeless)
                .isEqualTo(byFentry.stream().map(ModeTest::timeless).toList());
        assertThat(byKprobe).allSatisfy(event -> assertThat(event.duration()).isPositive());
    }

    @Test
    void kprobes_have_all_the_room_that_the_kernel_gives_and_fentry_needs_none() {
        try (UnlinkProbe probe = UnlinkProbe.builder().mode(Mode.KPROBE).attach(_ -> {})) {
            assertThat(probe.maxActive()).hasValue(4096);
        }
        try (UnlinkProbe probe = UnlinkProbe.builder().mode(Mode.FENTRY).attach(_ -> {})) {
            assertThat(probe.maxActive()).isEmpty();
        }
    }

    @Test
    void a_kernel_that_preempts_programs_gets_kprobes() {
        try (UnlinkProbe probe = UnlinkProbe.attach(_ -> {})) {
            boolean preemptible = PreemptionModel.ofRunningKernel().skipsTracingPrograms();
            assertThat(probe.mode()).isEqualTo(preemptible ? Mode.KPROBE : Mode.FENTRY);
            assertThat(System.getProperty("os.version").contains("-rt-")).isEqualTo(preemptible);
        }
    }
}
