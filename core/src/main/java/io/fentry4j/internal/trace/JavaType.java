package io.fentry4j.internal.trace;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// The type of a record component.
///
/// @param declared as declared
/// @param value without the `Optional` around it, primitives boxed
record JavaType(Class<?> declared, Class<?> value) {

    /// @throws IllegalArgumentException if it is an `Optional` of something that is no class
    static JavaType of(RecordComponent component) {
        Class<?> declared = component.getType();
        if (declared == OptionalInt.class) {
            return new JavaType(declared, Integer.class);
        }
        if (declared == OptionalLong.class) {
            return new JavaType(declared, Long.class);
        }
        if (declared == Optional.class) {
            if (component.getGenericType() instanceof ParameterizedType type
                    && type.getActualTypeArguments()[0] instanceof Class<?> value) {
                return new JavaType(declared, value);
            }
            throw new IllegalArgumentException("`Optional` of what? Name a class");
        }
        return new JavaType(declared, boxed(declared));
    }

    private static Class<?> boxed(Class<?> type) {
        return java.lang.invoke.MethodType.methodType(type).wrap().returnType();
    }

    /// Whether it can say that there is no value: with null if nothing else.
    boolean holdsNothing() {
        return !declared.isPrimitive();
    }

    /// The bits of an integer type; 0 for all others.
    int bits() {
        if (value == Byte.class) {
            return Byte.SIZE;
        }
        if (value == Short.class) {
            return Short.SIZE;
        }
        if (value == Integer.class) {
            return Integer.SIZE;
        }
        return value == Long.class ? Long.SIZE : 0;
    }

    /// Whether every value of a C integer is one of this type too. A `long` takes all 64 bits.
    boolean fits(int cBits, boolean signed) {
        return bits() == Long.SIZE || (signed ? cBits <= bits() : cBits < bits());
    }

    /// As in Java source.
    @Override
    public String toString() {
        return declared == Optional.class
                ? "Optional<" + value.getSimpleName() + ">"
                : declared.getSimpleName();
    }
}
