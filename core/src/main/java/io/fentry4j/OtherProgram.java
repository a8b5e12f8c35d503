package io.fentry4j;

/// A program of a kind that this library loads but cannot attach.
public final class OtherProgram extends Program {

    OtherProgram(Handle handle) {
        super(handle);
    }
}
