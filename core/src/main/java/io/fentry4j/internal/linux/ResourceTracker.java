package io.fentry4j.internal.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Remembers, in tests, what this library has opened and not closed, and who opened it: file
/// descriptors, shared arenas, mapped memory, and what libbpf allocated.
///
/// Off unless the system property `io.fentry4j.trackResources` is `true` when this class is loaded;
/// each method is then a branch on a constant, which the JIT removes. Thread-safe.
///
/// Whoever closes tells so before it closes: the kernel gives the number of a closed descriptor,
/// and `malloc` the address of freed memory, to whoever asks next.
public final class ResourceTracker {

    private static final boolean ON = Boolean.getBoolean("io.fentry4j.trackResources");

    /// When there are so many entries, those of closed arenas are removed.
    private static final int MANY = 256;

    private static final Map<Object, Resource> OPEN = new ConcurrentHashMap<>();

    private ResourceTracker() {}

    /// What is open, or was closed without being open.
    ///
    /// @param what its kind and number
    /// @param stack where it was opened, or closed
    public record Resource(String what, Throwable stack) {

        /// With the stack, a frame a line.
        @Override
        public String toString() {
            StringBuilder text = new StringBuilder(what);
            for (StackTraceElement frame : stack.getStackTrace()) {
                text.append("\n    at ").append(frame);
            }
            return text.toString();
        }
    }

    private record Descriptor(int number) {}

    private record Address(long address) {}

    /// A close of what was not open; each is an entry of its own.
    private static final class FalseClose {}

    /// Notes a descriptor that was opened; negative numbers, which are errors, are passed on.
    public static int descriptor(String kind, int fd) {
        if (ON && fd >= 0) {
            opened(new Descriptor(fd), kind + ", descriptor " + fd);
        }
        return fd;
    }

    /// Notes that a descriptor is about to be closed.
    public static void closing(int fd) {
        if (ON && fd >= 0) {
            closed(new Descriptor(fd), "descriptor " + fd);
        }
    }

    /// Notes memory that was mapped, or what libbpf allocated.
    public static void opened(String what, MemorySegment pointer) {
        if (ON) {
            opened(new Address(pointer.address()), what);
        }
    }

    /// Notes that it is about to be unmapped or freed.
    public static void closing(String what, MemorySegment pointer) {
        if (ON) {
            closed(new Address(pointer.address()), what);
        }
    }

    /// A new shared arena, which need not be closed through this class.
    public static Arena sharedArena() {
        Arena arena = Arena.ofShared();
        if (ON) {
            if (OPEN.size() > MANY) {
                OPEN.keySet().removeIf(ResourceTracker::isClosed);
            }
            opened(arena, "shared arena");
        }
        return arena;
    }

    /// What is open now, and what was closed without being open.
    public static List<Resource> open() {
        OPEN.keySet().removeIf(ResourceTracker::isClosed);
        return new ArrayList<>(OPEN.values());
    }

    private static boolean isClosed(Object key) {
        return key instanceof Arena arena && !arena.scope().isAlive();
    }

    private static void opened(Object key, String what) {
        OPEN.put(key, new Resource(what, new Throwable("opened here")));
    }

    private static void closed(Object key, String what) {
        if (OPEN.remove(key) == null) {
            OPEN.put(
                    new FalseClose(),
                    new Resource(
                            what + " was closed without being open", new Throwable("closed here")));
        }
    }
}
