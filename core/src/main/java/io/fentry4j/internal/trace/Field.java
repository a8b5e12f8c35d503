package io.fentry4j.internal.trace;

import io.fentry4j.data.RecordView;
import java.util.List;
import java.util.function.BiFunction;

/// A component of a record, bound to values of the kernel.
sealed interface Field {

    JavaType type();

    /// A component with one value.
    ///
    /// @param conversion the value from an event and its first byte there; not called if there is
    ///   no value
    record Leaf(JavaType type, Slot slot, BiFunction<RecordView, Integer, Object> conversion)
            implements Field {

        /// A value whose Java type no component says.
        static Leaf any(Slot slot, BiFunction<RecordView, Integer, Object> conversion) {
            return new Leaf(new JavaType(Object.class, Object.class), slot, conversion);
        }
    }

    /// A component with the same value in each event.
    record Constant(JavaType type, Object value) implements Field {}

    /// A component that is a record itself.
    record Nested(JavaType type, List<Field> fields) implements Field {}

    /// A name of a filter, which becomes no component.
    static Field of(Slot slot) {
        return new Leaf(
                new JavaType(Object.class, Object.class),
                slot,
                (event, at) -> {
                    throw new IllegalStateException("no component is made of it");
                });
    }
}
