package io.fentry4j.btf;

/// Good BTF for tests in other packages to damage.
public final class BtfSeeds {

    private BtfSeeds() {}

    /// Every kind of type once at least.
    public static byte[] sample() {
        return new SampleBtf().builder.bytes();
    }

    /// A few types on top of [#sample()].
    public static byte[] splitFromSample() {
        SampleBtf base = new SampleBtf();
        BtfBuilder split = new BtfBuilder(base.builder.lastId(), base.builder.stringBytes());
        int pointer = split.reference(BtfBuilder.PTR, base.filename);
        int prototype = split.prototype(base.intType, split.string("path"), pointer);
        split.function("module_unlink", prototype);
        split.composite(
                BtfBuilder.STRUCT, "pair", 16, split.string("a"), pointer, 0, 0, base.typedef, 64);
        return split.bytes();
    }

    /// With the sizes of kinds that the reader does not know.
    public static byte[] withLayout() {
        BtfBuilder builder = new BtfBuilder();
        builder.integer("int", 4, BtfBuilder.SIGNED);
        int[] sizes = new int[2 * 22];
        sizes[2] = 4;
        builder.add("future", 21, 2, 8);
        sizes[42] = 0;
        return builder.withLayout(sizes).bytes();
    }
}
