package io.fentry4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.fentry4j.btf.BtfBuilder;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BtfValueTypesTest {

    private static final int BOOL = 4 << 24;

    private final BtfBuilder btf = new BtfBuilder();

    private BtfValue decode(int type, byte... bytes) {
        return type(type).decode(RecordView.of(bytes));
    }

    private ValueType<BtfValue> type(int id) {
        return BtfValueTypes.of(btf.build(), id);
    }

    private static BtfValue number(long value) {
        return new BtfValue.Int(BigInteger.valueOf(value));
    }

    private static BtfValue text(String value) {
        return new BtfValue.Text(KernelString.of(value));
    }

    private static BtfValue.Field field(String name, BtfValue value) {
        return new BtfValue.Field(name, value);
    }

    @ParameterizedTest
    @CsvSource({
        "1, true,  ff,                               -1",
        "1, false, ff,                               255",
        "2, true,  0080,                             -32768",
        "2, false, 0080,                             32768",
        "4, true,  feffffff,                         -2",
        "4, false, feffffff,                         4294967294",
        "8, true,  ffffffffffffffff,                 -1",
        "8, false, ffffffffffffffff,                 18446744073709551615",
        "16, true, 000000000000000000000000000000ff, -1329227995784915872903807060280344576",
        "16, false, ffffffffffffffffffffffffffffffff, 340282366920938463463374607431768211455"
    })
    void integers_of_all_widths_have_their_sign(
            int size, boolean signed, String bytes, BigInteger value) {
        int type = btf.integer("number", size, signed ? BtfBuilder.SIGNED : 0);
        byte[] record = HexFormat.of().parseHex(bytes);
        assertThat(decode(type, record)).isEqualTo(new BtfValue.Int(value));

        byte[] written = new byte[size];
        type(type).encode(new BtfValue.Int(value), RecordWriter.of(written));
        assertThat(written).isEqualTo(record);
    }

    @Test
    void a_value_out_of_range_is_refused_with_the_range() {
        ValueType<BtfValue> u8 = type(btf.integer("u8", 1, 0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> u8.encode(number(256), RecordWriter.of(new byte[1])))
                .withMessage("256 is not in 0..255");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> u8.encode(text("7"), RecordWriter.of(new byte[1])))
                .withMessageContaining("is no value of this type");
    }

    @Test
    void bool_enum_pointer_and_floating_point_numbers_are_what_they_are_in_c() {
        int bool = btf.integer("_Bool", 1, BOOL);
        int color =
                btf.add(
                        "color",
                        BtfBuilder.ENUM | BtfBuilder.FLAG,
                        2,
                        4,
                        btf.string("RED"),
                        -1,
                        btf.string("BLUE"),
                        7);
        int pointer = btf.reference(BtfBuilder.PTR, 0);
        int real = btf.add("double", BtfBuilder.FLOAT, 0, 8);

        assertThat(decode(bool, (byte) 2)).isEqualTo(new BtfValue.Bool(true));
        assertThat(decode(color, (byte) -1, (byte) -1, (byte) -1, (byte) -1))
                .isEqualTo(new BtfValue.Enum(Optional.of("RED"), BigInteger.ONE.negate()));
        assertThat(decode(color, (byte) 8, (byte) 0, (byte) 0, (byte) 0))
                .isEqualTo(new BtfValue.Enum(Optional.empty(), BigInteger.valueOf(8)));
        byte[] eight = little(8).putLong(-2).array();
        assertThat(decode(pointer, eight)).isEqualTo(new BtfValue.Pointer(-2));
        byte[] half = little(8).putDouble(0.5).array();
        assertThat(decode(real, half)).isEqualTo(new BtfValue.Real(0.5));
    }

    private static ByteBuffer little(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    @Test
    void a_struct_has_strings_arrays_bit_fields_and_the_members_of_anonymous_unions() {
        int u32 = btf.integer("unsigned int", 4, 0);
        int s32 = btf.integer("int", 4, BtfBuilder.SIGNED);
        int comm = btf.array(btf.integer("char", 1, BtfBuilder.SIGNED), 4);
        int pair = btf.array(u32, 2);
        int union =
                btf.composite(
                        BtfBuilder.UNION,
                        "",
                        4,
                        btf.string("all"),
                        u32,
                        0,
                        btf.string("low"),
                        btf.integer("__u16", 2, 0),
                        0);
        int struct =
                btf.composite(
                        BtfBuilder.STRUCT | BtfBuilder.FLAG,
                        "event",
                        20,
                        btf.string("comm"),
                        comm,
                        0,
                        btf.string("pair"),
                        pair,
                        32,
                        0,
                        union,
                        96,
                        btf.string("small"),
                        s32,
                        3 << 24 | 130,
                        btf.string("wide"),
                        u32,
                        12 << 24 | 133);
        byte[] record =
                little(20)
                        .put("rm\0x".getBytes(StandardCharsets.US_ASCII))
                        .putInt(1)
                        .putInt(-1)
                        .putInt(0x00020001)
                        .putInt(0b1_0000_0000_0001_110_00)
                        .array();

        assertThat(decode(struct, record))
                .isEqualTo(
                        new BtfValue.Struct(
                                List.of(
                                        field("comm", text("rm")),
                                        field(
                                                "pair",
                                                new BtfValue.Array(
                                                        List.of(number(1), number(0xffff_ffffL)))),
                                        field("all", number(0x20001)),
                                        field("low", number(1)),
                                        field("small", number(-2)),
                                        field("wide", number(0x001)))));
    }

    @Test
    void a_flexible_array_at_the_end_takes_what_is_left() {
        int u64 = btf.integer("__u64", 8, 0);
        int u16 = btf.integer("__u16", 2, 0);
        int name = btf.array(btf.integer("char", 1, BtfBuilder.SIGNED), 0);
        // Padded to 16, while the name begins at 10.
        int named = event("named", u64, u16, name);
        int numbers = event("numbers", u64, u16, btf.array(u16, 0));
        byte[] record =
                little(13).putLong(1).putShort((short) 2).put(new byte[] {97, 98, 99}).array();

        assertThat(type(named).size()).isEqualTo(10);
        assertThat(decode(named, record)).hasToString(struct("n", text("abc")).toString());
        assertThat(decode(numbers, record))
                .isEqualTo(struct("n", new BtfValue.Array(List.of(number(0x6261)))));
    }

    private int event(String name, int first, int second, int last) {
        return btf.composite(
                BtfBuilder.STRUCT,
                name,
                16,
                btf.string("a"),
                first,
                0,
                btf.string("b"),
                second,
                64,
                btf.string("n"),
                last,
                80);
    }

    private static BtfValue struct(String name, BtfValue last) {
        return new BtfValue.Struct(
                List.of(field("a", number(1)), field("b", number(2)), field(name, last)));
    }

    @Test
    void a_record_that_is_too_short_is_told() {
        ValueType<BtfValue> u64 = type(btf.integer("__u64", 8, 0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> u64.decode(RecordView.of(new byte[7])))
                .withMessage("decode __u64: the record has 7 bytes, the type needs 8");
    }
}
