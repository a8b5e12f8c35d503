package io.fentry4j.internal.trace;

import io.fentry4j.btf.Btf;
import io.fentry4j.btf.BtfType;
import io.fentry4j.data.KernelString;
import io.fentry4j.data.RecordView;
import io.fentry4j.internal.asm.Origin;
import io.fentry4j.trace.CallStack;
import io.fentry4j.trace.MaxBytes;
import io.fentry4j.trace.User;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/// Binds one component to a value: what is read in the kernel, and how it becomes the component's
/// type. Every method throws an `IllegalArgumentException` with the reason if the types do not fit.
final class ComponentBinder {

    private static final int MAX_BYTES = 4096;

    private final Btf btf;
    private final Layout layout;
    private final JavaType type;
    private final Origin origin;
    private final @Nullable Place home;
    private final Optional<Integer> maxBytes;
    private final boolean user;

    ComponentBinder(
            Btf btf,
            Layout layout,
            RecordComponent component,
            Origin origin,
            @Nullable Place home) {
        this.btf = btf;
        this.layout = layout;
        this.type = JavaType.of(component);
        this.origin = origin;
        this.home = home;
        this.maxBytes =
                Optional.ofNullable(component.getAnnotation(MaxBytes.class)).map(MaxBytes::value);
        this.user = component.isAnnotationPresent(User.class);
        if (maxBytes.filter(bytes -> bytes < 1 || bytes > MAX_BYTES).isPresent()) {
            throw new IllegalArgumentException(
                    "@MaxBytes is %d, and can be 1 to %d".formatted(maxBytes.get(), MAX_BYTES));
        }
    }

    Field context(ContextValue value) {
        Read read = new Read.Context(value);
        if (value == ContextValue.COMM) {
            require(isText(), "a name is a `String` or a `KernelString`");
            return leaf(read, false, text(ContextValue.COMM_BYTES));
        }
        if (value == ContextValue.TIMESTAMP && type.value() == Instant.class) {
            return leaf(read, false, Conversions.instant());
        }
        int javaBits = type.bits();
        require(
                javaBits == Long.SIZE || (javaBits == Integer.SIZE && value.fitsInt()),
                value.fitsInt() ? "it is an `int` or a `long`" : "it needs a `long`");
        return leaf(read, false, Conversions.number(type.value()));
    }

    /// @param function its name
    Field function(String function) {
        require(type.value() == String.class, "a function's name is a `String`");
        return new Field.Constant(type, function);
    }

    Field elapsed() {
        require(
                type.value() == Duration.class || type.value() == Long.class,
                "it is a `Duration`, or a `long` of nanoseconds");
        return leaf(
                new Read.Elapsed(),
                true,
                type.value() == Duration.class
                        ? Conversions.duration()
                        : Conversions.number(Long.class));
    }

    /// @param frames how many are kept
    /// @param function the traced function
    Field stack(boolean user, int frames, String function) {
        require(home == null, "a stack is one of the call: not in a nested record");
        require(type.value() == CallStack.class, "a stack is a `CallStack`");
        StackDecoder decoder = StackDecoder.of(user, frames, function);
        return leaf(decoder.read(), false, decoder::decode);
    }

    /// @param atReturn whether pointers are followed at the return
    Field value(Value value, boolean atReturn) {
        boolean late = atReturn || value.returned();
        if (type.value().isRecord()) {
            return nested(value, late);
        }
        if (type.value() == byte[].class) {
            Read.Bytes read = bytes(value);
            return leaf(read, late, Conversions.bytes(read.length()));
        }
        if (isText() && !(value.type(btf) instanceof BtfType.Enumeration)) {
            Read.Text read = Reads.text(btf, value, maxBytes, user);
            return leaf(read, late, text(read.capacity()));
        }
        Read.Scalar read = Reads.scalar(btf, value);
        return leaf(read, late, conversion(value, read));
    }

    private Field nested(Value value, boolean late) {
        Value struct = value.isPointer(btf) ? value.target(btf) : value;
        if (struct.stars() > 0 || !(struct.type(btf) instanceof BtfType.Composite)) {
            throw new IllegalArgumentException(
                    "a record is a struct or a union, and this is `%s`".formatted(value.toC(btf)));
        }
        Value at = late ? new Value(struct.place(), struct.typeId(), 0, 0, 0, true) : struct;
        List<Field> fields =
                new RecordBinder(btf, layout, type.value(), Scope.of(btf, at), struct.place())
                        .bind();
        return new Field.Nested(type, fields);
    }

    private BiFunction<RecordView, Integer, Object> conversion(Value value, Read.Scalar read) {
        if (value.type(btf) instanceof BtfType.Enumeration enumeration) {
            if (type.value() == String.class) {
                return Conversions.enumName(enumeration);
            }
            if (type.value().isEnum()) {
                return Conversions.enumConstant(enumeration, type.value());
            }
        }
        if (type.value() == Boolean.class) {
            return Conversions.number(Boolean.class);
        }
        require(type.bits() > 0, "`%s` cannot become this type".formatted(value.toC(btf)));
        require(
                type.fits(read.bits(), read.signed()),
                "`%s` has values that do not fit: declare %s"
                        .formatted(value.toC(btf), wider(read.bits(), read.signed())));
        return Conversions.number(type.value());
    }

    private static String wider(int bits, boolean signed) {
        return (signed ? bits <= Integer.SIZE : bits < Integer.SIZE) ? "an `int`" : "a `long`";
    }

    private Read.Bytes bytes(Value value) {
        if (value.isPointer(btf)) {
            int length =
                    maxBytes.orElseThrow(() ->
                            new IllegalArgumentException(
                                    "how many bytes are behind a pointer? Say so with @MaxBytes"));
            return new Read.Bytes(new Place.Memory(value.place(), 0), length, user);
        }
        require(value.bits() == 0, "a bit field has no bytes of its own");
        int size = btf.sizeOf(value.typeId());
        require(size > 0, "`%s` has no size: take its address".formatted(value.toC(btf)));
        return new Read.Bytes(value.place(), Math.min(size, maxBytes.orElse(MAX_BYTES)), false);
    }

    private BiFunction<RecordView, Integer, Object> text(int capacity) {
        return Conversions.text(capacity, type.value() == KernelString.class);
    }

    private boolean isText() {
        return type.value() == String.class || type.value() == KernelString.class;
    }

    private Field leaf(
            Read read, boolean late, BiFunction<RecordView, Integer, Object> conversion) {
        require(
                !read.mayFail() || type.holdsNothing() || isPartOfHome(read),
                "it is read through a pointer and may be absent: declare %s"
                        .formatted(
                                switch (type.declared().getSimpleName()) {
                                    case "int" -> "`Integer` or `OptionalInt`";
                                    case "long" -> "`Long` or `OptionalLong`";
                                    default -> "`" + type.value().getSimpleName() + "`";
                                }));
        return new Field.Leaf(type, layout.slot(read, late, origin), conversion);
    }

    /// In the memory of the nested record itself: if that cannot be read, there is no record.
    private boolean isPartOfHome(Read read) {
        return home instanceof Place.Memory struct
                && read instanceof Read.Scalar scalar
                && scalar.place() instanceof Place.Memory member
                && member.pointer().equals(struct.pointer());
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
