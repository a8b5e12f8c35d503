package io.fentry4j.internal.trace;

/// Who has which of a program's 512 bytes of stack, in bytes from the frame pointer.
///
/// ```
///   -8  what a helper reads
///  -16  the key of the call
///  -24  an index into an array map, 32 bits
///  -32  whether the call's memory is in the hash
///  -40  eight bytes of zeros: a key
///  -48  what calculations put aside, one below the other
/// ```
final class StackPlaces {

    static final int WORD = -8;
    static final int KEY = -16;
    static final int INDEX = -24;
    static final int IN_HASH = -32;
    static final int ZERO = -40;
    static final int CALCULATIONS = -48;

    private StackPlaces() {}
}
