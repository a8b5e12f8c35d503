package io.fentry4j.tests.maps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fentry4j.ArrayMap;
import io.fentry4j.BpfHashMap;
import io.fentry4j.Errno;
import io.fentry4j.UpdateMode;
import io.fentry4j.data.ValueType;
import io.fentry4j.failure.MapException;
import io.fentry4j.tests.NeedsBpf;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@NeedsBpf
@Timeout(60)
class MapInMapTest {

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
    void programs_use_the_map_that_was_put_in() {
        assertThat(bpf.readInner().run()).isEqualTo(-1);
        bpf.byIndex().update(1, bpf.innerOne());
        assertThat(bpf.readInner().run()).isEqualTo(-2);
        bpf.innerOne().update(5L, 55L);
        assertThat(bpf.readInner().run()).isEqualTo(55);

        bpf.innerTwo().update(5L, 66L);
        bpf.byIndex().update(1, bpf.innerTwo());
        assertThat(bpf.readInner().run()).isEqualTo(66);
    }

    @Test
    void a_created_map_can_be_put_in_and_closed() {
        try (var inner = BpfHashMap.create("inner", ValueType.U32, ValueType.U64, 8)) {
            inner.update(5L, 77L);
            bpf.byIndex().update(1, inner);
        }
        assertThat(bpf.readInner().run()).isEqualTo(77);
    }

    @Test
    void the_id_tells_which_map_is_in() {
        assertThat(bpf.byIndex().lookupId(0)).isEmpty();
        bpf.byIndex().update(0, bpf.innerTwo());

        assertThat(bpf.byIndex().lookupId(0)).hasValue(bpf.innerTwo().id());
        assertThat(bpf.byIndex().delete(0)).isTrue();
        assertThat(bpf.byIndex().delete(0)).isFalse();
        assertThat(bpf.byIndex().lookupId(0)).isEmpty();
        assertThatThrownBy(() -> bpf.byIndex().delete(2))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void a_hash_of_maps_is_changed_by_key() {
        var byName = bpf.object().hashOfMaps("by_name", ValueType.U64);

        assertThat(byName.update(1L, bpf.innerOne(), UpdateMode.REPLACE)).isFalse();
        byName.update(1L, bpf.innerOne());
        assertThat(byName.update(1L, bpf.innerTwo(), UpdateMode.CREATE)).isFalse();
        byName.update(2L, bpf.innerTwo());
        assertThat(byName.lookupId(1L)).hasValue(bpf.innerOne().id());
        assertThat(byName.keys()).containsExactlyInAnyOrder(1L, 2L);
        assertThatThrownBy(() -> byName.update(3L, bpf.innerOne()))
                .isInstanceOfSatisfying(
                        MapException.class,
                        e -> assertThat(e.failure().errno()).contains(Errno.E2BIG));
        assertThat(byName.delete(1L)).isTrue();
        assertThat(byName.delete(1L)).isFalse();
        assertThat(byName.keys()).containsExactly(2L);
    }

    @Test
    void a_map_that_is_not_like_the_declared_one_is_refused() {
        try (var array = ArrayMap.create("other", ValueType.U64, 8)) {
            assertThatThrownBy(() -> bpf.byIndex().update(0, array))
                    .isInstanceOf(MapException.class)
                    .hasMessageStartingWith(
                            "update map 'by_index' of 'MapProgram': map 'other' is not like the"
                                    + " inner map that it was declared with (EINVAL, -22)")
                    .hasMessageContaining("inner map=array, key 4 bytes, value 8 bytes, 8 entries");
        }
    }
}
