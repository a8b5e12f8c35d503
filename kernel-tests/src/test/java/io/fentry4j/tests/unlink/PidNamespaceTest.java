package io.fentry4j.tests.unlink;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A JVM in a container, which has another number there than the kernel's programs see.
@Tag("kernel")
@Timeout(180)
class PidNamespaceTest {

    @TempDir private Path folder;

    @Test
    void the_jvm_is_told_from_its_children() throws Exception {
        Path report = folder.resolve("report");
        Workload.run(
                List.of(
                        "unshare",
                        "--pid",
                        "--fork",
                        "--mount-proc",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ContainedProbe.class.getName(),
                        report.toString(),
                        Long.toString(ProcessHandle.current().pid())));

        assertThat(Files.readAllLines(report))
                .containsExactly("contained-probe-child", "contained-probe-child");
    }
}
