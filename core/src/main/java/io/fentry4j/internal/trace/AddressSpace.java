package io.fentry4j.internal.trace;

/// Whose memory a pointer is taken to point into.
enum AddressSpace {
    KERNEL,
    /// That of the process that makes the call.
    USER,
    /// The kernel's, and if the address is none of it the process's: their addresses differ.
    EITHER;

    static AddressSpace of(boolean user) {
        return user ? USER : KERNEL;
    }
}
