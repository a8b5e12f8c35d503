package io.fentry4j.data;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;

/// A flyweight over the bytes of one record: the raw tier of the API.
///
/// One view is moved over many records, so it costs no allocation and no copy; in a ring buffer's
/// callback it looks straight at the memory that the kernel wrote. It is valid until the callback
/// returns: afterwards, and outside the record's bounds, every access throws and nothing is read.
/// One that is kept until the next callback shows the next record. Integers are in the machine's
/// byte order and need no alignment.
///
/// Not thread-safe. Copy what must outlive the callback, or use the typed tier.
public final class RecordView {

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    /// The longest array that the JDK makes a promise about, and makes a buffer of.
    private static final long LARGEST_WINDOW = Integer.MAX_VALUE - 8;

    private static final boolean LITTLE_ENDIAN =
            ByteOrder.nativeOrder().equals(ByteOrder.LITTLE_ENDIAN);

    private static final long LOWEST_BITS = 0x0101010101010101L;
    private static final long HIGHEST_BITS = 0x8080808080808080L;

    private MemorySegment segment = MemorySegment.NULL;

    /// Looks at `segment`. A buffer is read by plain methods, a segment through method handles,
    /// which take a JVM that has not compiled them yet twice as long.
    private ByteBuffer window = NOTHING;

    private long windowStart;
    private long windowEnd;
    private int base;
    private int size;

    /// A view of nothing, to be moved by [#wrap].
    public RecordView() {}

    /// A view of all of `bytes`, which it does not copy.
    public static RecordView of(byte[] bytes) {
        return new RecordView().wrap(MemorySegment.ofArray(bytes), 0, bytes.length);
    }

    /// Moves this view over `size` bytes of `segment` from `offset` on; without an allocation if it
    /// was over the same segment before.
    ///
    /// @param segment native memory, or a segment of a `byte[]`
    @SuppressWarnings({"ReferenceEquality", "MemorySegmentReferenceEquality"}) // to know it again:
    // equals() is slow in the interpreter, and another object only costs a new buffer
    public RecordView wrap(MemorySegment segment, long offset, int size) {
        if (segment != this.segment
                || size < 0
                || offset < windowStart
                || offset > windowEnd - size) {
            openWindow(segment, offset, size);
        }
        this.base = (int) (offset - windowStart);
        this.size = size;
        return this;
    }

    /// A buffer ends at 2 GiB, so over a larger segment it starts at the record and is good for
    /// most of those that follow.
    private void openWindow(MemorySegment over, long offset, int length) {
        Objects.checkFromIndexSize(offset, length, over.byteSize());
        long start = over.byteSize() <= LARGEST_WINDOW ? 0 : offset;
        long end = Math.min(over.byteSize(), start + LARGEST_WINDOW);
        window = over.asSlice(start, end - start).asByteBuffer().order(ByteOrder.nativeOrder());
        segment = over;
        windowStart = start;
        windowEnd = end;
    }

    /// Takes the bytes away: from now on every access throws.
    public void release() {
        size = 0;
    }

    /// The record's size in bytes.
    public int size() {
        return size;
    }

    /// One byte, signed.
    public byte getByte(int offset) {
        return window.get(address(offset, 1));
    }

    /// One byte as 0 to 255.
    public int getUnsignedByte(int offset) {
        return Byte.toUnsignedInt(getByte(offset));
    }

    /// Two bytes, signed.
    public short getShort(int offset) {
        return window.getShort(address(offset, Short.BYTES));
    }

    /// Two bytes as 0 to 65,535.
    public int getUnsignedShort(int offset) {
        return Short.toUnsignedInt(getShort(offset));
    }

    /// Four bytes, signed.
    public int getInt(int offset) {
        return window.getInt(address(offset, Integer.BYTES));
    }

    /// Four bytes as 0 to 4,294,967,295.
    public long getUnsignedInt(int offset) {
        return Integer.toUnsignedLong(getInt(offset));
    }

    /// Eight bytes, signed.
    public long getLong(int offset) {
        return window.getLong(address(offset, Long.BYTES));
    }

    /// A C `float`.
    public float getFloat(int offset) {
        return Float.intBitsToFloat(getInt(offset));
    }

    /// A C `double`.
    public double getDouble(int offset) {
        return Double.longBitsToDouble(getLong(offset));
    }

    /// A C `bool`: any value but 0 is `true`.
    public boolean getBoolean(int offset) {
        return getByte(offset) != 0;
    }

    /// A copy of `length` bytes.
    public byte[] getBytes(int offset, int length) {
        return copy(address(offset, length), length); // checked before memory is taken
    }

    private byte[] copy(int start, int length) {
        byte[] bytes = new byte[length];
        window.get(start, bytes, 0, length);
        return bytes;
    }

    /// The C string in a `char[capacity]` at `offset`: the bytes up to the first NUL, or all of
    /// them.
    public KernelString getString(int offset, int capacity) {
        int start = address(offset, capacity);
        return KernelString.wrap(copy(start, length(start, capacity)));
    }

    /// Looks at eight bytes at a time: the check of each access costs more than the look.
    private int length(int start, int capacity) {
        int length = 0;
        while (capacity - length >= Long.BYTES) {
            long eight = littleEndian(window.getLong(start + length));
            long zeros = (eight - LOWEST_BITS) & ~eight & HIGHEST_BITS;
            if (zeros != 0) {
                return length + Long.numberOfTrailingZeros(zeros) / Byte.SIZE;
            }
            length += Long.BYTES;
        }
        while (length < capacity && window.get(start + length) != 0) {
            length++;
        }
        return length;
    }

    private static long littleEndian(long value) {
        return LITTLE_ENDIAN ? value : Long.reverseBytes(value);
    }

    private int address(int offset, int length) {
        if ((offset | length) < 0 || offset > size - length) {
            throw outside(offset, length);
        }
        return base + offset;
    }

    private IndexOutOfBoundsException outside(int offset, int length) {
        return new IndexOutOfBoundsException(
                "read %d bytes at %d: the record has %d bytes".formatted(length, offset, size));
    }

    @Override
    public String toString() {
        return "RecordView[size=" + size + "]";
    }
}
