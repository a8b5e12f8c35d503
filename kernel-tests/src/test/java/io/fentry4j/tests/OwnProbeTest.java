package io.fentry4j.tests;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What README and guide say about a probe of one's own.
@Tag("kernel")
@Timeout(60)
class OwnProbeTest {

    @Test
    void the_readmes_probe_sees_this_process_delete() throws Exception {
        long self = ProcessHandle.current().pid();
        CountDownLatch seen = new CountDownLatch(1);
        try (var open = OwnProbeBpf.open()) {
            open.onUnlink().target("do_unlinkat", "filename_unlinkat");
            try (var bpf = open.load()) {
                bpf.deletions()
                        .listen(deletion -> {
                            if (deletion.pid() == self) {
                                seen.countDown();
                            }
                        });
                bpf.onUnlink().attach();
                Native.unlink("/no/such/file");

                assertThat(seen.await(10, SECONDS)).isTrue();
            }
        }
    }
}
