package io.fentry4j.internal.expression;

import java.util.Map;
import java.util.Optional;

/// The names of integer types that a cast can have.
///
/// @param bytes its size on a 64-bit machine
record IntegerName(int bytes, boolean signed) {

    private static final Map<String, IntegerName> NAMES =
            Map.ofEntries(
                    Map.entry("char", new IntegerName(1, true)),
                    Map.entry("short", new IntegerName(2, true)),
                    Map.entry("int", new IntegerName(4, true)),
                    Map.entry("long", new IntegerName(8, true)),
                    Map.entry("unsigned", new IntegerName(4, false)),
                    Map.entry("unsigned char", new IntegerName(1, false)),
                    Map.entry("unsigned short", new IntegerName(2, false)),
                    Map.entry("unsigned int", new IntegerName(4, false)),
                    Map.entry("unsigned long", new IntegerName(8, false)),
                    Map.entry("s8", new IntegerName(1, true)),
                    Map.entry("s16", new IntegerName(2, true)),
                    Map.entry("s32", new IntegerName(4, true)),
                    Map.entry("s64", new IntegerName(8, true)),
                    Map.entry("u8", new IntegerName(1, false)),
                    Map.entry("u16", new IntegerName(2, false)),
                    Map.entry("u32", new IntegerName(4, false)),
                    Map.entry("u64", new IntegerName(8, false)));

    static Optional<IntegerName> of(String name) {
        return Optional.ofNullable(NAMES.get(name));
    }
}
