package io.fentry4j.testkit.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.fentry4j.testkit.OnKernel;
import io.fentry4j.testkit.internal.lab.LabOptions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.ConfigurationParameters;

class SettingsTest {

    @OnKernel
    private static final class Default {}

    @OnKernel(
            value = {"6.1", "6.12", "6.1"},
            append = "lockdown=integrity",
            memory = "2G",
            user = "1000",
            timeoutSeconds = 7)
    private static final class Two {}

    private record Parameters(Map<String, String> map) implements ConfigurationParameters {

        @Override
        public Optional<String> get(String key) {
            return Optional.ofNullable(map.get(key));
        }

        @Override
        public Optional<Boolean> getBoolean(String key) {
            return get(key).map(Boolean::parseBoolean);
        }

        @Override
        public Set<String> keySet() {
            return map.keySet();
        }
    }

    private static Settings settings(
            Map<String, String> parameters, Map<String, String> environment) {
        return new Settings(new Parameters(parameters), environment::get);
    }

    private static List<String> kernels(Settings settings, Class<?> type) {
        return settings.labs(type.getAnnotation(OnKernel.class)).stream()
                .map(LabOptions::kernel)
                .toList();
    }

    @Test
    void the_annotation_names_the_kernels_or_it_is_the_default() {
        Settings nothing = settings(Map.of(), Map.of());

        assertThat(kernels(nothing, Two.class)).containsExactly("6.1", "6.12");
        assertThat(kernels(nothing, Default.class)).containsExactly("6.12");
    }

    @Test
    void the_parameter_goes_before_the_environment_and_both_before_the_annotation() {
        Map<String, String> environment = Map.of("FENTRY4J_KERNELS", "6.12-rt, host,");
        Map<String, String> parameters = Map.of("fentry4j.testkit.kernels", "6.1");

        assertThat(kernels(settings(Map.of(), environment), Two.class))
                .containsExactly("6.12-rt", "host");
        assertThat(kernels(settings(parameters, environment), Two.class)).containsExactly("6.1");
        assertThat(kernels(settings(Map.of("fentry4j.testkit.kernels", ""), Map.of()), Two.class))
                .containsExactly("6.1", "6.12");
    }

    @Test
    void the_other_options_are_those_of_the_annotation() {
        Settings settings = settings(Map.of("fentry4j.testkit.kernels", "6.1"), Map.of());
        LabOptions options = settings.labs(Two.class.getAnnotation(OnKernel.class)).getFirst();

        assertThat(options).isEqualTo(new LabOptions("6.1", "lockdown=integrity", "2G", "1000", 7));
        assertThat(options.title()).isEqualTo("Linux 6.1, lockdown=integrity, 2G, user 1000, 7 s");
        assertThat(settings.labs(Default.class.getAnnotation(OnKernel.class)).getFirst().title())
                .isEqualTo("Linux 6.1");
    }

    @Test
    void arguments_for_the_jvm_are_separated_by_spaces() {
        Settings settings =
                settings(Map.of("fentry4j.testkit.jvmArguments", " -Xmx1g  -Da=b "), Map.of());

        assertThat(settings.jvmArguments()).containsExactly("-Xmx1g", "-Da=b");
        assertThat(settings(Map.of(), Map.of()).jvmArguments()).isEmpty();
    }
}
