package io.fentry4j.compiler.write;

import com.palantir.javapoet.ClassName;
import io.fentry4j.compiler.model.FieldType;
import io.fentry4j.compiler.model.ObjectModel.MapMember;
import java.util.Optional;

/// The class of `fentry4j-core` for each kind of map.
final class MapClasses {

    // enum bpf_map_type
    private static final int HASH = 1;
    private static final int ARRAY = 2;
    private static final int PERCPU_HASH = 5;
    private static final int PERCPU_ARRAY = 6;
    private static final int STACK_TRACE = 7;
    private static final int LRU_HASH = 9;
    private static final int LRU_PERCPU_HASH = 10;
    private static final int ARRAY_OF_MAPS = 12;
    private static final int HASH_OF_MAPS = 13;
    private static final int QUEUE = 22;
    private static final int STACK = 23;
    private static final int RINGBUF = 27;
    private static final int TASK_STORAGE = 29;

    /// @param name the class
    /// @param factory the method of `BpfObject` that makes it
    /// @param key the type of the keys, where the class has a parameter for it
    /// @param value the type of the values, where the class has a parameter for it
    record MapClass(
            ClassName name, String factory, Optional<FieldType> key, Optional<FieldType> value) {}

    private MapClasses() {}

    /// The class for a map; empty for kinds without one, and where the C gives a size in the place
    /// of a type.
    static Optional<MapClass> of(MapMember map) {
        return switch (map.kind()) {
            case HASH, LRU_HASH -> ofEntries(map, "BpfHashMap", "hashMap");
            case PERCPU_HASH, LRU_PERCPU_HASH -> ofEntries(map, "PerCpuHashMap", "perCpuHashMap");
            case ARRAY -> ofValues(map, "ArrayMap", "arrayMap");
            case PERCPU_ARRAY -> ofValues(map, "PerCpuArrayMap", "perCpuArrayMap");
            case TASK_STORAGE -> ofValues(map, "TaskStorageMap", "taskStorageMap");
            case QUEUE -> ofValues(map, "QueueMap", "queueMap");
            case STACK -> ofValues(map, "StackMap", "stackMap");
            case STACK_TRACE -> Optional.of(plain("StackTraceMap", "stackTraceMap"));
            case ARRAY_OF_MAPS -> Optional.of(plain("ArrayOfMaps", "arrayOfMaps"));
            case HASH_OF_MAPS ->
                    map.key().map(key -> of("HashOfMaps", "hashOfMaps", map.key(), none()));
            case RINGBUF ->
                    map.value()
                            .map(value -> of("RingBufferMap", "ringBuffer", none(), map.value()));
            default -> Optional.empty();
        };
    }

    private static Optional<MapClass> ofEntries(MapMember map, String name, String factory) {
        return hasFixedSize(map.key()) && hasFixedSize(map.value())
                ? Optional.of(of(name, factory, map.key(), map.value()))
                : Optional.empty();
    }

    private static Optional<MapClass> ofValues(MapMember map, String name, String factory) {
        return hasFixedSize(map.value())
                ? Optional.of(of(name, factory, none(), map.value()))
                : Optional.empty();
    }

    private static MapClass plain(String name, String factory) {
        return of(name, factory, none(), none());
    }

    private static MapClass of(
            String name, String factory, Optional<FieldType> key, Optional<FieldType> value) {
        return new MapClass(ClassName.get(CoreTypes.PACKAGE, name), factory, key, value);
    }

    private static Optional<FieldType> none() {
        return Optional.empty();
    }

    /// Whether it is known and does not end in a flexible array, of which an entry would hold none.
    private static boolean hasFixedSize(Optional<FieldType> type) {
        return type.isPresent()
                && !(type.get() instanceof FieldType.Nested nested && nested.type().isFlexible());
    }
}
