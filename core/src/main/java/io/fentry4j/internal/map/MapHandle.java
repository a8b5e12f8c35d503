package io.fentry4j.internal.map;

import io.fentry4j.Errno;
import io.fentry4j.MapType;
import io.fentry4j.failure.Failure;
import io.fentry4j.failure.MapException;
import io.fentry4j.internal.libbpf.MapCommands;
import io.fentry4j.internal.libbpf.MapDescriptors;
import io.fentry4j.internal.linux.LibC;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;
import java.util.function.IntUnaryOperator;

/// A map by a descriptor of its own, which any thread may use while another one closes it.
///
/// The kernel gives the number of a closed descriptor to whatever is opened next, so a call that is
/// under way must never see its number closed. Callers are counted: the close forbids new calls and
/// returns, and the last caller closes the descriptor. Callers do not wait for each other.
public final class MapHandle implements AutoCloseable {

    /// Added to the number of callers when the handle is closed.
    private static final int CLOSED = Integer.MIN_VALUE;

    static final int EBUSY = -16;

    /// How often something is tried that the kernel is too busy for.
    static final int ATTEMPTS = 1000;

    private static final long PAUSE = 10_000;

    private static final VarHandle CALLERS;

    static {
        try {
            CALLERS = MethodHandles.lookup().findVarHandle(MapHandle.class, "callers", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final String name;
    private final Optional<String> owner;
    private final int fd;
    private final MapDescriptors.MapInfo info;
    private final AtomicBoolean released = new AtomicBoolean();

    @SuppressWarnings("unused") // changed by CALLERS
    private volatile int callers;

    private MapHandle(String name, Optional<String> owner, int fd, MapDescriptors.MapInfo info) {
        this.name = name;
        this.owner = owner;
        this.fd = fd;
        this.info = info;
    }

    /// Takes over a descriptor of a map that belongs to an object.
    public static MapHandle ofObject(String object, String name, int fd) {
        return new MapHandle(
                name, Optional.of(object), fd, infoOrClose("use map '" + name + "'", fd));
    }

    /// Takes over a descriptor of a map that stands alone, under the name that the kernel has.
    public static MapHandle standalone(String operation, int fd) {
        MapDescriptors.MapInfo info = infoOrClose(operation, fd);
        return new MapHandle(info.name(), Optional.empty(), fd, info);
    }

    private static MapDescriptors.MapInfo infoOrClose(String operation, int fd) {
        MapDescriptors.MapInfo info = MapDescriptors.info(fd);
        if (info.error() < 0) {
            LibC.close(fd);
            throw new MapException(
                    Failure.of(operation, "the kernel does not tell what kind of map it is")
                            .errno(new Errno(-info.error())));
        }
        return info;
    }

    public String name() {
        return name;
    }

    /// The object that closes it; empty if it stands alone.
    public Optional<String> owner() {
        return owner;
    }

    public MapDescriptors.MapInfo info() {
        return info;
    }

    public MapType type() {
        return MapType.of(info.type());
    }

    public boolean hasFlag(int flag) {
        return (info.flags() & flag) != 0;
    }

    /// How many entries fit.
    public long maxEntries() {
        return Integer.toUnsignedLong(info.maxEntries());
    }

    /// Calls with the descriptor, which stays open meanwhile.
    ///
    /// @throws IllegalStateException if this is closed
    public int call(IntUnaryOperator action) {
        int open = enter();
        try {
            return action.applyAsInt(open);
        } finally {
            leave();
        }
    }

    /// [#call] for what gives more than an `int`.
    public <R> R with(IntFunction<R> action) {
        int open = enter();
        try {
            return action.apply(open);
        } finally {
            leave();
        }
    }

    /// [#call] for a change, repeated while the kernel says EBUSY: since 5.11 (kernel commit
    /// 20b6cc34ea74) it does so instead of waiting when this CPU was interrupted in the midst of a
    /// change to the same part of a hash.
    int change(IntUnaryOperator action) {
        int error = call(action);
        for (int attempt = 1; error == EBUSY && attempt < ATTEMPTS; attempt++) {
            pause();
            error = call(action);
        }
        return error;
    }

    /// Lets whoever was interrupted go on.
    static void pause() {
        LockSupport.parkNanos(PAUSE);
    }

    int lookup(MemorySegment key, MemorySegment value) {
        return call(open -> MapCommands.lookup(open, key, value));
    }

    int update(MemorySegment key, MemorySegment value, long flags) {
        return change(open -> MapCommands.update(open, key, value, flags));
    }

    int delete(MemorySegment key) {
        return change(open -> MapCommands.delete(open, key));
    }

    int lookupAndDelete(MemorySegment key, MemorySegment value) {
        return change(open -> MapCommands.lookupAndDelete(open, key, value));
    }

    private int enter() {
        if ((int) CALLERS.getAndAdd(this, 1) < 0) {
            leave();
            throw new IllegalStateException("use map '" + name + "': it is closed");
        }
        return fd;
    }

    private void leave() {
        if ((int) CALLERS.getAndAdd(this, -1) == CLOSED + 1) {
            release();
        }
    }

    /// Ends all use, without waiting for calls that are under way. Can be called any number of
    /// times, by any thread.
    @Override
    public void close() {
        if ((int) CALLERS.getAndBitwiseOr(this, CLOSED) == 0) {
            release();
        }
    }

    /// A late caller that was turned away can be the last one a second time.
    private void release() {
        if (released.compareAndSet(false, true)) {
            LibC.close(fd);
        }
    }

    /// What the map is, for messages.
    public String description() {
        return "%s, key %d bytes, value %d bytes, %d entries"
                .formatted(type(), info.keySize(), info.valueSize(), maxEntries());
    }

    @Override
    public String toString() {
        return "map '" + name + "'" + owner.map(object -> " of '" + object + "'").orElse("");
    }
}
