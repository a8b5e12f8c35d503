package io.fentry4j.btf;

/// BTF with functions for tests outside of this package.
public final class SampleFunctions {

    private final BtfBuilder builder = new BtfBuilder();
    private final int intType = builder.integer("int", 4, BtfBuilder.SIGNED);
    private final int union =
            builder.composite(BtfBuilder.UNION, "value", 8, builder.string("raw"), intType, 0);

    /// None yet.
    public SampleFunctions() {}

    /// Adds functions with this many arguments of type `int`.
    public SampleFunctions add(int arguments, String... names) {
        int[] parameters = new int[2 * arguments];
        for (int i = 0; i < parameters.length; i += 2) {
            parameters[i] = builder.string("a" + i / 2);
            parameters[i + 1] = intType;
        }
        int prototype = builder.prototype(intType, parameters);
        for (String name : names) {
            builder.function(name, prototype);
        }
        return this;
    }

    /// Adds a function with `...`.
    public SampleFunctions addVariadic(String name) {
        builder.function(name, builder.prototype(intType, 0, 0));
        return this;
    }

    /// Adds a function that takes a union by value.
    public SampleFunctions addWithUnion(String name) {
        builder.function(name, builder.prototype(intType, builder.string("value"), union));
        return this;
    }

    public Btf build() {
        return builder.build();
    }
}
