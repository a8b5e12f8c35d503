package io.fentry4j.internal.map;

import io.fentry4j.MapType;
import io.fentry4j.data.ValueType;
import io.fentry4j.failure.Failure;
import java.util.Optional;
import java.util.Set;

/// What a class of maps needs of the map that it is made for.
///
/// @param asked the class with its types in C, for messages: `BpfHashMap<u32, counter>`
/// @param types the kernel's types that it can work with
/// @param key how keys are encoded; [#NONE] where there are none
/// @param value how values are encoded; [#NONE] where there are none, or any size will do
public record MapShape(String asked, Set<MapType> types, ValueType<?> key, ValueType<?> value) {

    /// Stack traces of user space as build ids and offsets (`BPF_F_STACK_BUILD_ID`).
    public static final int BUILD_ID = 1 << 5;

    /// For what has no bytes, or is not looked at.
    public static final ValueType<?> NONE =
            ValueType.of("nothing", 0, view -> new byte[0], (writer, bytes) -> {});

    /// Why the map does not fit; empty if it does.
    ///
    /// @param operation what was tried, such as `find map 'counts'`
    /// @param names whether the names of structs are compared too, where they can be read
    public Optional<Failure> mismatch(String operation, MapHandle map, boolean names) {
        Failure failure = null;
        if (!types.contains(map.type())) {
            failure = Failure.of(operation, "it is of the kind " + map.type());
        } else if (map.type() == MapType.STACK_TRACE && map.hasFlag(BUILD_ID)) {
            failure = Failure.of(operation, "it holds build ids and no addresses");
        } else if (key.size() != map.info().keySize()) {
            failure = Failure.of(operation, sizes("keys", map.info().keySize(), key));
        } else if (value.size() != map.info().valueSize() && value != NONE) {
            failure = Failure.of(operation, sizes("values", map.info().valueSize(), value));
        } else if (names) {
            failure =
                    MapTypeNames.mismatch(map.info(), key, value)
                            .map(cause -> Failure.of(operation, cause))
                            .orElse(null);
        }
        return Optional.ofNullable(failure)
                .map(found ->
                        found.observe("map", map.description())
                                .observe("asked", asked)
                                .advise("ask for the kind and the types that the C declares"));
    }

    private static String sizes(String what, int bytes, ValueType<?> asked) {
        return "its %s have %d bytes, %s has %d".formatted(what, bytes, asked.name(), asked.size());
    }
}
