package io.fentry4j.internal.kernel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The functions that livepatches replace: `/sys/kernel/livepatch/PATCH/OBJECT/FUNCTION,POSITION`.
public final class Livepatches {

    private final Map<String, String> patches = new HashMap<>();

    private Livepatches() {}

    /// Reads the folder; one that is not there has no patches.
    public static Livepatches read(Path folder) {
        Livepatches found = new Livepatches();
        for (Path patch : folders(folder)) {
            for (Path object : folders(patch)) {
                String prefix = name(object).equals("vmlinux") ? "" : name(object) + ":";
                for (Path function : folders(object)) {
                    String bare = name(function).split(",", 2)[0];
                    found.patches.put(prefix + bare, name(patch));
                }
            }
        }
        return found;
    }

    private static List<Path> folders(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isDirectory).toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    private static String name(Path path) {
        return String.valueOf(path.getFileName());
    }

    /// The livepatch that replaces this function.
    public Optional<String> of(String function, Optional<String> module) {
        return Optional.ofNullable(
                patches.get(module.map(m -> m + ":" + function).orElse(function)));
    }
}
