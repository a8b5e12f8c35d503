package io.fentry4j.data;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Objects;

/// A flyweight over the bytes of one record: the raw tier of the API.
///
/// One view is moved over many records, so it costs no allocation and no copy; in a ring buffer's
/// callback it looks straight at the memory that the kernel wrote. It is valid until the callback
/// returns: afterwards, and outside the record's bounds, every access throws and nothing is read.
/// Integers are in the machine's byte order and need no alignment.
///
/// Not thread-safe. Copy what must outlive the callback, or use the typed tier.
public final class RecordView {

    private static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED;
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;

    private static final ValueLayout.OfLong LITTLE_ENDIAN_LONG =
            LONG.withOrder(ByteOrder.LITTLE_ENDIAN);

    private static final long LOWEST_BITS = 0x0101010101010101L;
    private static final long HIGHEST_BITS = 0x8080808080808080L;

    private MemorySegment segment = MemorySegment.NULL;
    private long base;
    private int size;

    /// A view of nothing, to be moved by [#wrap].
    public RecordView() {}

    /// A view of all of `bytes`, which it does not copy.
    public static RecordView of(byte[] bytes) {
        return new RecordView().wrap(MemorySegment.ofArray(bytes), 0, bytes.length);
    }

    /// Moves this view over `size` bytes of `segment` from `offset` on.
    public RecordView wrap(MemorySegment segment, long offset, int size) {
        Objects.checkFromIndexSize(offset, size, segment.byteSize());
        this.segment = segment;
        this.base = offset;
        this.size = size;
        return this;
    }

    /// Takes the bytes away: from now on every access throws.
    public void release() {
        segment = MemorySegment.NULL;
        base = 0;
        size = 0;
    }

    /// The record's size in bytes.
    public int size() {
        return size;
    }

    public byte getByte(int offset) {
        return segment.get(ValueLayout.JAVA_BYTE, address(offset, 1));
    }

    public int getUnsignedByte(int offset) {
        return Byte.toUnsignedInt(getByte(offset));
    }

    public short getShort(int offset) {
        return segment.get(SHORT, address(offset, Short.BYTES));
    }

    public int getUnsignedShort(int offset) {
        return Short.toUnsignedInt(getShort(offset));
    }

    public int getInt(int offset) {
        return segment.get(INT, address(offset, Integer.BYTES));
    }

    public long getUnsignedInt(int offset) {
        return Integer.toUnsignedLong(getInt(offset));
    }

    public long getLong(int offset) {
        return segment.get(LONG, address(offset, Long.BYTES));
    }

    public float getFloat(int offset) {
        return Float.intBitsToFloat(getInt(offset));
    }

    public double getDouble(int offset) {
        return Double.longBitsToDouble(getLong(offset));
    }

    /// A C `bool`: any value but 0 is `true`.
    public boolean getBoolean(int offset) {
        return getByte(offset) != 0;
    }

    /// A copy of `length` bytes.
    public byte[] getBytes(int offset, int length) {
        long start = address(offset, length); // before memory is taken for a false length
        byte[] bytes = new byte[length];
        MemorySegment.copy(segment, ValueLayout.JAVA_BYTE, start, bytes, 0, length);
        return bytes;
    }

    /// The C string in a `char[capacity]` at `offset`: the bytes up to the first NUL, or all of
    /// them.
    public KernelString getString(int offset, int capacity) {
        long start = address(offset, capacity);
        return KernelString.wrap(getBytes(offset, length(start, capacity)));
    }

    /// Looks at eight bytes at a time: the check of each access costs more than the look.
    private int length(long start, int capacity) {
        int length = 0;
        while (capacity - length >= Long.BYTES) {
            long eight = segment.get(LITTLE_ENDIAN_LONG, start + length);
            long zeros = (eight - LOWEST_BITS) & ~eight & HIGHEST_BITS;
            if (zeros != 0) {
                return length + Long.numberOfTrailingZeros(zeros) / Byte.SIZE;
            }
            length += Long.BYTES;
        }
        while (length < capacity && segment.get(ValueLayout.JAVA_BYTE, start + length) != 0) {
            length++;
        }
        return length;
    }

    private long address(int offset, int length) {
        Objects.checkFromIndexSize(offset, length, size);
        return base + offset;
    }

    @Override
    public String toString() {
        return "RecordView[size=" + size + "]";
    }
}
