package io.fentry4j.internal.map;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;

/// Walks over a map that behaves as the kernel's hash does: a key that is not there leads to the
/// first one.
class KeyWalkTest {

    private static final int ENOENT = -2;

    private final TreeSet<Integer> present = new TreeSet<>();
    private int steps;

    /// @param beforeStep is told the number of the step, and may change the keys
    private KeyWalk.Result walk(long maxEntries, IntConsumer beforeStep) {
        return KeyWalk.walk(
                Integer.BYTES,
                maxEntries,
                (key, next) -> {
                    beforeStep.accept(++steps);
                    return next(key, next);
                });
    }

    private int next(MemorySegment key, MemorySegment next) {
        boolean known = key.address() != 0 && present.contains(key.get(JAVA_INT, 0));
        Integer found =
                known
                        ? present.higher(key.get(JAVA_INT, 0))
                        : present.isEmpty() ? null : present.first();
        if (found == null) {
            return ENOENT;
        }
        next.set(JAVA_INT, 0, found);
        return 0;
    }

    private static List<Integer> keys(KeyWalk.Result walk) {
        List<Integer> keys = new ArrayList<>();
        for (ByteBuffer key : walk.keys()) {
            keys.add(key.duplicate().order(ByteOrder.nativeOrder()).getInt());
        }
        return keys;
    }

    @Test
    void all_keys_are_met_in_order() {
        present.addAll(List.of(3, 1, 2));

        KeyWalk.Result walk = walk(10, step -> {});

        assertThat(walk.complete()).isTrue();
        assertThat(keys(walk)).containsExactly(1, 2, 3);
        assertThat(steps).isEqualTo(8); // twice 1 2 3 end
    }

    @Test
    void an_empty_map_has_no_keys() {
        KeyWalk.Result walk = walk(10, step -> {});

        assertThat(walk.complete()).isTrue();
        assertThat(keys(walk)).isEmpty();
    }

    @Test
    void a_key_that_vanishes_under_the_walk_starts_it_again_and_no_key_is_given_twice() {
        present.addAll(List.of(1, 2, 3, 4));

        KeyWalk.Result walk =
                walk(
                        10,
                        step -> {
                            if (step == 4) { // the walk stands at 3
                                present.remove(3);
                            }
                        });

        assertThat(walk.complete()).isTrue();
        assertThat(keys(walk)).containsExactly(1, 2, 3, 4);
        assertThat(steps).isEqualTo(11); // 1 2 3 | 1 2 4 end | 1 2 4 end
    }

    /// As when the memory of the key that it stands at is taken for a key of a later bucket.
    @Test
    void keys_that_the_kernel_passes_over_are_met_in_the_next_pass() {
        present.addAll(List.of(1, 2, 3, 4));

        KeyWalk.Result walk =
                walk(
                        10,
                        step -> {
                            if (step == 2) { // from 1 it comes to 4
                                present.removeAll(List.of(2, 3));
                            } else if (step == 3) {
                                present.addAll(List.of(2, 3));
                            }
                        });

        assertThat(walk.complete()).isTrue();
        assertThat(keys(walk)).containsExactlyInAnyOrder(1, 2, 3, 4);
        assertThat(steps).isEqualTo(13); // 1 4 end | 1 2 3 4 end | 1 2 3 4 end
    }

    @Test
    void a_walk_that_never_comes_to_the_end_gives_up() {
        present.addAll(List.of(1, 2, 3));

        KeyWalk.Result walk =
                walk(
                        4,
                        step -> { // the key that it stands at is always gone
                            present.clear();
                            present.add(step);
                        });

        assertThat(walk.complete()).isFalse();
        assertThat(walk.error()).isZero();
        assertThat(steps).isEqualTo(4 * KeyWalk.STEPS_PER_ENTRY + 1024);
    }

    @Test
    void an_error_ends_the_walk() {
        KeyWalk.Result walk = KeyWalk.walk(4, 10, (key, next) -> -524);

        assertThat(walk.error()).isEqualTo(-524);
        assertThat(walk.complete()).isFalse();
    }
}
