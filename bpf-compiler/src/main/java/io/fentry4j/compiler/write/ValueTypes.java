package io.fentry4j.compiler.write;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterizedTypeName;
import io.fentry4j.compiler.model.FieldType;
import io.fentry4j.compiler.model.Scalar;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.lang.model.element.Modifier;

/// Writes expressions for the `ValueType` of a map's records or a variable.
///
/// For most types there is a constant somewhere; the others are collected for the class that the
/// expressions go into.
final class ValueTypes {

    private final Map<String, FieldSpec> fields = new LinkedHashMap<>();
    private final Decoding decoding = new Decoding();
    private final Encoding encoding = new Encoding("");

    List<FieldSpec> fields() {
        return new ArrayList<>(fields.values());
    }

    List<MethodSpec> methods() {
        List<MethodSpec> methods = new ArrayList<>(decoding.methods());
        methods.addAll(encoding.methods());
        return methods;
    }

    /// The value type of a member.
    ///
    /// @param javaName the member's name
    CodeBlock of(FieldType type, String javaName) {
        return switch (type) {
            case Scalar scalar when !scalar.valueType().isEmpty() ->
                    CodeBlock.of("$T.$L", CoreTypes.VALUE_TYPE, scalar.valueType());
            case Scalar scalar -> constant(type, javaName, scalar.shortName());
            case FieldType.Text text ->
                    CodeBlock.of("$T.string($L)", CoreTypes.VALUE_TYPE, text.length());
            case FieldType.Bytes bytes ->
                    CodeBlock.of("$T.bytes($L)", CoreTypes.VALUE_TYPE, bytes.length());
            case FieldType.EnumValue value -> CodeBlock.of("$T.TYPE", value.type().name());
            case FieldType.Nested nested -> CodeBlock.of("$T.TYPE", nested.type().name());
            case FieldType.Sequence sequence -> constant(type, javaName, "array");
        };
    }

    private CodeBlock constant(FieldType type, String javaName, String shortName) {
        String field = Names.constant(javaName) + "_TYPE";
        if (!fields.containsKey(field)) {
            String capitalized = Names.capitalized(javaName);
            CodeBlock zero = CodeBlock.of("0");
            var spec =
                    FieldSpec.builder(
                                    ParameterizedTypeName.get(
                                            CoreTypes.VALUE_TYPE, JavaTypes.boxed(type)),
                                    field,
                                    Modifier.PRIVATE,
                                    Modifier.STATIC,
                                    Modifier.FINAL)
                            .initializer(
                                    "$T.of($S, $L, view -> $L, (writer, value) -> $L)",
                                    CoreTypes.VALUE_TYPE,
                                    shortName,
                                    type.size(),
                                    decoding.value(type, zero, capitalized),
                                    encoding.value(type, zero, CodeBlock.of("value"), capitalized));
            fields.put(field, spec.build());
        }
        return CodeBlock.of("$L", field);
    }
}
