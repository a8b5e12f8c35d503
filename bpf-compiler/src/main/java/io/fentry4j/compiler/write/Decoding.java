package io.fentry4j.compiler.write;

import com.palantir.javapoet.ArrayTypeName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import io.fentry4j.compiler.model.Component;
import io.fentry4j.compiler.model.FieldType;
import io.fentry4j.compiler.model.JavaEnum;
import io.fentry4j.compiler.model.Scalar;
import java.util.ArrayList;
import java.util.List;
import javax.lang.model.element.Modifier;

/// Writes expressions that read values from a `RecordView view`.
///
/// An array takes a loop, and so a method of its own; the methods are collected for the class that
/// the expressions go into.
final class Decoding {

    /// Makes a method's name for the elements of an array of arrays. No member has an underscore
    /// inside its name, so no member's method has this one.
    static final String ELEMENT = "_element";

    private final List<MethodSpec> methods = new ArrayList<>();

    /// The methods that the expressions call.
    List<MethodSpec> methods() {
        return methods;
    }

    /// Reads a component of a record that starts at `offset`.
    CodeBlock component(Component component) {
        CodeBlock offset = offset(component.offset());
        if (component.bits().isPresent()) {
            return bits(component.type(), component.bits().get());
        }
        return value(component.type(), offset, Names.capitalized(component.javaName()));
    }

    /// Reads a value.
    ///
    /// @param name what it is, for the name of a method
    CodeBlock value(FieldType type, CodeBlock offset, String name) {
        return switch (type) {
            case Scalar scalar -> CodeBlock.of("view.get$L($L)", scalar.accessor(), offset);
            case FieldType.Text text ->
                    CodeBlock.of("view.getString($L, $L)", offset, length(text.length(), offset));
            case FieldType.Bytes bytes ->
                    CodeBlock.of("view.getBytes($L, $L)", offset, length(bytes.length(), offset));
            case FieldType.EnumValue value ->
                    CodeBlock.of(
                            "$T.of(view.get$L($L))",
                            value.type().name(),
                            accessor(value.type()),
                            offset);
            case FieldType.Nested nested ->
                    CodeBlock.of("$T.decode(view, $L)", nested.type().name(), offset);
            case FieldType.Sequence sequence -> {
                addSequence(sequence, name);
                yield CodeBlock.of("decode$L(view, $L)", name, offset);
            }
        };
    }

    /// How the number behind an enum is read or written: as an `int` if that holds all its values.
    static String accessor(JavaEnum type) {
        Scalar storage = type.storage();
        return storage == Scalar.U32 && type.fitsInt() ? Scalar.S32.accessor() : storage.accessor();
    }

    static CodeBlock offset(int offset) {
        return offset == 0 ? CodeBlock.of("offset") : CodeBlock.of("offset + $L", offset);
    }

    private static CodeBlock length(int length, CodeBlock offset) {
        return length == FieldType.FLEXIBLE
                ? CodeBlock.of("view.size() - ($L)", offset)
                : CodeBlock.of("$L", length);
    }

    private void addSequence(FieldType.Sequence sequence, String name) {
        FieldType element = sequence.element();
        TypeName type = JavaTypes.of(sequence);
        CodeBlock length =
                sequence.length() == FieldType.FLEXIBLE
                        ? CodeBlock.of("(view.size() - offset) / $L", element.size())
                        : CodeBlock.of("$L", sequence.length());
        CodeBlock value =
                value(element, CodeBlock.of("offset + i * $L", element.size()), name + ELEMENT);
        var method =
                MethodSpec.methodBuilder("decode" + name)
                        .addModifiers(Modifier.PRIVATE, Modifier.STATIC)
                        .returns(type)
                        .addParameter(CoreTypes.RECORD_VIEW, "view")
                        .addParameter(TypeName.INT, "offset");
        method.addStatement("int length = $L", length);
        if (type instanceof ArrayTypeName array) {
            method.addStatement("$T values = $L", array, newArray(array, "length"));
        } else {
            method.addStatement("$T values = new $T<>(length)", type, ArrayList.class);
        }
        method.beginControlFlow("for (int i = 0; i < length; i++)");
        if (type instanceof ArrayTypeName) {
            method.addStatement("values[i] = $L", value);
        } else {
            method.addStatement("values.add($L)", value);
        }
        method.endControlFlow();
        method.addStatement(
                type instanceof ArrayTypeName
                        ? CodeBlock.of("return values")
                        : CodeBlock.of("return $T.copyOf(values)", List.class));
        methods.add(method.build());
    }

    private static CodeBlock newArray(ArrayTypeName array, String length) {
        TypeName element = array.componentType();
        String rest = "";
        while (element instanceof ArrayTypeName inner) {
            element = inner.componentType();
            rest += "[]";
        }
        return CodeBlock.of("new $T[$L]$L", element, length, rest);
    }

    /// Loads the bytes that a bit field touches and shifts the other bits out, to the left those
    /// above it and then to the right those below, which extends the sign or zeros.
    private static CodeBlock bits(FieldType type, Component.Bits bits) {
        int above = Long.SIZE - (bits.first() - bits.firstByte() * 8) - bits.count();
        int below = Long.SIZE - bits.count();
        Scalar scalar =
                type instanceof FieldType.EnumValue value ? value.type().storage() : (Scalar) type;
        CodeBlock loaded = load(bits.firstByte(), bits.lastByte() - bits.firstByte() + 1);
        CodeBlock number =
                CodeBlock.of(
                        "$L << $L $L $L", loaded, above, scalar.signed() ? ">>" : ">>>", below);
        if (type instanceof FieldType.EnumValue value) {
            String cast = value.type().fitsInt() ? "(int) " : "";
            return CodeBlock.of("$T.of($L($L))", value.type().name(), cast, number);
        }
        if (scalar == Scalar.BOOL) {
            return CodeBlock.of("($L) != 0", number);
        }
        return scalar.isWide() ? number : CodeBlock.of("($T) ($L)", JavaTypes.of(scalar), number);
    }

    /// A `long` of `count` bytes, little-endian.
    private static CodeBlock load(int first, int count) {
        CodeBlock.Builder sum = CodeBlock.builder();
        int done = 0;
        while (done < count) {
            int size = Integer.highestOneBit(count - done);
            Scalar part = Scalar.integer(size, false);
            String cast = part.isWide() ? "" : "(long) ";
            CodeBlock load =
                    CodeBlock.of("$Lview.get$L($L)", cast, part.accessor(), offset(first + done));
            sum.add(
                    done == 0
                            ? CodeBlock.of("$L", load)
                            : CodeBlock.of(" | $L << $L", load, done * 8));
            done += size;
        }
        return done == Integer.highestOneBit(count)
                ? sum.build()
                : CodeBlock.of("($L)", sum.build());
    }
}
