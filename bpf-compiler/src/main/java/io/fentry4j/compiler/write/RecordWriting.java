package io.fentry4j.compiler.write;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterSpec;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import io.fentry4j.compiler.model.Component;
import io.fentry4j.compiler.model.JavaRecord;
import java.util.List;
import java.util.Objects;
import javax.lang.model.element.Modifier;

/// Writes the record for a C struct.
final class RecordWriting {

    private final JavaRecord record;
    private final Visibility visibility;
    private final Decoding decoding = new Decoding();
    private final Encoding encoding;

    RecordWriting(JavaRecord record, Visibility visibility) {
        this.record = record;
        this.visibility = visibility;
        this.encoding = new Encoding(record.cName() + ".");
    }

    TypeSpec write() {
        var type =
                TypeSpec.recordBuilder(record.name())
                        .addModifiers(visibility.modifiers())
                        .addJavadoc(documentation());
        var constructor =
                MethodSpec.compactConstructorBuilder().addModifiers(visibility.modifiers());
        for (Component component : record.components()) {
            constructor.addParameter(
                    ParameterSpec.builder(JavaTypes.of(component.type()), component.javaName())
                            .build());
            addCheck(constructor, component);
        }
        type.recordConstructor(constructor.build());
        addConstants(type);
        addDecode(type);
        addEncode(type);
        if (record.components().stream().anyMatch(c -> JavaTypes.isArray(c.type()))) {
            new ArrayEquality(record).addTo(type);
        }
        decoding.methods().forEach(type::addMethod);
        encoding.methods().forEach(type::addMethod);
        return type.build();
    }

    private CodeBlock documentation() {
        var text = CodeBlock.builder();
        text.add("A value of {@code struct $L}:\n", record.cName());
        text.add("<pre>{@code\n$L\n}</pre>\n", record.definition());
        if (record.isFlexible()) {
            text.add("The last component takes what is left of the record.\n");
        }
        if (record.components().stream().anyMatch(c -> JavaTypes.isArray(c.type()))) {
            text.add("Arrays are compared by content and not copied: do not change them.\n");
        }
        text.add("\n");
        for (Component component : record.components()) {
            text.add("@param $L {@code $L}, ", component.javaName(), component.declaration());
            text.add(
                    component
                            .bits()
                            .map(bits -> CodeBlock.of("bit $L\n", bits.first()))
                            .orElseGet(() -> CodeBlock.of("byte $L\n", component.offset())));
        }
        return text.build();
    }

    private static void addCheck(MethodSpec.Builder constructor, Component component) {
        if (JavaTypes.isList(component.type())) {
            constructor.addStatement(
                    "$1N = $2T.copyOf($1N)", component.javaName(), ClassName.get(List.class));
        } else if (!JavaTypes.of(component.type()).isPrimitive()) {
            constructor.addStatement(
                    "$T.requireNonNull($N, $S)",
                    Objects.class,
                    component.javaName(),
                    component.javaName());
        }
    }

    private void addConstants(TypeSpec.Builder type) {
        String sizeText =
                record.isFlexible()
                        ? "The bytes before the flexible array."
                        : "The size of the struct in bytes.";
        type.addField(constant(TypeName.INT, "SIZE", CodeBlock.of("$L", record.size()), sizeText));
        for (Component component : record.components()) {
            if (component.bits().isEmpty()) {
                type.addField(
                        constant(
                                TypeName.INT,
                                Names.constant(component.javaName()) + "_OFFSET",
                                CodeBlock.of("$L", component.offset()),
                                "The first byte of {@code " + component.cName() + "}."));
            }
        }
        type.addField(
                constant(
                        ParameterizedTypeName.get(CoreTypes.VALUE_TYPE, record.name()),
                        "TYPE",
                        CodeBlock.of(
                                "$1T.of($2S, SIZE, $3T::decode, $3T::encode)",
                                CoreTypes.VALUE_TYPE,
                                record.cName(),
                                record.name()),
                        "How values travel between the kernel and Java."));
    }

    private FieldSpec constant(TypeName type, String name, CodeBlock value, String text) {
        return FieldSpec.builder(type, name, visibility.modifiers(Modifier.STATIC, Modifier.FINAL))
                .initializer(value)
                .addJavadoc(text)
                .build();
    }

    private void addDecode(TypeSpec.Builder type) {
        var arguments = record.components().stream().map(decoding::component).toList();
        type.addMethod(
                method("decode")
                        .addJavadoc("Reads the value that starts the record.")
                        .returns(record.name())
                        .addParameter(CoreTypes.RECORD_VIEW, "view")
                        .addStatement("return decode(view, 0)")
                        .build());
        type.addMethod(
                method("decode")
                        .addJavadoc("Reads the value at a byte of the record.")
                        .returns(record.name())
                        .addParameter(CoreTypes.RECORD_VIEW, "view")
                        .addParameter(TypeName.INT, "offset")
                        .addStatement(
                                "return new $T(\n$L)",
                                record.name(),
                                CodeBlock.join(arguments, ",\n"))
                        .build());
    }

    private void addEncode(TypeSpec.Builder type) {
        type.addMethod(
                method("encode")
                        .addJavadoc("Writes the value to the start.")
                        .addParameter(CoreTypes.RECORD_WRITER, "writer")
                        .addParameter(record.name(), "value")
                        .addStatement("encode(writer, 0, value)")
                        .build());
        var encode =
                method("encode")
                        .addParameter(CoreTypes.RECORD_WRITER, "writer")
                        .addParameter(TypeName.INT, "offset")
                        .addParameter(record.name(), "value");
        if (record.isFlexible()) {
            encode.addJavadoc("Always throws: a record of no fixed size is only read.")
                    .addStatement(
                            "throw new $T($S)",
                            UnsupportedOperationException.class,
                            "encode struct "
                                    + record.cName()
                                    + ": it ends in a flexible array and can only be read");
            type.addMethod(encode.build());
            return;
        }
        var statements = new StructEncoder(record, encoding);
        encode.addJavadoc("Writes the value from a byte on, its padding as zeros.");
        statements.statements().forEach(encode::addStatement);
        type.addMethod(encode.build());
        if (statements.checksRanges()) {
            type.addMethod(requireRange());
        }
    }

    private static MethodSpec requireRange() {
        return MethodSpec.methodBuilder("requireRange")
                .addModifiers(Modifier.PRIVATE, Modifier.STATIC)
                .addParameter(ClassName.get(String.class), "field")
                .addParameter(TypeName.LONG, "value")
                .addParameter(TypeName.LONG, "min")
                .addParameter(TypeName.LONG, "max")
                .beginControlFlow("if (value < min || value > max)")
                .addStatement(
                        "throw new $T($S + field + $S + value + $S + min + $S + max)",
                        IllegalArgumentException.class,
                        "encode ",
                        ": ",
                        " is not in ",
                        "..")
                .endControlFlow()
                .build();
    }

    private MethodSpec.Builder method(String name) {
        return MethodSpec.methodBuilder(name).addModifiers(visibility.modifiers(Modifier.STATIC));
    }
}
