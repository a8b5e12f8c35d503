package io.fentry4j.btf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.fentry4j.btf.KernelFunction.Argument;
import io.fentry4j.btf.KernelFunction.Obstacle;
import io.fentry4j.btf.KernelFunction.Returns;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class KernelFunctionTest {

    private final SampleBtf sample = new SampleBtf();
    private final BtfBuilder builder = sample.builder;

    @Test
    void argumentsAndReturnValueHaveSlots() {
        KernelFunction function = sample.build().kernelFunction("do_unlinkat").orElseThrow();

        assertThat(function.name()).isEqualTo("do_unlinkat");
        assertThat(function.signature())
                .isEqualTo("int do_unlinkat(int dfd, struct filename *name)");
        assertThat(function.arguments())
                .containsExactly(
                        new Argument("dfd", "int", sample.intType, 4, true, 0, 1),
                        new Argument(
                                "name",
                                "struct filename *",
                                sample.filenamePointer,
                                8,
                                false,
                                1,
                                1));
        assertThat(function.returns()).isEqualTo(new Returns("int", sample.intType, 4, true, 2));
        assertThat(function.argumentSlots()).isEqualTo(2);
        assertThat(function.traceable()).isTrue();
        assertThat(function.sameName()).isEqualTo(1);
    }

    @Test
    void aStructByValueOfSixteenBytesTakesTwoSlotsAndMovesTheRest() {
        int sockptr = struct("sockptr_t", 16);
        KernelFunction function = function(0, sockptr, sample.flags, sample.boolType);

        assertThat(function.arguments())
                .extracting(Argument::slot, Argument::slots, Argument::size)
                .containsExactly(tuple(0, 2, 16), tuple(2, 1, 4), tuple(3, 1, 1));
        assertThat(function.returns()).isEqualTo(new Returns("void", 0, 0, false, 4));
        assertThat(function.traceable()).isTrue();
    }

    @Test
    void signednessComesFromBehindTypedefsAndFromEnums() {
        int ssize = builder.typedef("ssize_t", sample.intType);
        KernelFunction function =
                function(ssize, sample.color, sample.mask, sample.longType, sample.boolType);

        assertThat(function.arguments())
                .extracting(Argument::signed)
                .containsExactly(true, false, false, false);
        assertThat(function.returns().signed()).isTrue();
        assertThat(function.returns().type()).isEqualTo("ssize_t");
    }

    @Test
    void signaturesThatTrampolinesCannotCarrySayWhy() {
        int wide = builder.integer("__int128", 16, BtfBuilder.SIGNED);
        int large = struct("large", 24);
        int[] thirteen = new int[13];
        Arrays.fill(thirteen, sample.intType);
        int[] seven = new int[7];
        Arrays.fill(seven, struct("two_slots", 16));

        assertThat(obstacle(sample.intType, large)).isEqualTo(Obstacle.LARGE_ARGUMENT);
        assertThat(obstacle(sample.intType, sample.opaque))
                .isEqualTo(Obstacle.UNSUPPORTED_ARGUMENT);
        assertThat(obstacle(sample.intType, sample.real)).isEqualTo(Obstacle.UNSUPPORTED_ARGUMENT);
        assertThat(obstacle(sample.intType, struct("empty", 0)))
                .isEqualTo(Obstacle.UNSUPPORTED_ARGUMENT);
        assertThat(obstacle(sample.intType, thirteen)).isEqualTo(Obstacle.TOO_MANY_ARGUMENTS);
        assertThat(obstacle(sample.intType, seven)).isEqualTo(Obstacle.TOO_MANY_ARGUMENTS);
        assertThat(obstacle(sample.flags)).isEqualTo(Obstacle.UNSUPPORTED_RETURN);
        assertThat(obstacle(sample.real)).isEqualTo(Obstacle.UNSUPPORTED_RETURN);
        assertThat(obstacle(wide)).isEqualTo(Obstacle.LARGE_RETURN);
        assertThat(sample.build().kernelFunction("_printk").orElseThrow().obstacle())
                .contains(Obstacle.VARIADIC);
    }

    @Test
    void twelveSlotsAreStillTraceable() {
        int[] twelve = new int[12];
        Arrays.fill(twelve, sample.intType);
        KernelFunction function = function(sample.intType, twelve);

        assertThat(function.traceable()).isTrue();
        assertThat(function.argumentSlots()).isEqualTo(12);
    }

    @Test
    void functionsThatTrampolinesCallThemselvesAreDenied() {
        builder.function("migrate_disable", builder.prototype(0));

        KernelFunction function = sample.build().kernelFunction("migrate_disable").orElseThrow();

        assertThat(function.obstacle()).contains(Obstacle.DENIED);
        assertThat(function.name() + " " + Obstacle.DENIED)
                .isEqualTo(
                        "migrate_disable is on the kernel's deny list: BPF trampolines call it"
                                + " themselves");
    }

    @Test
    void anAmbiguousNameIsCounted() {
        builder.function("do_unlinkat", sample.variadic);
        Btf btf = sample.build();

        assertThat(btf.kernelFunction("do_unlinkat").orElseThrow().sameName()).isEqualTo(2);
        assertThat(btf.kernelFunction("do_unlinkat").orElseThrow().func().id())
                .isEqualTo(sample.function);
    }

    @Test
    void anUnknownNameIsEmpty() {
        assertThat(sample.build().kernelFunction("nothing")).isEmpty();
    }

    private Obstacle obstacle(int returnType, int... parameters) {
        return function(returnType, parameters).obstacle().orElseThrow();
    }

    private KernelFunction function(int returnType, int... parameters) {
        int[] words = new int[2 * parameters.length];
        for (int i = 0; i < parameters.length; i++) {
            words[2 * i] = builder.string("p" + i);
            words[2 * i + 1] = parameters[i];
        }
        int id = builder.function("f" + builder.lastId(), builder.prototype(returnType, words));
        Btf btf = sample.build();
        return btf.kernelFunction((BtfType.Func) btf.type(id));
    }

    private int struct(String name, int size) {
        return builder.composite(BtfBuilder.STRUCT, name, size);
    }
}
