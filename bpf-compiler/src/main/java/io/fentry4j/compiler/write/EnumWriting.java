package io.fentry4j.compiler.write;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import io.fentry4j.compiler.model.FieldType;
import io.fentry4j.compiler.model.JavaEnum;
import java.util.HashSet;
import java.util.Set;
import javax.lang.model.element.Modifier;

/// Writes the Java enum for a C enum.
final class EnumWriting {

    private static final String UNRECOGNIZED = "UNRECOGNIZED";

    private final JavaEnum type;
    private final Visibility visibility;
    private final TypeName number;

    EnumWriting(JavaEnum type, Visibility visibility) {
        this.type = type;
        this.visibility = visibility;
        this.number = type.fitsInt() ? TypeName.INT : TypeName.LONG;
    }

    TypeSpec write() {
        var spec =
                TypeSpec.enumBuilder(type.name())
                        .addModifiers(visibility.modifiers())
                        .addJavadoc("A value of {@code enum $L}:\n", type.cName())
                        .addJavadoc("<pre>{@code\n$L\n}</pre>\n", type.definition());
        for (JavaEnum.Constant constant : type.constants()) {
            spec.addEnumConstant(
                    constant.javaName(), constant(literal(constant.value()), CodeBlock.of("")));
        }
        spec.addEnumConstant(
                UNRECOGNIZED,
                constant(literal(0), CodeBlock.of("A value that the C has no name for.\n")));
        spec.addField(valueType());
        spec.addField(number, "value", Modifier.PRIVATE, Modifier.FINAL);
        spec.addMethod(
                MethodSpec.constructorBuilder()
                        .addParameter(number, "value")
                        .addStatement("this.value = value")
                        .build());
        spec.addMethod(value());
        spec.addMethod(of());
        return spec.build();
    }

    private CodeBlock literal(long value) {
        return CodeBlock.of(type.fitsInt() ? "$L" : "$LL", value);
    }

    private static TypeSpec constant(CodeBlock value, CodeBlock javadoc) {
        return TypeSpec.anonymousClassBuilder(value).addJavadoc(javadoc).build();
    }

    private FieldSpec valueType() {
        var enumValue = new FieldType.EnumValue(type);
        CodeBlock zero = CodeBlock.of("0");
        return FieldSpec.builder(
                        ParameterizedTypeName.get(CoreTypes.VALUE_TYPE, type.name()),
                        "TYPE",
                        visibility.modifiers(Modifier.STATIC, Modifier.FINAL))
                .addJavadoc("How values travel between the kernel and Java.")
                .initializer(
                        "$T.of($S, $L, view -> $L, (writer, value) -> $L)",
                        CoreTypes.VALUE_TYPE,
                        "enum " + type.cName(),
                        type.storage().size(),
                        new Decoding().value(enumValue, zero, ""),
                        new Encoding("").value(enumValue, zero, CodeBlock.of("value"), ""))
                .build();
    }

    private MethodSpec value() {
        return MethodSpec.methodBuilder("value")
                .addJavadoc("The number in C.\n\n")
                .addJavadoc("@throws IllegalStateException for {@link #$L}\n", UNRECOGNIZED)
                .addModifiers(visibility.modifiers())
                .returns(number)
                .beginControlFlow("if (this == $L)", UNRECOGNIZED)
                .addStatement(
                        "throw new $T($S)",
                        ClassName.get(IllegalStateException.class),
                        "enum " + type.cName() + ": " + UNRECOGNIZED + " stands for no number")
                .endControlFlow()
                .addStatement("return value")
                .build();
    }

    private MethodSpec of() {
        var of =
                MethodSpec.methodBuilder("of")
                        .addJavadoc(
                                "The constant for a number, the first one in C if there are more;"
                                        + " {@link #$L} if there is none.",
                                UNRECOGNIZED)
                        .addModifiers(visibility.modifiers(Modifier.STATIC))
                        .returns(type.name())
                        .addParameter(number, "value");
        Set<Long> seen = new HashSet<>();
        for (JavaEnum.Constant constant : type.constants()) {
            if (seen.add(constant.value())) {
                of.beginControlFlow("if (value == $L)", literal(constant.value()))
                        .addStatement("return $N", constant.javaName())
                        .endControlFlow();
            }
        }
        return of.addStatement("return $L", UNRECOGNIZED).build();
    }
}
