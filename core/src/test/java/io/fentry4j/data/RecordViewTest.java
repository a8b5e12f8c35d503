package io.fentry4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.function.ObjIntConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RecordViewTest {

    private static final byte[] BYTES = HexFormat.of().parseHex("00ff7f80fefdfcfbfaf9f8f7f6f5f4f3");

    private static final ByteBuffer EXPECTED =
            ByteBuffer.wrap(BYTES).order(ByteOrder.nativeOrder());

    /// Every getter and how many bytes it reads.
    static Stream<Arguments> getters() {
        return Stream.of(
                getter("getByte", 1, RecordView::getByte),
                getter("getUnsignedByte", 1, RecordView::getUnsignedByte),
                getter("getShort", 2, RecordView::getShort),
                getter("getUnsignedShort", 2, RecordView::getUnsignedShort),
                getter("getInt", 4, RecordView::getInt),
                getter("getUnsignedInt", 4, RecordView::getUnsignedInt),
                getter("getLong", 8, RecordView::getLong),
                getter("getFloat", 4, RecordView::getFloat),
                getter("getDouble", 8, RecordView::getDouble),
                getter("getBoolean", 1, RecordView::getBoolean),
                getter("getBytes", 3, (view, offset) -> view.getBytes(offset, 3)),
                getter("getString", 3, (view, offset) -> view.getString(offset, 3)));
    }

    private static Arguments getter(String name, int size, ObjIntConsumer<RecordView> getter) {
        return Arguments.of(name, size, getter);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("getters")
    void reads_up_to_the_last_byte_and_not_one_further(
            String name, int size, ObjIntConsumer<RecordView> getter) {
        // The record is a part of a larger segment: what is around it must stay out of reach.
        RecordView view = new RecordView().wrap(MemorySegment.ofArray(new byte[64]), 16, 16);

        getter.accept(view, 16 - size);

        for (int offset : new int[] {16 - size + 1, 16, 17, Integer.MAX_VALUE}) {
            assertThatExceptionOfType(IndexOutOfBoundsException.class)
                    .as("%s(%d)", name, offset)
                    .isThrownBy(() -> getter.accept(view, offset));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("getters")
    void refuses_negative_offsets(String name, int size, ObjIntConsumer<RecordView> getter) {
        RecordView view = new RecordView().wrap(MemorySegment.ofArray(new byte[64]), 16, 16);

        for (int offset : new int[] {-1, -size, -16, Integer.MIN_VALUE}) {
            assertThatExceptionOfType(IndexOutOfBoundsException.class)
                    .as("%s(%d)", name, offset)
                    .isThrownBy(() -> getter.accept(view, offset));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("getters")
    void refuses_everything_after_release_and_before_it_is_wrapped(
            String name, int size, ObjIntConsumer<RecordView> getter) {
        RecordView released = RecordView.of(BYTES);
        released.release();

        assertThat(size).as("%s reads something", name).isPositive();
        for (RecordView view : new RecordView[] {released, new RecordView()}) {
            assertThat(view.size()).isZero();
            assertThatExceptionOfType(IndexOutOfBoundsException.class)
                    .isThrownBy(() -> getter.accept(view, 0));
        }
    }

    @Test
    void reads_integers_in_the_byte_order_of_the_machine_at_any_offset() {
        RecordView view = RecordView.of(BYTES);

        for (int offset = 0; offset <= 8; offset++) {
            assertThat(view.getByte(offset)).isEqualTo(EXPECTED.get(offset));
            assertThat(view.getShort(offset)).isEqualTo(EXPECTED.getShort(offset));
            assertThat(view.getInt(offset)).isEqualTo(EXPECTED.getInt(offset));
            assertThat(view.getLong(offset)).isEqualTo(EXPECTED.getLong(offset));
            assertThat(view.getFloat(offset)).isEqualTo(EXPECTED.getFloat(offset));
            assertThat(view.getDouble(offset)).isEqualTo(EXPECTED.getDouble(offset));
        }
    }

    @Test
    void reads_unsigned_integers_without_a_sign() {
        RecordView view = RecordView.of(HexFormat.of().parseHex("ffffffff"));

        assertThat(view.getUnsignedByte(0)).isEqualTo(0xff);
        assertThat(view.getUnsignedShort(0)).isEqualTo(0xffff);
        assertThat(view.getUnsignedInt(0)).isEqualTo(0xffff_ffffL);
        assertThat(view.getByte(0)).isEqualTo((byte) -1);
    }

    @Test
    void any_byte_but_zero_is_true() {
        RecordView view = RecordView.of(new byte[] {0, 1, 2, (byte) 0x80});

        assertThat(view.getBoolean(0)).isFalse();
        assertThat(view.getBoolean(1)).isTrue();
        assertThat(view.getBoolean(2)).isTrue();
        assertThat(view.getBoolean(3)).isTrue();
    }
}
