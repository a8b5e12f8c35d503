package io.fentry4j.data;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Objects;

/// Writes one value's bytes for the kernel: the counterpart of [RecordView].
///
/// Integers are written in the machine's byte order and need no alignment. An access outside the
/// value's bounds throws and writes nothing. Not thread-safe.
public final class RecordWriter {

    private final MemorySegment segment;

    private RecordWriter(MemorySegment segment) {
        this.segment = segment;
    }

    /// A writer into `bytes`, which it does not copy.
    public static RecordWriter of(byte[] bytes) {
        return new RecordWriter(MemorySegment.ofArray(bytes));
    }

    /// A writer into all of `segment`.
    public static RecordWriter of(MemorySegment segment) {
        return new RecordWriter(segment);
    }

    /// The number of bytes that can be written.
    public int size() {
        return Math.toIntExact(segment.byteSize());
    }

    /// Writes one byte.
    public void putByte(int offset, byte value) {
        segment.set(ValueLayout.JAVA_BYTE, offset, value);
    }

    /// Writes two bytes.
    public void putShort(int offset, short value) {
        segment.set(ValueLayout.JAVA_SHORT_UNALIGNED, offset, value);
    }

    /// Writes four bytes.
    public void putInt(int offset, int value) {
        segment.set(ValueLayout.JAVA_INT_UNALIGNED, offset, value);
    }

    /// Writes eight bytes.
    public void putLong(int offset, long value) {
        segment.set(ValueLayout.JAVA_LONG_UNALIGNED, offset, value);
    }

    /// Writes a C `float`, a NaN with the bits that it has.
    public void putFloat(int offset, float value) {
        putInt(offset, Float.floatToRawIntBits(value));
    }

    /// Writes a C `double`, a NaN with the bits that it has.
    public void putDouble(int offset, double value) {
        putLong(offset, Double.doubleToRawLongBits(value));
    }

    /// Writes a C `bool`: 1 or 0.
    public void putBoolean(int offset, boolean value) {
        putByte(offset, (byte) (value ? 1 : 0));
    }

    /// Writes 0 to 255.
    ///
    /// @throws IllegalArgumentException if `value` does not fit an unsigned byte
    public void putUnsignedByte(int offset, int value) {
        putByte(offset, (byte) inRange(value, 0xff, "u8"));
    }

    /// Writes 0 to 65,535.
    ///
    /// @throws IllegalArgumentException if `value` does not fit an unsigned short
    public void putUnsignedShort(int offset, int value) {
        putShort(offset, (short) inRange(value, 0xffff, "u16"));
    }

    /// Writes 0 to 4,294,967,295.
    ///
    /// @throws IllegalArgumentException if `value` does not fit an unsigned int
    public void putUnsignedInt(int offset, long value) {
        putInt(offset, (int) inRange(value, 0xffff_ffffL, "u32"));
    }

    /// Copies `value`, which must be exactly `length` bytes.
    ///
    /// @throws IllegalArgumentException if it is not
    public void putBytes(int offset, int length, byte[] value) {
        if (value.length != length) {
            throw new IllegalArgumentException(
                    "write bytes: %d given, the field has %d".formatted(value.length, length));
        }
        MemorySegment.copy(value, 0, segment, ValueLayout.JAVA_BYTE, offset, length);
    }

    /// Writes a C string into a `char[capacity]` and fills the rest with NUL.
    ///
    /// @throws IllegalArgumentException if no room is left for the closing NUL, or if `value` has a
    ///   NUL in it
    public void putString(int offset, int capacity, KernelString value) {
        byte[] bytes = value.bytes();
        if (bytes.length >= capacity) {
            throw new IllegalArgumentException(
                    "write string: %d bytes and a NUL do not fit char[%d]"
                            .formatted(bytes.length, capacity));
        }
        for (byte b : bytes) {
            if (b == 0) {
                throw new IllegalArgumentException("write string: a C string cannot hold a NUL");
            }
        }
        Objects.checkFromIndexSize((long) offset, capacity, segment.byteSize());
        MemorySegment.copy(bytes, 0, segment, ValueLayout.JAVA_BYTE, offset, bytes.length);
        segment.asSlice(offset + (long) bytes.length, capacity - (long) bytes.length)
                .fill((byte) 0);
    }

    private static long inRange(long value, long max, String type) {
        if (value < 0 || value > max) {
            throw new IllegalArgumentException(
                    "write %s: %d is not in 0..%d".formatted(type, value, max));
        }
        return value;
    }
}
