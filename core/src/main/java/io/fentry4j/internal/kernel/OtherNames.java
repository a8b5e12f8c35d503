package io.fentry4j.internal.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Names under which other releases have a function, in both directions. Whoever asks still has to
/// look whether this kernel has them.
public final class OtherNames {

    /// Old name, new name. `printk` became a macro over `_printk` in 5.15; the functions behind the
    /// file system calls take a `struct filename` by name since 7.0.
    private static final Map<String, String> RENAMED =
            Map.of(
                    "printk", "_printk",
                    "do_unlinkat", "filename_unlinkat",
                    "do_rmdir", "filename_rmdir",
                    "do_mkdirat", "filename_mkdirat",
                    "do_mknodat", "filename_mknodat",
                    "do_linkat", "filename_linkat",
                    "do_symlinkat", "filename_symlinkat",
                    "do_renameat2", "filename_renameat2");

    private OtherNames() {}

    /// The other names of a function, for a system call (`sys_read`) those of its entry.
    public static List<String> of(String name, String architecture) {
        List<String> names = new ArrayList<>();
        RENAMED.forEach((before, since) -> {
            if (before.equals(name)) {
                names.add(since);
            } else if (since.equals(name)) {
                names.add(before);
            }
        });
        if (name.startsWith("sys_")) {
            names.add((architecture.equals("aarch64") ? "__arm64_" : "__x64_") + name);
        }
        return names;
    }
}
