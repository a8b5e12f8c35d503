package io.fentry4j.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.fentry4j.unlink.UnlinkEvent;
import io.fentry4j.unlink.UnlinkProbe;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Threads whose calls are remembered in the same place: the kernel's side has 512, by the thread's
/// number.
@Tag("kernel")
@Timeout(120)
class SlotTest {

    private static final int SLOTS = 512;
    private static final int DELETIONS = 2_000;
    private static final int MOST_THREADS = 4 * SLOTS;

    private final CountDownLatch start = new CountDownLatch(1);

    @Test
    void threads_of_one_slot_lose_nothing_and_mix_up_nothing() throws Exception {
        List<UnlinkEvent> events = Collections.synchronizedList(new ArrayList<>());
        int self = (int) ProcessHandle.current().pid();
        UnlinkProbe probe = UnlinkProbe.builder().pids(self).attach(events::add);
        int first;
        int second;
        try (probe) {
            Deleting one = new Deleting("/one-");
            one.start();
            first = one.tid();
            Deleting two = new Deleting("/two-");
            two.start();
            for (int i = 0; i < MOST_THREADS && two.tid() % SLOTS != first % SLOTS; i++) {
                two.interrupt();
                two.join();
                two = new Deleting("/two-");
                two.start();
            }
            second = two.tid();
            start.countDown();
            one.join();
            two.join();
        }

        assertThat(second % SLOTS).isEqualTo(first % SLOTS);
        assertThat(names(events, first)).isEqualTo(expected("/one-"));
        assertThat(names(events, second)).isEqualTo(expected("/two-"));
        assertThat(probe.statistics().lost()).isZero();
        assertThat(probe.statistics().unpaired()).isZero();
    }

    private static List<String> names(List<UnlinkEvent> events, int tid) {
        return events.stream()
                .filter(event -> event.tid() == tid)
                .map(event -> event.name().toString())
                .collect(Collectors.toList());
    }

    private static List<String> expected(String prefix) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < DELETIONS; i++) {
            names.add(prefix + i);
        }
        return names;
    }

    /// Waits, and then fails to delete; ends without if it is interrupted.
    private final class Deleting extends Thread {

        private final String prefix;
        private final CountDownLatch known = new CountDownLatch(1);
        private volatile int tid;

        Deleting(String prefix) {
            this.prefix = prefix;
        }

        @Override
        public void run() {
            try {
                Path self = Files.readSymbolicLink(Path.of("/proc/thread-self"));
                tid = Integer.parseInt(self.getFileName().toString());
                known.countDown();
                start.await();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                return;
            }
            for (int i = 0; i < DELETIONS; i++) {
                Native.unlink(prefix + i);
            }
        }

        int tid() throws InterruptedException {
            known.await();
            return tid;
        }
    }
}
