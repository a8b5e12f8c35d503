package io.fentry4j.btf;

/// A small BTF with every kind in it; the fields are the ids.
final class SampleBtf {

    final BtfBuilder builder = new BtfBuilder();

    final int intType = builder.integer("int", 4, BtfBuilder.SIGNED);
    final int charType = builder.integer("char", 1, 2 << 24);
    final int boolType = builder.integer("_Bool", 1, 4 << 24);
    final int longType = builder.integer("long unsigned int", 8, 0);
    final int constChar = builder.reference(BtfBuilder.CONST, charType);
    final int string = builder.reference(BtfBuilder.PTR, constChar);
    final int chars = builder.array(charType, 16);
    final int anonymous =
            builder.composite(
                    BtfBuilder.UNION, "", 8, name("raw"), longType, 0, name("low"), intType, 0);
    final int filename =
            builder.composite(
                    BtfBuilder.STRUCT,
                    "filename",
                    32,
                    name("name"),
                    string,
                    0,
                    name(""),
                    anonymous,
                    64,
                    name("iname"),
                    chars,
                    128);
    final int filenamePointer = builder.reference(BtfBuilder.PTR, filename);
    final int flags =
            builder.add(
                    "flags",
                    BtfBuilder.STRUCT | BtfBuilder.FLAG,
                    2,
                    4,
                    name("a"),
                    intType,
                    3 << 24,
                    name("b"),
                    intType,
                    29 << 24 | 3);
    final int color =
            builder.add(
                    "color",
                    BtfBuilder.ENUM | BtfBuilder.FLAG,
                    2,
                    4,
                    name("RED"),
                    -1,
                    name("BLUE"),
                    2);
    final int mask = builder.add("mask", BtfBuilder.ENUM, 1, 4, name("ALL"), -1);
    final int big = builder.add("big", BtfBuilder.ENUM64, 1, 8, name("HIGH"), 5, -1);
    final int opaque = builder.add("opaque", BtfBuilder.FWD, 0, 0);
    final int opaqueUnion = builder.add("opaque_u", BtfBuilder.FWD | BtfBuilder.FLAG, 0, 0);
    final int typedef = builder.typedef("filename_t", filename);
    final int volatileType = builder.reference(BtfBuilder.VOLATILE, typedef);
    final int restrict = builder.reference(BtfBuilder.RESTRICT, filenamePointer);
    final int typeTag = builder.add("user", BtfBuilder.TYPE_TAG, 0, filename);
    final int taggedPointer = builder.reference(BtfBuilder.PTR, typeTag);
    final int prototype =
            builder.prototype(intType, name("dfd"), intType, name("name"), filenamePointer);
    final int function = builder.function("do_unlinkat", prototype);
    final int variadic = builder.prototype(intType, name("fmt"), string, 0, 0);
    final int print = builder.add("_printk", BtfBuilder.FUNC, 1, variadic);
    final int variable = builder.add("seen", BtfBuilder.VAR, 0, longType, 1);
    final int section = builder.add(".bss", BtfBuilder.DATASEC, 1, 8, variable, 0, 8);
    final int real = builder.add("double", BtfBuilder.FLOAT, 0, 8);
    final int declTag = builder.add("kfunc", BtfBuilder.DECL_TAG, 0, filename, 1);

    private int name(String name) {
        return builder.string(name);
    }

    Btf build() {
        return builder.build();
    }
}
