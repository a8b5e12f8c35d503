package io.fentry4j.internal.trace;

import io.fentry4j.btf.Btf;
import io.fentry4j.btf.BtfType;
import java.util.Optional;

/// How values of the kernel's types are read.
final class Reads {

    private static final int DEFAULT_BYTES = 256;
    private static final int MAX_BYTES = 4096;

    private Reads() {}

    /// @throws IllegalArgumentException if the value is no number
    static Read.Scalar scalar(Btf btf, Value value) {
        BtfType type = value.type(btf);
        boolean signed =
                switch (type) {
                    case BtfType.Int number when number.size() <= Long.BYTES -> number.signed();
                    case BtfType.Enumeration enumeration -> enumeration.signed();
                    case BtfType.Ptr _ -> false;
                    default ->
                            throw new IllegalArgumentException(
                                    "`%s` is no number".formatted(value.toC(btf)));
                };
        int bytes = type instanceof BtfType.Sized sized ? sized.size() : Long.BYTES;
        int enumId = type instanceof BtfType.Enumeration ? type.id() : 0;
        if (value.bits() == 0) {
            return new Read.Scalar(value.place(), bytes, signed, bytes * Byte.SIZE, 0, enumId);
        }
        int read = bytes;
        while (read * Byte.SIZE < value.shift() + value.bits()) {
            read *= 2;
        }
        if (read > Long.BYTES) {
            throw new IllegalArgumentException("a packed bit field of more than 57 bits");
        }
        return new Read.Scalar(value.place(), read, signed, value.bits(), value.shift(), enumId);
    }

    /// A `char *` or `char[]`.
    ///
    /// @throws IllegalArgumentException if the value is no string
    static Read.Text text(Btf btf, Value value, Optional<Integer> maxBytes, boolean user) {
        if (value.isPointer(btf)) {
            Value first = value.target(btf);
            boolean untyped = first.typeId() == 0 && first.stars() == 0;
            if (isCharacter(btf, first) || untyped) {
                return new Read.Text(
                        first.place(), maxBytes.orElse(DEFAULT_BYTES), true, AddressSpace.of(user));
            }
        }
        if (value.type(btf) instanceof BtfType.Array array
                && isCharacter(btf, Value.of(value.place(), array.typeId()))) {
            return array.length() == 0 // a flexible array, which ends with a NUL
                    ? new Read.Text(
                            value.place(),
                            maxBytes.orElse(DEFAULT_BYTES),
                            true,
                            AddressSpace.of(user))
                    : new Read.Text(
                            value.place(),
                            Math.min(array.length(), maxBytes.orElse(MAX_BYTES)),
                            false,
                            AddressSpace.of(user));
        }
        throw new IllegalArgumentException(
                "a string is a `char *` or a `char[]`, and this is `%s`".formatted(value.toC(btf)));
    }

    /// A string that is read from whichever memory it is in.
    static Read.Text textAnywhere(Place start) {
        return new Read.Text(start, DEFAULT_BYTES, true, AddressSpace.EITHER);
    }

    static boolean isCharacter(Btf btf, Value value) {
        return value.type(btf) instanceof BtfType.Int number && number.size() == 1;
    }
}
