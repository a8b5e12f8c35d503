package io.fentry4j.benchmarks.reader;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.fentry4j.internal.linux.Downcall;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;

/// A ring buffer that C fills and reads (`ring.c`): each method is one call of C, without garbage.
///
/// For one thread at a time.
public final class NativeRing implements AutoCloseable {

    private static final SymbolLookup LIBRARY = load();
    private static final MethodHandle OPEN = handle("ring_open", JAVA_LONG, JAVA_INT);
    private static final MethodHandle CLOSE =
            Downcall.plain(LIBRARY, "ring_close", FunctionDescriptor.ofVoid(JAVA_LONG));
    private static final MethodHandle MAP = handle("ring_map", JAVA_INT, JAVA_LONG);
    private static final MethodHandle FILL = handle("ring_fill", JAVA_INT, JAVA_LONG, JAVA_INT);
    private static final MethodHandle CONSUME = handle("ring_consume", JAVA_INT, JAVA_LONG);
    private static final MethodHandle SUM = handle("ring_sum", JAVA_LONG, JAVA_LONG);
    private static final MethodHandle PACE =
            handle("ring_pace", JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle PIN_THREAD = handle("pin_thread", JAVA_INT, JAVA_INT);
    private static final MethodHandle PIN_PROCESS = handle("pin_process", JAVA_INT, JAVA_INT);

    private final long ring;

    private NativeRing(long ring) {
        this.ring = ring;
    }

    @SuppressWarnings("restricted") // the C of these benchmarks is native code
    private static SymbolLookup load() {
        return SymbolLookup.libraryLookup(CCompiler.sharedLibrary("ring.c"), Arena.global());
    }

    private static MethodHandle handle(
            String name, MemoryLayout result, MemoryLayout... arguments) {
        return Downcall.plain(LIBRARY, name, FunctionDescriptor.of(result, arguments));
    }

    /// The ring buffer map of this id, and the program `fill` that writes to it.
    ///
    /// @throws IllegalStateException if one of them is not there
    public static NativeRing open(int mapId) {
        long ring;
        try {
            ring = (long) OPEN.invokeExact(mapId);
        } catch (Throwable e) {
            throw unexpected(e);
        }
        if (ring == 0) {
            throw new IllegalStateException(
                    "open ring in C: no such map and program [mapId=%d]".formatted(mapId));
        }
        return new NativeRing(ring);
    }

    /// Runs the program that writes records.
    ///
    /// @return how many of the records fit
    public int fill(int records) {
        int written;
        try {
            written = (int) FILL.invokeExact(ring, records);
        } catch (Throwable e) {
            throw unexpected(e);
        }
        return (int) checked("fill", written);
    }

    /// Reads all that is there by libbpf's `ring_buffer__consume`, with a callback in C.
    ///
    /// @return the number of records
    public int consume() {
        try {
            return (int) CONSUME.invokeExact(ring);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /// The sum of the first eight bytes of each record that [#consume()] has read.
    public long sum() {
        try {
            return (long) SUM.invokeExact(ring);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /// Writes records at an even rate, whether they fit or not; returns when the time is over.
    ///
    /// @param perSecond the rate; if the machine cannot go that fast, this ends later
    /// @param nanos the time
    /// @param nap how long to sleep between records, in nanoseconds; 0 spins
    /// @return how many records it tried to write
    public long pace(long perSecond, long nanos, long nap) {
        long tried;
        try {
            tried = (long) PACE.invokeExact(ring, perSecond, nanos, nap);
        } catch (Throwable e) {
            throw unexpected(e);
        }
        return checked("pace", tried);
    }

    /// The descriptor of the map; it ends with this.
    public int mapDescriptor() {
        try {
            return (int) MAP.invokeExact(ring);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /// Binds the calling thread to a CPU.
    public static void pinThread(int cpu) {
        int error;
        try {
            error = (int) PIN_THREAD.invokeExact(cpu);
        } catch (Throwable e) {
            throw unexpected(e);
        }
        checked("pin thread", error);
    }

    /// Binds all threads of this process to a CPU, and so those that they start.
    public static void pinProcess(int cpu) {
        int error;
        try {
            error = (int) PIN_PROCESS.invokeExact(cpu);
        } catch (Throwable e) {
            throw unexpected(e);
        }
        checked("pin process", error);
    }

    private static long checked(String operation, long result) {
        if (result < 0) {
            throw new IllegalStateException(
                    "%s in C: the kernel refused (%d)".formatted(operation, result));
        }
        return result;
    }

    private static AssertionError unexpected(Throwable e) {
        return new AssertionError("a call of C threw", e);
    }

    @Override
    public void close() {
        try {
            CLOSE.invokeExact(ring);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }
}
