package io.fentry4j.examples.hello;

import io.fentry4j.unlink.UnlinkProbe;
import java.io.IOException;
import java.nio.file.Files;

/// The first program: deletes a file and sees the kernel do it.
///
/// `java --enable-native-access=ALL-UNNAMED -cp examples/target/fentry4j-examples.jar
/// io.fentry4j.examples.hello.HelloUnlink` as root prints
///
/// ```
/// java (process 391) deleted /tmp/hello4711.tmp in 38 µs
/// ```
public final class HelloUnlink {

    private HelloUnlink() {}

    public static void main(String[] args) throws IOException {
        int me = (int) ProcessHandle.current().pid();
        var file = Files.createTempFile("hello", ".tmp");
        try (var _ =
                UnlinkProbe.builder()
                        .pids(me) // only this process: the kernel does not report the others
                        .attach(event ->
                                System.out.printf(
                                        "%s (process %d) deleted %s in %d µs%n",
                                        event.comm().escaped(),
                                        event.pid(),
                                        event.name().escaped(),
                                        event.duration().toNanos() / 1000))) {
            Files.delete(file);
        } // the close waits until the event has been printed
    }
}
