package io.fentry4j.internal.program;

import io.fentry4j.internal.linux.LibC;
import java.util.concurrent.atomic.AtomicBoolean;

/// A file descriptor with an owner who closes it, once, from any thread.
public final class Descriptor implements AutoCloseable {

    private final int fd;
    private final AtomicBoolean closed = new AtomicBoolean();

    Descriptor(int fd) {
        this.fd = fd;
    }

    /// The number, for as long as it is not closed.
    public int fd() {
        if (closed.get()) {
            throw new IllegalStateException("file descriptor " + fd + " is closed");
        }
        return fd;
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            LibC.close(fd);
        }
    }
}
