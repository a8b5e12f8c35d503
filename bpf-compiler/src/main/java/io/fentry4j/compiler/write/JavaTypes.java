package io.fentry4j.compiler.write;

import com.palantir.javapoet.ArrayTypeName;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import io.fentry4j.compiler.model.FieldType;
import io.fentry4j.compiler.model.Scalar;
import java.util.List;

/// The Java type for each way that a C value can look.
final class JavaTypes {

    private JavaTypes() {}

    static TypeName of(FieldType type) {
        return switch (type) {
            case Scalar scalar -> primitive(scalar);
            case FieldType.Text text -> CoreTypes.KERNEL_STRING;
            case FieldType.Bytes bytes -> ArrayTypeName.of(TypeName.BYTE);
            case FieldType.EnumValue value -> value.type().name();
            case FieldType.Nested nested -> nested.type().name();
            case FieldType.Sequence sequence -> sequence(of(sequence.element()));
        };
    }

    private static TypeName primitive(Scalar scalar) {
        return switch (scalar) {
            case BOOL -> TypeName.BOOLEAN;
            case S8 -> TypeName.BYTE;
            case S16 -> TypeName.SHORT;
            case U8, U16, S32 -> TypeName.INT;
            case U32, S64, U64 -> TypeName.LONG;
            case FLOAT -> TypeName.FLOAT;
            case DOUBLE -> TypeName.DOUBLE;
        };
    }

    /// Numbers are kept in an array; what is an object anyway, in a list.
    private static TypeName sequence(TypeName element) {
        return element.isPrimitive() || element instanceof ArrayTypeName
                ? ArrayTypeName.of(element)
                : ParameterizedTypeName.get(ClassName.get(List.class), element);
    }

    /// The type as an argument of a generic type.
    static TypeName boxed(FieldType type) {
        return of(type).box();
    }

    /// Whether values are arrays in Java, which have no equality of their own.
    static boolean isArray(FieldType type) {
        return of(type) instanceof ArrayTypeName;
    }

    /// Whether values are arrays of arrays.
    static boolean isNestedArray(FieldType type) {
        return of(type) instanceof ArrayTypeName array
                && array.componentType() instanceof ArrayTypeName;
    }

    /// Whether values are lists.
    static boolean isList(FieldType type) {
        return of(type) instanceof ParameterizedTypeName;
    }
}
