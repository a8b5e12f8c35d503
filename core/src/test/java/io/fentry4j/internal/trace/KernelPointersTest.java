package io.fentry4j.internal.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fentry4j.btf.Btf;
import io.fentry4j.btf.BtfBuilder;
import io.fentry4j.btf.SampleKernel;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/// What the verifier lets a program load. That it does so on real kernels is held by
/// `RandomFunctionsTest`.
class KernelPointersTest {

    /// struct inner { int number; char text[16]; }, at 8 of
    ///
    /// ```
    /// struct outer {
    ///     struct inner *inner;            // 0
    ///     struct inner nested;            // 8
    ///     union { int one; long other; }; // 32
    ///     unsigned int low : 3;           // 40
    ///     struct inner __user *user;      // 48
    ///     struct inner __rcu *rcu;        // 56
    ///     struct inner *several[2];       // 64
    ///     struct hidden *hidden;          // 80
    ///     void *anything;                 // 88
    /// };
    /// ```
    private static final class Types {
        private final BtfBuilder builder = new BtfBuilder();
        private final int number = builder.integer("int", 4, BtfBuilder.SIGNED);
        private final int longType = builder.integer("long", 8, BtfBuilder.SIGNED);
        private final int character = builder.integer("char", 1, 0);
        private final int inner =
                struct("inner", 20, "number", number, 0, "text", builder.array(character, 16), 32);
        private final int outer;

        Types() {
            int[] choices = {
                builder.string("one"), number, 0, builder.string("other"), longType, 0
            };
            int union = builder.composite(BtfBuilder.UNION, "", 8, choices);
            int[] bits = {builder.string("low"), number, 3 << 24};
            int bitFields = builder.add("", BtfBuilder.STRUCT | BtfBuilder.FLAG, 1, 4, bits);
            int hidden = builder.add("hidden", BtfBuilder.FWD, 0, 0);
            outer =
                    struct(
                            "outer",
                            96,
                            "inner",
                            pointer(inner),
                            0,
                            "nested",
                            inner,
                            64,
                            "",
                            union,
                            256,
                            "",
                            bitFields,
                            320,
                            "user",
                            pointer(tag("user", inner)),
                            384,
                            "rcu",
                            pointer(tag("rcu", inner)),
                            448,
                            "several",
                            builder.array(pointer(inner), 2),
                            512,
                            "hidden",
                            pointer(hidden),
                            640,
                            "anything",
                            pointer(0),
                            704);
            builder.function(
                    "both",
                    builder.prototype(
                            number,
                            builder.string("count"),
                            longType,
                            builder.string("outer"),
                            pointer(outer),
                            builder.string("user"),
                            pointer(tag("user", inner))));
        }

        private int struct(String name, int size, Object... members) {
            int[] words = new int[members.length];
            for (int i = 0; i < members.length; i++) {
                words[i] =
                        members[i] instanceof String text
                                ? builder.string(text)
                                : (Integer) members[i];
            }
            return builder.composite(BtfBuilder.STRUCT, name, size, words);
        }

        private int pointer(int target) {
            return builder.reference(BtfBuilder.PTR, target);
        }

        private int tag(String name, int target) {
            return builder.add(name, BtfBuilder.TYPE_TAG, 0, target);
        }
    }

    private final Types types = new Types();
    private final Btf btf = types.builder.build();
    private final KernelPointers pointers =
            KernelPointers.of(btf, btf.kernelFunction("both").orElseThrow());

    private OptionalInt behind(int offset) {
        return pointers.inStruct(types.outer, offset);
    }

    @Test
    void arguments_that_point_to_structs_of_the_kernels_can_be_followed() {
        assertThat(pointers.inContext(0)).isEmpty();
        assertThat(pointers.inContext(8)).hasValue(types.outer);
        assertThat(pointers.inContext(16)).as("user space").isEmpty();
        assertThat(KernelPointers.none(btf).inContext(8)).isEmpty();
    }

    @Test
    void numbers_can_be_loaded_whole_and_in_part_from_nested_structs_too() {
        assertThat(pointers.canLoad(types.outer, 8, 4)).isTrue();
        assertThat(pointers.canLoad(types.outer, 9, 2)).isTrue();
        assertThat(pointers.canLoad(types.outer, 8, 8)).as("two members").isFalse();
        assertThat(pointers.canLoad(types.inner, 4, 8)).as("of an array").isTrue();
        assertThat(pointers.canLoad(types.inner, 16, 8)).as("behind the end").isFalse();
        assertThat(pointers.canLoad(types.inner, -4, 4)).as("before the start").isFalse();
    }

    @Test
    void unions_and_bit_fields_are_left_to_the_helper() {
        assertThat(pointers.canLoad(types.outer, 32, 4)).isFalse();
        assertThat(pointers.canLoad(types.outer, 40, 4)).isFalse();
    }

    @Test
    void a_pointer_is_loaded_whole_and_followed_if_it_is_one_to_a_known_struct() {
        assertThat(behind(0)).hasValue(types.inner);
        assertThat(behind(64)).hasValue(types.inner);
        assertThat(behind(72)).hasValue(types.inner);
        assertThat(behind(56)).as("rcu").hasValue(types.inner);
        assertThat(behind(48)).as("user").isEmpty();
        assertThat(behind(80)).as("declared only").isEmpty();
        assertThat(behind(88)).as("void").isEmpty();
        assertThat(pointers.canLoad(types.outer, 80, 8)).isTrue();
        assertThat(pointers.canLoad(types.outer, 88, 8)).isTrue();
        assertThat(pointers.canLoad(types.outer, 0, 4)).as("half").isFalse();
        assertThat(behind(68)).as("across two").isEmpty();
    }

    @Test
    void the_current_task_has_its_fields_where_btf_says() {
        Btf kernel = SampleKernel.btf();
        assertThat(KernelPointers.none(kernel).task()).isEqualTo(new TaskFields(0, 4, 16, 8, 0, 4));
        assertThatThrownBy(() -> KernelPointers.none(btf).task())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("no struct task_struct in ");
    }
}
