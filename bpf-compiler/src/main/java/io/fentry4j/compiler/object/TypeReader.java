package io.fentry4j.compiler.object;

import com.palantir.javapoet.ClassName;
import io.fentry4j.btf.Btf;
import io.fentry4j.btf.BtfType;
import io.fentry4j.compiler.model.FieldType;
import io.fentry4j.compiler.model.JavaEnum;
import io.fentry4j.compiler.model.JavaRecord;
import io.fentry4j.compiler.model.JavaType;
import io.fentry4j.compiler.model.Scalar;
import io.fentry4j.compiler.report.CompileFailure;
import io.fentry4j.compiler.report.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Finds the Java type for each C type that reaches user space, and collects what is to be written.
final class TypeReader {

    private final Btf btf;
    private final boolean enumSigns;
    private final Naming naming;
    private final DeclarationPlaces places;
    private final Map<Integer, JavaType> types = new LinkedHashMap<>();

    /// @param enumSigns whether the BTF tells which enums have negative values
    TypeReader(Btf btf, boolean enumSigns, Naming naming, DeclarationPlaces places) {
        this.btf = btf;
        this.enumSigns = enumSigns;
        this.naming = naming;
        this.places = places;
    }

    /// The records and enums to write, in the order in which they were found; what a record needs
    /// comes before it.
    List<JavaType> types() {
        return new ArrayList<>(types.values());
    }

    /// The Java type of a value.
    ///
    /// @throws CompileFailure if it has none
    FieldType read(int typeId, Use use) {
        BtfType type = btf.resolve(typeId);
        return switch (type) {
            case BtfType.Int integer -> integer(integer, use);
            case BtfType.Float number -> floating(number, use);
            case BtfType.Ptr pointer -> Scalar.U64;
            case BtfType.Enumeration enumeration -> enumValue(enumeration, typeId, use);
            case BtfType.Union union -> new FieldType.Bytes(union.size());
            case BtfType.Struct struct -> nested(struct, typeId, use);
            case BtfType.Array array -> array(array, use);
            case BtfType.Fwd forward ->
                    throw unsupported(typeId, use, "which is declared but not defined in this C");
            default -> throw unsupported(typeId, use, "which has no value that can be copied");
        };
    }

    /// The record of a struct, which may end in a flexible array.
    JavaRecord record(BtfType.Struct struct, int typeId, Use use) {
        JavaType known = types.get(struct.id());
        if (known instanceof JavaRecord record) {
            return record;
        }
        String cName = cName(struct.name(), typeId, use);
        ClassName name = naming.type(cName, "struct " + cName, "Record");
        var record = new StructReader(btf, this, places).read(struct, name, cName);
        types.put(struct.id(), record);
        return record;
    }

    CompileFailure unsupported(int typeId, Use use, String why) {
        return places.failure(
                use, Problem.UNSUPPORTED_TYPE, use.owner(), use.subject(), btf.toC(typeId), why);
    }

    private FieldType integer(BtfType.Int integer, Use use) {
        if (integer.encoding() == BtfType.Encoding.BOOL && integer.size() == 1) {
            return Scalar.BOOL;
        }
        if (integer.size() > 8) {
            throw unsupported(integer.id(), use, "an integer of " + integer.size() + " bytes");
        }
        return Scalar.integer(integer.size(), integer.signed());
    }

    private FieldType floating(BtfType.Float number, Use use) {
        return switch (number.size()) {
            case 4 -> Scalar.FLOAT;
            case 8 -> Scalar.DOUBLE;
            default ->
                    throw unsupported(number.id(), use, "a float of " + number.size() + " bytes");
        };
    }

    private FieldType enumValue(BtfType.Enumeration enumeration, int typeId, Use use) {
        if (enumeration instanceof BtfType.Enum && enumeration.size() > 4) {
            throw unsupported(
                    typeId,
                    use,
                    "an enum of 8 bytes, whose values clang writes from version 15 on");
        }
        JavaType known = types.get(enumeration.id());
        if (known instanceof JavaEnum type) {
            return new FieldType.EnumValue(type);
        }
        String cName = cName(enumeration.name(), typeId, use);
        ClassName name = naming.type(cName, "enum " + cName, "Enum");
        String definition = btf.definition(enumeration.id());
        var type = new EnumReader(enumeration, enumSigns).read(name, cName, definition);
        types.put(enumeration.id(), type);
        return new FieldType.EnumValue(type);
    }

    private FieldType nested(BtfType.Struct struct, int typeId, Use use) {
        JavaRecord record = record(struct, typeId, use);
        if (record.isFlexible()) {
            throw unsupported(
                    typeId, use, "which ends in a flexible array and so cannot be part of a value");
        }
        return new FieldType.Nested(record);
    }

    private FieldType array(BtfType.Array array, Use use) {
        boolean flexible = array.length() == 0;
        if (flexible && !use.mayBeFlexible()) {
            throw unsupported(array.id(), use, "an array without a length");
        }
        int length = flexible ? FieldType.FLEXIBLE : array.length();
        BtfType element = btf.resolve(array.typeId());
        if (element instanceof BtfType.Int integer
                && integer.size() == 1
                && integer.encoding() != BtfType.Encoding.BOOL) {
            boolean text =
                    integer.name().equals("char") || integer.encoding() == BtfType.Encoding.CHAR;
            return text ? new FieldType.Text(length) : new FieldType.Bytes(length);
        }
        return new FieldType.Sequence(read(array.typeId(), use.element()), length);
    }

    /// The name of a struct or enum in C: its own, or if it has none that of a typedef for it, or
    /// that of what has the type.
    private String cName(String name, int typeId, Use use) {
        if (!name.isEmpty()) {
            return name;
        }
        String typedef = "";
        int id = typeId;
        while (btf.type(id) instanceof BtfType.Alias alias) {
            if (alias instanceof BtfType.Typedef named) {
                typedef = named.name();
            }
            id = alias.typeId();
        }
        return typedef.isEmpty() ? use.anonymousName() : typedef;
    }
}
