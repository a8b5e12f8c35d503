package io.fentry4j.compiler.write;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import io.fentry4j.compiler.model.Component;
import io.fentry4j.compiler.model.JavaRecord;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.lang.model.element.Modifier;

/// Writes equals, hashCode and toString for a record with arrays, which Java compares by identity.
final class ArrayEquality {

    private final JavaRecord record;

    ArrayEquality(JavaRecord record) {
        this.record = record;
    }

    void addTo(TypeSpec.Builder type) {
        List<CodeBlock> equal = new ArrayList<>();
        List<CodeBlock> texts = new ArrayList<>();
        var hash = override("hashCode", TypeName.INT).addStatement("int hash = 0");
        for (Component component : record.components()) {
            equal.add(equal(component));
            hash.addStatement("hash = 31 * hash + $L", hash(component));
            texts.add(
                    CodeBlock.of(
                            "$S + $L",
                            (texts.isEmpty() ? "" : ", ") + component.javaName() + "=",
                            text(component)));
        }
        type.addMethod(
                override("equals", TypeName.BOOLEAN)
                        .addParameter(ClassName.get(Object.class), "other")
                        .addStatement(
                                "return other instanceof $T that\n&& $L",
                                record.name(),
                                CodeBlock.join(equal, "\n&& "))
                        .build());
        type.addMethod(hash.addStatement("return hash").build());
        type.addMethod(
                override("toString", ClassName.get(String.class))
                        .addStatement(
                                "return $S\n+ $L\n+ $S",
                                record.name().simpleName() + "[",
                                CodeBlock.join(texts, "\n+ "),
                                "]")
                        .build());
    }

    private static MethodSpec.Builder override(String name, TypeName type) {
        return MethodSpec.methodBuilder(name)
                .addAnnotation(Override.class)
                .addModifiers(Modifier.PUBLIC)
                .returns(type);
    }

    private static CodeBlock equal(Component component) {
        String name = component.javaName();
        TypeName type = JavaTypes.of(component.type());
        if (JavaTypes.isArray(component.type())) {
            String method = JavaTypes.isNestedArray(component.type()) ? "deepEquals" : "equals";
            return CodeBlock.of("$1T.$2L(this.$3N, that.$3N)", Arrays.class, method, name);
        }
        if (type.equals(TypeName.FLOAT) || type.equals(TypeName.DOUBLE)) {
            return CodeBlock.of("$1T.compare(this.$2N, that.$2N) == 0", type.box(), name);
        }
        return type.isPrimitive()
                ? CodeBlock.of("this.$1N == that.$1N", name)
                : CodeBlock.of("this.$1N.equals(that.$1N)", name);
    }

    private static CodeBlock hash(Component component) {
        String name = component.javaName();
        TypeName type = JavaTypes.of(component.type());
        if (JavaTypes.isArray(component.type())) {
            String method = JavaTypes.isNestedArray(component.type()) ? "deepHashCode" : "hashCode";
            return CodeBlock.of("$T.$L(this.$N)", Arrays.class, method, name);
        }
        return type.isPrimitive()
                ? CodeBlock.of("$T.hashCode(this.$N)", type.box(), name)
                : CodeBlock.of("this.$N.hashCode()", name);
    }

    private static CodeBlock text(Component component) {
        String name = component.javaName();
        if (JavaTypes.isArray(component.type())) {
            String method = JavaTypes.isNestedArray(component.type()) ? "deepToString" : "toString";
            return CodeBlock.of("$T.$L(this.$N)", Arrays.class, method, name);
        }
        return CodeBlock.of("this.$N", name);
    }
}
