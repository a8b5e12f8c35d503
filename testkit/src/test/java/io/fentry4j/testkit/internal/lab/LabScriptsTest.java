package io.fentry4j.testkit.internal.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabScriptsTest {

    @TempDir private Path cache;

    @Test
    void the_lab_is_unpacked_once_whole_and_runnable() throws Exception {
        Path folder = LabScripts.unpackBelow(cache.resolve("new"));

        assertThat(LabScripts.unpackBelow(cache.resolve("new"))).isEqualTo(folder);
        try (Stream<Path> beside = Files.list(folder.getParent())) {
            assertThat(beside).containsExactly(folder);
        }
        Process help =
                new ProcessBuilder(folder.resolve("run").toString(), "--help")
                        .redirectErrorStream(true)
                        .start();
        assertThat(new String(help.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .contains("--kernel 6.1");
        assertThat(help.waitFor()).isZero();
        assertThat(folder.resolve("lib/relay-until-mark")).isExecutable();
        assertThat(folder.resolve("guest/init")).exists();
    }

    @Test
    void the_cache_is_where_the_lab_has_it() throws IOException {
        String home = System.getProperty("user.home");

        assertThat(LabScripts.cache(Map.of("FENTRY4J_CACHE", "/c"))).isEqualTo(Path.of("/c"));
        assertThat(LabScripts.cache(Map.of("XDG_CACHE_HOME", "/x")))
                .isEqualTo(Path.of("/x/fentry4j"));
        assertThat(LabScripts.cache(Map.of())).isEqualTo(Path.of(home, ".cache/fentry4j"));
    }
}
