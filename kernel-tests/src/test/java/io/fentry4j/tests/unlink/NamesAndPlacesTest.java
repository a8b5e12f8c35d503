package io.fentry4j.tests.unlink;

import static org.assertj.core.api.Assertions.assertThat;

import io.fentry4j.unlink.Mode;
import io.fentry4j.unlink.PathState;
import io.fentry4j.unlink.UnlinkEvent;
import io.fentry4j.unlink.UnlinkProbe;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Names that are hard to pass on (`names.c`), and directories that are reached in unusual ways or
/// not at all (`places.c`): each has the name, path and state that the program says it should.
@Tag("kernel")
@Timeout(180)
class NamesAndPlacesTest {

    @TempDir private Path folder;

    private Recorder record(Mode mode, String command) throws Exception {
        return Recorder.recordAndCompare(
                UnlinkProbe.builder().includeDirectories().resolvePaths(),
                mode,
                () -> Workload.run(folder, command));
    }

    @ParameterizedTest
    @EnumSource
    void every_name_arrives_byte_by_byte(Mode mode) throws Exception {
        Recorder recorder = record(mode, "names");

        assertThat(recorder.events())
                .extracting(event -> event.name().length())
                .contains(0, 1, 255, 256, 4094, 4095);
    }

    @ParameterizedTest
    @EnumSource
    void every_place_has_its_path_or_the_reason_why_not(Mode mode) throws Exception {
        Recorder recorder = record(mode, "places");

        assertThat(recorder.events())
                .extracting(UnlinkEvent::pathState)
                .contains(
                        PathState.RESOLVED,
                        PathState.TRUNCATED,
                        PathState.NO_DIRECTORY,
                        PathState.UNREACHABLE);
    }
}
