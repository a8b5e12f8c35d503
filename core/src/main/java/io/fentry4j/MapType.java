package io.fentry4j;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// The kinds of maps that the kernel has (`enum bpf_map_type` of Linux 6.12).
///
/// Those that this library can read have a class of their own; the others are an [OtherMap].
public enum MapType {
    /// A kind that this library does not know.
    UNKNOWN(0),
    /// A hash table: [BpfHashMap].
    HASH(1),
    /// An array: [ArrayMap].
    ARRAY(2),
    PROG_ARRAY(3),
    PERF_EVENT_ARRAY(4),
    /// A hash table with a value for each CPU: [PerCpuHashMap].
    PERCPU_HASH(5),
    /// An array with a value for each CPU: [PerCpuArrayMap].
    PERCPU_ARRAY(6),
    /// Stack traces by their ids: [StackTraceMap].
    STACK_TRACE(7),
    CGROUP_ARRAY(8),
    /// A hash table that drops what was not used for long when it is full: [BpfHashMap].
    LRU_HASH(9),
    /// [#LRU_HASH] with a value for each CPU: [PerCpuHashMap].
    LRU_PERCPU_HASH(10),
    LPM_TRIE(11),
    /// Maps by their index: [ArrayOfMaps].
    ARRAY_OF_MAPS(12),
    /// Maps by their key: [HashOfMaps].
    HASH_OF_MAPS(13),
    DEVMAP(14),
    SOCKMAP(15),
    CPUMAP(16),
    XSKMAP(17),
    SOCKHASH(18),
    CGROUP_STORAGE(19),
    REUSEPORT_SOCKARRAY(20),
    PERCPU_CGROUP_STORAGE(21),
    /// First in, first out: [QueueMap].
    QUEUE(22),
    /// Last in, first out: [StackMap].
    STACK(23),
    SK_STORAGE(24),
    DEVMAP_HASH(25),
    STRUCT_OPS(26),
    /// Records for user space: [RingBufferMap].
    RINGBUF(27),
    INODE_STORAGE(28),
    /// A value that hangs on a task: [TaskStorageMap].
    TASK_STORAGE(29),
    BLOOM_FILTER(30),
    USER_RINGBUF(31),
    CGRP_STORAGE(32),
    ARENA(33);

    private static final Map<Integer, MapType> BY_NUMBER =
            Arrays.stream(values()).collect(Collectors.toMap(MapType::number, type -> type));

    private final int number;

    MapType(int number) {
        this.number = number;
    }

    /// The type with this number in the kernel.
    public static MapType of(int number) {
        return BY_NUMBER.getOrDefault(number, UNKNOWN);
    }

    /// The kernel's number; 0 if it is unknown.
    public int number() {
        return number;
    }

    /// The kernel's word for it, such as `lru_hash`.
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
