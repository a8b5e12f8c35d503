package io.fentry4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.module.ModuleDescriptor;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ModuleTest {

    private final ModuleDescriptor module = BpfObject.class.getModule().getDescriptor();

    @Test
    void exports_its_api_and_nothing_internal() {
        Set<String> exported =
                module.exports().stream()
                        .filter(export -> !export.isQualified())
                        .map(ModuleDescriptor.Exports::source)
                        .collect(Collectors.toSet());

        assertThat(exported)
                .contains("io.fentry4j", "io.fentry4j.annotation", "io.fentry4j.btf")
                .contains("io.fentry4j.data", "io.fentry4j.doctor", "io.fentry4j.failure")
                .noneMatch(name -> name.contains(".internal"));
    }

    @Test
    void needs_nothing_but_the_jdk() {
        assertThat(module.requires())
                .filteredOn(required -> !required.name().startsWith("java."))
                .allMatch(required ->
                        required.modifiers().contains(ModuleDescriptor.Requires.Modifier.STATIC));
    }
}
