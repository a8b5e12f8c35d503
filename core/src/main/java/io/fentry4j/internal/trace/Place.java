package io.fentry4j.internal.trace;

/// Where an object lies when a program looks for it.
sealed interface Place {

    /// In the program's context, among the arguments.
    ///
    /// @param offset bytes from the start of the context
    /// @param loadable whether the verifier lets the program load it; it does not if it knows the
    ///   type of a pointer and that is no struct, `char` or the like (`btf_ctx_access` in
    ///   `kernel/bpf/btf.c`): then only a helper reads it
    record Context(int offset, boolean loadable) implements Place {}

    /// Nowhere that a program can get at.
    ///
    /// @param reason why, to follow the value's name and a colon
    record Unavailable(String reason) implements Place {}

    /// Behind a pointer.
    ///
    /// @param pointer where the pointer lies
    /// @param offset bytes from where it points to
    record Memory(Place pointer, int offset) implements Place {}

    /// So many bytes further on.
    default Place plus(int bytes) {
        return switch (this) {
            case Context(int offset, boolean loadable) ->
                    new Context(Math.addExact(offset, bytes), loadable);
            case Memory(Place pointer, int offset) ->
                    new Memory(pointer, Math.addExact(offset, bytes));
            case Unavailable nowhere -> nowhere;
        };
    }

    /// Where the way to it begins.
    default Place root() {
        return this instanceof Memory memory ? memory.pointer.root() : this;
    }

    /// Whether a look can fail, as one behind a pointer can.
    default boolean mayFail() {
        return this instanceof Memory;
    }
}
