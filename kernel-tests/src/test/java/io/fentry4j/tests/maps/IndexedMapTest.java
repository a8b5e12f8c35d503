package io.fentry4j.tests.maps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fentry4j.ArrayMap;
import io.fentry4j.PerCpuArrayMap;
import io.fentry4j.PerCpuHashMap;
import io.fentry4j.PerCpuValues;
import io.fentry4j.data.ValueType;
import io.fentry4j.failure.MapException;
import io.fentry4j.tests.NeedsBpf;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Arrays, and maps with a value for each CPU.
@NeedsBpf
@Timeout(60)
class IndexedMapTest {

    private static final Usage ZERO = new Usage(0, 0, false);

    private MapProgramBpf bpf;

    @BeforeEach
    void load() {
        bpf = MapProgramBpf.load();
    }

    @AfterEach
    void close() {
        bpf.close();
    }

    @Test
    void an_array_has_all_its_entries_from_the_beginning() {
        ArrayMap<Usage> slots = bpf.slots();

        assertThat(slots.maxEntries()).isEqualTo(8);
        assertThat(slots.lookup(7)).isEqualTo(ZERO);
        slots.update(7, new Usage(-1, 3, true));
        assertThat(slots.lookup(7)).isEqualTo(new Usage(-1, 3, true));
        assertThat(slots.lookup(6)).isEqualTo(ZERO);
    }

    @Test
    void an_index_that_is_not_there_is_an_error() {
        assertThatThrownBy(() -> bpf.slots().lookup(8))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> bpf.slots().update(-1, ZERO))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() ->
                        bpf.slots()
                                .updateAll(
                                        List.of(
                                                ZERO, ZERO, ZERO, ZERO, ZERO, ZERO, ZERO, ZERO,
                                                ZERO)))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void all_values_are_read_and_set_in_order() {
        try (var map = ArrayMap.create("many", ValueType.U64, 50_000)) {
            List<Long> values = LongStream.range(0, 50_000).boxed().toList();
            map.updateAll(values);

            assertThat(map.lookupAll()).isEqualTo(values);
            map.updateAll(List.of(5L, 6L));
            assertThat(map.lookupAll().subList(0, 3)).containsExactly(5L, 6L, 2L);
            map.updateAll(List.of());
            map.clear();
            assertThat(map.lookupAll()).hasSize(50_000).containsOnly(0L);
        }
    }

    @Test
    void a_frozen_array_is_not_changed() {
        bpf.slots().freeze();

        assertThatThrownBy(() -> bpf.slots().update(0, ZERO))
                .isInstanceOf(MapException.class)
                .hasMessageContaining("it is frozen");
        assertThat(bpf.slots().lookup(0)).isEqualTo(ZERO);
    }

    @Test
    void each_cpu_has_its_own_value() throws Exception {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            threads.add(
                    Thread.ofPlatform()
                            .start(() ->
                                    IntStream.range(0, 500).forEach(n -> bpf.markCpu().run())));
        }
        for (Thread thread : threads) {
            thread.join();
        }

        PerCpuValues<Triple> triples = bpf.triples().lookup(1L).orElseThrow();
        assertThat(triples.values()).hasSize(PerCpuValues.cpus());
        assertThat(triples.sum(Triple::first)).isPositive();
        for (int cpu = 0; cpu < PerCpuValues.cpus(); cpu++) {
            Triple triple = triples.get(cpu);
            if (triple.first() != 0) { // a program has run there
                assertThat(triple).isEqualTo(new Triple(cpu + 1, 0, 1000 + cpu));
            }
        }
        assertThat(bpf.totals().lookup(0).sum(Long::longValue)).isEqualTo(8 * 500);
    }

    @Test
    void per_cpu_values_are_set_for_all_cpus() {
        PerCpuHashMap<Long, Triple> triples = bpf.triples();
        triples.update(3L, PerCpuValues.onEach(new Triple(1, 2, 3)));
        int cpu = bpf.markCpu().run();

        assertThat(triples.lookup(3L).orElseThrow().values())
                .hasSize(PerCpuValues.cpus())
                .containsOnly(new Triple(1, 2, 3));
        assertThat(triples.lookupAll().keySet()).containsExactlyInAnyOrder(1L, 3L);
        assertThat(triples.lookupAndDelete(1L).orElseThrow().get(cpu).first()).isEqualTo(cpu + 1);
        assertThat(triples.lookupAndDeleteAll()).containsOnlyKeys(3L);
        assertThat(triples.lookup(3L)).isEmpty();
    }

    @Test
    void per_cpu_arrays_are_read_set_and_cleared_at_once() {
        PerCpuArrayMap<Long> totals = bpf.totals();
        List<PerCpuValues<Long>> values =
                LongStream.range(0, 4).mapToObj(PerCpuValues::onEach).toList();
        totals.updateAll(values);

        assertThat(totals.lookupAll()).isEqualTo(values);
        assertThat(totals.lookup(3).reduce(Math::max)).isEqualTo(3);
        totals.clear();
        assertThat(totals.lookup(3).values()).containsOnly(0L);
    }

    @Test
    void the_number_of_values_must_be_that_of_the_cpus() {
        List<Long> tooMany = LongStream.rangeClosed(0, PerCpuValues.cpus()).boxed().toList();

        assertThatThrownBy(() -> bpf.totals().update(0, new PerCpuValues<>(tooMany)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "encode per-CPU u64: %d values given, this machine has %d possible CPUs"
                                .formatted(tooMany.size(), PerCpuValues.cpus()));
    }
}
