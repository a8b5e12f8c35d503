package io.fentry4j.internal.ring;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.fentry4j.internal.linux.Downcall;
import io.fentry4j.internal.linux.LibC;
import io.fentry4j.internal.linux.ResourceTracker;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/// A ring buffer map made of a memory file, whose producer is the test.
///
/// The kernel maps the data twice; here each byte is written twice. epoll cannot watch it.
public final class FakeRing implements AutoCloseable {

    /// The name of the memory file, as `/proc/self/maps` shows it.
    public static final String NAME = "fake-ring";

    private static final MethodHandle MEMFD_CREATE =
            Downcall.plain(
                    Downcall.libc(),
                    "memfd_create",
                    FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle FTRUNCATE =
            Downcall.plain(
                    Downcall.libc(),
                    "ftruncate",
                    FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG));

    private static final VarHandle POSITION = JAVA_LONG.varHandle();
    private static final VarHandle HEADER = JAVA_INT.varHandle();

    private final Arena arena = Arena.ofShared();
    private final long size;
    private final int fd;
    private final MemorySegment memory;
    private long producer;

    /// @param start both positions, as a reader and producers before have left them
    public FakeRing(long size, long start) {
        this.size = size;
        this.producer = start;
        long total = LibC.pageSize() * 2 + size * 2;
        this.fd = memoryFile(total);
        this.memory = LibC.map(arena, fd, 0, total, LibC.PROT_READ | LibC.PROT_WRITE);
        memory.set(JAVA_LONG, 0, start);
        memory.set(JAVA_LONG, LibC.pageSize(), start);
    }

    private static int memoryFile(long bytes) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = arena.allocateFrom(NAME);
            int fd = ResourceTracker.descriptor(NAME, (int) MEMFD_CREATE.invokeExact(name, 0));
            int error = (int) FTRUNCATE.invokeExact(fd, bytes);
            if (error != 0) {
                throw new IllegalStateException("memfd " + fd + " cannot have " + bytes + " bytes");
            }
            return fd;
        } catch (Throwable e) {
            throw new AssertionError("make a memory file", e);
        }
    }

    /// Its descriptor.
    public int fd() {
        return fd;
    }

    /// Its bytes of data.
    public long size() {
        return size;
    }

    /// The position up to which the reader has given space back.
    long consumer() {
        return (long) POSITION.getAcquire(memory, 0L);
    }

    long producer() {
        return producer;
    }

    /// Whether a payload of `length` bytes has room.
    boolean fits(int length) {
        return producer + RingLayout.space(length) - consumer() <= size;
    }

    /// Takes space for a record, which is busy until it is committed or discarded.
    ///
    /// @return the record's position
    public long reserve(byte[] payload) {
        if (!fits(payload.length)) {
            throw new IllegalStateException("the test overfills its ring");
        }
        long record = producer;
        for (int i = 0; i < payload.length; i++) {
            long at = data(record + RingLayout.HEADER_SIZE + i);
            memory.set(ValueLayout.JAVA_BYTE, at, payload[i]);
            memory.set(ValueLayout.JAVA_BYTE, twin(at), payload[i]);
        }
        header(record, payload.length | RingLayout.BUSY);
        advance(RingLayout.space(payload.length));
        return record;
    }

    /// Ends the writing of a record.
    public void commit(long record) {
        header(record, header(record) & ~RingLayout.BUSY);
    }

    void discard(long record) {
        header(record, (header(record) & ~RingLayout.BUSY) | RingLayout.DISCARDED);
    }

    /// A whole record at once.
    void put(byte[] payload) {
        commit(reserve(payload));
    }

    /// Says that the producers have gone on by `bytes`.
    public void advance(long bytes) {
        producer += bytes;
        POSITION.setRelease(memory, LibC.pageSize(), producer);
    }

    /// Gives space back in the place of a reader.
    void consume(long bytes) {
        POSITION.setRelease(memory, 0L, consumer() + bytes);
    }

    /// Writes a header, whatever it says.
    public void header(long record, int header) {
        long at = data(record);
        HEADER.setRelease(memory, twin(at), header);
        HEADER.setRelease(memory, at, header);
    }

    private int header(long record) {
        return (int) HEADER.getAcquire(memory, data(record));
    }

    private long data(long position) {
        return 2 * LibC.pageSize() + (position & (size - 1));
    }

    private long twin(long offset) {
        return offset + size;
    }

    @Override
    public void close() {
        arena.close();
        LibC.close(fd);
    }
}
