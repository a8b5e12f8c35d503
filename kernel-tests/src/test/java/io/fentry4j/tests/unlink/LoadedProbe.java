package io.fentry4j.tests.unlink;

import io.fentry4j.unlink.Mode;
import io.fentry4j.unlink.UnlinkProbe;
import java.nio.file.Files;
import java.nio.file.Path;

/// A process of its own with a probe that has everything, until it is killed. It makes the file
/// that its first argument names once it has had events; the second is the mode.
final class LoadedProbe {

    private static final int EVENTS = 1000;

    private LoadedProbe() {}

    public static void main(String[] arguments) throws Exception {
        Path ready = Path.of(arguments[0]);
        int[] events = new int[1];
        UnlinkProbe probe =
                UnlinkProbe.builder()
                        .mode(Mode.valueOf(arguments[1]))
                        .includeDirectories()
                        .resolvePaths()
                        .uids(0)
                        .exceptMyself()
                        .descendantsOf(Integer.parseInt(arguments[2]))
                        .attach(_ -> {
                            if (++events[0] == EVENTS) {
                                create(ready);
                            }
                        });
        Files.createFile(Path.of(ready + ".attached"));
        Thread.currentThread().join(); // for ever
        probe.close();
    }

    private static void create(Path file) {
        try {
            Files.createFile(file);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
