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
    /// Programs by index, for tail calls.
    PROG_ARRAY(3),
    /// Perf events by index: counters to read, or a buffer a CPU for records to user space.
    PERF_EVENT_ARRAY(4),
    /// A hash table with a value for each CPU: [PerCpuHashMap].
    PERCPU_HASH(5),
    /// An array with a value for each CPU: [PerCpuArrayMap].
    PERCPU_ARRAY(6),
    /// Stack traces by their ids: [StackTraceMap].
    STACK_TRACE(7),
    /// Cgroups by index, to ask what belongs to one.
    CGROUP_ARRAY(8),
    /// A hash table that drops what was not used for long when it is full: [BpfHashMap].
    LRU_HASH(9),
    /// [#LRU_HASH] with a value for each CPU: [PerCpuHashMap].
    LRU_PERCPU_HASH(10),
    /// Values by the longest prefix that matches, such as that of an IP address.
    LPM_TRIE(11),
    /// Maps by their index: [ArrayOfMaps].
    ARRAY_OF_MAPS(12),
    /// Maps by their key: [HashOfMaps].
    HASH_OF_MAPS(13),
    /// Network devices by index, which packets are redirected to.
    DEVMAP(14),
    /// Sockets by index, which data is redirected to.
    SOCKMAP(15),
    /// CPUs by index, which packets are redirected to.
    CPUMAP(16),
    /// `AF_XDP` sockets by index, which packets are redirected to.
    XSKMAP(17),
    /// Sockets by key, which data is redirected to.
    SOCKHASH(18),
    /// A value that hangs on a cgroup and a program attached there; see [#CGRP_STORAGE].
    CGROUP_STORAGE(19),
    /// Sockets of a `SO_REUSEPORT` group by index, of which a program chooses one.
    REUSEPORT_SOCKARRAY(20),
    /// [#CGROUP_STORAGE] with a value for each CPU.
    PERCPU_CGROUP_STORAGE(21),
    /// First in, first out: [QueueMap].
    QUEUE(22),
    /// Last in, first out: [StackMap].
    STACK(23),
    /// A value that hangs on a socket.
    SK_STORAGE(24),
    /// [#DEVMAP] by key instead of index.
    DEVMAP_HASH(25),
    /// An implementation of a table of functions of the kernel, such as a congestion control.
    STRUCT_OPS(26),
    /// Records for user space: [RingBufferMap].
    RINGBUF(27),
    /// A value that hangs on an inode.
    INODE_STORAGE(28),
    /// A value that hangs on a task: [TaskStorageMap].
    TASK_STORAGE(29),
    /// A set that tells what is certainly not in it.
    BLOOM_FILTER(30),
    /// Records from user space for programs.
    USER_RINGBUF(31),
    /// A value that hangs on a cgroup.
    CGRP_STORAGE(32),
    /// Memory that programs and user space share, with pointers into itself.
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
