package io.fentry4j.compiler.object;

import java.util.List;

/// The kinds of maps by their number (`enum bpf_map_type` of Linux 6.12), for documentation.
final class MapKinds {

    static final int RING_BUFFER = 27;

    private static final List<String> NAMES =
            List.of(
                    "map",
                    "hash",
                    "array",
                    "program array",
                    "perf event array",
                    "per-CPU hash",
                    "per-CPU array",
                    "stack trace",
                    "cgroup array",
                    "LRU hash",
                    "LRU per-CPU hash",
                    "LPM trie",
                    "array of maps",
                    "hash of maps",
                    "device map",
                    "socket map",
                    "CPU map",
                    "XDP socket map",
                    "socket hash",
                    "cgroup storage (deprecated)",
                    "reuseport socket array",
                    "per-CPU cgroup storage",
                    "queue",
                    "stack",
                    "socket storage",
                    "device hash",
                    "struct ops",
                    "ring buffer",
                    "inode storage",
                    "task storage",
                    "bloom filter",
                    "user ring buffer",
                    "cgroup storage",
                    "arena");

    private MapKinds() {}

    static String name(int kind) {
        return kind > 0 && kind < NAMES.size() ? NAMES.get(kind) : "map of kind " + kind;
    }
}
