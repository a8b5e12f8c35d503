package io.fentry4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ValueTypeTest {

    static Stream<Arguments> values() {
        return Stream.of(
                type(ValueType.S8, "s8", List.of((byte) 0, Byte.MIN_VALUE, Byte.MAX_VALUE)),
                type(ValueType.U8, "u8", List.of(0, 127, 128, 255)),
                type(ValueType.S16, "s16", List.of((short) 0, Short.MIN_VALUE, Short.MAX_VALUE)),
                type(ValueType.U16, "u16", List.of(0, 32_767, 32_768, 65_535)),
                type(ValueType.S32, "s32", List.of(0, -1, Integer.MIN_VALUE, Integer.MAX_VALUE)),
                type(ValueType.U32, "u32", List.of(0L, 1L << 31, (1L << 32) - 1)),
                type(ValueType.S64, "s64", List.of(0L, -1L, Long.MIN_VALUE, Long.MAX_VALUE)),
                type(ValueType.U64, "u64", List.of(0L, -1L, Long.MIN_VALUE, Long.MAX_VALUE)),
                type(ValueType.BOOL, "bool", List.of(true, false)),
                type(
                        ValueType.string(4),
                        "char[4]",
                        List.of(KernelString.EMPTY, KernelString.of("abc"))),
                type(ValueType.bytes(3), "u8[3]", List.of(new byte[] {0, -1, 127})),
                type(ValueType.bytes(0), "u8[0]", List.of(new byte[0])));
    }

    private static <T> Arguments type(ValueType<T> type, String name, List<T> values) {
        return Arguments.of(type, name, values);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("values")
    <T> void each_value_comes_back_as_it_was(ValueType<T> type, String name, List<T> values) {
        assertThat(type).hasToString("%s (%d bytes)", name, type.size());
        byte[] bytes = new byte[type.size()];
        for (T value : values) {
            type.encode(value, RecordWriter.of(bytes));

            assertThat(type.decode(RecordView.of(bytes))).isEqualTo(value);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("values")
    <T> void a_larger_record_is_read_from_its_beginning(
            ValueType<T> type, String name, List<T> values) {
        byte[] bytes = new byte[type.size() + 5];

        type.encode(values.getLast(), RecordWriter.of(bytes));

        assertThat(type.decode(RecordView.of(bytes))).isEqualTo(values.getLast());
        assertThat(type.name()).isEqualTo(name);
    }

    @Test
    void a_record_that_is_too_small_is_refused_with_both_sizes() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ValueType.U32.decode(RecordView.of(new byte[3])))
                .withMessage("decode u32: the record has 3 bytes, the type needs 4");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ValueType.U64.encode(1L, RecordWriter.of(new byte[7])))
                .withMessage("encode u64: room for 7 bytes, the type needs 8");
    }

    @Test
    void a_value_that_does_not_fit_its_type_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ValueType.U8.encode(256, RecordWriter.of(new byte[1])));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ValueType.U32.encode(-1L, RecordWriter.of(new byte[4])));
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        ValueType.string(3)
                                .encode(KernelString.of("abc"), RecordWriter.of(new byte[3])));
    }

    @Test
    void a_type_of_ones_own_sees_the_elements_behind_its_size() {
        ValueType<Integer> sum =
                ValueType.of(
                        "struct numbers",
                        1,
                        view -> {
                            int total = 0;
                            for (int i = 0; i < view.getByte(0); i++) {
                                total += view.getByte(1 + i);
                            }
                            return total;
                        },
                        (writer, value) -> writer.putByte(0, (byte) 0));

        assertThat(sum.decode(RecordView.of(new byte[] {2, 3, 4}))).isEqualTo(7);
        assertThat(sum.decode(RecordView.of(new byte[] {0}))).isZero();
    }
}
