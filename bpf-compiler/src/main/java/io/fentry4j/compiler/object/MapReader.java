package io.fentry4j.compiler.object;

import io.fentry4j.btf.Btf;
import io.fentry4j.btf.BtfType;
import io.fentry4j.compiler.model.FieldType;
import io.fentry4j.compiler.model.ObjectModel.MapMember;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Reads the maps of an object as libbpf does: a variable in `.maps` is a struct whose members say
/// what the map is, a number as the length of an array that a pointer points to, a type as what a
/// pointer points to.
final class MapReader {

    /// The variables of the macros RING_BUFFER and RECORD in `fentry4j.h`.
    private static final String TYPES = "fentry4j.types";

    private static final String RING_PREFIX = "__fentry4j_ring_";

    private final Btf btf;
    private final TypeReader types;
    private final MemberNames names;

    /// Name of a ring buffer to the type of its records.
    private final Map<String, Integer> ringTypes = new LinkedHashMap<>();

    /// Types of RECORD, by the name of the variable that the macro makes.
    private final Map<String, Integer> otherTypes = new LinkedHashMap<>();

    MapReader(Btf btf, TypeReader types, MemberNames names) {
        this.btf = btf;
        this.types = types;
        this.names = names;
        btf.find(TYPES, BtfType.Datasec.class).ifPresent(this::collect);
    }

    private void collect(BtfType.Datasec section) {
        for (BtfType.Variable variable : section.variables()) {
            if (btf.type(variable.typeId()) instanceof BtfType.Var named
                    && btf.resolve(named.typeId()) instanceof BtfType.Ptr pointer) {
                if (named.name().startsWith(RING_PREFIX)) {
                    ringTypes.put(named.name().substring(RING_PREFIX.length()), pointer.typeId());
                } else {
                    otherTypes.put(named.name(), pointer.typeId());
                }
            }
        }
    }

    MapMember read(BtfType.Var map) {
        String name = map.name();
        Map<String, Integer> attributes = attributes(map);
        int kind = number(attributes, "type");
        StringBuilder text = new StringBuilder(MapKinds.name(kind));
        Optional<FieldType> key = part(name, attributes, "key", text);
        Optional<FieldType> value = part(name, attributes, "value", text);
        int entries = number(attributes, "max_entries");
        if (entries > 0) {
            text.append(", ").append(entries);
            text.append(kind == MapKinds.RING_BUFFER ? " bytes" : " entries");
        }
        Integer recordType = ringTypes.remove(name);
        if (kind == MapKinds.RING_BUFFER && recordType != null) {
            value = Optional.of(readTop(recordType, Use.variable(name, "its record")));
            text.append(", records").append(code(recordType));
        }
        return new MapMember(names.of(name, "map"), name, kind, text.toString(), key, value);
    }

    /// Reads the type of the keys or the values, and adds it to `text`.
    private Optional<FieldType> part(
            String map, Map<String, Integer> attributes, String part, StringBuilder text) {
        Integer typeId = attributes.get(part);
        if (typeId == null || !(btf.resolve(typeId) instanceof BtfType.Ptr pointer)) {
            return Optional.empty();
        }
        text.append(", ").append(part).append(code(pointer.typeId()));
        return Optional.of(readTop(pointer.typeId(), Use.variable(map, "its " + part)));
    }

    private String code(int typeId) {
        return " {@code " + btf.toC(typeId) + "}";
    }

    /// Reads the types that RECORD names.
    void readTypesOutsideOfMaps() {
        otherTypes.forEach((name, typeId) -> readTop(typeId, Use.variable("RECORD", "its type")));
    }

    /// Reads a type that is a value of its own and so may end in a flexible array.
    private FieldType readTop(int typeId, Use use) {
        return btf.resolve(typeId) instanceof BtfType.Struct struct
                ? new FieldType.Nested(types.record(struct, typeId, use))
                : types.read(typeId, use);
    }

    private Map<String, Integer> attributes(BtfType.Var map) {
        Map<String, Integer> attributes = new LinkedHashMap<>();
        if (btf.resolve(map.typeId()) instanceof BtfType.Struct struct) {
            for (BtfType.Member member : struct.members()) {
                attributes.put(member.name(), member.typeId());
            }
        }
        return attributes;
    }

    /// What `__uint(name, …)` says; 0 if it is not there.
    private int number(Map<String, Integer> attributes, String name) {
        Integer typeId = attributes.get(name);
        return typeId != null
                        && btf.resolve(typeId) instanceof BtfType.Ptr pointer
                        && btf.resolve(pointer.typeId()) instanceof BtfType.Array array
                ? array.length()
                : 0;
    }
}
