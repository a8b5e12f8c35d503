package io.fentry4j.tests.maps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fentry4j.BpfHashMap;
import io.fentry4j.BpfMap;
import io.fentry4j.MapType;
import io.fentry4j.OtherMap;
import io.fentry4j.PerCpuHashMap;
import io.fentry4j.RingBuffer;
import io.fentry4j.RingBufferMap;
import io.fentry4j.StackTraceMap;
import io.fentry4j.data.ValueType;
import io.fentry4j.failure.InvalidObjectException;
import io.fentry4j.failure.MapException;
import io.fentry4j.tests.NeedsBpf;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What an object gives for its maps and variables, by name and type.
@NeedsBpf
@Timeout(60)
class ObjectMapsTest {

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
    void the_facts_of_a_map_are_known() {
        BpfMap places = bpf.places();

        assertThat(places.name()).isEqualTo("places");
        assertThat(places.type()).isEqualTo(MapType.HASH);
        assertThat(places.keySize()).isEqualTo(12);
        assertThat(places.valueSize()).isEqualTo(16);
        assertThat(places.maxEntries()).isEqualTo(64);
        assertThat(places.id()).isPositive().isNotEqualTo(bpf.recent().id());
        assertThat(places).hasToString("BpfHashMap[places]");
        assertThat(bpf.numbers().maxEntries()).isEqualTo(4096);
    }

    @Test
    void the_number_of_entries_can_be_set_before_load() {
        try (MapProgramBpf.Open open = MapProgramBpf.open()) {
            assertThat(open.recent().maxEntries()).isEqualTo(1024);
            open.recent().maxEntries(77);
            assertThatThrownBy(() -> open.recent().maxEntries(0))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> open.recent().maxEntries(1L << 32))
                    .isInstanceOf(IllegalArgumentException.class);
            try (MapProgramBpf loaded = open.load()) {
                assertThat(loaded.recent().maxEntries()).isEqualTo(77);
            }
        }
    }

    @Test
    void another_load_can_work_on_the_same_maps_and_variables_with_constants_of_its_own() {
        byte[] atHome = new byte[Place.SIZE];
        try (MapProgramBpf.Open open = MapProgramBpf.open()) {
            open.wantedDevice().set(0L);
            open.object().reuseMaps(bpf.object());
            try (MapProgramBpf second = open.load()) {
                assertThat(second.places().id()).isEqualTo(bpf.places().id());
                bpf.threshold().set(41);
                assertThat(bpf.usePlace().run(atHome)).isZero();
                assertThat(second.usePlace().run(atHome)).isEqualTo(1);
                bpf.close();
                assertThat(second.usePlace().run(atHome)).isEqualTo(1);
                assertThat(second.lastUsage().get()).isEqualTo(new Usage(3, 41, true));
            }
        }
    }

    @Test
    void maps_of_other_code_are_not_taken() {
        try (MapProgramBpf.Open open = MapProgramBpf.open();
                FentryMapsProgramBpf.Open other = FentryMapsProgramBpf.open()) {
            assertThatThrownBy(() -> other.object().reuseMaps(bpf.object()))
                    .isInstanceOf(MapException.class)
                    .hasMessageContaining("reuse map 'traces'");
            bpf.close();
            assertThatThrownBy(() -> open.object().reuseMaps(bpf.object()))
                    .isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void a_wrong_kind_is_refused() {
        assertThatThrownBy(() -> bpf.object().arrayMap("places", Usage.TYPE))
                .isInstanceOf(InvalidObjectException.class)
                .hasMessage(
                        "use map 'places' of 'MapProgram' as ArrayMap<usage>: it is of the kind"
                                + " hash [map=hash, key 12 bytes, value 16 bytes, 64 entries,"
                                + " asked=ArrayMap<usage>]. What to do: ask for the kind and the"
                                + " types that the C declares");
        assertThatThrownBy(() -> bpf.object().ringBuffer("places", ValueType.U64))
                .hasMessageContaining("as RingBufferMap<u64>: it is of the kind hash");
        assertThatThrownBy(() -> bpf.object().hashMap("triples", ValueType.U32, Triple.TYPE))
                .hasMessageContaining("it is of the kind percpu_hash");
        assertThatThrownBy(() -> bpf.object().stackMap("jobs", ValueType.U32))
                .hasMessageContaining("it is of the kind queue");
    }

    @Test
    void a_wrong_size_is_refused() {
        assertThatThrownBy(() -> bpf.object().hashMap("places", ValueType.U32, Usage.TYPE))
                .isInstanceOf(InvalidObjectException.class)
                .hasMessageContaining(
                        "as BpfHashMap<u32, usage>: its keys have 12 bytes, u32 has 4");
        assertThatThrownBy(() -> bpf.object().hashMap("places", Place.TYPE, ValueType.U64))
                .hasMessageContaining("its values have 16 bytes, u64 has 8");
        assertThatThrownBy(() -> bpf.object().perCpuArrayMap("totals", ValueType.U32))
                .hasMessageContaining("its values have 8 bytes, u32 has 4");
    }

    @Test
    void a_name_that_is_not_there_is_refused() {
        assertThatThrownBy(() -> bpf.object().arrayMap("nowhere", ValueType.U32))
                .isInstanceOf(InvalidObjectException.class)
                .hasMessageContaining("find map 'nowhere': 'MapProgram' has none");
    }

    @Test
    void without_types_a_map_has_bytes() {
        assertThat(bpf.object().map("recent")).isInstanceOf(BpfHashMap.class);
        assertThat(bpf.object().map("triples")).isInstanceOf(PerCpuHashMap.class);
        assertThat(bpf.object().map("traces")).isInstanceOf(StackTraceMap.class);
        assertThat(bpf.object().map("numbers")).isInstanceOf(RingBufferMap.class);
        BpfMap routes = bpf.routes();
        assertThat(routes).isInstanceOf(OtherMap.class);
        assertThat(routes.type()).isEqualTo(MapType.LPM_TRIE);

        bpf.recent().update(0x01020304L, 5L);
        @SuppressWarnings("unchecked") // such are the types of maps without types
        var raw = (BpfHashMap<byte[], byte[]>) bpf.object().map("recent");
        List<byte[]> keys = new ArrayList<>();
        raw.forEach((key, value) -> keys.add(key));
        assertThat(keys).hasSize(1);
        assertThat(keys.getFirst()).containsExactly(4, 3, 2, 1);
    }

    @Test
    void an_empty_stack_trace_map_has_nothing() {
        StackTraceMap traces = bpf.traces();

        assertThat(traces.maxDepth()).isEqualTo(16);
        assertThat(traces.lookup(3)).isEmpty();
        assertThat(traces.lookup(-14)).isEmpty();
        assertThat(traces.stackIds()).isEmpty();
        assertThat(traces.delete(3)).isFalse();
        traces.clear();
    }

    @Test
    void a_ring_buffer_of_bytes_can_be_read() {
        @SuppressWarnings("unchecked") // such are the types of maps without types
        var ring = (RingBufferMap<byte[]>) bpf.object().map("numbers");
        List<byte[]> records = new ArrayList<>();
        try (RingBuffer reader = ring.open(records::add)) {
            assertThat(bpf.emit().run()).isZero();
            reader.poll();
        }
        assertThat(records).hasSize(1);
        assertThat(records.getFirst()).containsExactly(1, 0, 0, 0, 0, 0, 0, 0);
    }

    @Test
    void variables_are_found_by_name() {
        var threshold = bpf.object().variable("threshold", ValueType.S32);
        assertThat(threshold.get()).isEqualTo(-3);
        threshold.set(-4);
        assertThat(bpf.threshold().get()).isEqualTo(-4);

        var last = bpf.object().variable("last_usage", Usage.TYPE);
        bpf.usePlace().run(new byte[Place.SIZE]);
        assertThat(last.get()).isEqualTo(new Usage(1, -4, true));
        assertThat(bpf.object().variable("wanted_device", ValueType.U32).get()).isEqualTo(7);
    }

    @Test
    void variables_are_found_by_name_before_load() {
        try (MapProgramBpf.Open open = MapProgramBpf.open()) {
            open.object().variable("wanted_device", ValueType.U32).set(0L);
            open.object().variable("threshold", ValueType.S32).set(100);
            try (MapProgramBpf loaded = open.load()) {
                assertThat(loaded.wantedDevice().get()).isZero();
                assertThat(loaded.usePlace().run(new byte[Place.SIZE])).isEqualTo(1);
                assertThat(loaded.lastUsage().get().last()).isEqualTo(100);
            }
        }
    }

    @Test
    void a_variable_ends_with_its_object() {
        var threshold = bpf.threshold();
        threshold.set(5);
        bpf.close();

        assertThatThrownBy(threshold::get)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("use variable 'threshold': 'MapProgram' is closed");
        assertThatThrownBy(() -> threshold.set(6)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void a_variable_of_another_size_or_name_is_refused() {
        assertThatThrownBy(() -> bpf.object().variable("last_usage", ValueType.U64))
                .isInstanceOf(InvalidObjectException.class)
                .hasMessage(
                        "use variable 'last_usage' as u64: it has 16 bytes, u64 has 8"
                                + " [variable=struct usage last_usage]. What to do: give the type"
                                + " that the C declares");
        assertThatThrownBy(() -> bpf.object().variable("lastUsage", Usage.TYPE))
                .isInstanceOf(InvalidObjectException.class)
                .hasMessageContaining("find variable 'lastUsage': 'MapProgram' has none")
                .hasMessageContaining("last_usage, runs, threshold, wanted_device");
    }
}
