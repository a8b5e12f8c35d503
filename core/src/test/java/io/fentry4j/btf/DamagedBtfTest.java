package io.fentry4j.btf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class DamagedBtfTest {

    private final SampleBtf sample = new SampleBtf();
    private final byte[] bytes = sample.builder.bytes();
    private final ByteBuffer words = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);

    @Test
    void tooFewBytesAreRefused() {
        refused(() -> Btf.parse(new byte[0]), "offset 0x0: 0 bytes, a header has 24");
        refused(() -> Btf.parse(Arrays.copyOf(bytes, 23)), "offset 0x0: 23 bytes, a header has 24");
    }

    @Test
    void otherMagicAndByteOrderAreNamed() {
        words.putInt(0, 0x464c457f);
        refused(this::parse, "offset 0x0: magic 0x457f, BTF has 0xeb9f");
        words.putShort(0, (short) 0x9feb);
        refused(this::parse, "offset 0x0: big-endian BTF, only little-endian is read");
    }

    @Test
    void anotherVersionIsRefused() {
        bytes[2] = 2;
        refused(this::parse, "offset 0x2: version 2, only 1 is known");
    }

    @Test
    void sectionsMustLieInTheData() {
        words.putInt(12, -4);
        refused(this::parse, "offset 0x8: types at 24..4294967316, of " + bytes.length);
        words.putInt(4, 1 << 20);
        refused(this::parse, "offset 0x4: header of 1048576 bytes in " + bytes.length);
    }

    @Test
    void stringsMustEndInNul() {
        bytes[bytes.length - 1] = 'x';
        refused(this::parse, "bytes of strings that do not end in NUL");
    }

    @Test
    void aKindThatIsNotKnownIsRefused() {
        words.putInt(24 + 4, 21 << 24);
        refused(
                this::parse,
                "offset 0x18: kind 21 is not known, of 1..19: the data is damaged, or newer than"
                        + " this reader");
    }

    @Test
    void moreElementsThanBytesAreRefusedBeforeTheyAreRead() {
        words.putInt(24 + 4, BtfBuilder.STRUCT << 24 | 0xff_ffff);
        refused(
                this::parse,
                "offset 0x18: a type of kind 4 with 16777215 elements takes 201326592 bytes");
    }

    @Test
    void aNameOutsideOfTheStringsIsRefused() {
        words.putInt(24, 0x7fff_ffff);
        Btf btf = parse();
        refused(() -> btf.type(1), "offset 0x18: a name at offset 2147483647 of");
        refused(() -> btf.find("int", BtfType.Int.class), "offset 0x18: a name at offset");
    }

    @Test
    void aReferenceToATypeThatIsNotThereIsRefused() {
        BtfBuilder builder = new BtfBuilder();
        int pointer = builder.reference(BtfBuilder.PTR, 7);
        Btf btf = builder.build();

        refused(() -> btf.type(pointer), "offset 0x18: type 1 has a reference to type 7 of 1");
    }

    @Test
    void aMemberOutsideOfItsStructIsRefused() {
        BtfBuilder builder = new BtfBuilder();
        int id = builder.composite(BtfBuilder.STRUCT, "s", 4, 0, 0, 33);
        Btf btf = builder.build();

        refused(() -> btf.type(id), "type 1 has member 0 at bit 33 of 4 bytes");
    }

    @Test
    void anEndlessNameIsRefused() {
        BtfBuilder builder = new BtfBuilder();
        int id = builder.integer("x".repeat(5000), 4, 0);
        Btf btf = builder.build();

        refused(() -> btf.type(id), "a name of more than 4096 bytes");
    }

    @Test
    void namesOfOneTypeCannotBeLongerThanAllStrings() {
        BtfBuilder builder = new BtfBuilder();
        int name = builder.string("x".repeat(4000));
        int[] members = new int[3 * 100];
        for (int i = 0; i < members.length; i += 3) {
            members[i] = name;
        }
        int id = builder.composite(BtfBuilder.STRUCT, "s", 4, members);
        Btf btf = builder.build();

        refused(() -> btf.type(id), "type 1 has names that are longer than all strings together");
    }

    @Test
    void typesThatReferToThemselvesAreRefused() {
        BtfBuilder builder = new BtfBuilder();
        int alias = builder.typedef("a", 1);
        int array = builder.array(2, 1);
        int pointer = builder.reference(BtfBuilder.PTR, 3);
        int struct = builder.composite(BtfBuilder.STRUCT, "", 8, builder.string(""), 4, 0);
        int prototype = builder.prototype(5);
        int func = builder.function("f", 6);
        Btf btf = builder.build();

        String message = "goes through more than";
        refused(() -> btf.resolve(alias), message);
        refused(() -> btf.sizeOf(array), message);
        refused(() -> btf.toC(pointer), message);
        refused(() -> btf.definition(struct), message);
        refused(() -> btf.toC(prototype), message);
        refused(() -> btf.toC(func), message);
        assertThat(btf.member(struct, "x")).isEmpty();
    }

    @Test
    void textThatDoublesWithEachTypeIsCutOff() {
        BtfBuilder builder = new BtfBuilder();
        int type = builder.integer("int", 4, 0);
        for (int i = 0; i < 40; i++) {
            type = builder.reference(BtfBuilder.PTR, builder.prototype(0, 0, type, 0, type));
        }
        int nested = builder.composite(BtfBuilder.STRUCT, "", 0, 0, 1, 0);
        for (int i = 0; i < 40; i++) {
            nested = builder.composite(BtfBuilder.STRUCT, "", 0, 0, nested, 0, 0, nested, 0);
        }
        int deepest = nested;
        int largest = type;
        Btf btf = builder.build();

        refused(() -> btf.toC(largest), "in C takes more than 4194304 characters");
        refused(() -> btf.definition(deepest), "in C takes more than 4194304 characters");
        refused(() -> btf.member(deepest, "x"), "goes through more than 32 others");
    }

    @Test
    @Timeout(20)
    void passingByALargeTypeManyTimesDoesNotReadItEachTime() {
        BtfBuilder builder = new BtfBuilder();
        int large = builder.composite(BtfBuilder.STRUCT, "large", 8, new int[3 * 40_000]);
        int anonymous = builder.composite(BtfBuilder.STRUCT, "", 8, new int[3 * 40_000]);
        int[] members = new int[3 * 40_000];
        int[] parameters = new int[2 * 40_000];
        for (int i = 0; i < 40_000; i++) {
            members[3 * i + 1] = anonymous;
            parameters[2 * i + 1] = large;
        }
        int outer = builder.composite(BtfBuilder.STRUCT, "outer", 8, members);
        builder.function("f", builder.prototype(0, parameters));
        Btf btf = builder.build();

        assertThat(btf.member(outer, "x")).isEmpty();
        assertThat(btf.kernelFunction("f").orElseThrow().arguments()).hasSize(40_000);
        refused(() -> btf.definition(outer), "in C takes more than 4194304 characters");
    }

    @Test
    void aSizeThatOverflowsIsRefused() {
        BtfBuilder builder = new BtfBuilder();
        int type = builder.integer("long", 8, 0);
        int array = builder.array(builder.array(type, 1 << 20), 1 << 20);
        Btf btf = builder.build();

        refused(() -> btf.sizeOf(array), "size of type 3: more than 2147483647 bytes");
    }

    @Test
    void aFunctionWithoutAPrototypeIsRefused() {
        BtfBuilder builder = new BtfBuilder();
        builder.function("f", builder.integer("int", 4, 0));
        Btf btf = builder.build();

        refused(
                () -> btf.kernelFunction("f"),
                "function 'f' has type 1, which is Int 'int' and not a prototype");
    }

    private Btf parse() {
        return Btf.parse(bytes);
    }

    private static void refused(ThrowingCallable call, String message) {
        assertThatExceptionOfType(BtfException.class)
                .isThrownBy(call)
                .withMessageStartingWith("BTF of an array")
                .withMessageContaining(message);
    }
}
