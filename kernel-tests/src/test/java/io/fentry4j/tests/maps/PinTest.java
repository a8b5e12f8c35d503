package io.fentry4j.tests.maps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fentry4j.ArrayMap;
import io.fentry4j.ArrayOfMaps;
import io.fentry4j.BpfHashMap;
import io.fentry4j.BpfMap;
import io.fentry4j.HashOfMaps;
import io.fentry4j.MapType;
import io.fentry4j.PerCpuArrayMap;
import io.fentry4j.PerCpuHashMap;
import io.fentry4j.QueueMap;
import io.fentry4j.RingBuffer;
import io.fentry4j.RingBufferMap;
import io.fentry4j.StackMap;
import io.fentry4j.StackTraceMap;
import io.fentry4j.TaskStorageMap;
import io.fentry4j.data.KernelString;
import io.fentry4j.data.ValueType;
import io.fentry4j.failure.MapException;
import io.fentry4j.tests.NeedsBpf;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Maps in a BPF file system.
@NeedsBpf
@Timeout(60)
class PinTest {

    private static final Path BPFFS = Path.of("/sys/fs/bpf");
    private static final Place HOME = new Place(7, 1, KernelString.of("home"));
    private static final Usage ONCE = new Usage(1, -5, true);

    private MapProgramBpf bpf;
    private Path folder;
    private Path pin;

    @BeforeEach
    void load() throws IOException {
        if (!Boolean.getBoolean("fentry4j.lab")) {
            assumeTrue(
                    Files.readString(Path.of("/proc/self/mounts")).contains(" /sys/fs/bpf bpf rw"),
                    "this machine has no BPF file system");
        }
        folder = Files.createDirectory(BPFFS.resolve("fentry4j-" + System.nanoTime()));
        pin = folder.resolve("map");
        bpf = MapProgramBpf.load();
    }

    @AfterEach
    void close() throws IOException {
        if (bpf == null) {
            return;
        }
        bpf.close();
        try (var left = Files.list(folder)) {
            for (Path file : left.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }

    @Test
    void a_pinned_map_outlives_its_object() {
        bpf.places().update(HOME, ONCE);
        bpf.places().pin(pin);
        bpf.close();

        try (var reopened = BpfHashMap.openPinned(pin, Place.TYPE, Usage.TYPE)) {
            assertThat(reopened.name()).isEqualTo("places");
            assertThat(reopened.lookup(HOME)).contains(ONCE);
            reopened.unpin(pin);
            assertThat(pin).doesNotExist();
            assertThat(reopened.lookup(HOME)).contains(ONCE);
        }
    }

    @Test
    void each_kind_can_be_reopened() {
        bpf.slots().pin(folder.resolve("slots"));
        bpf.triples().pin(folder.resolve("triples"));
        bpf.totals().pin(folder.resolve("totals"));
        bpf.tasks().pin(folder.resolve("tasks"));
        bpf.jobs().pin(folder.resolve("jobs"));
        bpf.undo().pin(folder.resolve("undo"));
        bpf.traces().pin(folder.resolve("traces"));
        bpf.byIndex().pin(folder.resolve("by_index"));
        bpf.byName().pin(folder.resolve("by_name"));
        bpf.jobs().push(9L);
        bpf.byIndex().update(0, bpf.innerOne());
        long pid = ProcessHandle.current().pid();
        bpf.tasks().update(pid, ONCE);

        try (var slots = ArrayMap.openPinned(folder.resolve("slots"), Usage.TYPE);
                var triples =
                        PerCpuHashMap.openPinned(
                                folder.resolve("triples"), ValueType.U32, Triple.TYPE);
                var totals = PerCpuArrayMap.openPinned(folder.resolve("totals"), ValueType.U64);
                var tasks = TaskStorageMap.openPinned(folder.resolve("tasks"), Usage.TYPE);
                var jobs = QueueMap.openPinned(folder.resolve("jobs"), ValueType.U32);
                var undo = StackMap.openPinned(folder.resolve("undo"), Usage.TYPE);
                var traces = StackTraceMap.openPinned(folder.resolve("traces"));
                var byIndex = ArrayOfMaps.openPinned(folder.resolve("by_index"));
                var byName = HashOfMaps.openPinned(folder.resolve("by_name"), ValueType.U64)) {
            assertThat(slots.lookupAll()).hasSize(8);
            assertThat(triples.lookupAll()).isEmpty();
            assertThat(totals.lookupAll()).hasSize(4);
            assertThat(tasks.lookup(pid)).contains(ONCE);
            assertThat(jobs.pop()).contains(9L);
            assertThat(undo.peek()).isEmpty();
            assertThat(traces.stackIds()).isEmpty();
            assertThat(byIndex.lookupId(0)).hasValue(bpf.innerOne().id());
            assertThat(byName.keys()).isEmpty();
        }
    }

    @Test
    void a_map_can_be_opened_without_its_types() {
        bpf.recent().pin(pin);

        try (BpfMap map = BpfMap.openPinned(pin)) {
            assertThat(map).isInstanceOf(BpfHashMap.class);
            assertThat(map.type()).isEqualTo(MapType.LRU_HASH);
            assertThat(map.id()).isEqualTo(bpf.recent().id());
        }
    }

    @Test
    void a_reader_of_a_reopened_ring_outlives_its_map() {
        bpf.numbers().pin(pin);
        List<Long> got = new ArrayList<>();
        RingBuffer reader;
        try (var ring = RingBufferMap.openPinned(pin, ValueType.U64)) {
            reader = ring.open(got::add);
        }
        try (reader) {
            bpf.emit().run();
            assertThat(reader.poll(java.time.Duration.ofSeconds(10))).isEqualTo(1);
        }
        assertThat(got).containsExactly(1L);
    }

    @Test
    void another_kind_or_size_is_refused() {
        bpf.places().pin(pin);

        assertThatThrownBy(() -> ArrayMap.openPinned(pin, Usage.TYPE))
                .isInstanceOf(MapException.class)
                .hasMessage(
                        "open the map pinned at "
                                + pin
                                + ": it is of the kind hash [map=hash, key 12 bytes, value 16"
                                + " bytes, 64 entries, asked=ArrayMap<usage>]. What to do: ask for"
                                + " the kind and the types that the C declares");
        assertThatThrownBy(() -> BpfHashMap.openPinned(pin, ValueType.U32, Usage.TYPE))
                .hasMessageContaining("its keys have 12 bytes, u32 has 4");
        assertThatThrownBy(() -> BpfHashMap.openPinned(pin, Place.TYPE, ValueType.U64))
                .hasMessageContaining("its values have 16 bytes, u64 has 8");
    }

    @Test
    void a_struct_of_the_same_size_but_another_name_is_refused() {
        bpf.places().pin(pin);
        ValueType<Usage> other = ValueType.of("latency", Usage.SIZE, Usage::decode, Usage::encode);
        ValueType<Place> otherKey = ValueType.of("spot", Place.SIZE, Place::decode, Place::encode);

        assertThatThrownBy(() -> BpfHashMap.openPinned(pin, Place.TYPE, other))
                .isInstanceOf(MapException.class)
                .hasMessageContaining("its values are struct usage, not latency");
        assertThatThrownBy(() -> BpfHashMap.openPinned(pin, otherKey, Usage.TYPE))
                .hasMessageContaining("its keys are struct place, not spot");
        // Bytes fit everything.
        BpfHashMap.openPinned(pin, ValueType.bytes(12), ValueType.bytes(16)).close();
    }

    @Test
    void a_path_that_is_taken_is_refused() {
        bpf.places().pin(pin);

        assertThatThrownBy(() -> bpf.recent().pin(pin))
                .isInstanceOf(MapException.class)
                .hasMessage(
                        "pin map 'recent' of 'MapProgram' at %s: there is a file of this name already"
                                        .formatted(pin)
                                + " (EEXIST, -17). What to do: unpin it: rm "
                                + pin
                                + "; open what is pinned there, with openPinned");
    }

    @Test
    void a_folder_that_is_in_no_bpf_file_system_is_refused(@TempDir Path elsewhere) {
        assertThatThrownBy(() -> bpf.recent().pin(elsewhere.resolve("map")))
                .isInstanceOf(MapException.class)
                .hasMessageContaining(
                        "the folder is in no BPF file system (EPERM, -1) [file system=")
                .hasMessageContaining("mount -t bpf bpf /sys/fs/bpf");
    }

    @Test
    void a_folder_that_is_not_there_is_named() {
        assertThatThrownBy(() -> bpf.recent().pin(folder.resolve("no/map")))
                .isInstanceOf(MapException.class)
                .hasMessageContaining(
                        "the folder " + folder.resolve("no") + " is not there (ENOENT");
    }

    @Test
    void a_name_with_a_dot_is_refused() {
        assertThatThrownBy(() -> bpf.recent().pin(folder.resolve("a.b")))
                .isInstanceOf(MapException.class)
                .hasMessageContaining("a BPF file system allows no dot in a name (EPERM");
    }

    @Test
    void what_is_not_there_or_no_map_cannot_be_opened(@TempDir Path elsewhere) throws IOException {
        Path text = Files.writeString(elsewhere.resolve("text"), "hello");

        assertThatThrownBy(() -> BpfMap.openPinned(pin))
                .isInstanceOf(MapException.class)
                .hasMessageStartingWith(
                        "open the map pinned at %s: there is no such file (ENOENT, -2)"
                                .formatted(pin));
        assertThatThrownBy(() -> BpfMap.openPinned(text))
                .isInstanceOf(MapException.class)
                .hasMessageContaining("it is no file of a BPF file system (EACCES");
    }

    @Test
    void a_pin_of_another_map_is_not_removed() {
        bpf.places().pin(pin);

        assertThatThrownBy(() -> bpf.recent().unpin(pin))
                .isInstanceOf(MapException.class)
                .hasMessageContaining("another map is pinned there");
        assertThat(pin).exists();
        bpf.places().unpin(pin);
        assertThat(pin).doesNotExist();
        assertThatThrownBy(() -> bpf.places().unpin(pin))
                .isInstanceOf(MapException.class)
                .hasMessageContaining("there is no such file");
    }

    @Test
    void an_object_can_go_on_with_a_pinned_map() {
        bpf.places().update(HOME, ONCE);
        bpf.places().pin(pin);
        bpf.close();

        try (MapProgramBpf.Open open = MapProgramBpf.open();
                var pinned = BpfHashMap.openPinned(pin, Place.TYPE, Usage.TYPE)) {
            open.places().reuse(pinned);
            try (MapProgramBpf loaded = open.load()) {
                assertThat(loaded.places().id()).isEqualTo(pinned.id());
                assertThat(loaded.places().lookup(HOME)).contains(ONCE);
            }
        }
    }

    @Test
    void an_object_does_not_take_over_a_map_that_does_not_fit() {
        try (MapProgramBpf.Open open = MapProgramBpf.open();
                var small = ArrayMap.create("small", ValueType.U64, 8)) {
            assertThatThrownBy(() -> open.places().reuse(bpf.recent()))
                    .isInstanceOf(MapException.class)
                    .hasMessageStartingWith(
                            "reuse map 'recent' of 'MapProgram' as 'places': its kind is not the"
                                    + " declared one [declared=hash, existing=lru_hash]");
            assertThatThrownBy(() -> open.slots().reuse(small))
                    .hasMessageContaining(
                            "its value size is not the declared one [declared=16, existing=8]");
        }
    }
}
