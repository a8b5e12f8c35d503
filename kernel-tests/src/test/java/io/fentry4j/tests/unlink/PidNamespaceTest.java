package io.fentry4j.tests.unlink;

import static org.assertj.core.api.Assertions.assertThat;

import io.fentry4j.tests.ChildJvm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
        List<String> line = new ArrayList<>(List.of("unshare", "--pid", "--fork", "--mount-proc"));
        line.addAll(
                ChildJvm.command(
                        ContainedProbe.class,
                        report.toString(),
                        Long.toString(ProcessHandle.current().pid())));
        Workload.run(line);

        assertThat(Files.readAllLines(report))
                .containsExactly("contained-probe-child", "contained-probe-child");
    }
}
