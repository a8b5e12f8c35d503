package io.fentry4j.tests.maps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fentry4j.BpfHashMap;
import io.fentry4j.Errno;
import io.fentry4j.MapType;
import io.fentry4j.UpdateMode;
import io.fentry4j.data.KernelString;
import io.fentry4j.data.RecordView;
import io.fentry4j.data.RecordWriter;
import io.fentry4j.data.ValueType;
import io.fentry4j.failure.MapException;
import io.fentry4j.tests.NeedsBpf;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Hashes, with generated records as keys and values.
@NeedsBpf
@Timeout(60)
class HashMapTest {

    private static final Place HOME = new Place(7, 1, KernelString.of("home"));
    private static final Place WORK = new Place(8, 65535, KernelString.of("work"));
    private static final Usage ONCE = new Usage(1, -5, true);
    private static final Usage TWICE = new Usage(2, 5, false);

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
    void a_value_is_found_by_an_equal_key() {
        BpfHashMap<Place, Usage> places = bpf.places();
        places.update(HOME, ONCE);

        assertThat(places.lookup(new Place(7, 1, KernelString.of("home")))).contains(ONCE);
        assertThat(places.lookup(WORK)).isEmpty();
    }

    @Test
    void programs_and_java_see_the_same_entries() {
        byte[] context = new byte[Place.SIZE];
        Place.encode(RecordWriter.of(context), HOME);

        assertThat(bpf.usePlace().run(context)).isEqualTo(1);
        assertThat(bpf.places().lookup(HOME)).contains(new Usage(1, -3, true));

        bpf.places().update(HOME, new Usage(41, 3, false));
        bpf.usePlace().run(context);
        assertThat(bpf.places().lookup(HOME)).contains(new Usage(42, 3, false));
    }

    @Test
    void an_update_can_be_for_new_keys_or_for_known_ones() {
        BpfHashMap<Place, Usage> places = bpf.places();

        assertThat(places.update(HOME, ONCE, UpdateMode.REPLACE)).isFalse();
        assertThat(places.update(HOME, ONCE, UpdateMode.CREATE)).isTrue();
        assertThat(places.update(HOME, TWICE, UpdateMode.CREATE)).isFalse();
        assertThat(places.lookup(HOME)).contains(ONCE);
        assertThat(places.update(HOME, TWICE, UpdateMode.REPLACE)).isTrue();
        assertThat(places.update(HOME, ONCE, UpdateMode.ANY)).isTrue();
        assertThat(places.lookup(HOME)).contains(ONCE);
    }

    @Test
    void a_deletion_tells_whether_the_key_was_there() {
        BpfHashMap<Place, Usage> places = bpf.places();
        places.update(HOME, ONCE);

        assertThat(places.delete(HOME)).isTrue();
        assertThat(places.delete(HOME)).isFalse();
        assertThat(places.lookup(HOME)).isEmpty();
    }

    @Test
    void a_lookup_can_delete() {
        BpfHashMap<Place, Usage> places = bpf.places();
        places.update(HOME, ONCE);

        assertThat(places.lookupAndDelete(HOME)).contains(ONCE);
        assertThat(places.lookupAndDelete(HOME)).isEmpty();
    }

    @Test
    void all_entries_are_read_set_and_deleted_at_once() {
        BpfHashMap<Long, Long> recent = bpf.recent();
        Map<Long, Long> entries = squares(500);

        recent.updateAll(entries);
        assertThat(recent.lookupAll()).isEqualTo(entries);

        Map<Long, Long> met = new HashMap<>();
        recent.forEach((key, value) -> assertThat(met.put(key, value)).isNull());
        assertThat(met).isEqualTo(entries);

        assertThat(recent.deleteAll(List.of(0L, 7L, 1000L, 3L, 3L, 499L))).isEqualTo(4);
        assertThat(recent.lookupAll()).hasSize(496).doesNotContainKeys(0L, 3L, 7L, 499L);
    }

    @Test
    void all_entries_can_be_taken_out() {
        BpfHashMap<Long, Long> recent = bpf.recent();
        recent.updateAll(squares(300));

        assertThat(recent.lookupAndDeleteAll()).isEqualTo(squares(300));
        assertThat(recent.lookupAll()).isEmpty();
        assertThat(recent.lookupAndDeleteAll()).isEmpty();
    }

    @Test
    void clearing_leaves_nothing() {
        bpf.recent().updateAll(squares(100));
        bpf.recent().clear();

        assertThat(bpf.recent().lookupAll()).isEmpty();
        bpf.recent().clear();
    }

    @Test
    void more_entries_than_a_batch_holds_are_read_and_set() {
        try (var map = BpfHashMap.create("large", ValueType.U32, ValueType.bytes(2048), 1000)) {
            Map<Long, byte[]> entries = new HashMap<>();
            LongStream.range(0, 1000).forEach(i -> entries.put(i, filled(2048, (byte) i)));
            map.updateAll(entries);

            Map<Long, byte[]> read = map.lookupAll();
            assertThat(read).hasSize(1000);
            read.forEach((key, value) -> assertThat(value).isEqualTo(entries.get(key)));
            assertThat(map.lookup(999L))
                    .hasValueSatisfying(v -> assertThat(v[2047]).isEqualTo((byte) 999));
            assertThat(map.deleteAll(entries.keySet())).isEqualTo(1000);
        }
    }

    @Test
    void values_larger_than_the_memory_a_thread_keeps_work_too() {
        try (var map = BpfHashMap.create("huge", ValueType.U64, ValueType.bytes(100_000), 3)) {
            map.update(-1L, filled(100_000, (byte) 5));

            assertThat(map.lookup(-1L)).hasValueSatisfying(v -> assertThat(v).containsOnly(5));
            assertThat(map.lookupAndDelete(-1L)).isPresent();
        }
    }

    @Test
    void a_full_hash_says_so() {
        try (var map = BpfHashMap.create("small", ValueType.U32, ValueType.U64, 4)) {
            map.updateAll(squares(4));
            map.update(3L, 33L); // a known key needs no room

            assertThatThrownBy(() -> map.update(4L, 16L))
                    .isInstanceOf(MapException.class)
                    .hasMessage(
                            "update map 'small': it is full: all its 4 entries are taken (E2BIG,"
                                    + " -7) [map=hash, key 4 bytes, value 8 bytes, 4 entries]. What"
                                    + " to do: delete entries; give it more before load, with"
                                    + " OpenMap.maxEntries, or make it an LRU hash, which drops the"
                                    + " oldest");
            assertThatThrownBy(() -> map.update(4L, 16L, UpdateMode.CREATE))
                    .isInstanceOf(MapException.class);
        }
    }

    @Test
    void updating_many_tells_how_far_it_came_before_the_map_was_full() {
        try (var map = BpfHashMap.create("small", ValueType.U32, ValueType.U64, 4)) {
            assertThatThrownBy(() -> map.updateAll(squares(6)))
                    .isInstanceOfSatisfying(
                            MapException.class,
                            e -> {
                                assertThat(e.failure().errno()).contains(Errno.E2BIG);
                                assertThat(e.failure().observed()).contains("updated=4");
                            });
            assertThat(map.lookupAll()).hasSize(4);
        }
    }

    @Test
    void a_full_lru_hash_drops_entries() {
        try (var map = BpfHashMap.createLru("lru", ValueType.U32, ValueType.U64, 256)) {
            map.updateAll(squares(5000));

            assertThat(map.type()).isEqualTo(MapType.LRU_HASH);
            assertThat(map.lookupAll().size()).isBetween(1, 256);
            assertThat(map.lookup(4999L)).contains(4999L * 4999);
        }
    }

    @Test
    void a_frozen_map_is_not_changed_and_says_why() {
        BpfHashMap<Long, Long> recent = bpf.recent();
        recent.update(1L, 1L);
        recent.freeze();

        assertThat(recent.lookup(1L)).contains(1L);
        assertThatThrownBy(() -> recent.update(1L, 2L))
                .isInstanceOf(MapException.class)
                .hasMessageStartingWith(
                        "update map 'recent' of 'MapProgram': it is frozen: user space cannot"
                                + " change it (EPERM, -1)");
        assertThatThrownBy(() -> recent.delete(1L)).hasMessageContaining("it is frozen");
        assertThatThrownBy(recent::clear).hasMessageContaining("it is frozen");
        assertThatThrownBy(() -> recent.updateAll(squares(2))).hasMessageContaining("it is frozen");
    }

    @Test
    void a_value_that_does_not_fit_its_type_changes_nothing() {
        assertThatThrownBy(() -> bpf.recent().update(-1L, 0L))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("u32");
        assertThat(bpf.recent().lookupAll()).isEmpty();
    }

    @Test
    void an_encoder_may_use_a_map_itself() {
        BpfHashMap<Long, Long> recent = bpf.recent();
        ValueType<Long> nosy =
                ValueType.of(
                        "u32",
                        4,
                        view -> view.getUnsignedInt(0),
                        (writer, value) -> {
                            recent.update(value, value);
                            assertThat(recent.lookup(value)).contains(value);
                            writer.putUnsignedInt(0, value);
                        });
        try (var map = BpfHashMap.create("nosy", nosy, nosy, 10)) {
            map.update(11L, 12L);

            assertThat(map.lookup(11L)).contains(12L);
            assertThat(recent.lookupAll()).containsOnlyKeys(11L, 12L);
        }
    }

    @Test
    void bytes_that_an_encoder_leaves_out_are_zero() {
        ValueType<Integer> half =
                ValueType.of("s32", 8, view -> view.getInt(0), (writer, v) -> writer.putInt(0, v));
        try (var map = BpfHashMap.create("half", half, ValueType.U64, 10);
                var raw = BpfHashMap.create("raw", ValueType.S64, ValueType.S64, 10)) {
            raw.update(-1L, -1L); // leaves ones in the memory of this thread
            map.update(1, 10L);
            raw.lookup(0L);

            assertThat(map.lookup(1)).contains(10L);
        }
    }

    @Test
    void a_view_ends_with_its_decoder() {
        ValueType<RecordView> leaking =
                ValueType.of("u64", 8, view -> view, (writer, view) -> writer.putLong(0, 5));
        try (var map = BpfHashMap.create("leak", ValueType.U32, leaking, 10)) {
            map.update(1L, new RecordView());
            RecordView view = map.lookup(1L).orElseThrow();

            assertThatThrownBy(() -> view.getLong(0)).isInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    @Test
    void virtual_threads_use_maps_too() throws Exception {
        bpf.recent().update(1L, 11L);
        var found = new CompletableFuture<Long>();
        Thread.ofVirtual().start(() -> found.complete(bpf.recent().lookup(1L).orElseThrow()));

        assertThat(found.get(10, TimeUnit.SECONDS)).isEqualTo(11);
    }

    private static Map<Long, Long> squares(int count) {
        Map<Long, Long> entries = new HashMap<>();
        LongStream.range(0, count).forEach(i -> entries.put(i, i * i));
        return entries;
    }

    private static byte[] filled(int length, byte value) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, value);
        return bytes;
    }
}
