package io.fentry4j.tests;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The command line of a JVM of its own for a class of these tests.
///
/// An emulated machine takes some ten seconds to start one, so it is told to compile little: C1
/// only, and what runs five times as often as usual.
public final class ChildJvm {

    private ChildJvm() {}

    /// The command line.
    ///
    /// @param arguments the class's
    public static List<String> command(Class<?> main, String... arguments) {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "-XX:CompileThresholdScaling=5",
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                System.getProperty("java.class.path"),
                                main.getName()));
        command.addAll(List.of(arguments));
        return command;
    }
}
