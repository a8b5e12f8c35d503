package io.fentry4j.tests.maps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fentry4j.MapType;
import io.fentry4j.UpdateMode;
import io.fentry4j.data.ValueType;
import io.fentry4j.failure.MapException;
import io.fentry4j.internal.libbpf.MapDescriptors;
import io.fentry4j.internal.map.EntryCodec;
import io.fentry4j.internal.map.EntryReader;
import io.fentry4j.internal.map.EntryTable;
import io.fentry4j.internal.map.EntryWriter;
import io.fentry4j.internal.map.MapHandle;
import io.fentry4j.tests.NeedsBpf;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What is done where the kernel has no command: on kinds of maps that lack it on every kernel, in
/// the place of old kernels.
@NeedsBpf
@Timeout(120)
class FallbackTest {

    private static final int NO_PREALLOC = 1;
    private static final int LOOPBACK = 1;

    private static MapHandle create(MapType type, int keySize, int valueSize, int flags) {
        int fd = MapDescriptors.create(type.number(), "fallback", keySize, valueSize, 64, flags);
        assumeTrue(
                fd >= 0 || Boolean.getBoolean("fentry4j.lab"),
                () -> "this machine's kernel has no " + type);
        assertThat(fd).isNotNegative();
        return MapHandle.standalone("create", fd);
    }

    /// A trie has no command that looks up and deletes.
    @Test
    void a_lookup_that_deletes_takes_two_steps() {
        try (MapHandle trie = create(MapType.LPM_TRIE, 8, 8, NO_PREALLOC)) {
            var table =
                    new EntryTable<>(
                            trie, ValueType.bytes(8), new EntryCodec.Single<>(ValueType.U64));
            byte[] key = {32, 0, 0, 0, 10, 0, 0, 1};
            table.update(key, 5L, UpdateMode.ANY);

            assertThat(table.lookupAndDelete(key)).contains(5L);
            assertThat(table.lookupAndDelete(key)).isEmpty();
            assertThat(table.lookup(key)).isEmpty();
        }
    }

    /// A hash of devices has no batches.
    @Test
    void entries_are_read_and_changed_one_by_one() {
        try (MapHandle map = create(MapType.DEVMAP_HASH, 4, 4, 0)) {
            var table =
                    new EntryTable<>(map, ValueType.S32, new EntryCodec.Single<>(ValueType.S32));
            var writer = new EntryWriter<>(table);
            var reader = new EntryReader<>(table);
            writer.update(50, index -> index, index -> LOOPBACK);

            for (int time = 0; time < 2; time++) { // the second time it knows
                Map<Integer, Integer> met = new HashMap<>();
                reader.read(false, (key, value) -> assertThat(met.put(key, value)).isNull());
                assertThat(met.keySet())
                        .containsExactlyInAnyOrderElementsOf(
                                IntStream.range(0, 50).boxed().toList());
                assertThat(met.values()).containsOnly(LOOPBACK);
            }
            assertThat(writer.delete(List.of(3, 99, 4, 3))).isEqualTo(2);
            assertThat(reader.keys()).hasSize(48);
            reader.clear();
            assertThat(reader.keys()).isEmpty();
            writer.update(2, index -> index, index -> LOOPBACK);
            List<Integer> taken = new ArrayList<>();
            reader.read(true, (key, value) -> taken.add(key));
            assertThat(taken).containsExactlyInAnyOrder(0, 1);
            assertThat(reader.keys()).isEmpty();
        }
    }

    /// Of 64 keys in 64 buckets, some share one.
    @Test
    void a_batch_grows_when_a_bucket_has_more_entries_than_fit() {
        try (MapHandle map = create(MapType.HASH, 4, 4, 0)) {
            var table =
                    new EntryTable<>(map, ValueType.S32, new EntryCodec.Single<>(ValueType.S32));
            new EntryWriter<>(table).update(64, index -> index, index -> -index);
            Map<Integer, Integer> met = new HashMap<>();
            new EntryReader<>(table, 1)
                    .read(false, (key, value) -> assertThat(met.put(key, value)).isNull());

            assertThat(met).hasSize(64);
            met.forEach((key, value) -> assertThat(value).isEqualTo(-key));
        }
    }

    @Test
    void a_walk_key_by_key_meets_each_lasting_key_once_or_gives_up() throws Exception {
        try (MapHandle map = create(MapType.HASH, 4, 4, 0)) {
            var table =
                    new EntryTable<>(map, ValueType.S32, new EntryCodec.Single<>(ValueType.S32));
            IntStream.range(0, 20).forEach(key -> table.update(key, key, UpdateMode.ANY));
            AtomicBoolean ending = new AtomicBoolean();
            Thread churn =
                    Thread.ofPlatform()
                            .start(() -> {
                                while (!ending.get()) {
                                    for (int key = 100; key < 130; key++) {
                                        table.update(key, key, UpdateMode.ANY);
                                        table.delete(key);
                                    }
                                }
                            });
            int complete = 0;
            try {
                for (int walk = 0; walk < 500; walk++) {
                    List<Integer> keys = new ArrayList<>();
                    try {
                        keys.addAll(new EntryReader<>(table).keys());
                        complete++;
                    } catch (MapException e) {
                        assertThat(e).hasMessageContaining("come and go faster");
                        continue;
                    }
                    assertThat(keys).doesNotHaveDuplicates();
                    assertThat(keys).containsAll(IntStream.range(0, 20).boxed().toList());
                }
            } finally {
                ending.set(true);
                churn.join();
            }
            assertThat(complete).isPositive();
        }
    }
}
