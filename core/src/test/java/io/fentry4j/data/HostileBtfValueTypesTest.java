package io.fentry4j.data;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.fentry4j.btf.BtfBuilder;
import io.fentry4j.btf.BtfException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// BTF comes with an object that anybody may have made: it is refused before a record is read.
@Timeout(10)
class HostileBtfValueTypesTest {

    private final BtfBuilder btf = new BtfBuilder();

    private void refused(int type, String cause) {
        assertThatExceptionOfType(BtfException.class)
                .isThrownBy(() -> BtfValueTypes.of(btf.build(), type))
                .withMessageContaining(cause);
    }

    private int struct(String name, int size, int... members) {
        return btf.composite(BtfBuilder.STRUCT, name, size, members);
    }

    @Test
    void a_struct_that_contains_itself() {
        int own = btf.lastId() + 1;
        refused(struct("loop", 8, btf.string("inner"), own, 0), "it contains itself");
    }

    @Test
    void two_structs_that_contain_each_other_by_arrays() {
        int first = btf.lastId() + 1;
        int array = first + 1;
        struct("first", 8, btf.string("second"), array + 1, 0);
        btf.array(first, 1);
        refused(struct("second", 8, btf.string("first"), array, 0), "itself");
    }

    @Test
    void a_member_beyond_the_end() {
        int u64 = btf.integer("__u64", 8, 0);
        refused(
                struct("short", 8, btf.string("late"), u64, 32),
                "its member 'late' ends at byte 12, the type has 8");
    }

    @Test
    void a_flexible_array_before_other_members_reads_nothing_outside() {
        int u64 = btf.integer("__u64", 8, 0);
        int tail = btf.array(btf.integer("char", 1, 0), 0);
        int type = struct("odd", 8, btf.string("a"), u64, 0, btf.string("t"), tail, 0);
        var decoded = BtfValueTypes.of(btf.build(), type);
        org.assertj.core.api.Assertions.assertThat(decoded.size()).isEqualTo(8);
    }

    @Test
    void a_bit_field_larger_than_its_type() {
        int u8 = btf.integer("__u8", 1, 0);
        refused(
                btf.composite(
                        BtfBuilder.STRUCT | BtfBuilder.FLAG,
                        "bits",
                        4,
                        btf.string("b"),
                        u8,
                        9 << 24),
                "its bit field 'b' is larger than its type");
    }

    @Test
    void a_member_that_begins_within_a_byte() {
        int u8 = btf.integer("__u8", 1, 0);
        refused(struct("odd", 4, btf.string("m"), u8, 3), "its member 'm' begins within a byte");
    }

    @Test
    void types_whose_values_have_no_size() {
        refused(0, "it has no values that can be read");
        refused(btf.add("declared", BtfBuilder.FWD, 0, 0), "it has no values that can be read");
        refused(btf.prototype(0), "it has no values that can be read");
    }

    @Test
    void billions_of_values_out_of_few_types() {
        int type = btf.integer("__u8", 1, 0);
        for (int level = 0; level < 31; level++) {
            type =
                    btf.composite(
                            BtfBuilder.UNION,
                            "level" + level,
                            1,
                            btf.string("a"),
                            type,
                            0,
                            btf.string("b"),
                            type,
                            0);
        }
        refused(type, "it consists of more than 1000000 values");
    }

    @Test
    void an_array_of_billions_of_nothings() {
        int empty = struct("empty", 0);
        refused(btf.array(empty, Integer.MAX_VALUE), "it consists of more than 1000000 values");
        int tail = btf.array(empty, 0);
        refused(struct("ends", 0, btf.string("t"), tail, 0), "its elements have no bytes");
    }
}
