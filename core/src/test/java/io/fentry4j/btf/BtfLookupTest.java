package io.fentry4j.btf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.fentry4j.btf.BtfType.Member;
import java.util.List;
import org.junit.jupiter.api.Test;

class BtfLookupTest {

    private final SampleBtf sample = new SampleBtf();
    private final Btf btf = sample.build();

    @Test
    void aTypeIsFoundByNameAndKind() {
        assertThat(btf.find("filename", BtfType.Struct.class))
                .map(BtfType::id)
                .contains(sample.filename);
        assertThat(btf.find("filename", BtfType.Union.class)).isEmpty();
        assertThat(btf.find("filenam", BtfType.Struct.class)).isEmpty();
        assertThat(btf.find("filename_", BtfType.Struct.class)).isEmpty();
    }

    @Test
    void aFamilyOfKindsIsFoundToo() {
        assertThat(btf.find("filename", BtfType.Composite.class)).isPresent();
        assertThat(btf.find("big", BtfType.Enumeration.class)).isPresent();
    }

    @Test
    void anonymousTypesAreNotFoundByTheirEmptyName() {
        assertThat(btf.find("", BtfType.class)).isEmpty();
        assertThat(btf.findAll("", BtfType.Union.class)).isEmpty();
    }

    @Test
    void namesCanBeAmbiguous() {
        SampleBtf twice = new SampleBtf();
        int second = twice.builder.function("do_unlinkat", twice.variadic);

        assertThat(twice.build().functions("do_unlinkat"))
                .extracting(BtfType::id)
                .containsExactly(twice.function, second);
    }

    @Test
    void functionsAreFilteredByNameOrGlob() {
        assertThat(btf.functions(name -> name.startsWith("_")))
                .extracting(BtfType::name)
                .containsExactly("_printk");
        assertThat(btf.functionsMatching("do_*at"))
                .extracting(BtfType::name)
                .containsExactly("do_unlinkat");
        assertThat(btf.functionsMatching("*print?"))
                .extracting(BtfType::name)
                .containsExactly("_printk");
        assertThat(btf.functionsMatching("*")).hasSize(2);
        assertThat(btf.functionsMatching("do_unlink")).isEmpty();
        assertThat(btf.functionsMatching("filename")).isEmpty();
    }

    @Test
    void similarNamesAreOfferedNearestFirst() {
        SampleBtf more = new SampleBtf();
        for (String name :
                List.of("filename_unlinkat", "do_unlinkat_locked", "do_rmdir", "vfs_unlink")) {
            more.builder.function(name, more.prototype);
        }
        Btf many = more.build();

        assertThat(many.similarFunctions("do_unlinkta", 3)).containsExactly("do_unlinkat");
        assertThat(many.similarFunctions("do_unlinkat.constprop.0", 2))
                .containsExactly("do_unlinkat", "filename_unlinkat");
        assertThat(many.similarFunctions("unlinkat", 9))
                .containsExactly("do_unlinkat", "filename_unlinkat", "do_unlinkat_locked");
        assertThat(many.similarFunctions("tcp_sendmsg", 3)).isEmpty();
    }

    @Test
    void resolveLooksThroughNamesAndQualifiers() {
        assertThat(btf.resolve(sample.volatileType).id()).isEqualTo(sample.filename);
        assertThat(btf.resolve(sample.restrict).id()).isEqualTo(sample.filenamePointer);
        assertThat(btf.resolve(sample.typeTag).id()).isEqualTo(sample.filename);
        assertThat(btf.resolve(0)).isEqualTo(new BtfType.Void());
    }

    @Test
    void sizesAreThoseOfA64BitMachine() {
        int matrix = sample.builder.array(sample.builder.array(sample.string, 3), 5);
        Btf more = sample.build();

        assertThat(more.sizeOf(sample.string)).isEqualTo(8);
        assertThat(more.sizeOf(sample.chars)).isEqualTo(16);
        assertThat(more.sizeOf(matrix)).isEqualTo(3 * 5 * 8);
        assertThat(more.sizeOf(sample.volatileType)).isEqualTo(32);
        assertThat(more.sizeOf(sample.variable)).isEqualTo(8);
        assertThat(more.sizeOf(sample.real)).isEqualTo(8);
    }

    @Test
    void whatHasNoSizeIsNamed() {
        assertThatExceptionOfType(BtfException.class)
                .isThrownBy(() -> btf.sizeOf(sample.opaque))
                .withMessage(
                        "BTF of an array: size of type %d: Fwd 'opaque' has none", sample.opaque);
        assertThatExceptionOfType(BtfException.class)
                .isThrownBy(() -> btf.sizeOf(0))
                .withMessage("BTF of an array: size of type 0: Void 'void' has none");
    }

    @Test
    void membersAreFoundInsideOfAnonymousOnes() {
        assertThat(btf.member(sample.filename, "low"))
                .contains(new Member("low", sample.intType, 64, 0));
        assertThat(btf.member(sample.volatileType, "iname")).map(Member::offset).contains(16);
        assertThat(btf.member(sample.flags, "b")).contains(new Member("b", sample.intType, 3, 29));
        assertThat(btf.member(sample.filename, "nothing")).isEmpty();
        assertThat(btf.member(sample.filename, "")).isEmpty();
    }

    @Test
    void onlyStructsAndUnionsHaveMembers() {
        assertThatExceptionOfType(BtfException.class)
                .isThrownBy(() -> btf.member(sample.filenamePointer, "name"))
                .withMessage(
                        "BTF of an array: member 'name' of type %d: an anonymous Ptr has no members",
                        sample.filenamePointer);
    }

    @Test
    void anIdBeyondTheLastIsRefused() {
        assertThatExceptionOfType(BtfException.class)
                .isThrownBy(() -> btf.type(btf.lastId() + 1))
                .withMessage(
                        "BTF of an array: type id %d is not in 1..%d",
                        btf.lastId() + 1, btf.lastId());
        assertThatExceptionOfType(BtfException.class)
                .isThrownBy(() -> btf.type(-1))
                .withMessageContaining("type id 4294967295");
    }

    @Test
    void splitBtfGoesOnWhereItsBaseEnds() {
        BtfBuilder split = new BtfBuilder(btf.lastId(), sample.builder.stringBytes());
        int own = split.function("ext4_unlink", sample.prototype);
        int shadow = split.function("shadow", own + 2);
        int proto = split.prototype(0, sample.builder.string("dfd"), sample.filenamePointer);
        Btf module = Btf.parse(split.bytes(), btf);

        assertThat(module.firstId()).isEqualTo(btf.lastId() + 1).isEqualTo(own);
        assertThat(module.lastId()).isEqualTo(proto);
        assertThat(module.base()).contains(btf);
        assertThat(module.types()).hasSize(3);
        assertThat(module.toC(own)).isEqualTo("int ext4_unlink(int dfd, struct filename *name)");
        assertThat(module.toC(shadow)).isEqualTo("void shadow(struct filename *dfd)");
        assertThat(module.function("do_unlinkat")).isPresent();
        assertThat(module.similarFunctions("do_unlnkat", 1)).containsExactly("do_unlinkat");
        assertThat(btf.function("ext4_unlink")).isEmpty();
    }

    @Test
    void ownTypesOfSplitBtfComeBeforeThoseOfTheBase() {
        BtfBuilder split = new BtfBuilder(btf.lastId(), sample.builder.stringBytes());
        int own = split.function("do_unlinkat", sample.variadic);
        Btf module = Btf.parse(split.bytes(), btf);

        assertThat(module.function("do_unlinkat")).map(BtfType::id).contains(own);
        assertThat(module.functions("do_unlinkat"))
                .extracting(BtfType::id)
                .containsExactly(own, sample.function);
    }
}
