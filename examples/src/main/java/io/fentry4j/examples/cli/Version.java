package io.fentry4j.examples.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import picocli.CommandLine.IVersionProvider;

/// The answer to `--version`: this program's, the JVM's and the kernel's, as a report of a problem
/// needs them.
final class Version implements IVersionProvider {

    /// Written by the build; unlike a manifest it is there on the module path too.
    private static final String RESOURCE = "version.txt";

    @Override
    public String[] getVersion() throws IOException {
        return new String[] {
            "fentry4j %s (Java %s, %s %s %s)"
                    .formatted(
                            own(),
                            System.getProperty("java.version"),
                            System.getProperty("os.name"),
                            System.getProperty("os.version"),
                            System.getProperty("os.arch"))
        };
    }

    private static String own() throws IOException {
        try (InputStream in = Version.class.getResourceAsStream(RESOURCE)) {
            byte[] text = Objects.requireNonNull(in, RESOURCE).readAllBytes();
            return new String(text, StandardCharsets.UTF_8).trim();
        }
    }
}
