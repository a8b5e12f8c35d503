package io.fentry4j.tests.maps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fentry4j.ArrayMap;
import io.fentry4j.BpfHashMap;
import io.fentry4j.BpfMap;
import io.fentry4j.data.ValueType;
import io.fentry4j.tests.NeedsBpf;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Maps that are changed, or closed, while they are used.
@NeedsBpf
@Timeout(120)
class ChangingMapTest {

    private static final int STABLE = 200;

    /// Adds and deletes keys that are not the stable ones, until it is closed.
    private record Churn(AtomicBoolean ending, List<Thread> threads, AtomicLong rounds)
            implements AutoCloseable {

        static Churn start(BpfHashMap<Long, Long> map) {
            var churn = new Churn(new AtomicBoolean(), new ArrayList<>(), new AtomicLong());
            for (int thread = 0; thread < 2; thread++) {
                long first = STABLE + 1000L * (thread + 1);
                churn.threads.add(Thread.ofPlatform().start(() -> churn.run(map, first)));
            }
            return churn;
        }

        private void run(BpfHashMap<Long, Long> map, long first) {
            while (!ending.get()) {
                for (long key = first; key < first + 300; key++) {
                    map.update(key, key);
                }
                for (long key = first; key < first + 300; key++) {
                    map.delete(key);
                }
                rounds.incrementAndGet();
            }
        }

        /// The threads have begun.
        void await() {
            while (rounds.get() < 4) {
                Thread.onSpinWait();
            }
        }

        @Override
        public void close() {
            ending.set(true);
            for (Thread thread : threads) {
                try {
                    thread.join();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            }
        }
    }

    private static Map<Long, Long> stableEntries() {
        Map<Long, Long> entries = new HashMap<>();
        LongStream.range(0, STABLE).forEach(key -> entries.put(key, -key));
        return entries;
    }

    @Test
    void a_walk_meets_each_lasting_entry_once_however_the_map_changes() {
        try (var map = BpfHashMap.create("changing", ValueType.U32, ValueType.S64, 2048)) {
            map.updateAll(stableEntries());
            try (Churn churn = Churn.start(map)) {
                churn.await();
                for (int walk = 0; walk < 100; walk++) {
                    Map<Long, Long> met = new HashMap<>();
                    map.forEach((key, value) -> assertThat(met.put(key, value)).isNull());
                    assertThat(met).containsAllEntriesOf(stableEntries());
                }
            }
        }
    }

    @Test
    void entries_that_are_taken_out_are_taken_once() {
        try (var map = BpfHashMap.create("taken", ValueType.U32, ValueType.S64, 4096)) {
            int keys = 20_000;
            Set<Long> taken = ConcurrentHashMap.newKeySet();
            ConcurrentLinkedQueue<Long> twice = new ConcurrentLinkedQueue<>();
            AtomicBoolean ending = new AtomicBoolean();
            List<Thread> takers = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                takers.add(
                        Thread.ofPlatform()
                                .start(() -> {
                                    boolean last;
                                    do {
                                        last = ending.get();
                                        map.lookupAndDeleteAll().keySet().stream()
                                                .filter(key -> !taken.add(key))
                                                .forEach(twice::add);
                                    } while (!last);
                                }));
            }
            for (long key = 0; key < keys; key++) {
                while (!updated(map, key)) {
                    LockSupport.parkNanos(1000); // full
                }
            }
            ending.set(true);
            takers.forEach(ChangingMapTest::join);
            map.lookupAndDeleteAll().keySet().forEach(taken::add);

            assertThat(twice).isEmpty();
            assertThat(taken).hasSize(keys);
        }
    }

    private static boolean updated(BpfHashMap<Long, Long> map, long key) {
        try {
            map.update(key, key);
            return true;
        } catch (io.fentry4j.failure.MapException e) {
            return false;
        }
    }

    @Test
    void a_walk_may_change_the_map_it_walks() {
        try (var map = BpfHashMap.create("changing", ValueType.U32, ValueType.S64, 2048)) {
            map.updateAll(stableEntries());
            Set<Long> met = new HashSet<>();
            map.forEach((key, value) -> {
                assertThat(met.add(key)).isTrue();
                map.delete(key);
            });

            assertThat(met).hasSize(STABLE);
            assertThat(map.lookupAll()).isEmpty();
        }
    }

    /// The number of a closed descriptor is given to the next map, which holds another value: a
    /// lookup that used it would see that.
    @Test
    void a_lookup_never_sees_the_map_that_came_after_a_close() throws Exception {
        ConcurrentLinkedQueue<Long> wrong = new ConcurrentLinkedQueue<>();
        for (long round = 0; round < 200; round++) {
            long value = round;
            BpfHashMap<Long, Long> map =
                    BpfHashMap.create("round", ValueType.U32, ValueType.S64, 4);
            map.update(1L, value);
            CountDownLatch running = new CountDownLatch(2);
            List<Thread> readers = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                readers.add(
                        Thread.ofPlatform()
                                .start(() -> readUntilClosed(map, value, running, wrong)));
            }
            running.await();
            map.close();
            try (var next = BpfHashMap.create("next", ValueType.U32, ValueType.S64, 4)) {
                next.update(1L, -1L);
                readers.forEach(ChangingMapTest::join);
            }
        }
        assertThat(wrong).isEmpty();
    }

    private static void readUntilClosed(
            BpfHashMap<Long, Long> map,
            long expected,
            CountDownLatch running,
            ConcurrentLinkedQueue<Long> wrong) {
        try {
            for (boolean first = true; ; first = false) {
                long value = map.lookup(1L).orElse(Long.MIN_VALUE);
                if (value != expected) {
                    wrong.add(value);
                }
                if (first) {
                    running.countDown();
                }
            }
        } catch (IllegalStateException e) {
            if (!"use map 'round': it is closed".equals(e.getMessage())) {
                wrong.add(Long.MAX_VALUE);
            }
        }
    }

    @Test
    void maps_of_an_object_end_with_it() {
        MapProgramBpf bpf = MapProgramBpf.load();
        BpfHashMap<Long, Long> recent = bpf.recent();
        recent.update(1L, 1L);
        recent.close(); // which is the object's business
        assertThat(recent.lookup(1L)).contains(1L);
        bpf.close();

        assertThatThrownBy(() -> recent.lookup(1L))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("use map 'recent': it is closed");
        assertThatThrownBy(recent::lookupAll).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> recent.updateAll(Map.of(1L, 1L)))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(bpf::slots).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void no_descriptor_is_left_over() throws IOException {
        cycle(); // what is opened once and for all
        int before = descriptors();
        for (int i = 0; i < 20; i++) {
            cycle();
        }
        assertThat(descriptors()).isEqualTo(before);
    }

    private static void cycle() {
        try (MapProgramBpf bpf = MapProgramBpf.load();
                BpfMap array = ArrayMap.create("a", ValueType.U64, 3)) {
            bpf.recent().update(1L, 1L);
            bpf.recent().lookupAll();
            bpf.tasks().lookup(ProcessHandle.current().pid());
            bpf.threshold().get();
            assertThatThrownBy(() -> bpf.byIndex().update(0, array))
                    .isInstanceOf(RuntimeException.class);
            assertThatThrownBy(() -> bpf.object().arrayMap("recent", ValueType.U64))
                    .isInstanceOf(RuntimeException.class);
        }
    }

    private static int descriptors() throws IOException {
        try (var files = Files.list(Path.of("/proc/self/fd"))) {
            return (int) files.count();
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
