package io.fentry4j.data;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A flyweight over the bytes of one record: the raw tier of the API.
///
/// One view is moved over many records, so it costs no allocation and no copy; in a ring buffer's
/// callback it looks straight at the memory that the kernel wrote. It is valid until the callback
/// returns: afterwards, and outside the record's bounds, every access throws and nothing is read.
/// One that is kept until the next callback shows the next record. Integers are in the machine's
/// byte order and need no alignment.
///
/// Each access of mapped memory makes sure that it is still mapped, which costs more than the read.
/// Whoever reads more than a few fields of a record is faster with a view of a copy, which
/// [#copyFrom] takes without an allocation. The typed tier does so.
///
/// Not thread-safe. Copy what must outlive the callback, or use the typed tier.
public final class RecordView {

    private static final byte[] NOTHING = {};

    /// The smallest memory for copies, in bytes: most records fit.
    private static final int SMALLEST_COPY = 256;

    /// Up to so many bytes are copied word by word, which takes half the time of a call that copies
    /// any number.
    private static final int COPIED_BY_WORDS = 64;

    /// An array is read through these and not through a buffer, which the compiler has to ask for
    /// its array, its limit and its order again after each access.
    private static final VarHandle SHORTS = arrayView(short[].class);

    private static final VarHandle INTS = arrayView(int[].class);
    private static final VarHandle LONGS = arrayView(long[].class);

    /// The longest array that the JDK makes a promise about, and makes a buffer of.
    private static final long LARGEST_WINDOW = Integer.MAX_VALUE - 8;

    private static final boolean LITTLE_ENDIAN =
            ByteOrder.nativeOrder().equals(ByteOrder.LITTLE_ENDIAN);

    private static final long LOWEST_BITS = 0x0101010101010101L;
    private static final long HIGHEST_BITS = 0x8080808080808080L;

    /// Where the record is, if it is a copy or was given as an array.
    private byte @Nullable [] array = NOTHING;

    /// The memory for copies, which is kept.
    private byte[] copies = NOTHING;

    private MemorySegment segment = MemorySegment.NULL;

    /// Looks at `segment`. A buffer is read by plain methods, a segment through method handles,
    /// which take a JVM that has not compiled them yet twice as long.
    private ByteBuffer window = ByteBuffer.wrap(NOTHING);

    private long windowStart;
    private long windowEnd;
    private int base;
    private int size;

    /// A view of nothing, to be moved by [#wrap].
    public RecordView() {}

    /// A view of all of `bytes`, which it does not copy.
    public static RecordView of(byte[] bytes) {
        RecordView view = new RecordView();
        view.array = bytes;
        view.size = bytes.length;
        return view;
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
        array = null;
        segment = over;
        windowStart = start;
        windowEnd = end;
    }

    /// Copies the record that `record` looks at, and looks at the copy: valid until this view is
    /// moved, whatever becomes of `record`. Allocates only for the longest record so far.
    ///
    /// @param record another view
    public RecordView copyFrom(RecordView record) {
        int length = record.size;
        if (copies.length < length) {
            copies = new byte[Math.max(SMALLEST_COPY, length)];
        }
        if (length > 0) { // a record that was released has no first byte
            record.copyTo(copies, record.base, length);
        }
        array = copies;
        segment = MemorySegment.NULL;
        base = 0;
        size = length;
        return this;
    }

    private void copyTo(byte[] to, int start, int length) {
        if (array != null) {
            System.arraycopy(array, start, to, 0, length);
        } else {
            window.get(start, to, 0, length);
        }
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
        return byteAt(address(offset, 1));
    }

    /// One byte as 0 to 255.
    public int getUnsignedByte(int offset) {
        return Byte.toUnsignedInt(getByte(offset));
    }

    /// Two bytes, signed.
    public short getShort(int offset) {
        return shortAt(address(offset, Short.BYTES));
    }

    /// Two bytes as 0 to 65,535.
    public int getUnsignedShort(int offset) {
        return Short.toUnsignedInt(getShort(offset));
    }

    /// Four bytes, signed.
    public int getInt(int offset) {
        return intAt(address(offset, Integer.BYTES));
    }

    /// Four bytes as 0 to 4,294,967,295.
    public long getUnsignedInt(int offset) {
        return Integer.toUnsignedLong(getInt(offset));
    }

    /// Eight bytes, signed.
    public long getLong(int offset) {
        return longAt(address(offset, Long.BYTES));
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
        if (array != null) {
            return length >= Long.BYTES && length <= COPIED_BY_WORDS
                    ? copyWords(array, start, length)
                    : Arrays.copyOfRange(array, start, start + length);
        }
        byte[] bytes = new byte[length];
        window.get(start, bytes, 0, length);
        return bytes;
    }

    private static byte[] copyWords(byte[] from, int start, int length) {
        byte[] bytes = new byte[length];
        int last = length - Long.BYTES;
        for (int i = 0; i < last; i += Long.BYTES) {
            LONGS.set(bytes, i, (long) LONGS.get(from, start + i));
        }
        LONGS.set(bytes, last, (long) LONGS.get(from, start + last));
        return bytes;
    }

    /// The C string in a `char[capacity]` at `offset`: the bytes up to the first NUL, or all of
    /// them.
    public KernelString getString(int offset, int capacity) {
        int start = address(offset, capacity);
        int length = length(start, capacity);
        return length == 0 ? KernelString.EMPTY : KernelString.wrap(copy(start, length));
    }

    /// Looks at eight bytes at a time: the check of each access costs more than the look.
    private int length(int start, int capacity) {
        int length = 0;
        while (capacity - length >= Long.BYTES) {
            long eight = littleEndian(longAt(start + length));
            long zeros = (eight - LOWEST_BITS) & ~eight & HIGHEST_BITS;
            if (zeros != 0) {
                return length + Long.numberOfTrailingZeros(zeros) / Byte.SIZE;
            }
            length += Long.BYTES;
        }
        while (length < capacity && byteAt(start + length) != 0) {
            length++;
        }
        return length;
    }

    private static long littleEndian(long value) {
        return LITTLE_ENDIAN ? value : Long.reverseBytes(value);
    }

    private byte byteAt(int address) {
        return array != null ? array[address] : window.get(address);
    }

    private short shortAt(int address) {
        return array != null ? (short) SHORTS.get(array, address) : window.getShort(address);
    }

    private int intAt(int address) {
        return array != null ? (int) INTS.get(array, address) : window.getInt(address);
    }

    private long longAt(int address) {
        return array != null ? (long) LONGS.get(array, address) : window.getLong(address);
    }

    private static VarHandle arrayView(Class<?> type) {
        return MethodHandles.byteArrayViewVarHandle(type, ByteOrder.nativeOrder());
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
