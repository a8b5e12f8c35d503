package io.fentry4j.btf;

import static org.assertj.core.api.Assertions.assertThat;

import io.fentry4j.btf.BtfType.Encoding;
import io.fentry4j.btf.BtfType.Enumerator;
import io.fentry4j.btf.BtfType.Linkage;
import io.fentry4j.btf.BtfType.Member;
import io.fentry4j.btf.BtfType.Param;
import io.fentry4j.btf.BtfType.Variable;
import java.util.List;
import org.junit.jupiter.api.Test;

class BtfTypesTest {

    private final SampleBtf sample = new SampleBtf();
    private final Btf btf = sample.build();

    @Test
    void idZeroIsVoid() {
        assertThat(btf.type(0)).isEqualTo(new BtfType.Void());
        assertThat(btf.name(0)).isEqualTo("void");
    }

    @Test
    void integersSayHowTheirBitsAreMeant() {
        assertThat(btf.type(sample.intType))
                .isEqualTo(new BtfType.Int(sample.intType, "int", 4, Encoding.SIGNED, 32, 0));
        assertThat(List.of(sample.charType, sample.boolType, sample.longType))
                .extracting(id -> ((BtfType.Int) btf.type(id)).encoding())
                .containsExactly(Encoding.CHAR, Encoding.BOOL, Encoding.UNSIGNED);
    }

    @Test
    void referencesNameTheTypeBehind() {
        assertThat(btf.type(sample.filenamePointer))
                .isEqualTo(new BtfType.Ptr(sample.filenamePointer, sample.filename));
        assertThat(btf.type(sample.constChar))
                .isEqualTo(new BtfType.Const(sample.constChar, sample.charType));
        assertThat(btf.type(sample.volatileType))
                .isEqualTo(new BtfType.Volatile(sample.volatileType, sample.typedef));
        assertThat(btf.type(sample.restrict))
                .isEqualTo(new BtfType.Restrict(sample.restrict, sample.filenamePointer));
        assertThat(btf.type(sample.typedef))
                .isEqualTo(new BtfType.Typedef(sample.typedef, "filename_t", sample.filename));
        assertThat(btf.type(sample.typeTag))
                .isEqualTo(new BtfType.TypeTag(sample.typeTag, "user", sample.filename));
    }

    @Test
    void arraysHaveAnElementTypeAndALength() {
        assertThat(btf.type(sample.chars))
                .isEqualTo(new BtfType.Array(sample.chars, sample.charType, sample.charType, 16));
    }

    @Test
    void structsHaveMembersAtBitOffsets() {
        BtfType.Struct struct = (BtfType.Struct) btf.type(sample.filename);
        assertThat(struct.name()).isEqualTo("filename");
        assertThat(struct.size()).isEqualTo(32);
        assertThat(struct.members())
                .containsExactly(
                        new Member("name", sample.string, 0, 0),
                        new Member("", sample.anonymous, 64, 0),
                        new Member("iname", sample.chars, 128, 0));
        assertThat(struct.members().getLast().offset()).isEqualTo(16);
    }

    @Test
    void bitFieldsHaveASizeInBits() {
        BtfType.Struct struct = (BtfType.Struct) btf.type(sample.flags);
        assertThat(struct.members())
                .containsExactly(
                        new Member("a", sample.intType, 0, 3),
                        new Member("b", sample.intType, 3, 29))
                .allMatch(Member::isBitfield);
    }

    @Test
    void unionsAreNotStructs() {
        assertThat(btf.type(sample.anonymous)).isInstanceOf(BtfType.Union.class);
    }

    @Test
    void enumeratorsAreSignedOrNot() {
        assertThat(enumerators(sample.color))
                .containsExactly(new Enumerator("RED", -1), new Enumerator("BLUE", 2));
        assertThat(enumerators(sample.mask)).containsExactly(new Enumerator("ALL", 0xffff_ffffL));
        assertThat(enumerators(sample.big))
                .containsExactly(new Enumerator("HIGH", 0xffff_ffff_0000_0005L));
    }

    private List<Enumerator> enumerators(int id) {
        return ((BtfType.Enumeration) btf.type(id)).enumerators();
    }

    @Test
    void forwardDeclarationsKnowStructFromUnion() {
        assertThat(btf.type(sample.opaque))
                .isEqualTo(new BtfType.Fwd(sample.opaque, "opaque", false));
        assertThat(btf.type(sample.opaqueUnion))
                .isEqualTo(new BtfType.Fwd(sample.opaqueUnion, "opaque_u", true));
    }

    @Test
    void functionsHaveAPrototype() {
        BtfType.Func function = (BtfType.Func) btf.type(sample.function);
        assertThat(function)
                .isEqualTo(
                        new BtfType.Func(
                                sample.function, "do_unlinkat", sample.prototype, Linkage.STATIC));
        assertThat(btf.prototype(function))
                .isEqualTo(
                        new BtfType.FuncProto(
                                sample.prototype,
                                sample.intType,
                                List.of(
                                        new Param("dfd", sample.intType),
                                        new Param("name", sample.filenamePointer)),
                                false));
    }

    @Test
    void aLastParameterWithoutNameAndTypeStandsForTheDots() {
        BtfType.FuncProto prototype = (BtfType.FuncProto) btf.type(sample.variadic);
        assertThat(prototype.variadic()).isTrue();
        assertThat(prototype.params()).containsExactly(new Param("fmt", sample.string));
    }

    @Test
    void variablesLieInSections() {
        assertThat(btf.type(sample.variable))
                .isEqualTo(
                        new BtfType.Var(sample.variable, "seen", sample.longType, Linkage.GLOBAL));
        assertThat(btf.type(sample.section))
                .isEqualTo(
                        new BtfType.Datasec(
                                sample.section,
                                ".bss",
                                8,
                                List.of(new Variable(sample.variable, 0, 8))));
    }

    @Test
    void tagsAndFloatsAreRead() {
        assertThat(btf.type(sample.real)).isEqualTo(new BtfType.Float(sample.real, "double", 8));
        assertThat(btf.type(sample.declTag))
                .isEqualTo(new BtfType.DeclTag(sample.declTag, "kfunc", sample.filename, 1));
    }

    @Test
    void aKindOfTheFutureIsSteppedOverIfTheLayoutTellsItsSize() {
        BtfBuilder builder = new BtfBuilder();
        int[] sizes = new int[2 * 22];
        sizes[2 * 21] = 8;
        sizes[2 * 21 + 1] = 4;
        builder.withLayout(sizes);
        int future = builder.add("future", 21, 2, 0, 1, 2, 3, 4);
        int after = builder.integer("int", 4, BtfBuilder.SIGNED);

        Btf parsed = builder.build();

        assertThat(parsed.type(future)).isEqualTo(new BtfType.Unknown(future, "future", 21));
        assertThat(parsed.name(after)).isEqualTo("int");
    }

    @Test
    void everyKindIsInTheSample() {
        assertThat(btf.types().map(Object::getClass).distinct()).hasSize(19);
    }
}
