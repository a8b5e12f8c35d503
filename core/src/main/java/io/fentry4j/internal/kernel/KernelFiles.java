package io.fentry4j.internal.kernel;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// Where the kernel keeps its files; another root than `/` is for tests.
public record KernelFiles(Path root) {

    private static final int MAX_LIST_BYTES = 32 << 20;

    /// The kernel that this runs on.
    public static KernelFiles running() {
        return new KernelFiles(Path.of("/"));
    }

    public KernelText kallsyms() {
        return KernelText.read(KernelText.MAX_BYTES, at("proc/kallsyms"));
    }

    public KernelText availableFilterFunctions() {
        return tracing("available_filter_functions");
    }

    public KernelText enabledFunctions() {
        return tracing("enabled_functions");
    }

    public KernelText kprobeBlacklist() {
        return KernelText.read(MAX_LIST_BYTES, at("sys/kernel/debug/kprobes/blacklist"));
    }

    public KernelText loadedModules() {
        return KernelText.read(MAX_LIST_BYTES, at("proc/modules"));
    }

    /// A file that `depmod` has written for this release, such as `modules.dep`.
    public KernelText moduleList(String name) {
        return KernelText.read(
                MAX_LIST_BYTES, at("lib/modules").resolve(release().text()).resolve(name));
    }

    public Path livepatches() {
        return at("sys/kernel/livepatch");
    }

    public Release release() {
        KernelText text = KernelText.read(4096, at("proc/sys/kernel/osrelease"));
        String release = new String(text.bytes(), StandardCharsets.UTF_8).trim();
        // It becomes a part of a path.
        return new Release(release.contains("/") || release.isEmpty() ? "unknown" : release);
    }

    private KernelText tracing(String name) {
        return KernelText.read(
                MAX_LIST_BYTES,
                at("sys/kernel/tracing").resolve(name),
                at("sys/kernel/debug/tracing").resolve(name));
    }

    private Path at(String path) {
        return root.resolve(path);
    }
}
