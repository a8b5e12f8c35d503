package io.fentry4j.testkit.internal.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class GuestCommandTest {

    private static GuestCommand command(String classPath, String... jvmArguments) {
        Properties properties = new Properties();
        properties.setProperty("java.home", "/jdk");
        properties.setProperty("java.class.path", classPath);
        return new GuestCommand(List.of(jvmArguments), properties);
    }

    @Test
    void starts_the_java_of_this_jvm_with_its_class_path() {
        List<String> words = command("/a.jar:/b").words(List.of("-Xmx1g"));

        assertThat(words).startsWith("/jdk/bin/java");
        assertThat(words).containsSubsequence("-Xmx1g", "-cp", "/a.jar:/b");
        assertThat(words.getLast()).isEqualTo("io.fentry4j.testkit.internal.guest.GuestMain");
    }

    @Test
    void passes_on_what_tests_need_and_not_what_belongs_to_this_machine() {
        List<String> words =
                command(
                                "/a",
                                "--enable-preview",
                                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                                "--add-opens=my.module/my=ALL-UNNAMED",
                                "-javaagent:/coverage.jar",
                                "-agentlib:jdwp=transport=dt_socket",
                                "-Xmx100g")
                        .words(List.of());

        assertThat(words)
                .contains("--enable-preview", "--add-opens=java.base/java.lang=ALL-UNNAMED")
                .doesNotContain(
                        "--add-opens=my.module/my=ALL-UNNAMED",
                        "-javaagent:/coverage.jar",
                        "-agentlib:jdwp=transport=dt_socket",
                        "-Xmx100g");
    }

    @Test
    void modules_and_their_patches_are_on_the_class_path() {
        Properties properties = new Properties();
        properties.setProperty("jdk.module.path", "/classes:/lib.jar");
        properties.setProperty("java.class.path", "/lib.jar:/booter.jar");
        GuestCommand command =
                new GuestCommand(List.of("--patch-module=my.module=/test-classes"), properties);

        assertThat(command.classPath())
                .containsExactly("/test-classes", "/classes", "/lib.jar", "/booter.jar");
    }
}
