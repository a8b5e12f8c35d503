package io.fentry4j.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fentry4j.Errno;
import io.fentry4j.unlink.IdSet;
import io.fentry4j.unlink.Mode;
import io.fentry4j.unlink.UnlinkEvent;
import io.fentry4j.unlink.UnlinkProbe;
import io.fentry4j.unlink.UnlinkProbeBuilder;
import io.fentry4j.unlink.UnlinkStatistics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What each filter lets pass, and that the rest is counted as filtered.
@Tag("kernel")
@Timeout(300)
class UnlinkFilterTest {

    private static final int SELF = (int) ProcessHandle.current().pid();

    @TempDir private Path folder;

    /// What a probe sees of the same five calls.
    private List<String> seenThrough(UnaryOperator<UnlinkProbeBuilder> filters) throws IOException {
        List<UnlinkEvent> events = Collections.synchronizedList(new ArrayList<>());
        Files.createDirectories(folder.resolve("sub"));
        Files.createFile(folder.resolve("sub/a.log"));
        Files.createFile(folder.resolve("b.txt"));
        UnlinkProbe probe =
                filters.apply(UnlinkProbe.builder()).includeDirectories().attach(events::add);
        try (probe) {
            Native.unlink(folder + "/sub/a.log");
            Native.unlink(folder + "/b.txt");
            Native.unlink(folder + "/missing.log");
            Native.unlink(folder + "/no/such");
            Native.rmdir(folder + "/sub");
        }
        UnlinkStatistics statistics = probe.statistics();
        assertThat(statistics.seen()).isEqualTo(statistics.filtered() + events.size());
        assertThat(statistics.delivered()).isEqualTo(events.size());
        assertThat(statistics.lost()).isZero();
        return events.stream()
                .filter(event -> event.pid() == SELF)
                .map(event -> event.name().toString().substring(folder.toString().length() + 1))
                .toList();
    }

    @Test
    void each_filter_lets_pass_what_it_says_in_both_modes() throws IOException {
        for (Mode mode : Mode.values()) {
            assertThat(seenThrough(b -> b.mode(mode).pids(SELF)))
                    .containsExactly("sub/a.log", "b.txt", "missing.log", "no/such", "sub");
            assertThat(seenThrough(b -> b.mode(mode).pids(1))).isEmpty();
            assertThat(seenThrough(b -> b.mode(mode).pids(1, 2, 3, 4, 5, SELF))).hasSize(5);
            assertThat(seenThrough(b -> b.mode(mode).pids(SELF).nameSuffix(".log")))
                    .containsExactly("sub/a.log", "missing.log");
            assertThat(seenThrough(b -> b.mode(mode).pids(SELF).namePrefix(folder + "/sub")))
                    .containsExactly("sub/a.log", "sub");
            assertThat(seenThrough(b -> b.mode(mode).pids(SELF).pathPrefix(folder + "/sub/")))
                    .containsExactly("sub/a.log");
            assertThat(seenThrough(b -> b.mode(mode).pids(SELF).pathSuffix(".txt")))
                    .containsExactly("b.txt");
            assertThat(seenThrough(b -> b.mode(mode).pids(SELF).onlyFailures()))
                    .containsExactly("missing.log", "no/such");
        }
    }

    @Test
    void the_other_filters_for_calls() throws IOException {
        assertThat(seenThrough(b -> b.pids(SELF).onlySuccesses()))
                .containsExactly("sub/a.log", "b.txt", "sub");
        assertThat(seenThrough(b -> b.pids(SELF).errnos(Errno.ENOENT)))
                .containsExactly("missing.log", "no/such");
        assertThat(seenThrough(b -> b.pids(SELF).errnos(Errno.EACCES))).isEmpty();
        assertThat(seenThrough(b -> b.pids(SELF).minDuration(Duration.ofHours(1)))).isEmpty();
        assertThat(seenThrough(b -> b.pids(SELF).minDuration(Duration.ofNanos(1)))).hasSize(5);
    }

    @Test
    void the_other_filters_for_callers() throws IOException {
        assertThat(seenThrough(UnlinkProbeBuilder::exceptMyself)).isEmpty();
        assertThat(seenThrough(b -> b.tids(SELF + 100_000))).isEmpty();
        assertThat(seenThrough(b -> b.uids(0))).hasSize(5);
        assertThat(seenThrough(b -> b.uids(12_345))).isEmpty();
        assertThat(seenThrough(b -> b.comms("nobody"))).isEmpty();
        String comm = Files.readString(Path.of("/proc/thread-self/comm")).strip();
        assertThat(seenThrough(b -> b.comms("nobody", comm))).hasSize(5);
        long namespace =
                Long.parseLong(
                        Files.readSymbolicLink(Path.of("/proc/self/ns/mnt"))
                                .toString()
                                .replaceAll("\\D", ""));
        assertThat(seenThrough(b -> b.mountNamespaces(namespace))).hasSize(5);
        assertThat(seenThrough(b -> b.mountNamespaces(1))).isEmpty();
        assertThat(seenThrough(b -> b.cgroups(Long.MAX_VALUE))).isEmpty();
    }

    @Test
    void the_sets_of_a_running_probe_change() {
        List<UnlinkEvent> events = Collections.synchronizedList(new ArrayList<>());
        UnlinkProbe probe = UnlinkProbe.builder().pids().uids(0).cgroups(1).attach(events::add);
        try (probe) {
            long cgroup = ownCgroup();
            Native.unlink("/before");
            assertThat(probe.pids().add(SELF)).isTrue();
            assertThat(probe.pids().add(SELF)).isFalse();
            probe.cgroups().add(cgroup);
            Native.unlink("/added");
            for (int id = 1; id < 9; id++) { // more than the few that are compared one by one
                probe.pids().add(id);
            }
            Native.unlink("/many");
            for (int id = 1; id < 9; id++) {
                assertThat(probe.pids().remove(id)).isTrue();
            }
            assertThat(probe.pids().values()).containsExactly((long) SELF);
            probe.uids().remove(0);
            Native.unlink("/nobody");
            probe.uids().add(0);
            Native.unlink("/root");
            probe.pids().remove(SELF);
            Native.unlink("/removed");
        }

        assertThat(events)
                .extracting(event -> event.name().toString())
                .containsExactly("/added", "/many", "/root");
        assertThat(probe.statistics().filtered()).isGreaterThanOrEqualTo(3);
        assertThat(probe.statistics().unpaired()).isZero();
    }

    /// Version 2; the tests run in the root of it where nothing says otherwise.
    private static long ownCgroup() {
        List<UnlinkEvent> events = Collections.synchronizedList(new ArrayList<>());
        try (var _ = UnlinkProbe.builder().pids(SELF).attach(events::add)) {
            Native.unlink("/own-cgroup");
        }
        return events.getFirst().cgroupId();
    }

    @Test
    void a_set_that_was_not_chosen_cannot_be_changed() {
        try (UnlinkProbe probe = UnlinkProbe.attach(event -> {})) {
            assertThatThrownBy(probe::pids)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage(
                            "change pids: the probe was built without this filter; say"
                                    + " builder().pids()");
        }
    }

    @Test
    void processes_that_are_started_later_are_followed_with_theirs() throws Exception {
        List<UnlinkEvent> events = Collections.synchronizedList(new ArrayList<>());
        UnlinkProbe probe = UnlinkProbe.builder().descendantsOf(SELF).attach(events::add);
        try (probe) {
            Native.unlink("/own");
            new ProcessBuilder("sh", "-c", "rm -f /child; (rm -f /grandchild; true); true")
                    .start()
                    .waitFor();
            IdSet left = probe.pids();
            assertThat(left.values()).doesNotContain((long) SELF);
        }

        assertThat(events)
                .extracting(event -> event.name().toString())
                .containsExactly("/child", "/grandchild");
        assertThat(probe.statistics().notFollowed()).isZero();
    }

    @Test
    void filters_that_cannot_hold_together_are_refused_before_anything_is_loaded() {
        assertThatThrownBy(() ->
                        UnlinkProbe.builder().onlyFailures().onlySuccesses().attach(event -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("set onlySuccesses: onlyFailures is set too, so no call would pass");
        assertThatThrownBy(() -> UnlinkProbe.builder().namePrefix(""))
                .hasMessage("set namePrefix: 0 bytes; it needs 1 to 255 without a NUL");
        assertThatThrownBy(() -> UnlinkProbe.builder().pids(-1))
                .hasMessage("set pids: -1 is not in 0..4194304");
        assertThatThrownBy(() -> UnlinkProbe.builder().comms("0123456789abcdef"))
                .hasMessageStartingWith("set comms: '0123456789abcdef' is not 1 to 15 bytes");
        assertThatThrownBy(() -> UnlinkProbe.builder().followChildren().attach(event -> {}))
                .hasMessageStartingWith("set followChildren:");
        assertThatThrownBy(() ->
                        UnlinkProbe.builder().resolvePaths().ringBytes(8192).attach(event -> {}))
                .hasMessageContaining("8192 bytes hold no event with its path, 16384 do");
    }
}
