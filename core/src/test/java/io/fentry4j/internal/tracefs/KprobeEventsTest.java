package io.fentry4j.internal.tracefs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whose the lines of `kprobe_events` are, on an ordinary file in its place: commands are then
/// lines at its end.
class KprobeEventsTest {

    private static final long NEVER_A_PID = 4_194_305; // the kernel's PID_MAX_LIMIT is one less

    private final Owner self = Owner.self();
    private final Owner gone = new Owner(self.pidNamespace(), NEVER_A_PID, 5);

    @TempDir private Path folder;

    @Test
    void a_group_tells_its_owner() {
        assertThat(self.pid()).isEqualTo(ProcessHandle.current().pid());
        assertThat(self.group()).matches("fentry4j_\\d+_\\d+_\\d+").hasSizeLessThan(64);
        assertThat(Owner.ofGroup(self.group())).contains(self);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "kprobes",
                "fentry4j_1_2",
                "fentry4j_1_2_x",
                "my_fentry4j_1_2_3",
                "fentry4j_1_2_9999999999999999999"
            })
    void other_groups_have_no_owner(String group) {
        assertThat(Owner.ofGroup(group)).isEmpty();
    }

    @Test
    void a_process_is_gone_when_nobody_or_another_one_has_its_number() {
        assertThat(self.isGone(self)).isFalse();
        assertThat(gone.isGone(self)).isTrue();
        var earlier = new Owner(self.pidNamespace(), self.pid(), self.startTicks() - 1);
        assertThat(earlier.isGone(self)).isTrue();
    }

    @Test
    void of_another_namespace_s_processes_nothing_is_known() {
        var elsewhere = new Owner(self.pidNamespace() + 1, NEVER_A_PID, 5);

        assertThat(elsewhere.isGone(self)).isFalse();
    }

    @Test
    void what_dead_processes_have_left_is_removed_and_nothing_else() throws IOException {
        List<String> lines =
                List.of(
                        "r4096:" + gone.group() + "/return_1 do_unlinkat",
                        "r4096:" + self.group() + "/return_1 do_unlinkat",
                        "p:" + gone.group() + "/entry do_rmdir",
                        "p:kprobes/mine do_unlinkat name=+0($arg2):string",
                        "r64:mine/" + gone.group() + " do_unlinkat",
                        "-:" + gone.group() + "/no_probe");
        Path file = Files.write(folder.resolve("kprobe_events"), lines);

        new KprobeEvents(file).removeLeftovers(self);

        assertThat(Files.readAllLines(file))
                .startsWith(lines.toArray(String[]::new))
                .endsWith("-:" + gone.group() + "/return_1", "-:" + gone.group() + "/entry")
                .hasSize(lines.size() + 2);
    }

    @Test
    void without_the_right_to_look_nothing_is_removed() {
        new KprobeEvents(folder.resolve("missing")).removeLeftovers(self);

        assertThat(folder).isEmptyDirectory();
    }
}
