package io.fentry4j.tests.docs;

import io.fentry4j.testkit.OnKernel;
import io.fentry4j.testkit.Probes;
import io.fentry4j.testkit.Recorded;
import io.fentry4j.tests.Native;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What README and guide say about a probe of one's own.
@OnKernel
@Timeout(60)
class OwnProbeTest {

    @Test
    void the_readmes_probe_sees_this_process_delete() throws Exception {
        long self = ProcessHandle.current().pid();
        // snippet configured
        try (var open = UnlinkBpf.open()) {
            open.onUnlink().target("do_unlinkat", "filename_unlinkat");
            try (var bpf = open.load()) {
                Recorded<Deletion> deletions = Recorded.from(bpf.deletions());
                Probes.attachAll(bpf.object());
                Native.unlink("/no/such/file");

                deletions.await(deletion -> deletion.pid() == self);
            }
        }
        // end snippet configured
    }
}
