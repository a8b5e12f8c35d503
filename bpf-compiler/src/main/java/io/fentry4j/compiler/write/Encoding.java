package io.fentry4j.compiler.write;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import io.fentry4j.compiler.model.FieldType;
import io.fentry4j.compiler.model.Scalar;
import java.util.ArrayList;
import java.util.List;
import javax.lang.model.element.Modifier;

/// Writes statements that put values into a `RecordWriter writer`: the counterpart of [Decoding].
final class Encoding {

    private final String owner;
    private final List<MethodSpec> methods = new ArrayList<>();

    /// @param owner comes before the name of a value in messages: a struct's name and a dot
    Encoding(String owner) {
        this.owner = owner;
    }

    /// The methods that the statements call.
    List<MethodSpec> methods() {
        return methods;
    }

    /// Writes a value.
    ///
    /// @param value an expression for it
    /// @param name what it is, for the name of a method
    CodeBlock value(FieldType type, CodeBlock offset, CodeBlock value, String name) {
        return switch (type) {
            case Scalar scalar -> put(scalar.accessor(), offset, value);
            case FieldType.Text text ->
                    CodeBlock.of("writer.putString($L, $L, $L)", offset, text.length(), value);
            case FieldType.Bytes bytes ->
                    CodeBlock.of("writer.putBytes($L, $L, $L)", offset, bytes.length(), value);
            case FieldType.EnumValue enumValue ->
                    put(
                            Decoding.accessor(enumValue.type()),
                            offset,
                            CodeBlock.of(
                                    "$L$L.value()", narrowing(enumValue.type().storage()), value));
            case FieldType.Nested nested ->
                    CodeBlock.of("$T.encode(writer, $L, $L)", nested.type().name(), offset, value);
            case FieldType.Sequence sequence -> {
                addSequence(sequence, name);
                yield CodeBlock.of("encode$L(writer, $L, $L)", name, offset, value);
            }
        };
    }

    private static CodeBlock put(String accessor, CodeBlock offset, CodeBlock value) {
        return CodeBlock.of("writer.put$L($L, $L)", accessor, offset, value);
    }

    /// An enum's number is an `int` at least, and a packed enum is stored in less.
    private static String narrowing(Scalar storage) {
        return switch (storage) {
            case S8 -> "(byte) ";
            case S16 -> "(short) ";
            default -> "";
        };
    }

    private void addSequence(FieldType.Sequence sequence, String name) {
        FieldType element = sequence.element();
        boolean list = JavaTypes.isList(sequence);
        String size = list ? "values.size()" : "values.length";
        CodeBlock value = CodeBlock.of(list ? "values.get(i)" : "values[i]");
        CodeBlock statement =
                value(
                        element,
                        CodeBlock.of("offset + i * $L", element.size()),
                        value,
                        name + Decoding.ELEMENT);
        methods.add(
                MethodSpec.methodBuilder("encode" + name)
                        .addModifiers(Modifier.PRIVATE, Modifier.STATIC)
                        .addParameter(CoreTypes.RECORD_WRITER, "writer")
                        .addParameter(TypeName.INT, "offset")
                        .addParameter(JavaTypes.of(sequence), "values")
                        .beginControlFlow("if ($L != $L)", size, sequence.length())
                        .addStatement(
                                "throw new $T($S + $L + $S)",
                                ClassName.get(IllegalArgumentException.class),
                                "encode " + owner + Names.uncapitalized(name) + ": ",
                                size,
                                " elements given, the array has " + sequence.length())
                        .endControlFlow()
                        .beginControlFlow("for (int i = 0; i < $L; i++)", sequence.length())
                        .addStatement(statement)
                        .endControlFlow()
                        .build());
    }
}
