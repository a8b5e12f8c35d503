package io.fentry4j;

import io.fentry4j.failure.Failure;
import io.fentry4j.failure.KernelException;
import io.fentry4j.internal.libbpf.Libbpf;
import io.fentry4j.internal.libbpf.LibbpfLog;
import io.fentry4j.internal.linux.ResourceTracker;
import io.fentry4j.internal.linux.SystemCallException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/// Owns libbpf's `struct bpf_object` and everything that was opened through it.
///
/// libbpf has no locks, so each use of the object, of its programs and of its maps goes through
/// [#use], one at a time and never after the close. Children (links, readers, mapped memory) are
/// closed first, the youngest before the older ones, and outside of the lock: a reader's close
/// waits for its listener, which may be using the object.
final class ObjectHandle implements AutoCloseable {

    private final String name;
    private final MemorySegment object;
    private final ReentrantLock lock = new ReentrantLock();
    private final AtomicBoolean closing = new AtomicBoolean();
    private final Deque<AutoCloseable> children = new ArrayDeque<>();
    private boolean freed;

    ObjectHandle(String name, MemorySegment object) {
        this.name = name;
        this.object = object;
        ResourceTracker.opened("object '" + name + "'", object);
    }

    String name() {
        return name;
    }

    /// The object, to be used inside of [#use] only.
    MemorySegment pointer() {
        return object;
    }

    /// What a call into libbpf gave, with what libbpf said meanwhile.
    record Outcome<T>(T value, List<String> messages) {}

    /// Calls libbpf, alone and with its messages captured.
    ///
    /// @throws IllegalStateException if the object is closed
    /// @throws KernelException if a system call in `action` failed
    <T> Outcome<T> use(Supplier<T> action) {
        lock.lock();
        try (LibbpfLog log = LibbpfLog.capture()) {
            if (freed) {
                throw new IllegalStateException("use '" + name + "': it is closed");
            }
            T value = action.get();
            return new Outcome<>(value, log.messages());
        } catch (SystemCallException e) {
            throw new KernelException(
                    Failure.of("use '" + name + "'", e.call() + " failed").errno(e.errno()), e);
        } finally {
            lock.unlock();
        }
    }

    /// Takes over a child that was just opened.
    ///
    /// @throws IllegalStateException if the object was closed meanwhile; the child is then closed
    <C extends AutoCloseable> C own(C child) {
        lock.lock();
        try {
            if (!closing.get()) {
                children.push(child);
                return child;
            }
        } finally {
            lock.unlock();
        }
        close(child);
        throw new IllegalStateException("use '" + name + "': it is closed");
    }

    /// Lets go of a child that has been closed on its own.
    void disown(AutoCloseable child) {
        lock.lock();
        try {
            children.remove(child);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        List<AutoCloseable> left;
        lock.lock();
        try {
            if (!closing.compareAndSet(false, true)) {
                return;
            }
            left = new ArrayList<>(children);
            children.clear();
        } finally {
            lock.unlock();
        }
        Closing all = new Closing();
        for (AutoCloseable child : left) {
            all.close(() -> close(child));
        }
        all.close(this::free);
        all.throwIfFailed();
    }

    private void free() {
        lock.lock();
        try {
            freed = true;
            ResourceTracker.closing("object '" + name + "'", object);
            Libbpf.closeObject(object);
        } finally {
            lock.unlock();
        }
    }

    private static void close(AutoCloseable child) {
        try {
            child.close();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("close " + child, e);
        }
    }
}
