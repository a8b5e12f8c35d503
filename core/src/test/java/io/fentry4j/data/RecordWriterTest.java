package io.fentry4j.data;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.function.ObjIntConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RecordWriterTest {

    private final byte[] bytes = new byte[16];
    private final RecordWriter writer = RecordWriter.of(bytes);
    private final RecordView view = RecordView.of(bytes);

    /// Every setter with a value that is not zero, and how many bytes it writes.
    static Stream<Arguments> setters() {
        return Stream.of(
                setter("putByte", 1, (w, at) -> w.putByte(at, (byte) -1)),
                setter("putShort", 2, (w, at) -> w.putShort(at, (short) -1)),
                setter("putInt", 4, (w, at) -> w.putInt(at, -1)),
                setter("putLong", 8, (w, at) -> w.putLong(at, -1)),
                setter("putFloat", 4, (w, at) -> w.putFloat(at, -1)),
                setter("putDouble", 8, (w, at) -> w.putDouble(at, -1)),
                setter("putBoolean", 1, (w, at) -> w.putBoolean(at, true)),
                setter("putUnsignedByte", 1, (w, at) -> w.putUnsignedByte(at, 255)),
                setter("putUnsignedShort", 2, (w, at) -> w.putUnsignedShort(at, 65_535)),
                setter("putUnsignedInt", 4, (w, at) -> w.putUnsignedInt(at, 0xffff_ffffL)),
                setter("putBytes", 3, (w, at) -> w.putBytes(at, 3, new byte[] {1, 2, 3})),
                setter("putString", 3, (w, at) -> w.putString(at, 3, KernelString.of("ab"))));
    }

    private static Arguments setter(String name, int size, ObjIntConsumer<RecordWriter> setter) {
        return Arguments.of(name, size, setter);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("setters")
    void writes_up_to_the_last_byte_and_nothing_before_its_field(
            String name, int size, ObjIntConsumer<RecordWriter> setter) {
        setter.accept(writer, 16 - size);

        assertThat(Arrays.copyOf(bytes, 16 - size)).as(name).containsOnly(0);
        assertThat(bytes).as(name).isNotEqualTo(new byte[16]);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("setters")
    void writes_nothing_if_a_part_of_the_field_is_outside(
            String name, int size, ObjIntConsumer<RecordWriter> setter) {
        for (int offset : new int[] {16 - size + 1, 16, Integer.MAX_VALUE, -1, -16}) {
            assertThatExceptionOfType(IndexOutOfBoundsException.class)
                    .as("%s(%d)", name, offset)
                    .isThrownBy(() -> setter.accept(writer, offset));
        }
        assertThat(bytes).containsOnly(0);
    }

    @Test
    void what_is_written_is_what_a_view_reads() {
        writer.putLong(0, Long.MIN_VALUE + 1);
        writer.putInt(9, 0x89abcdef);

        assertThat(writer.size()).isEqualTo(16);
        assertThat(view.getLong(0)).isEqualTo(Long.MIN_VALUE + 1);
        assertThat(view.getInt(9)).isEqualTo(0x89abcdef);
        writer.putDouble(1, -0.0);
        writer.putFloat(9, Float.MIN_VALUE);
        assertThat(view.getDouble(1)).isEqualTo(-0.0);
        assertThat(view.getFloat(9)).isEqualTo(Float.MIN_VALUE);
    }

    @Test
    void an_unsigned_field_takes_its_range_only() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> writer.putUnsignedByte(0, 256))
                .withMessage("write u8: 256 is not in 0..255");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> writer.putUnsignedByte(0, -1))
                .withMessage("write u8: -1 is not in 0..255");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> writer.putUnsignedShort(0, 65_536))
                .withMessage("write u16: 65536 is not in 0..65535");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> writer.putUnsignedInt(0, 1L << 32))
                .withMessage("write u32: 4294967296 is not in 0..4294967295");
        assertThat(bytes).containsOnly(0);
    }

    @Test
    void a_string_fills_the_rest_of_its_array_with_nul_and_nothing_more() {
        Arrays.fill(bytes, (byte) 'x');

        writer.putString(2, 6, KernelString.of("ab"));

        assertThat(new String(bytes, US_ASCII)).isEqualTo("xxab\0\0\0\0xxxxxxxx");
    }

    @Test
    void a_string_needs_room_for_its_nul_and_has_none_inside() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> writer.putString(0, 3, KernelString.of("abc")))
                .withMessage("write string: 3 bytes and a NUL do not fit char[3]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> writer.putString(0, 9, KernelString.of("a\0c")))
                .withMessage("write string: a C string cannot hold a NUL");
        assertThat(bytes).containsOnly(0);
    }

    @Test
    void a_byte_array_must_have_the_length_of_the_field() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> writer.putBytes(0, 4, new byte[3]))
                .withMessage("write bytes: 3 given, the field has 4");
    }
}
