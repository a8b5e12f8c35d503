package io.fentry4j.data;

import java.util.function.BiConsumer;
import java.util.function.Function;

/// How values of one C type travel between the kernel and Java: a map's keys and values, global
/// variables, the records of a ring buffer.
///
/// Integers keep their value: an unsigned C type becomes the next wider Java type (`__u8` and
/// `__u16` an `int`, `__u32` a `long`); `__u64` becomes a `long` with the same bits, to be printed
/// with [Long#toUnsignedString(long)].
///
/// Immutable and thread-safe.
///
/// @param <T> the Java type
public final class ValueType<T> {

    /// `__s8`.
    public static final ValueType<Byte> S8 =
            of("s8", 1, v -> v.getByte(0), (w, x) -> w.putByte(0, x));

    /// `__u8`.
    public static final ValueType<Integer> U8 =
            of("u8", 1, v -> v.getUnsignedByte(0), (w, x) -> w.putUnsignedByte(0, x));

    /// `__s16`.
    public static final ValueType<Short> S16 =
            of("s16", 2, v -> v.getShort(0), (w, x) -> w.putShort(0, x));

    /// `__u16`.
    public static final ValueType<Integer> U16 =
            of("u16", 2, v -> v.getUnsignedShort(0), (w, x) -> w.putUnsignedShort(0, x));

    /// `__s32`.
    public static final ValueType<Integer> S32 =
            of("s32", 4, v -> v.getInt(0), (w, x) -> w.putInt(0, x));

    /// `__u32`.
    public static final ValueType<Long> U32 =
            of("u32", 4, v -> v.getUnsignedInt(0), (w, x) -> w.putUnsignedInt(0, x));

    /// `__s64`.
    public static final ValueType<Long> S64 =
            of("s64", 8, v -> v.getLong(0), (w, x) -> w.putLong(0, x));

    /// `__u64`.
    public static final ValueType<Long> U64 =
            of("u64", 8, v -> v.getLong(0), (w, x) -> w.putLong(0, x));

    /// `bool`.
    public static final ValueType<Boolean> BOOL =
            of("bool", 1, v -> v.getBoolean(0), (w, x) -> w.putBoolean(0, x));

    private final String name;
    private final int size;
    private final Function<RecordView, T> decoder;
    private final BiConsumer<RecordWriter, T> encoder;

    private ValueType(
            String name,
            int size,
            Function<RecordView, T> decoder,
            BiConsumer<RecordWriter, T> encoder) {
        this.name = name;
        this.size = size;
        this.decoder = decoder;
        this.encoder = encoder;
    }

    /// A type of your own; generated records do this for you.
    ///
    /// @param name its name in C
    /// @param size its size in bytes, without the elements of a flexible array at its end
    public static <T> ValueType<T> of(
            String name,
            int size,
            Function<RecordView, T> decoder,
            BiConsumer<RecordWriter, T> encoder) {
        return new ValueType<>(name, size, decoder, encoder);
    }

    /// `char[capacity]`, a string of up to `capacity - 1` bytes.
    public static ValueType<KernelString> string(int capacity) {
        return of(
                "char[" + capacity + "]",
                capacity,
                v -> v.getString(0, capacity),
                (w, x) -> w.putString(0, capacity, x));
    }

    /// `__u8[length]`, exact bytes.
    public static ValueType<byte[]> bytes(int length) {
        return of(
                "u8[" + length + "]",
                length,
                v -> v.getBytes(0, length),
                (w, x) -> w.putBytes(0, length, x));
    }

    /// The name of the type in C.
    public String name() {
        return name;
    }

    /// The size in bytes; of a type with a flexible array at its end, the smallest size.
    public int size() {
        return size;
    }

    /// Reads a value.
    ///
    /// @throws IllegalArgumentException if the view is smaller than [#size()]
    public T decode(RecordView view) {
        if (view.size() < size) {
            throw new IllegalArgumentException(
                    "decode %s: the record has %d bytes, the type needs %d"
                            .formatted(name, view.size(), size));
        }
        return decoder.apply(view);
    }

    /// Writes a value.
    ///
    /// @throws IllegalArgumentException if the writer is smaller than [#size()], or a part of the
    ///   value does not fit its field
    public void encode(T value, RecordWriter writer) {
        if (writer.size() < size) {
            throw new IllegalArgumentException(
                    "encode %s: room for %d bytes, the type needs %d"
                            .formatted(name, writer.size(), size));
        }
        encoder.accept(writer, value);
    }

    @Override
    public String toString() {
        return name + " (" + size + " bytes)";
    }
}
