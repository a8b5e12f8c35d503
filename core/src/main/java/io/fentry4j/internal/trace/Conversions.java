package io.fentry4j.internal.trace;

import io.fentry4j.KernelClock;
import io.fentry4j.btf.BtfType;
import io.fentry4j.data.KernelString;
import io.fentry4j.data.RecordView;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.LongFunction;

/// From the bytes of an event to Java values.
final class Conversions {

    private Conversions() {}

    /// A 64-bit slot as an integer type, or as a `boolean`.
    static BiFunction<RecordView, Integer, Object> number(Class<?> type) {
        if (type == Byte.class) {
            return number(value -> (byte) value);
        }
        if (type == Short.class) {
            return number(value -> (short) value);
        }
        if (type == Integer.class) {
            return number(value -> (int) value);
        }
        if (type == Boolean.class) {
            return number(value -> value != 0);
        }
        return number(value -> value);
    }

    static BiFunction<RecordView, Integer, Object> duration() {
        return number(Duration::ofNanos);
    }

    static BiFunction<RecordView, Integer, Object> instant() {
        KernelClock clock = new KernelClock();
        return number(clock::toInstant);
    }

    /// The name of an enum's value; a number that has none as a number.
    static BiFunction<RecordView, Integer, Object> enumName(BtfType.Enumeration type) {
        Map<Long, Object> names = new HashMap<>();
        type.enumerators().forEach(value -> names.putIfAbsent(value.value(), value.name()));
        return number(value -> names.getOrDefault(value, Long.toString(value)));
    }

    /// The constant of a Java enum that is called as the enum's value; null if there is none.
    static BiFunction<RecordView, Integer, Object> enumConstant(
            BtfType.Enumeration type, Class<?> javaEnum) {
        Map<Long, Object> constants = new HashMap<>();
        for (Object constant : javaEnum.getEnumConstants()) {
            String name = ((Enum<?>) constant).name();
            type.enumerators().stream()
                    .filter(value -> value.name().equals(name))
                    .forEach(value -> constants.put(value.value(), constant));
        }
        return number(constants::get);
    }

    static BiFunction<RecordView, Integer, Object> text(int capacity, boolean asBytes) {
        return asBytes
                ? (view, at) -> string(view, at, capacity)
                : (view, at) -> string(view, at, capacity).toString();
    }

    /// An event may end within its last string.
    static KernelString string(RecordView view, int at, int capacity) {
        return view.getString(at, Math.min(capacity, view.size() - at));
    }

    static BiFunction<RecordView, Integer, Object> bytes(int length) {
        return (view, at) -> view.getBytes(at, length);
    }

    private static BiFunction<RecordView, Integer, Object> number(LongFunction<Object> of) {
        return (view, at) -> of.apply(view.getLong(at));
    }
}
