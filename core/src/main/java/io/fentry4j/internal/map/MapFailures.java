package io.fentry4j.internal.map;

import io.fentry4j.Errno;
import io.fentry4j.failure.Failure;
import io.fentry4j.failure.MapException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Turns the errno of a map's command into the failure that names the cause.
final class MapFailures {

    private static final int E2BIG = 7;
    private static final int ENOMEM = 12;
    private static final int EBUSY = 16;
    private static final int EPERM = 1;
    private static final int EINVAL = 22;
    private static final int ENOTSUPP = 524;

    private MapFailures() {}

    /// @param operation such as `update`
    /// @param error the negative errno
    static MapException explain(String operation, MapHandle map, int error) {
        return new MapException(
                switch (-error) {
                    case E2BIG -> full(operation, map);
                    case EPERM -> forbidden(operation, map);
                    case ENOMEM ->
                            failure(operation, map, error, "the kernel has no memory for the entry")
                                    .advise(
                                            "create the map with more entries; with an LRU map, with"
                                                    + " a few hundred for each CPU");
                    case EBUSY ->
                            failure(
                                            operation,
                                            map,
                                            error,
                                            "this CPU is in the midst of another change to the same"
                                                    + " part of the map, also after 1000 attempts")
                                    .advise("try again");
                    case ENOTSUPP ->
                            failure(
                                    operation,
                                    map,
                                    error,
                                    "this kernel cannot do that with a map of this kind");
                    default ->
                            failure(
                                    operation,
                                    map,
                                    error,
                                    "the kernel refused: " + new Errno(-error).meaning());
                });
    }

    static Failure failure(String operation, MapHandle map, int error, String cause) {
        return Failure.of(operation + " " + map, cause)
                .errno(new Errno(-error))
                .observe("map", map.description());
    }

    private static Failure full(String operation, MapHandle map) {
        return failure(
                        operation,
                        map,
                        -E2BIG,
                        "it is full: all its %d entries are taken".formatted(map.maxEntries()))
                .advise("delete entries")
                .advise(
                        "give it more before load, with OpenMap.maxEntries, or make it an LRU hash,"
                                + " which drops the oldest");
    }

    private static Failure forbidden(String operation, MapHandle map) {
        if (isFrozen(map)) {
            return failure(operation, map, -EPERM, "it is frozen: user space cannot change it")
                    .advise("change it before it is frozen, or from a program");
        }
        return failure(operation, map, -EPERM, "its flags or those of its descriptor forbid it")
                .observe("map flags", "0x" + Integer.toHexString(map.info().flags()))
                .advise("look for BPF_F_RDONLY and BPF_F_WRONLY where the map is declared");
    }

    /// Linux 5.2 and later show it in the descriptor's file in `/proc`.
    private static boolean isFrozen(MapHandle map) {
        try {
            return map.with(MapFailures::isFrozen);
        } catch (IllegalStateException e) {
            return false; // closed meanwhile
        }
    }

    private static boolean isFrozen(int fd) {
        try {
            return Files.readString(Path.of("/proc/self/fdinfo/" + fd)).contains("frozen:\t1");
        } catch (IOException e) {
            return false;
        }
    }

    /// Whether the kernel has no such command for this kind of map: below 5.6 it knows no batches
    /// and says EINVAL, later it says ENOTSUPP.
    static boolean isUnsupported(int error) {
        return error == -ENOTSUPP || error == -EINVAL;
    }
}
