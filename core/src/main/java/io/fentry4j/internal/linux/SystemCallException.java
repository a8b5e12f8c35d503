package io.fentry4j.internal.linux;

import io.fentry4j.Errno;

/// A system call failed; callers turn it into a failure that names its cause.
public final class SystemCallException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final String call;
    private final transient Errno errno;

    /// @param call the function's name
    public SystemCallException(String call, Errno errno) {
        super(call + ": " + errno.name() + " (" + errno.meaning() + ")");
        this.call = call;
        this.errno = errno;
    }

    /// The function's name.
    public String call() {
        return call;
    }

    /// What the call reported.
    public Errno errno() {
        return errno;
    }
}
