package io.fentry4j.internal.trace;

import java.util.Map;
import java.util.Optional;

/// What people call the things that pointers to the kernel's structs stand for.
final class PointerTexts {

    /// From the name of a struct to the string in it, as a path.
    private static final Map<String, String> PATHS =
            Map.ofEntries(
                    Map.entry("filename", "name"),
                    Map.entry("file", "f_path.dentry->d_name.name"),
                    Map.entry("path", "dentry->d_name.name"),
                    Map.entry("dentry", "d_name.name"),
                    Map.entry("qstr", "name"),
                    Map.entry("kernfs_node", "name"),
                    Map.entry("linux_binprm", "filename"),
                    Map.entry("task_struct", "comm"),
                    Map.entry("super_block", "s_id"),
                    Map.entry("file_system_type", "name"),
                    Map.entry("module", "name"),
                    Map.entry("net_device", "name"),
                    Map.entry("gendisk", "disk_name"),
                    Map.entry("kobject", "name"),
                    Map.entry("device", "kobj.name"),
                    Map.entry("cgroup", "kn->name"),
                    Map.entry("bpf_map", "name"),
                    Map.entry("bpf_prog", "aux->name"),
                    Map.entry("kmem_cache", "name"));

    private PointerTexts() {}

    /// The path from a pointer to such a struct to its string.
    static Optional<String> path(String struct) {
        return Optional.ofNullable(PATHS.get(struct));
    }
}
