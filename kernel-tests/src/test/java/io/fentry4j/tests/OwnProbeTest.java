package io.fentry4j.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What README and guide say about a probe of one's own.
@Tag("kernel")
@Timeout(60)
class OwnProbeTest {

    @Test
    void the_readmes_probe_sees_this_process_delete() {
        List<Integer> pids = Collections.synchronizedList(new ArrayList<>());
        try (var open = OwnProbeBpf.open()) {
            open.onUnlink().target("do_unlinkat", "filename_unlinkat");
            try (var bpf = open.load();
                    var listener = bpf.deletions().listen(deletion -> pids.add(deletion.pid()));
                    var link = bpf.onUnlink().attach()) {
                Native.unlink("/no/such/file");
                assertThat(link.isOpen()).isTrue();
                listener.close();
            }
        }
        assertThat(pids).contains((int) ProcessHandle.current().pid());
    }
}
