package io.fentry4j.compiler.object;

import com.palantir.javapoet.ClassName;
import io.fentry4j.btf.Btf;
import io.fentry4j.btf.BtfType;
import io.fentry4j.compiler.model.Component;
import io.fentry4j.compiler.model.FieldType;
import io.fentry4j.compiler.model.JavaRecord;
import io.fentry4j.compiler.model.Scalar;
import io.fentry4j.compiler.report.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads the members of one struct.
final class StructReader {

    /// What the JVM allows a constructor, `this` not counted (JVMS 4.3.3).
    private static final int MAX_PARAMETER_SLOTS = 254;

    private final Btf btf;
    private final TypeReader types;
    private final DeclarationPlaces places;
    private final List<Component> components = new ArrayList<>();

    StructReader(Btf btf, TypeReader types, DeclarationPlaces places) {
        this.btf = btf;
        this.types = types;
        this.places = places;
    }

    JavaRecord read(BtfType.Struct struct, ClassName name, String cName) {
        addMembers(struct, cName, 0, true);
        checkNames(cName);
        checkSlots(cName);
        boolean flexible = !components.isEmpty() && components.getLast().isFlexible();
        int size = flexible ? components.getLast().offset() : struct.size();
        return new JavaRecord(name, cName, size, components, btf.definition(struct.id()));
    }

    /// @param atEnd whether the struct is the end of the outermost one
    private void addMembers(BtfType.Struct struct, String cName, int base, boolean atEnd) {
        for (int i = 0; i < struct.members().size(); i++) {
            BtfType.Member member = struct.members().get(i);
            boolean last = atEnd && i == struct.members().size() - 1;
            BtfType type = btf.resolve(member.typeId());
            int offset = base + member.offset();
            if (member.name().isEmpty() && type instanceof BtfType.Struct inner) {
                addMembers(inner, cName, offset, last);
            } else if (member.name().isEmpty() && type instanceof BtfType.Union) {
                addMember("union_at_" + offset, member, cName, offset, last);
            } else if (member.isBitfield()) {
                addBitfield(member, cName, base);
            } else if (!isMarker(type, last)) {
                addMember(member.name(), member, cName, offset, last);
            }
        }
    }

    /// Whether it is an array of no elements in the middle: a label for an offset, without a value.
    private static boolean isMarker(BtfType type, boolean last) {
        return type instanceof BtfType.Array array && array.length() == 0 && !last;
    }

    private void addMember(
            String memberName, BtfType.Member member, String cName, int offset, boolean last) {
        FieldType type = types.read(member.typeId(), Use.member(cName, memberName, last));
        components.add(
                new Component(
                        JavaNames.member(memberName),
                        memberName,
                        declaration(member),
                        offset,
                        type,
                        Optional.empty()));
    }

    private void addBitfield(BtfType.Member member, String cName, int base) {
        Use use = Use.member(cName, member.name(), false);
        var bits = new Component.Bits(base * 8 + member.bitOffset(), member.bitfieldSize());
        if (bits.lastByte() - bits.firstByte() >= Long.BYTES) {
            throw types.unsupported(member.typeId(), use, "a bit field that touches nine bytes");
        }
        FieldType type = types.read(member.typeId(), use);
        components.add(
                new Component(
                        JavaNames.member(member.name()),
                        member.name(),
                        declaration(member) + " : " + bits.count(),
                        bits.firstByte(),
                        type,
                        Optional.of(bits)));
    }

    private String declaration(BtfType.Member member) {
        return btf.toC(member.typeId(), member.name()).replaceAll("\\s+", " ");
    }

    private void checkNames(String cName) {
        Map<String, Component> byName = new LinkedHashMap<>();
        for (Component component : components) {
            Component other = byName.putIfAbsent(component.javaName(), component);
            if (other != null) {
                throw places.failure(
                        Use.member(cName, component.cName(), false),
                        Problem.NAME_CLASH,
                        "component " + component.javaName(),
                        "member '%s' of struct %s".formatted(component.cName(), cName),
                        "member '%s' has the same name in Java".formatted(other.cName()));
            }
        }
    }

    private void checkSlots(String cName) {
        int slots = 0;
        for (Component component : components) {
            slots += component.type() instanceof Scalar scalar && scalar.isWide() ? 2 : 1;
        }
        if (slots > MAX_PARAMETER_SLOTS) {
            throw places.failure(
                    Use.member(cName, components.getFirst().cName(), false),
                    Problem.TOO_MANY_MEMBERS,
                    "struct " + cName,
                    components.size(),
                    slots);
        }
    }
}
