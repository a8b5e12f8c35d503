package io.fentry4j;

/// A program that runs at the entry of a kernel function, with its arguments.
///
/// Requires Linux 5.5 on x86-64, 6.4 on arm64.
public final class FentryProgram extends TracingProgram {

    FentryProgram(Handle handle) {
        super(handle);
    }
}
