package io.fentry4j;

import io.fentry4j.data.ValueType;
import io.fentry4j.failure.Failure;
import io.fentry4j.failure.InvalidObjectException;
import io.fentry4j.failure.MapException;
import io.fentry4j.internal.failure.LoadFailures;
import io.fentry4j.internal.libbpf.LibbpfLibrary;
import io.fentry4j.internal.libbpf.LibbpfLog;
import io.fentry4j.internal.libbpf.MapDescriptors;
import io.fentry4j.internal.map.MapHandle;
import io.fentry4j.internal.map.MapPins;
import io.fentry4j.internal.map.MapShape;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.function.Function;

/// How maps of one class are made, whether they come from an object, from a pin, or new: after a
/// check that the kernel's map fits the class and its types.
record MapKind<M extends BpfMap>(MapShape shape, Function<MapHandle, M> maker) {

    private static final int NO_FLAGS = 0;
    private static final int NO_INNER_MAP = 0;

    /// A kind with keys and values.
    static <M extends BpfMap> MapKind<M> of(
            Class<?> type,
            ValueType<?> key,
            ValueType<?> value,
            Function<MapHandle, M> maker,
            MapType first,
            MapType... more) {
        String types =
                type.getTypeParameters().length == 2
                        ? key.name() + ", " + value.name()
                        : value.name();
        return of(type.getSimpleName() + "<" + types + ">", key, value, maker, first, more);
    }

    /// @param asked the class with its types in C, for messages
    static <M extends BpfMap> MapKind<M> of(
            String asked,
            ValueType<?> key,
            ValueType<?> value,
            Function<MapHandle, M> maker,
            MapType first,
            MapType... more) {
        return new MapKind<>(new MapShape(asked, EnumSet.of(first, more), key, value), maker);
    }

    /// A map of an object, which closes its handle.
    M inObject(MapHandle map) {
        var mismatch = shape.mismatch("use " + map + " as " + shape.asked(), map, false);
        if (mismatch.isPresent()) {
            throw new InvalidObjectException(mismatch.get());
        }
        return maker.apply(map);
    }

    M openPinned(Path path) {
        LibbpfLibrary.require();
        MapHandle map = MapPins.open(path);
        try {
            var mismatch = shape.mismatch("open the map pinned at " + path, map, true);
            if (mismatch.isPresent()) {
                throw new MapException(mismatch.get());
            }
            return maker.apply(map);
        } catch (RuntimeException e) {
            map.close();
            throw e;
        }
    }

    /// A new map.
    M create(String name, MapType type, int entries) {
        return create(name, type, entries, NO_INNER_MAP);
    }

    /// A new map of maps.
    ///
    /// @param innerMap the descriptor of a map that all in it are like
    M create(String name, MapType type, int entries, int innerMap) {
        if (!name.matches("[A-Za-z0-9_.]*")) {
            throw new IllegalArgumentException(
                    "create map '%s': its name can have letters, digits, '_' and '.' only"
                            .formatted(name));
        }
        if (entries <= 0) {
            throw new IllegalArgumentException(
                    "create map '%s': %d entries, at least 1 is needed".formatted(name, entries));
        }
        LibbpfLibrary.require();
        String operation = "create map '" + name + "'";
        int fd;
        List<String> messages;
        try (LibbpfLog log = LibbpfLog.capture()) {
            fd =
                    MapDescriptors.create(
                            type.number(),
                            name,
                            shape.key().size(),
                            shape.value().size(),
                            entries,
                            NO_FLAGS,
                            innerMap);
            messages = log.messages();
        }
        if (fd >= 0) {
            return maker.apply(MapHandle.standalone(operation, fd));
        }
        Errno errno = new Errno(-fd);
        if (errno.equals(Errno.EPERM) || errno.equals(Errno.EACCES)) {
            throw LoadFailures.explain(operation, fd, messages, List::of);
        }
        throw new MapException(
                Failure.of(operation, "the kernel did not create it: " + errno.meaning())
                        .errno(errno)
                        .observe("type", type)
                        .observe("key bytes", shape.key().size())
                        .observe("value bytes", shape.value().size())
                        .observe("entries", entries)
                        .advise("check that the kernel has this kind of map, and the sizes")
                        .log(messages));
    }
}
