package io.fentry4j.compiler;

import static io.fentry4j.compiler.CompiledClasses.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fentry4j.data.KernelString;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecordDecodingTest {

    @Test
    void integers_of_every_width_keep_their_value_and_sign() throws Exception {
        var classes =
                CompiledClasses.ofC(
                        """
                        struct numbers {
                            __u8 a; __s8 b; __u16 c; __s16 d; __u32 e; __s32 f; __u64 g; __s64 h;
                            signed char i; unsigned char j; char k; bool l;
                            short m; unsigned int n; long o; unsigned long p;
                        };
                        RECORD(struct numbers);
                        """);
        Object record =
                classes.decode(
                        "Numbers",
                        64,
                        bytes -> {
                            for (int i = 0; i < 64; i++) {
                                bytes.put((byte) 0xfe);
                            }
                        });
        assertThat(get(record, "a")).isEqualTo(254);
        assertThat(get(record, "b")).isEqualTo((byte) -2);
        assertThat(get(record, "c")).isEqualTo(0xfefe);
        assertThat(get(record, "d")).isEqualTo((short) 0xfefe);
        assertThat(get(record, "e")).isEqualTo(0xfefefefeL);
        assertThat(get(record, "f")).isEqualTo(0xfefefefe);
        assertThat(get(record, "g")).isEqualTo(0xfefefefefefefefeL);
        assertThat(get(record, "h")).isEqualTo(0xfefefefefefefefeL);
        assertThat(get(record, "i")).isEqualTo((byte) -2);
        assertThat(get(record, "j")).isEqualTo(254);
        assertThat(get(record, "k")).isEqualTo((byte) -2);
        assertThat(get(record, "l")).isEqualTo(true);
        assertThat(get(record, "m")).isEqualTo((short) 0xfefe);
        assertThat(get(record, "n")).isEqualTo(0xfefefefeL);
        assertThat(get(record, "o")).isEqualTo(0xfefefefefefefefeL);
        assertThat(get(record, "p")).isEqualTo(0xfefefefefefefefeL);
    }

    @Test
    void floating_point_numbers_and_pointers_are_read() throws Exception {
        var classes =
                CompiledClasses.ofC(
                        """
                        struct other { float f; double d; void *p; int (*call)(void); };
                        RECORD(struct other);
                        """);
        Object record =
                classes.decode(
                        "Other",
                        32,
                        bytes ->
                                bytes.putFloat(0, 1.5f)
                                        .putDouble(8, -2.25)
                                        .putLong(16, 0xffff888100000000L)
                                        .putLong(24, 7));
        assertThat(record)
                .hasToString("Other[f=1.5, d=-2.25, p=" + 0xffff888100000000L + ", call=7]");
    }

    @Test
    void bit_fields_are_cut_out_with_their_sign() throws Exception {
        var classes =
                CompiledClasses.ofC(
                        """
                        enum mode { OFF, ON, AUTO };
                        struct flags {
                            __u32 low : 3;
                            int middle : 7;
                            __u32 high : 22;
                            bool yes : 1;
                            bool no : 1;
                            enum mode mode : 2;
                            __u64 wide : 44;
                            __s64 negative : 60;
                        };
                        RECORD(struct flags);
                        """);
        Object record =
                classes.decode(
                        "Flags",
                        24,
                        bytes ->
                                bytes.putInt(0, 5 | (-3 & 0x7f) << 3 | 0x2aaaaa << 10)
                                        .putInt(4, 1 | 2 << 2)
                                        // Not behind the others: it would cross a unit of 8 bytes.
                                        .putLong(8, 0xabcdef01234L)
                                        .putLong(16, 0x0fff_ffff_ffff_fffeL));
        assertThat(record)
                .hasToString(
                        "Flags[low=5, middle=-3, high=2796202, yes=true, no=false, mode=AUTO, wide="
                                + 0xabcdef01234L
                                + ", negative=-2]");
    }

    @Test
    void a_packed_bit_field_across_bytes_is_put_together() throws Exception {
        var classes =
                CompiledClasses.ofC(
                        """
                        struct packed {
                            __u32 a : 5;
                            __u32 b : 30;
                            __s32 c : 13;
                        } __attribute__((packed));
                        RECORD(struct packed);
                        """);
        long bits = 17 | 0x2bcdef12L << 5 | (-4000L & 0x1fff) << 35;
        Object record =
                classes.decode(
                        "Packed",
                        6,
                        bytes -> bytes.putInt((int) bits).putShort((short) (bits >>> 32)));
        assertThat(record).hasToString("Packed[a=17, b=" + 0x2bcdef12L + ", c=-4000]");
        assertThat(classes.encode("Packed", record))
                .containsExactly(
                        (byte) bits,
                        (byte) (bits >>> 8),
                        (byte) (bits >>> 16),
                        (byte) (bits >>> 24),
                        (byte) (bits >>> 32),
                        (byte) (bits >>> 40));
    }

    @Test
    void char_arrays_are_strings_and_byte_arrays_are_bytes() throws Exception {
        var classes =
                CompiledClasses.ofC(
                        """
                        struct texts { char comm[8]; __u8 raw[3]; signed char s[2]; char argv[2][4]; };
                        RECORD(struct texts);
                        """);
        Object record =
                classes.decode(
                        "Texts",
                        21,
                        bytes ->
                                bytes.put("cat\0rest".getBytes(StandardCharsets.UTF_8))
                                        .put(new byte[] {1, 0, -1, 4, 5})
                                        .put("abcdx\0yz".getBytes(StandardCharsets.UTF_8)));
        assertThat(get(record, "comm")).isEqualTo(KernelString.of("cat"));
        assertThat((byte[]) get(record, "raw")).containsExactly(1, 0, -1);
        assertThat((byte[]) get(record, "s")).containsExactly(4, 5);
        assertThat(get(record, "argv"))
                .isEqualTo(List.of(KernelString.of("abcd"), KernelString.of("x")));
    }

    @Test
    void number_arrays_are_arrays_and_struct_and_enum_arrays_are_lists() throws Exception {
        var classes =
                CompiledClasses.ofC(
                        """
                        enum kind { FILE_KIND = 1, DIR_KIND };
                        struct point { __s16 x, y; };
                        struct arrays {
                            __u16 ports[2];
                            __u64 stack[2];
                            bool set[2];
                            int matrix[2][2];
                            struct point points[2];
                            enum kind kinds[2];
                            void *pointers[1];
                        };
                        RECORD(struct arrays);
                        """);
        Object record =
                classes.decode(
                        "Arrays",
                        72,
                        bytes -> {
                            bytes.putShort((short) 0xffff).putShort((short) 2).putInt(0);
                            bytes.putLong(-1).putLong(7);
                            bytes.put((byte) 1).put((byte) 0).putShort((short) 0);
                            bytes.putInt(1).putInt(2).putInt(3).putInt(-4);
                            bytes.putShort((short) 1).putShort((short) -1);
                            bytes.putShort((short) 5).putShort((short) 6);
                            bytes.putInt(2).putInt(9);
                        });
        assertThat((int[]) get(record, "ports")).containsExactly(65_535, 2);
        assertThat((long[]) get(record, "stack")).containsExactly(-1, 7);
        assertThat((boolean[]) get(record, "set")).containsExactly(true, false);
        assertThat((int[][]) get(record, "matrix")).isDeepEqualTo(new int[][] {{1, 2}, {3, -4}});
        assertThat(get(record, "points")).hasToString("[Point[x=1, y=-1], Point[x=5, y=6]]");
        assertThat(get(record, "kinds")).hasToString("[DIR_KIND, UNRECOGNIZED]");
        assertThat((long[]) get(record, "pointers")).containsExactly(0);
    }

    @Test
    void a_flexible_array_takes_the_rest_of_the_record() throws Exception {
        var classes =
                CompiledClasses.ofC(
                        """
                        struct named { __u64 ts; __u16 n; char name[]; };
                        struct stack { __u32 n; __u64 ips[] __attribute__((aligned(4))); };
                        struct raw { __u32 n; __u8 data[]; };
                        struct entry { __u8 a, b; };
                        struct table { __u8 n; struct entry entries[]; };
                        RING_BUFFER(events, struct named, 4096);
                        RECORD(struct stack);
                        RECORD(struct raw);
                        RECORD(struct table);
                        """);
        Object named =
                classes.decode(
                        "Named",
                        13,
                        bytes -> bytes.putLong(1).putShort((short) 2).put(new byte[] {97, 98, 0}));
        assertThat(named).hasToString("Named[ts=1, n=2, name=ab]");
        assertThat(classes.decode("Named", 10, bytes -> {})).hasToString("Named[ts=0, n=0, name=]");
        assertThatThrownBy(() -> classes.decode("Named", 9, bytes -> {}))
                .hasMessage("decode named: the record has 9 bytes, the type needs 10");

        Object raw = classes.decode("Raw", 7, bytes -> bytes.putInt(3).put(new byte[] {1, 2, 3}));
        assertThat((byte[]) get(raw, "data")).containsExactly(1, 2, 3);
        Object stack = classes.decode("Stack", 28, bytes -> bytes.putInt(8, 5).putInt(16, 6));
        assertThat((long[]) get(stack, "ips")).hasSizeBetween(2, 3);
        Object table =
                classes.decode("Table", 6, bytes -> bytes.put(new byte[] {2, 1, 2, 3, 4, 99}));
        assertThat(get(table, "entries")).hasToString("[Entry[a=1, b=2], Entry[a=3, b=4]]");
    }

    @Test
    void structs_and_unions_inside_are_flattened_nested_or_bytes() throws Exception {
        var classes =
                CompiledClasses.ofC(
                        """
                        typedef struct { int x; } coord_t;
                        struct outer {
                            int first;
                            struct { int second; struct { int third; }; };
                            union { int i; char c[6]; } either;
                            union { __u16 j; };
                            coord_t coord;
                            struct { __u8 z; } inner;
                            enum { RED, GREEN = 5 } color;
                        };
                        RECORD(struct outer);
                        """);
        Object record =
                classes.decode(
                        "Outer",
                        36,
                        bytes ->
                                bytes.putInt(1)
                                        .putInt(2)
                                        .putInt(3)
                                        .putLong(0x0605040302010000L >>> 16)
                                        .putInt(0x0807)
                                        .putInt(-9)
                                        .putInt(10)
                                        .putInt(5));
        assertThat(get(record, "first")).isEqualTo(1);
        assertThat(get(record, "second")).isEqualTo(2);
        assertThat(get(record, "third")).isEqualTo(3);
        assertThat((byte[]) get(record, "either")).containsExactly(1, 2, 3, 4, 5, 6, 0, 0);
        assertThat((byte[]) get(record, "unionAt20")).containsExactly(7, 8);
        assertThat(get(record, "coord")).hasToString("CoordT[x=-9]");
        assertThat(get(record, "inner")).hasToString("OuterInner[z=10]");
        assertThat(get(record, "color")).hasToString("GREEN");
        assertThat(get(record, "color").getClass().getSimpleName()).isEqualTo("OuterColor");
    }

    @Test
    void names_that_java_does_not_allow_get_an_underscore() throws Exception {
        var classes =
                CompiledClasses.ofC(
                        """
                        struct names {
                            int class; int hash_code; int wait; int record; int start_ns; int PID;
                            int _pad; int yield; int __x2; int TYPE; int other; int that; int offset;
                        };
                        struct process { int pid; };
                        RECORD(struct names);
                        RECORD(struct process);
                        """);
        Object record = classes.decode("Names", 52, bytes -> {});
        assertThat(record)
                .hasToString(
                        "Names[class_=0, hashCode_=0, wait_=0, record=0, startNs=0, pid=0, pad=0,"
                                + " yield_=0, x2=0, type=0, other=0, that=0, offset=0]");
        assertThat(classes.decode("ProcessRecord", 4, bytes -> bytes.putInt(1)))
                .hasToString("ProcessRecord[pid=1]");
    }

    @Test
    void names_of_types_that_generated_code_uses_are_no_trouble() throws Exception {
        var classes =
                CompiledClasses.ofC(
                        """
                        struct string { int x; };
                        struct object { int x; };
                        struct list { int x; };
                        struct open { int x; };
                        struct record_view { struct list lists[1]; __u32 numbers[1]; char s[1]; };
                        struct value_type { struct string string; struct object object; };
                        struct global_variable { struct record_view view; int a_b_c, a_bc, hash; };
                        enum arrays { value, of, TYPE, UNRECOGNIZED, Arrays, class, ValueType };
                        struct open opened;
                        struct value_type typed;
                        struct global_variable variable;
                        enum arrays array;
                        __u32 view[2][2];
                        __u32 view_element[2];
                        """);
        Object variable = classes.decode("GlobalVariable", 24, bytes -> {});
        assertThat(variable)
                .hasToString(
                        "GlobalVariable[view=RecordView[lists=[List[x=0]], numbers=[0], s=], aBC=0,"
                                + " aBc=0, hash=0]");
        assertThat(classes.decode("ValueType", 8, bytes -> {}))
                .hasToString("ValueType[string=StringRecord[x=0], object=ObjectRecord[x=0]]");
        assertThat(classes.type("Arrays").getEnumConstants())
                .extracting(Object::toString)
                .containsExactly(
                        "value_",
                        "of",
                        "TYPE_",
                        "UNRECOGNIZED_",
                        "Arrays_",
                        "class_",
                        "ValueType_",
                        "UNRECOGNIZED");
    }
}
