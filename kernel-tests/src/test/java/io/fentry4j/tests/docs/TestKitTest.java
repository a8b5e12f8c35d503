package io.fentry4j.tests.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.fentry4j.testkit.LoadedProbe;
import io.fentry4j.testkit.OnKernel;
import io.fentry4j.testkit.Recorded;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

// snippet ten-lines
@OnKernel({"6.1", "6.12"})
class TestKitTest {

    @Test
    void a_deletion_is_seen(@LoadedProbe UnlinkBpf bpf, @TempDir Path folder) throws Exception {
        Recorded<Deletion> deletions = Recorded.from(bpf.deletions());
        Files.delete(Files.createFile(folder.resolve("file")));

        Deletion mine = deletions.await(event -> event.pid() == ProcessHandle.current().pid());
        assertThat(mine.comm().isEmpty()).isFalse();
    }
}
// end snippet ten-lines
