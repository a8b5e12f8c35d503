package io.fentry4j.testkit.internal.lab;

import io.fentry4j.testkit.internal.guest.GuestMain;
import java.io.File;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The command that starts the JVM inside: the Java and the classes of this JVM.
final class GuestCommand {

    /// C1 only: in an emulator compiling costs more than the faster code gives back.
    private static final List<String> ALWAYS =
            List.of(
                    "-XX:TieredStopAtLevel=1",
                    "-XX:+UseSerialGC",
                    "-ea",
                    "--enable-native-access=ALL-UNNAMED",
                    "-Dfentry4j.lab=true",
                    "-Dio.fentry4j.trackResources=true");

    /// Arguments of this JVM that the tests need there too. Not those for modules other than the
    /// JDK's, which are on the class path there, for agents and debuggers, and for memory.
    private static final Pattern PASSED_ON =
            Pattern.compile(
                    "--enable-preview|--illegal-native-access=.*|--add-(opens|exports)=(java|jdk)\\..*");

    private static final String PATCH = "--patch-module=";

    private final List<String> jvmArguments;
    private final Properties properties;

    /// @param jvmArguments of this JVM
    /// @param properties of this JVM
    GuestCommand(List<String> jvmArguments, Properties properties) {
        this.jvmArguments = jvmArguments;
        this.properties = properties;
    }

    static GuestCommand ofThisJvm() {
        return new GuestCommand(
                ManagementFactory.getRuntimeMXBean().getInputArguments(), System.getProperties());
    }

    /// @param more arguments for the JVM
    List<String> words(List<String> more) {
        List<String> words = new ArrayList<>();
        words.add(properties.getProperty("java.home") + "/bin/java");
        words.addAll(ALWAYS);
        jvmArguments.stream().filter(PASSED_ON.asMatchPredicate()).forEach(words::add);
        words.addAll(more);
        words.addAll(List.of("-cp", String.join(File.pathSeparator, classPath())));
        words.add(GuestMain.class.getName());
        return words;
    }

    /// Class path, module path and patches of modules, which come first as they do for a module.
    Collection<String> classPath() {
        Set<String> path = new LinkedHashSet<>();
        jvmArguments.stream()
                .filter(argument -> argument.startsWith(PATCH))
                .map(argument -> argument.substring(argument.indexOf('=', PATCH.length()) + 1))
                .flatMap(GuestCommand::entries)
                .forEach(path::add);
        entries(properties.getProperty("jdk.module.path", "")).forEach(path::add);
        entries(properties.getProperty("java.class.path", "")).forEach(path::add);
        return path;
    }

    private static Stream<String> entries(String path) {
        return Stream.of(path.split(File.pathSeparator, -1)).filter(entry -> !entry.isEmpty());
    }
}
