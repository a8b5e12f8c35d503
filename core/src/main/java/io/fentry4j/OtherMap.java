package io.fentry4j;

/// A map of a kind that this library creates but does not read.
public final class OtherMap extends BpfMap {

    OtherMap(Handle handle) {
        super(handle);
    }
}
