package io.fentry4j.examples.jfr;

import io.fentry4j.jfr.UnlinkJfr;
import io.fentry4j.unlink.UnlinkProbe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import jdk.jfr.consumer.RecordingStream;

/// Records deletions with JFR: reads them while they come, and from a file with `jfr print`.
///
/// `java --enable-native-access=ALL-UNNAMED -cp examples/target/fentry4j-examples.jar
/// io.fentry4j.examples.jfr.JfrExample /tmp/unlink.jfr` as root prints, the last part by `jfr print
/// --events io.fentry4j.UnlinkDetach /tmp/unlink.jfr`:
///
/// ```
/// attached to do_unlinkat by fentry, fexit
/// /tmp/jfr4711.tmp took PT0.0000413S
/// io.fentry4j.UnlinkDetach {
///   startTime = 14:03:07.218 (2026-11-22)
///   detachDuration = 61.2 ms
///   seen = 1
///   filtered = 0
///   delivered = 1
///   lostRingFull = 0
///   lostNoMemory = 0
///   lostAtClose = 0
///   unpaired = 0
///   missed = 0
///   notFollowed = 0
///   listenerFailures = 0
///   eventThread = "main" (javaThreadId = 3)
/// }
/// ```
public final class JfrExample {

    private JfrExample() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        try (var stream = new RecordingStream()) {
            stream.setMaxAge(Duration.ofMinutes(1)); // is kept for the dump
            stream.enable(UnlinkJfr.UNLINK).with("minDuration", "1 us");
            stream.enable(UnlinkJfr.ATTACH);
            stream.enable(UnlinkJfr.DETACH);
            stream.onEvent(
                    UnlinkJfr.ATTACH,
                    event ->
                            System.out.printf(
                                    "attached to %s by %s%n",
                                    event.getString("functions"), event.getString("programs")));
            stream.onEvent(
                    UnlinkJfr.UNLINK,
                    event ->
                            System.out.printf(
                                    "%s took %s%n",
                                    event.getString("name"), event.getDuration("kernelDuration")));
            stream.startAsync();
            deleteFile();
            stream.stop();
            stream.dump(Path.of(args[0]));
        }
        String jfr = System.getProperty("java.home") + "/bin/jfr";
        new ProcessBuilder(jfr, "print", "--events", UnlinkJfr.DETACH, args[0])
                .inheritIO()
                .start()
                .waitFor();
    }

    private static void deleteFile() throws IOException {
        Path file = Files.createTempFile("jfr", ".tmp");
        int me = (int) ProcessHandle.current().pid();
        try (var _ = UnlinkProbe.builder().pids(me).observe(new UnlinkJfr()).attach(event -> {})) {
            Files.delete(file);
        }
    }
}
