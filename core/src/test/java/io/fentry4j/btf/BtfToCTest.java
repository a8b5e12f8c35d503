package io.fentry4j.btf;

import static io.fentry4j.btf.BtfBuilder.CONST;
import static io.fentry4j.btf.BtfBuilder.PTR;
import static io.fentry4j.btf.BtfBuilder.VOLATILE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;

class BtfToCTest {

    private final SampleBtf sample = new SampleBtf();
    private final BtfBuilder builder = sample.builder;

    @Test
    void simpleTypesStandBeforeTheName() {
        Btf btf = sample.build();
        assertThat(btf.toC(sample.intType)).isEqualTo("int");
        assertThat(btf.toC(sample.longType, "x")).isEqualTo("long unsigned int x");
        assertThat(btf.toC(sample.filename, "f")).isEqualTo("struct filename f");
        assertThat(btf.toC(sample.color)).isEqualTo("enum color");
        assertThat(btf.toC(sample.opaqueUnion)).isEqualTo("union opaque_u");
        assertThat(btf.toC(sample.typedef)).isEqualTo("filename_t");
        assertThat(btf.toC(0)).isEqualTo("void");
    }

    @Test
    void pointersAndQualifiersKeepTheirSides() {
        int constPointer = builder.reference(CONST, sample.string);
        int volatilePointer = builder.reference(VOLATILE, constPointer);
        int pointer = builder.reference(PTR, volatilePointer);
        int voidPointer = builder.reference(PTR, 0);
        Btf btf = sample.build();

        assertThat(btf.toC(sample.string)).isEqualTo("const char *");
        assertThat(btf.toC(constPointer, "p")).isEqualTo("const char *const p");
        assertThat(btf.toC(pointer, "p")).isEqualTo("const char *const volatile *p");
        assertThat(btf.toC(sample.restrict, "p")).isEqualTo("struct filename *restrict p");
        assertThat(btf.toC(voidPointer)).isEqualTo("void *");
        assertThat(btf.toC(sample.taggedPointer)).isEqualTo("struct filename *");
    }

    @Test
    void arraysAndPointersTakeParenthesesWhereTheyMust() {
        int rows = builder.array(sample.chars, 4);
        int ofPointers = builder.array(sample.string, 2);
        int toArray = builder.reference(PTR, rows);
        int constArray = builder.reference(CONST, builder.array(sample.constChar, 3));
        Btf btf = sample.build();

        assertThat(btf.toC(rows, "a")).isEqualTo("char a[4][16]");
        assertThat(btf.toC(ofPointers, "a")).isEqualTo("const char *a[2]");
        assertThat(btf.toC(toArray, "a")).isEqualTo("char (*a)[4][16]");
        assertThat(btf.toC(constArray, "a")).isEqualTo("const char a[3]");
    }

    @Test
    void functionsAndTheirPointersAreDeclared() {
        int pointer = builder.reference(PTR, sample.prototype);
        int table = builder.array(pointer, 3);
        int returnsPointer =
                builder.function(
                        "signal", builder.prototype(pointer, 0, sample.intType, 0, pointer));
        int noParameters = builder.function("idle", builder.prototype(0));
        int constPointer = builder.reference(CONST, pointer);
        Btf btf = sample.build();

        assertThat(btf.toC(sample.function))
                .isEqualTo("int do_unlinkat(int dfd, struct filename *name)");
        assertThat(btf.toC(sample.print)).isEqualTo("int _printk(const char *fmt, ...)");
        assertThat(btf.toC(pointer)).isEqualTo("int (*)(int dfd, struct filename *name)");
        assertThat(btf.toC(table, "ops"))
                .isEqualTo("int (*ops[3])(int dfd, struct filename *name)");
        assertThat(btf.toC(returnsPointer))
                .isEqualTo(
                        "int (*signal(int, int (*)(int dfd, struct filename *name)))"
                                + "(int dfd, struct filename *name)");
        assertThat(btf.toC(noParameters)).isEqualTo("void idle(void)");
        assertThat(btf.toC(constPointer, "f"))
                .isEqualTo("int (*const f)(int dfd, struct filename *name)");
    }

    @Test
    void definitionsShowMembersAndExpandAnonymousOnes() {
        Btf btf = sample.build();
        assertThat(btf.definition(sample.filename))
                .isEqualTo(
                        """
                        struct filename {
                            const char *name;
                            union {
                                long unsigned int raw;
                                int low;
                            };
                            char iname[16];
                        };\
                        """);
        assertThat(btf.definition(sample.flags))
                .isEqualTo(
                        """
                        struct flags {
                            int a : 3;
                            int b : 29;
                        };\
                        """);
        assertThat(btf.toC(sample.anonymous, "u")).isEqualTo("union {...} u");
    }

    @Test
    void definitionsOfEnumsShowValues() {
        Btf btf = sample.build();
        assertThat(btf.definition(sample.color))
                .isEqualTo("enum color {\n    RED = -1,\n    BLUE = 2,\n};");
        assertThat(btf.definition(sample.big))
                .isEqualTo("enum big {\n    HIGH = 18446744069414584325,\n};");
    }

    @Test
    void definitionsOfOtherKindsAreDeclarations() {
        int anonymousTypedef = builder.typedef("pair_t", sample.anonymous);
        Btf btf = sample.build();

        assertThat(btf.definition(sample.typedef)).isEqualTo("typedef struct filename filename_t;");
        assertThat(btf.definition(anonymousTypedef))
                .isEqualTo("typedef union {\n    long unsigned int raw;\n    int low;\n} pair_t;");
        assertThat(btf.definition(sample.function))
                .isEqualTo("int do_unlinkat(int dfd, struct filename *name);");
        assertThat(btf.definition(sample.section)).isEqualTo("long unsigned int seen;");
        assertThat(btf.definition(sample.opaque)).isEqualTo("struct opaque;");
    }

    @Test
    void whatIsNotATypeOfCIsRefused() {
        Btf btf = sample.build();
        assertThatExceptionOfType(BtfException.class)
                .isThrownBy(() -> btf.toC(sample.declTag))
                .withMessage(
                        "BTF of an array: type %d in C: DeclTag 'kfunc' is not a type of C",
                        sample.declTag);
    }
}
