package io.fentry4j.compiler;

import static io.fentry4j.compiler.CompiledClasses.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fentry4j.data.RecordView;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RecordEncodingTest {

    private static final String EVERYTHING =
            """
            enum tiny { T0, T1 = -1 } __attribute__((packed));
            enum big { B0, B1 = 0x80000000U };
            struct part { __u8 a; __s64 b; };
            struct everything {
                __u8 a; __s8 b; __u16 c; __s16 d; __u32 e; __s32 f; __u64 g; __s64 h;
                float i; double j; void *k;
                __u8 bytes[3];
                __u32 l : 3; __s32 m : 9; __u64 n : 33; __s64 o : 64;
                __u16 numbers[3];
                int matrix[2][3];
                struct part part;
                struct part parts[2];
                union { int x; char y[3]; } u;
            };
            RECORD(struct everything);
            enum tiny tiny;
            enum big big;
            """;

    @Test
    void what_was_decoded_encodes_to_the_same_value() throws Exception {
        var classes = CompiledClasses.ofC(EVERYTHING);
        var random = new Random(42);
        int size = classes.valueType("Everything").size();
        for (int i = 0; i < 200; i++) {
            byte[] bytes = new byte[size];
            random.nextBytes(bytes);
            Object value = classes.valueType("Everything").decode(RecordView.of(bytes));
            byte[] encoded = classes.encode("Everything", value);
            Object again = classes.valueType("Everything").decode(RecordView.of(encoded));
            assertThat(again).isEqualTo(value).hasSameHashCodeAs(value);
            assertThat(again.toString()).isEqualTo(value.toString());
        }
    }

    @Test
    void padding_is_written_as_zeros() throws Exception {
        var classes =
                CompiledClasses.ofC(
                        """
                        struct key { __u8 a; __u64 b; __u16 c; __u32 d : 3; };
                        RECORD(struct key);
                        """);
        byte[] bytes = classes.encode("Key", classes.create("Key", 1, 2L, 3, 4L));
        assertThat(ByteBuffer.wrap(bytes).getLong()).isEqualTo(1L << 56);
        assertThat(bytes)
                .containsExactly(
                        1, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 3, 0, 4, 0, 0, 0, 0, 0);
    }

    @Test
    void enums_of_every_width_travel_both_ways() throws Exception {
        var classes = CompiledClasses.ofC(EVERYTHING);
        Object tiny = classes.decode("Tiny", 1, bytes -> bytes.put((byte) -1));
        assertThat(tiny).hasToString("T1");
        assertThat(get(tiny, "value")).isEqualTo(-1);
        assertThat(classes.encode("Tiny", tiny)).containsExactly(-1);
        Object big = classes.decode("Big", 4, bytes -> bytes.putInt(0x80000000));
        assertThat(big).hasToString("B1");
        // clang 14 does not tell the sign of an enum.
        assertThat(((Number) get(big, "value")).longValue() & 0xffffffffL).isEqualTo(0x80000000L);
        assertThat(classes.encode("Big", big)).containsExactly(0, 0, 0, 0x80);
    }

    @Test
    void an_enum_of_8_bytes_is_read_whole_or_refused() throws Exception {
        var compilation =
                Sources.compile(
                        Sources.unlink(
                                "enum huge { H0, H1 = 0x123456789aULL };\nenum huge huge;\n"));
        if (!compilation.errors().isEmpty()) {
            // clang 14, which writes the low half of the values alone.
            assertThat(compilation.errors().getFirst().getMessage(Locale.ROOT))
                    .startsWith("[UnsupportedType]")
                    .contains("an enum of 8 bytes, whose values clang writes from version 15 on");
            return;
        }
        var classes = CompiledClasses.of(compilation);
        Object huge = classes.decode("Huge", 8, bytes -> bytes.putLong(0x123456789aL));
        assertThat(huge).hasToString("H1");
        assertThat(classes.encode("Huge", huge)).startsWith(0x9a, 0x78, 0x56, 0x34, 0x12);
    }

    @Test
    void an_unrecognized_enum_value_cannot_be_written() throws Exception {
        var classes = CompiledClasses.ofC(EVERYTHING);
        Object unknown = classes.decode("Big", 4, bytes -> bytes.putInt(77));
        assertThat(unknown).hasToString("UNRECOGNIZED");
        assertThatThrownBy(() -> classes.encode("Big", unknown))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("enum big: UNRECOGNIZED stands for no number");
    }

    @Test
    void a_value_that_does_not_fit_is_refused() throws Exception {
        var classes =
                CompiledClasses.ofC(
                        """
                        struct small { __u32 a : 3; __s32 b : 3; __u16 c[2]; };
                        RECORD(struct small);
                        """);
        assertThatThrownBy(
                        () -> classes.encode("Small", classes.create("Small", 8L, 0, new int[2])))
                .hasMessage("encode small.a: 8 is not in 0..7");
        assertThatThrownBy(
                        () -> classes.encode("Small", classes.create("Small", 7L, -5, new int[2])))
                .hasMessage("encode small.b: -5 is not in -4..3");
        assertThatThrownBy(
                        () -> classes.encode("Small", classes.create("Small", 7L, -4, new int[3])))
                .hasMessage("encode small.c: 3 elements given, the array has 2");
        assertThatThrownBy(() ->
                        classes.encode(
                                "Small", classes.create("Small", 7L, -4, new int[] {65_536, 0})))
                .hasMessage("write u16: 65536 is not in 0..65535");
    }

    @Test
    void a_record_with_a_flexible_array_is_only_read() throws Exception {
        var classes = CompiledClasses.ofC("struct e { int n; char s[]; };\nRECORD(struct e);\n");
        Object value = classes.decode("E", 4, bytes -> {});
        assertThatThrownBy(() -> classes.encode("E", value))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessage("encode struct e: it ends in a flexible array and can only be read");
    }

    @Test
    void components_are_not_null_and_lists_are_copied() throws Exception {
        var classes =
                CompiledClasses.ofC(
                        "struct p { int x; };\nstruct q { struct p ps[1]; char s[4]; };\nRECORD(struct"
                                + " q);\n");
        Object value = classes.decode("Q", 8, bytes -> {});
        List<?> list = (List<?>) get(value, "ps");
        assertThatThrownBy(() -> list.remove(0)).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> classes.create("Q", list, null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("s");
    }
}
