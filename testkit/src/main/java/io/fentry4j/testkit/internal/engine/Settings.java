package io.fentry4j.testkit.internal.engine;

import io.fentry4j.testkit.OnKernel;
import io.fentry4j.testkit.internal.lab.LabOptions;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.ConfigurationParameters;

/// What whoever starts the tests has decided.
///
/// @param environment a variable's value, or null
record Settings(ConfigurationParameters parameters, Environment environment) {

    static final String KERNELS = "fentry4j.testkit.kernels";
    static final String KERNELS_VARIABLE = "FENTRY4J_KERNELS";
    static final String LAB = "fentry4j.testkit.lab";
    static final String JVM_ARGUMENTS = "fentry4j.testkit.jvmArguments";

    /// The kernel of an annotation that names none.
    static final String DEFAULT_KERNEL = "6.12";

    @FunctionalInterface
    interface Environment {
        @Nullable String get(String name);
    }

    static Settings of(ConfigurationParameters parameters) {
        return new Settings(parameters, System::getenv);
    }

    /// The machines that a test with this annotation runs in.
    List<LabOptions> labs(OnKernel annotation) {
        return kernels(annotation).stream()
                .distinct()
                .map(kernel ->
                        new LabOptions(
                                kernel,
                                annotation.append(),
                                annotation.memory(),
                                annotation.user(),
                                annotation.timeoutSeconds()))
                .toList();
    }

    private List<String> kernels(OnKernel annotation) {
        List<String> chosen =
                parameters
                        .get(KERNELS)
                        .or(() -> Optional.ofNullable(environment.get(KERNELS_VARIABLE)))
                        .map(Settings::names)
                        .filter(names -> !names.isEmpty())
                        .orElse(List.of(annotation.value()));
        return chosen.isEmpty() ? List.of(DEFAULT_KERNEL) : chosen;
    }

    private static List<String> names(String list) {
        return Arrays.stream(list.split(",", -1))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList();
    }

    /// The folder with the lab's scripts to use instead of those that the test kit brings.
    Optional<Path> labFolder() {
        return parameters.get(LAB).map(Path::of);
    }

    /// More arguments for the JVM inside, separated by spaces.
    List<String> jvmArguments() {
        return parameters.get(JVM_ARGUMENTS).stream()
                .flatMap(text -> Arrays.stream(text.strip().split("\\s+", -1)))
                .filter(argument -> !argument.isEmpty())
                .toList();
    }

    /// The parameters that were given for this run, for Jupiter inside.
    Map<String, String> given() {
        Map<String, String> given = new LinkedHashMap<>();
        for (String key : parameters.keySet()) {
            parameters.get(key).ifPresent(value -> given.put(key, value));
        }
        return given;
    }
}
