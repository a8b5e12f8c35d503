package io.fentry4j.jfr;

import static org.assertj.core.api.Assertions.assertThat;

import io.fentry4j.data.KernelString;
import io.fentry4j.unlink.PathState;
import io.fentry4j.unlink.UnlinkEvent;
import io.fentry4j.unlink.UnlinkLoss;
import io.fentry4j.unlink.UnlinkStatistics;
import io.fentry4j.unlink.fixture.Events;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnlinkJfrTest {

    private static final KernelString NAME = KernelString.of("file\n");
    private static final KernelString PATH = KernelString.of("/tmp/file\n");

    @TempDir private Path folder;

    private final UnlinkJfr jfr = new UnlinkJfr();

    private List<RecordedEvent> recorded(Recording recording, Runnable work) throws IOException {
        try (recording) {
            recording.start();
            work.run();
            Path file = folder.resolve("recording.jfr");
            recording.dump(file);
            return RecordingFile.readAllEvents(file);
        }
    }

    private static Recording of(String type) {
        Recording recording = new Recording();
        recording.enable(type);
        return recording;
    }

    @Test
    void a_call_is_recorded_with_all_that_is_known_of_it() throws IOException {
        UnlinkEvent event = Events.of(NAME, PATH, PathState.RESOLVED);
        RecordedEvent call = recorded(of(UnlinkJfr.UNLINK), () -> jfr.handled(event)).getFirst();

        assertThat(call.getEventType().getName()).isEqualTo("io.fentry4j.Unlink");
        assertThat(call.getInstant("callTime"))
                .isEqualTo(event.timestamp().truncatedTo(ChronoUnit.MILLIS));
        assertThat(call.getLong("kernelTime")).isEqualTo(event.kernelNanos());
        assertThat(call.getDuration("kernelDuration")).isEqualTo(event.duration());
        assertThat(call.getString("kind")).isEqualTo("FILE");
        assertThat(call.getString("function")).isEqualTo("do_unlinkat");
        assertThat(call.getString("name")).isEqualTo("file\\n");
        assertThat(call.getString("nameSource")).isEqualTo("KERNEL");
        assertThat(call.getString("path")).isEqualTo("/tmp/file\\n");
        assertThat(call.getString("pathState")).isEqualTo("RESOLVED");
        assertThat(call.getInt("dirfd")).isEqualTo(UnlinkEvent.AT_FDCWD);
        assertThat(call.getInt("ret")).isZero();
        assertThat(call.getString("error")).isNull();
        assertThat(call.getInt("pid")).isEqualTo(event.pid());
        assertThat(call.getInt("tid")).isEqualTo(event.tid());
        assertThat(call.getString("comm")).isEqualTo("rm");
        assertThat(call.getInt("parentPid")).isEqualTo(event.parentPid());
        assertThat(call.getInt("namespacePid")).isEqualTo(event.namespacePid());
        assertThat(call.getLong("uid")).isEqualTo(event.uid());
        assertThat(call.getLong("gid")).isEqualTo(event.gid());
        assertThat(call.getLong("processStart")).isEqualTo(event.processStartNanos());
        assertThat(call.getLong("threadStart")).isEqualTo(event.threadStartNanos());
        assertThat(call.getLong("cgroupId")).isEqualTo(event.cgroupId());
        assertThat(call.getLong("mountNamespace")).isEqualTo(event.mountNamespace());
        assertThat(call.getStackTrace()).isNull();
    }

    @Test
    void a_failed_call_has_its_error_and_no_path_that_is_not_known() throws IOException {
        RecordedEvent call =
                recorded(of(UnlinkJfr.UNLINK), () -> jfr.handled(Events.ended(-2, Events.of(NAME))))
                        .getFirst();

        assertThat(call.getInt("ret")).isEqualTo(-2);
        assertThat(call.getString("error")).isEqualTo("ENOENT");
        assertThat(call.getString("path")).isNull();
    }

    @Test
    void only_what_is_enabled_is_recorded() throws IOException {
        List<RecordedEvent> events =
                recorded(
                        of(UnlinkJfr.LOSS),
                        () -> {
                            jfr.handled(Events.of(NAME));
                            jfr.lost(new UnlinkLoss(3, 1, 7));
                        });

        assertThat(events).hasSize(1);
        assertThat(events.getFirst().getLong("ringFull")).isEqualTo(3);
        assertThat(events.getFirst().getLong("noMemory")).isEqualTo(1);
        assertThat(events.getFirst().getLong("total")).isEqualTo(7);
    }

    @Test
    void min_duration_is_about_the_time_in_the_kernel() throws IOException {
        UnlinkEvent event = Events.of(NAME); // 41.3 µs
        for (String setting : List.of("0 ns", "41300 ns", "41us", "42 us", "1 s")) {
            Recording recording = new Recording();
            recording.enable(UnlinkJfr.UNLINK).with("minDuration", setting);
            boolean wanted = !setting.equals("42 us") && !setting.equals("1 s");

            assertThat(recorded(recording, () -> jfr.handled(event)))
                    .as(setting)
                    .hasSize(wanted ? 1 : 0);
        }
    }

    @Test
    void the_threshold_of_jfr_is_about_this_jvm_and_lets_no_call_pass() throws IOException {
        UnlinkEvent hour = Events.lasting(0, Duration.ofHours(1).toNanos(), Events.of(NAME));
        Recording recording = new Recording();
        recording.enable(UnlinkJfr.UNLINK).withThreshold(Duration.ofNanos(1));

        assertThat(recorded(recording, () -> jfr.handled(hour))).isEmpty();
    }

    @Test
    void of_two_recordings_each_gets_what_it_asks_for() throws IOException {
        try (Recording other = new Recording()) {
            other.enable(UnlinkJfr.UNLINK).with("minDuration", "10 us");
            other.start();
            Recording recording = new Recording();
            recording.enable(UnlinkJfr.UNLINK).with("minDuration", "1 h");

            assertThat(recorded(recording, () -> jfr.handled(Events.of(NAME)))).hasSize(1);
        }
    }

    @Test
    void attach_and_detach_have_their_times_and_sizes_in_units() throws IOException {
        Recording recording = of(UnlinkJfr.ATTACH);
        recording.enable(UnlinkJfr.DETACH);
        UnlinkStatistics statistics = new UnlinkStatistics(120, 20, 90, 1, 2, 7, 4, 5, 8, 6);
        List<RecordedEvent> events =
                recorded(
                        recording,
                        () -> {
                            new AttachEvent("do_unlinkat", "fentry, fexit", 1 << 20, 250_000_000)
                                    .commit();
                            new DetachEvent(statistics, 30_000_000).commit();
                        });
        RecordedEvent attach = events.getFirst();
        RecordedEvent detach = events.getLast();

        assertThat(attach.getDuration("attachDuration")).isEqualTo(Duration.ofMillis(250));
        assertThat(attach.toString()).contains("ringSize = 1.0 MB", "fentry, fexit", "do_unlinkat");
        assertThat(detach.getDuration("detachDuration")).isEqualTo(Duration.ofMillis(30));
        assertThat(
                        List.of(
                                detach.getLong("seen"),
                                detach.getLong("filtered"),
                                detach.getLong("delivered"),
                                detach.getLong("lostRingFull"),
                                detach.getLong("lostNoMemory"),
                                detach.getLong("lostAtClose"),
                                detach.getLong("unpaired"),
                                detach.getLong("missed"),
                                detach.getLong("notFollowed"),
                                detach.getLong("listenerFailures")))
                .containsExactly(120L, 20L, 90L, 1L, 2L, 7L, 4L, 5L, 8L, 6L);
    }
}
