package io.fentry4j.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.fentry4j.unlink.UnlinkEvent;
import io.fentry4j.unlink.UnlinkProbe;
import io.fentry4j.unlink.UnlinkStatistics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Exactness under load: every deletion of many threads, once, and with the right result.
@Tag("kernel")
@Timeout(600)
class ManyDeletionsTest {

    private static final int THREADS = 4;
    private static final int FILES = 5000;

    @TempDir private Path folder;

    @Test
    void four_threads_delete_while_four_fail_and_no_event_is_lost_or_doubled() throws Exception {
        List<UnlinkEvent> events = Collections.synchronizedList(new ArrayList<>());
        long self = ProcessHandle.current().pid();
        UnlinkProbe probe =
                UnlinkProbe.builder()
                        .ringBytes(1024 * 1024)
                        .attach(event -> {
                            if (event.pid() == self) {
                                events.add(event);
                            }
                        });
        try (probe) {
            runAll();
        }

        UnlinkStatistics statistics = probe.statistics();
        assertThat(statistics.lost()).isZero();
        assertThat(statistics.missed()).isZero();
        assertThat(statistics.seen()).isEqualTo(statistics.delivered() + statistics.lost());

        Map<String, Integer> results =
                events.stream()
                        .filter(event -> event.name().toString().startsWith(folder.toString()))
                        .collect(
                                Collectors.toMap(
                                        event -> event.name().toString(),
                                        UnlinkEvent::ret)); // throws if a name comes twice
        assertThat(results).hasSize(2 * THREADS * FILES);
        for (int thread = 0; thread < THREADS; thread++) {
            for (int i = 0; i < FILES; i++) {
                assertThat(results.get(there(thread, i).toString())).isEqualTo(0);
                assertThat(results.get(missing(thread, i).toString())).isEqualTo(-2);
            }
        }
        assertThat(events).allSatisfy(event -> assertThat(event.duration()).isPositive());
    }

    private void runAll() throws Exception {
        List<Callable<Void>> work = new ArrayList<>();
        for (int thread = 0; thread < THREADS; thread++) {
            int number = thread;
            work.add(() -> deleteAll(number, true));
            work.add(() -> deleteAll(number, false));
        }
        try (ExecutorService pool = Executors.newFixedThreadPool(2 * THREADS)) {
            for (Future<Void> done : pool.invokeAll(work)) {
                done.get();
            }
        }
    }

    private Void deleteAll(int thread, boolean existing) throws IOException {
        for (int i = 0; i < FILES; i++) {
            Path file = existing ? Files.createFile(there(thread, i)) : missing(thread, i);
            Native.unlink(file.toString());
        }
        return null;
    }

    private Path there(int thread, int number) {
        return folder.resolve("there-" + thread + "-" + number);
    }

    private Path missing(int thread, int number) {
        return folder.resolve("missing-" + thread + "-" + number);
    }
}
