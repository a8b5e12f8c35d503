package io.fentry4j.trace;

/// A function that is not traced with the others.
///
/// @param name its name, of a module `module:function`; a pattern that no function matches
/// @param reason why: what stands against it, what of the record does not fit, or what the kernel
///   said
public record LeftOutFunction(String name, String reason) {

    /// The function and the reason.
    @Override
    public String toString() {
        return name + ": " + reason;
    }
}
