package io.fentry4j.internal.libbpf;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.fentry4j.internal.linux.Downcall;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.List;

/// Captures what libbpf prints, call by call, so that nothing reaches stderr and failures can carry
/// the messages.
///
/// libbpf has one print hook a process. It calls the hook on the thread that is inside libbpf, so a
/// thread-local list is enough to give every caller its own messages.
public final class LibbpfLog implements AutoCloseable {

    private static final int LEVEL_DEBUG = 2;
    private static final ThreadLocal<LibbpfLog> CURRENT = new ThreadLocal<>();

    private static final MethodHandle VASPRINTF =
            Downcall.plain(
                    Downcall.libc(),
                    "vasprintf",
                    FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS));
    private static final MethodHandle FREE =
            Downcall.plain(Downcall.libc(), "free", FunctionDescriptor.ofVoid(ADDRESS));

    private final List<String> messages = new ArrayList<>();

    private LibbpfLog() {}

    /// Starts to collect this thread's messages, until the log is closed.
    ///
    /// @throws IllegalStateException if this thread collects already
    public static LibbpfLog capture() {
        if (CURRENT.get() != null) {
            throw new IllegalStateException("libbpf's messages are captured already");
        }
        LibbpfLog log = new LibbpfLog();
        CURRENT.set(log);
        return log;
    }

    /// The messages so far, in order, without line ends.
    public List<String> messages() {
        return List.copyOf(messages);
    }

    @Override
    public void close() {
        CURRENT.remove();
    }

    /// Puts our hook in the place of libbpf's own, which prints to stderr. Called once, by
    /// [Libbpf].
    static void install(SymbolLookup libbpf) {
        try {
            MethodHandle hook =
                    MethodHandles.lookup()
                            .findStatic(
                                    LibbpfLog.class,
                                    "print",
                                    MethodType.methodType(
                                            int.class,
                                            int.class,
                                            MemorySegment.class,
                                            MemorySegment.class));
            MemorySegment function =
                    Downcall.upcall(
                            hook, FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, ADDRESS));
            MethodHandle setPrint =
                    Downcall.plain(
                            libbpf, "libbpf_set_print", FunctionDescriptor.of(ADDRESS, ADDRESS));
            MemorySegment previous = (MemorySegment) setPrint.invokeExact(function);
            assert previous != null;
        } catch (Throwable e) {
            throw new AssertionError("libbpf's print hook could not be set", e);
        }
    }

    /// `int print(enum libbpf_print_level, const char *format, va_list)`. A `va_list` parameter is
    /// a pointer on x86-64 and, by its size, on arm64 too. An exception would end the JVM here.
    @SuppressWarnings("unused") // called by libbpf
    private static int print(int level, MemorySegment format, MemorySegment arguments) {
        LibbpfLog log = CURRENT.get();
        if (log == null || level >= LEVEL_DEBUG) {
            return 0;
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment pointer = arena.allocate(ADDRESS);
            int length = (int) VASPRINTF.invokeExact(pointer, format, arguments);
            if (length >= 0) {
                MemorySegment text = pointer.get(ADDRESS, 0);
                log.messages.add(Downcall.string(text).stripTrailing());
                FREE.invokeExact(text);
            }
            return Math.max(length, 0);
        } catch (Throwable e) {
            return 0;
        }
    }
}
