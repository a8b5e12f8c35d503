package io.fentry4j.tests.close;

import static org.assertj.core.api.Assertions.assertThat;

import io.fentry4j.RingBuffer;
import io.fentry4j.tests.NeedsBpf;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/// What is left of many whole lives of a probe: open, load, attach, read, close.
///
/// The number of lives is the property `fentry4j.cycles`: 2,000, and 100 in the lab, where an
/// emulated one takes half a second. There, for 2,000: `kernel-tests/run 6.12 --timeout 3600 --env
/// JAVA_TOOL_OPTIONS=-Dfentry4j.cycles=2000 -- \ --include-classname='.*CyclesTest.AttachedTest'`.
class CyclesTest {

    private static final int LIVES =
            Integer.getInteger("fentry4j.cycles", Boolean.getBoolean("fentry4j.lab") ? 100 : 2_000);

    /// So many lives until the JVM has loaded its classes, compiled its code and sized its heap: of
    /// 7.3 MiB that 2,000 lives added after 50, all but 0.7 MiB were there after 2,000 of 6,000.
    private static final int WARM_UP = LIVES / 2;

    /// One page leaked by each of 2,000 lives.
    private static final long TOLERANCE_KIB = 8 * 1024;

    /// @param descriptors open in this process
    /// @param residentKib memory in use after a collection
    private record State(long descriptors, long residentKib) {

        static State now() throws IOException {
            System.gc();
            try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"));
                    Stream<String> status = Files.lines(Path.of("/proc/self/status"))) {
                String resident =
                        status.filter(line -> line.startsWith("VmRSS:")).findFirst().orElseThrow();
                return new State(open.count(), Long.parseLong(resident.replaceAll("\\D", "")));
            }
        }
    }

    private static void live(boolean attach) {
        try (Subject subject = Subject.load(attach)) {
            subject.listen(item -> {});
            subject.attach();
            subject.use();
            try (RingBuffer reader = subject.bpf().polled().open(item -> {})) {
                subject.fill();
                assertThat(reader.poll()).isPositive();
            }
        }
    }

    private static void assertThatNothingIsLeftOf(int lives, boolean attach, TestReporter reporter)
            throws IOException {
        for (int i = 0; i < WARM_UP; i++) {
            live(attach);
        }
        State before = State.now();
        long start = System.nanoTime();
        for (int i = 0; i < lives; i++) {
            live(attach);
        }
        long seconds = (System.nanoTime() - start) / 1_000_000_000;
        State after = State.now();

        reporter.publishEntry(
                "cycles", "%d in %d s: %s, then %s".formatted(lives, seconds, before, after));
        assertThat(after.descriptors()).isEqualTo(before.descriptors());
        assertThat(after.residentKib()).isLessThan(before.residentKib() + TOLERANCE_KIB);
    }

    @NeedsBpf
    static class WithoutFentryTest {

        @Test
        void many_lives_leave_descriptors_and_memory_as_they_were(TestReporter reporter)
                throws IOException {
            assertThatNothingIsLeftOf(LIVES, false, reporter);
        }
    }

    @Tag("kernel")
    @Tag("one-kernel")
    static class AttachedTest {

        @Test
        void many_lives_leave_descriptors_memory_and_the_kernel_as_they_were(TestReporter reporter)
                throws IOException {
            KernelObjects before = KernelObjects.now();

            assertThatNothingIsLeftOf(LIVES, true, reporter);

            assertThat(KernelObjects.leftSince(before)).isEqualTo(KernelObjects.NONE);
        }
    }
}
