package io.fentry4j;

import io.fentry4j.internal.linux.LibC;

/// A file descriptor that is closed with its owner, once.
record OwnedDescriptor(int fd) implements AutoCloseable {

    @Override
    public void close() {
        LibC.close(fd);
    }
}
