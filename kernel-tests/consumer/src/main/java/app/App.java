package app;

import io.fentry4j.unlink.UnlinkProbe;
import java.nio.file.Files;
import java.nio.file.Path;

/// Prints the deletion of a file of its own.
public final class App {

    private App() {}

    public static void main(String[] arguments) throws Exception {
        Path file = Files.createTempFile("app", ".tmp");
        // snippet attach
        try (var probe = UnlinkProbe.attach(event -> System.out.println(event))) {
            Files.delete(file);
        }
        // end snippet attach
    }
}
