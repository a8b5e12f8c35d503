package io.fentry4j.internal.map;

import io.fentry4j.BpfMap;
import java.util.function.Function;

/// Hands this library's other packages the descriptors of maps, which no public method gives away.
public final class MapAccess {

    @SuppressWarnings("NullAway.Init") // set by the class of the argument that it is applied to
    private static volatile Function<BpfMap, MapHandle> handle;

    private MapAccess() {}

    /// Called by [BpfMap], once.
    public static void set(Function<BpfMap, MapHandle> access) {
        handle = access;
    }

    /// The handle of a map.
    public static MapHandle handle(BpfMap map) {
        return handle.apply(map);
    }
}
