package io.fentry4j.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The tutorial's program with its mistakes, and the one without them, run as their headers say.
@Tag("kernel")
@Tag("one-kernel")
@Timeout(240)
class TutorialTest {

    @TempDir private Path folder;

    /// Deletes a file, and one that is not there, until the example has ended.
    private CommandLine run(String example) throws Exception {
        return CommandLine.start(
                folder,
                List.of(
                        "sh",
                        "-c",
                        "cd \"$3\"; while :; do : >test_file; rm test_file; rm no_such_file"
                                + " 2>/dev/null; sleep 0.2; done & deleter=$!;"
                                + " \"$1/bin/java\" --enable-native-access=ALL-UNNAMED"
                                + " -cp \"$0/examples/target/fentry4j-examples.jar\""
                                + " io.fentry4j.examples.tutorial.\"$2\" 10s;"
                                + " status=$?; kill $deleter; exit $status",
                        CommandLine.project().toString(),
                        System.getProperty("java.home"),
                        example,
                        folder.toString()));
    }

    @Test
    void the_log_shows_the_entry_right_and_both_mistakes_at_the_exit() throws Exception {
        CommandLine run = run("TutorialLog");

        assertThat(run.exitStatus()).as(run.err()).isZero();
        assertThat(run.out())
                .containsPattern("(?m)^rm fentry: pid = \\d+, filename = test_file$")
                .containsPattern("(?m)^rm fentry: pid = \\d+, filename = no_such_file$")
                .containsPattern("(?m)^rm fexit: pid = \\d+, filename = .*, ret = 0$")
                .containsPattern("(?m)^rm fexit: pid = \\d+, filename = .*, ret = 4294967294$")
                .doesNotContain("ret = -2");
        if (freedMemoryIsCleared()) {
            assertThat(run.out()).doesNotContainPattern("rm fexit: .*filename = [^,]");
        }
    }

    private static boolean freedMemoryIsCleared() throws Exception {
        return Files.readString(Path.of("/proc/cmdline")).contains("init_on_free=1");
    }

    @Test
    void the_ring_has_the_name_and_the_error() throws Exception {
        CommandLine run = run("TutorialRing");

        assertThat(run.exitStatus()).as(run.err()).isZero();
        assertThat(run.out())
                .containsPattern("(?m)^rm \\d+ test_file: deleted$")
                .containsPattern("(?m)^rm \\d+ no_such_file: ENOENT$");
    }
}
