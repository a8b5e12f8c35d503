package io.fentry4j;

/// A program that runs at the exit of a kernel function, with its arguments and its return value.
///
/// What an argument points to may be freed by then: read it at the entry.
///
/// Requires Linux 5.5 on x86-64, 6.4 on arm64.
public final class FexitProgram extends TracingProgram {

    FexitProgram(Handle handle) {
        super(handle);
    }
}
