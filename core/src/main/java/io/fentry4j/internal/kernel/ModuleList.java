package io.fentry4j.internal.kernel;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// The kernel's modules: loaded, built into it, or as files.
///
/// Names are with underscores, as the kernel has them.
public final class ModuleList {

    private final Set<String> loaded;
    private final Set<String> builtin;
    private final Set<String> files;
    private final Map<String, String> exporters;

    private ModuleList(
            Set<String> loaded,
            Set<String> builtin,
            Set<String> files,
            Map<String, String> exporters) {
        this.loaded = loaded;
        this.builtin = builtin;
        this.files = files;
        this.exporters = exporters;
    }

    /// Reads `/proc/modules` and depmod's files; those that are not there are taken as empty.
    public static ModuleList read(KernelFiles kernel) {
        Set<String> loaded = new HashSet<>();
        lines(kernel.loadedModules()).forEach(line -> loaded.add(line.split(" ", 2)[0]));
        Set<String> builtin = new HashSet<>();
        lines(kernel.moduleList("modules.builtin")).forEach(line -> builtin.add(ofFile(line)));
        Set<String> files = new HashSet<>();
        lines(kernel.moduleList("modules.dep"))
                .forEach(line -> files.add(ofFile(line.split(":", 2)[0])));
        Map<String, String> exporters = new HashMap<>();
        lines(kernel.moduleList("modules.symbols"))
                .map(line -> line.split(" ", 3))
                .filter(words -> words.length == 3 && words[1].startsWith("symbol:"))
                .forEach(words ->
                        exporters.put(words[1].substring("symbol:".length()), words[2].strip()));
        return new ModuleList(loaded, builtin, files, exporters);
    }

    /// A module's name as the kernel has it: with underscores.
    public static String kernelName(String module) {
        return module.replace('-', '_');
    }

    private static Stream<String> lines(KernelText text) {
        return new String(text.bytes(), StandardCharsets.UTF_8).lines();
    }

    /// `kernel/fs/xfs/xfs.ko.xz` is `xfs`.
    private static String ofFile(String path) {
        String file = path.substring(path.lastIndexOf('/') + 1);
        int end = file.indexOf(".ko");
        return kernelName(end < 0 ? file : file.substring(0, end));
    }

    public boolean isLoaded(String module) {
        return loaded.contains(module);
    }

    public boolean isBuiltIn(String module) {
        return builtin.contains(module);
    }

    /// Whether there is a file to load it from.
    public boolean hasFile(String module) {
        return files.contains(module);
    }

    /// The module, loaded or not, that exports this symbol to others.
    public Optional<String> exporter(String symbol) {
        return Optional.ofNullable(exporters.get(symbol));
    }
}
