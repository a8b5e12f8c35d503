package io.fentry4j;

import io.fentry4j.internal.map.MapHandle;

/// A map of a kind that this library creates, pins and closes but does not read.
public final class OtherMap extends BpfMap {

    OtherMap(MapHandle handle) {
        super(handle);
    }
}
