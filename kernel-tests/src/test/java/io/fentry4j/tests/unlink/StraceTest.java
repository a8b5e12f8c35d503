package io.fentry4j.tests.unlink;

import static org.assertj.core.api.Assertions.assertThat;

import io.fentry4j.unlink.Mode;
import io.fentry4j.unlink.UnlinkEvent;
import io.fentry4j.unlink.UnlinkProbe;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Real programs that delete files: the probe and strace say the same of each thread.
@Tag("kernel")
@Timeout(300)
class StraceTest {

    private static final int FOLDERS = 20;
    private static final int FILES = 20;

    @TempDir private Path folder;

    private void assertThatStraceSaysTheSame(
            Mode mode, int atLeast, String script, TestReporter reporter) throws Exception {
        Path prefix = folder.resolve("strace");
        List<UnlinkEvent> events = Collections.synchronizedList(new ArrayList<>());
        UnlinkProbe probe =
                UnlinkProbe.builder()
                        .includeDirectories()
                        .resolvePaths()
                        .mode(mode)
                        .attach(events::add);
        try (probe) {
            Workload.run(StraceLog.command(prefix, List.of("sh", "-c", script)));
        }
        StraceLog expected = StraceLog.read(prefix);
        StraceLog seen = expected.ofTheSameThreads(events);

        reporter.publishEntry(
                "strace",
                "%d calls by %d threads".formatted(expected.size(), expected.calls().size()));
        assertThat(expected.size()).isGreaterThan(atLeast);
        assertThat(probe.statistics().lost()).isZero();
        assertThat(seen).isEqualTo(expected);
    }

    @ParameterizedTest
    @EnumSource
    void a_build_that_is_cleaned(Mode mode, TestReporter reporter) throws Exception {
        Path project = Files.createDirectory(folder.resolve("project"));
        Files.writeString(
                project.resolve("Makefile"),
                """
                clean:
                \trm -rf build
                \trm -f *.o missing.o 'back\\slash and "quote"'
                \t-rmdir sources
                """);
        Files.createFile(project.resolve("back\\slash and \"quote\""));
        Files.createDirectories(project.resolve("sources/kept"));
        for (int i = 0; i < FOLDERS; i++) {
            Path part = Files.createDirectories(project.resolve("build/part" + i + "/inner"));
            Files.createFile(project.resolve("part" + i + ".o"));
            for (int j = 0; j < FILES; j++) {
                Files.createFile(part.resolve("class \u00e4\n" + j));
            }
        }

        assertThatStraceSaysTheSame(
                mode, FOLDERS * FILES, "make -C '%s' clean".formatted(project), reporter);
        assertThat(project.resolve("build")).doesNotExist();
    }

    @ParameterizedTest
    @EnumSource
    void a_repository_that_git_collects_garbage_of(Mode mode, TestReporter reporter)
            throws Exception {
        Path repository = folder.resolve("repository");
        String git =
                "git -C '%s' -c user.name=test -c user.email=test@example.org -c gc.auto=0"
                        .formatted(repository);
        Workload.run(
                List.of(
                        "sh",
                        "-ec",
                        """
                        git init -q '%s'
                        for i in 1 2 3 4 5 6 7 8 9 10; do
                            for j in 1 2 3 4 5; do echo $i $j >'%s'/$j; done
                            %s add .
                            %s commit -q -m $i
                        done
                        """
                                .formatted(repository, repository, git, git)));

        assertThatStraceSaysTheSame(mode, 60, git + " gc -q --prune=now", reporter);
    }
}
