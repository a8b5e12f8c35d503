package io.fentry4j.testkit;

/// A test did not end, or did not begin: what happened to the machine or to the JVM in it.
///
/// The message has what the machine said last. The stack trace is where the test stood, or empty if
/// that is not known.
public final class KernelLabException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /// A failure of the machine, or of the JVM in it, not of an assertion.
    ///
    /// @param message what happened, with what the machine said last
    /// @param stack where the test stood; empty if unknown
    public KernelLabException(String message, StackTraceElement... stack) {
        super(message, null, true, true);
        setStackTrace(stack);
    }
}
