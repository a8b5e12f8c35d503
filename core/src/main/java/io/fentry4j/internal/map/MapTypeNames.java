package io.fentry4j.internal.map;

import io.fentry4j.btf.Btf;
import io.fentry4j.btf.BtfType;
import io.fentry4j.data.ValueType;
import io.fentry4j.internal.libbpf.MapDescriptors;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Compares the structs that a map was declared with to those that are asked for, by name.
///
/// The kernel keeps the BTF of a map that an object was loaded with. To read it takes
/// `CAP_SYS_ADMIN`; without it nothing is compared but the sizes.
final class MapTypeNames {

    private MapTypeNames() {}

    /// Why the types do not fit, in words; empty if they do or if that cannot be told.
    static Optional<String> mismatch(
            MapDescriptors.MapInfo map, ValueType<?> key, ValueType<?> value) {
        if (map.btfId() == 0) {
            return Optional.empty();
        }
        return MapDescriptors.btf(map.btfId())
                .map(Btf::parse)
                .flatMap(btf -> mismatch(btf, map, key, value));
    }

    private static Optional<String> mismatch(
            Btf btf, MapDescriptors.MapInfo map, ValueType<?> key, ValueType<?> value) {
        return mismatch(btf, map.keyTypeId(), key)
                .map(name -> "its keys are struct %s, not %s".formatted(name, key.name()))
                .or(() ->
                        mismatch(btf, map.valueTypeId(), value)
                                .map(name ->
                                        "its values are struct %s, not %s"
                                                .formatted(name, value.name())));
    }

    /// The name of the struct with this id, if it is one and `asked` is another one.
    private static Optional<String> mismatch(Btf btf, int id, ValueType<?> asked) {
        if (id == 0
                || !isStructName(asked)
                || !(btf.resolve(id) instanceof BtfType.Struct struct)) {
            return Optional.empty();
        }
        List<String> names = names(btf, id);
        names.add(struct.name());
        names.removeIf(String::isEmpty);
        return names.isEmpty() || names.contains(asked.name())
                ? Optional.empty()
                : Optional.of(names.getLast());
    }

    /// The typedefs on the way to the type.
    private static List<String> names(Btf btf, int id) {
        List<String> names = new ArrayList<>();
        BtfType type = btf.type(id);
        while (type instanceof BtfType.Alias alias) {
            names.add(alias.name());
            type = btf.type(alias.typeId());
        }
        return names;
    }

    /// Whether it is not a number, a string or raw bytes, all of which can be read from a struct.
    private static boolean isStructName(ValueType<?> type) {
        String name = type.name();
        return !name.endsWith("]") && !name.matches("[su](8|16|32|64)|bool|float|double|bytes");
    }
}
