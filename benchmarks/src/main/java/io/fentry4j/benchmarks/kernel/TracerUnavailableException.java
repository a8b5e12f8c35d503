package io.fentry4j.benchmarks.kernel;

/// A tracer cannot be had here: it is not installed, or the kernel refuses it.
final class TracerUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1;

    TracerUnavailableException(String message) {
        super(message);
    }

    TracerUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
