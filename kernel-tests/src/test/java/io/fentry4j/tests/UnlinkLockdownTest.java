package io.fentry4j.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fentry4j.data.KernelString;
import io.fentry4j.failure.PolicyException;
import io.fentry4j.unlink.Mode;
import io.fentry4j.unlink.NameSource;
import io.fentry4j.unlink.UnlinkEvent;
import io.fentry4j.unlink.UnlinkProbe;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The probe on a kernel that keeps its memory secret: `kernel-tests/lockdown KERNEL
/// confidentiality`.
@Tag("confidentiality")
@Timeout(120)
class UnlinkLockdownTest {

    private static final int SELF = (int) ProcessHandle.current().pid();

    @Test
    void names_come_from_the_callers_memory_whatever_their_length() {
        List<UnlinkEvent> events = Collections.synchronizedList(new ArrayList<>());
        String longest = "/" + "a/".repeat(2046) + "bc"; // 4,095 bytes
        List<String> names =
                List.of("/short", "/" + "x".repeat(510), "/" + "y".repeat(511), longest);
        UnlinkProbe probe =
                UnlinkProbe.builder().pids(SELF).includeDirectories().attach(events::add);
        try (probe) {
            assertThat(probe.mode()).isEqualTo(Mode.FENTRY);
            names.forEach(Native::unlink);
            Native.unlinkAddress(1);
            Native.unlink("");
        }

        assertThat(events.subList(0, names.size()))
                .extracting(UnlinkEvent::name)
                .isEqualTo(names.stream().map(KernelString::of).toList());
        assertThat(events.subList(0, names.size()))
                .extracting(UnlinkEvent::nameSource)
                .containsOnly(NameSource.CALLER);
        assertThat(events.subList(names.size(), events.size()))
                .hasSize(2)
                .allSatisfy(event -> {
                    assertThat(event.name().isEmpty()).isTrue();
                    assertThat(event.succeeded()).isFalse();
                });
        assertThat(probe.statistics().lost()).isZero();
    }

    @Test
    void filters_work_there_too() {
        List<UnlinkEvent> events = Collections.synchronizedList(new ArrayList<>());
        UnlinkProbe probe =
                UnlinkProbe.builder()
                        .pids(SELF)
                        .namePrefix("/a")
                        .nameSuffix(".log")
                        .onlyFailures()
                        .attach(events::add);
        try (probe) {
            Native.unlink("/a.log");
            Native.unlink("/b.log");
            Native.unlink("/a.txt");
        }

        assertThat(events).extracting(UnlinkEvent::name).containsExactly(KernelString.of("/a.log"));
    }

    @Test
    void paths_are_refused_and_it_is_said_what_can_be_had() {
        assertThatThrownBy(() -> UnlinkProbe.builder().resolvePaths().attach(event -> {}))
                .isInstanceOf(PolicyException.class)
                .hasMessageStartingWith(
                        "resolve paths: kernel lockdown forbids programs that read kernel memory")
                .hasMessageContaining("attach without resolvePaths()");
    }

    @Test
    void kprobes_are_refused() {
        assertThatThrownBy(() -> UnlinkProbe.builder().mode(Mode.KPROBE).attach(event -> {}))
                .isInstanceOf(PolicyException.class);
    }
}
