package io.fentry4j.tests.unlink;

import static org.assertj.core.api.Assertions.assertThat;

import io.fentry4j.unlink.Mode;
import io.fentry4j.unlink.UnlinkEvent;
import io.fentry4j.unlink.UnlinkProbe;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Deletions by threads, processes, a container and io_uring at once: the probe's list is the one
/// that the program itself wrote, field by field.
///
/// Their number is the property `fentry4j.deletions`, 50,000 unless set.
@Tag("kernel")
@Timeout(900)
class MixedWorkloadTest {

    private static final int DELETIONS = Integer.getInteger("fentry4j.deletions", 50_000);

    @TempDir private Path folder;

    @ParameterizedTest
    @EnumSource
    void the_list_of_the_probe_is_the_list_of_the_program(Mode mode, TestReporter reporter)
            throws Exception {
        int[] attempts = new int[1];
        long start = System.nanoTime();
        Recorder recorder =
                Recorder.recordAndCompare(
                        UnlinkProbe.builder().includeDirectories().resolvePaths(),
                        mode,
                        () -> {
                            Journals journals =
                                    Workload.run(folder, "mixed", Integer.toString(DELETIONS));
                            attempts[0] = journals.attempts().size();
                            return journals;
                        });

        reporter.publishEntry(
                "mixed",
                "%s: %d attempts, %d ms, %s"
                        .formatted(
                                mode.name(),
                                attempts[0],
                                (System.nanoTime() - start) / 1_000_000,
                                recorder.statistics()));
        assertThat(attempts[0]).isGreaterThanOrEqualTo(DELETIONS - DELETIONS / 100);
        assertThat(results(recorder)).contains(0, -2, -20, -21, -39);
    }

    /// Other options must not change what the events say.
    @ParameterizedTest
    @EnumSource
    void without_directories_and_paths_the_list_is_that_of_the_files(Mode mode) throws Exception {
        Recorder recorder =
                Recorder.recordAndCompare(
                        UnlinkProbe.builder(),
                        mode,
                        () -> Workload.run(folder, "mixed", "2000").only(UnlinkEvent.Kind.FILE));

        assertThat(recorder.events())
                .extracting(UnlinkEvent::kind)
                .containsOnly(UnlinkEvent.Kind.FILE);
    }

    private static Set<Integer> results(Recorder recorder) {
        return recorder.events().stream().map(UnlinkEvent::ret).collect(Collectors.toSet());
    }
}
