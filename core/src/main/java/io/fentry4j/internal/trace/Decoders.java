package io.fentry4j.internal.trace;

import io.fentry4j.data.RecordView;
import io.fentry4j.trace.TraceException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Makes the records of events: a plan of method handles, put together once.
final class Decoders {

    /// A component's value from an event; null if there is none.
    interface Reader {
        @Nullable Object read(RecordView event);
    }

    private static final MethodHandle READ;

    static {
        try {
            READ =
                    MethodHandles.lookup()
                            .findVirtual(
                                    Reader.class,
                                    "read",
                                    MethodType.methodType(Object.class, RecordView.class));
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private Decoders() {}

    /// From an event to a record with these fields.
    ///
    /// @throws TraceException if the record cannot be made from here
    static <R> Function<RecordView, R> of(Class<R> record, List<Field> fields) {
        MethodHandle make = plan(record, fields);
        return event -> {
            try {
                return record.cast((Object) make.invokeExact(event));
            } catch (RuntimeException | Error e) {
                throw e;
            } catch (Throwable e) {
                throw new IllegalStateException(
                        "make a " + record.getSimpleName() + ": its constructor threw", e);
            }
        };
    }

    /// `(RecordView) -> Object`.
    private static MethodHandle plan(Class<?> record, List<Field> fields) {
        MethodHandle constructor = constructor(record);
        MethodHandle[] readers = new MethodHandle[fields.size()];
        for (int i = 0; i < readers.length; i++) {
            Class<?> type = constructor.type().parameterType(i);
            readers[i] =
                    READ.bindTo(reader(fields.get(i)))
                            .asType(MethodType.methodType(type, RecordView.class));
        }
        MethodHandle filtered = MethodHandles.filterArguments(constructor, 0, readers);
        MethodType one = MethodType.methodType(record, RecordView.class);
        return MethodHandles.permuteArguments(filtered, one, new int[readers.length])
                .asType(MethodType.methodType(Object.class, RecordView.class));
    }

    static MethodHandle constructor(Class<?> record) {
        Class<?>[] types =
                Arrays.stream(record.getRecordComponents())
                        .map(RecordComponent::getType)
                        .toArray(Class<?>[]::new);
        try {
            Constructor<?> constructor = record.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return MethodHandles.lookup().unreflectConstructor(constructor);
        } catch (InaccessibleObjectException e) {
            throw new TraceException(
                    "record %s cannot be made: open package %s to module io.fentry4j.core, or make the"
                                    .formatted(record.getSimpleName(), record.getPackageName())
                            + " record public in an exported package",
                    0,
                    List.of());
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("a record has its canonical constructor", e);
        }
    }

    static Reader reader(Field field) {
        return switch (field) {
            case Field.Leaf leaf -> wrapped(leaf.type(), leaf(leaf));
            case Field.Constant constant -> wrapped(constant.type(), event -> constant.value());
            case Field.Nested nested -> wrapped(nested.type(), nested(nested));
        };
    }

    private static Reader leaf(Field.Leaf leaf) {
        int at = leaf.slot().offset();
        int flag = leaf.slot().flag;
        return leaf.slot().mayFail()
                ? event -> event.getByte(flag) != 0 ? null : leaf.conversion().apply(event, at)
                : event -> leaf.conversion().apply(event, at);
    }

    /// There is no record if a primitive component has no value, or no component has one.
    private static Reader nested(Field.Nested nested) {
        Function<RecordView, ?> make = of(nested.type().value(), nested.fields());
        int[] needed =
                nested.fields().stream()
                        .filter(field -> !field.type().holdsNothing())
                        .flatMap(Decoders::slots)
                        .filter(Slot::mayFail)
                        .mapToInt(slot -> slot.flag)
                        .toArray();
        List<Slot> all = nested.fields().stream().flatMap(Decoders::slots).toList();
        int[] any =
                all.stream().allMatch(Slot::mayFail)
                        ? all.stream().mapToInt(slot -> slot.flag).toArray()
                        : new int[0];
        return event -> {
            for (int flag : needed) {
                if (event.getByte(flag) != 0) {
                    return null;
                }
            }
            boolean none = any.length > 0;
            for (int flag : any) {
                none &= event.getByte(flag) != 0;
            }
            return none ? null : make.apply(event);
        };
    }

    private static Stream<Slot> slots(Field field) {
        return switch (field) {
            case Field.Leaf leaf -> Stream.of(leaf.slot());
            case Field.Constant _ -> Stream.empty();
            case Field.Nested nested -> nested.fields().stream().flatMap(Decoders::slots);
        };
    }

    private static Reader wrapped(JavaType type, Reader reader) {
        if (type.declared() == Optional.class) {
            return event -> Optional.ofNullable(reader.read(event));
        }
        if (type.declared() == OptionalInt.class) {
            return event ->
                    reader.read(event) instanceof Integer value
                            ? OptionalInt.of(value)
                            : OptionalInt.empty();
        }
        if (type.declared() == OptionalLong.class) {
            return event ->
                    reader.read(event) instanceof Long value
                            ? OptionalLong.of(value)
                            : OptionalLong.empty();
        }
        return reader;
    }
}
