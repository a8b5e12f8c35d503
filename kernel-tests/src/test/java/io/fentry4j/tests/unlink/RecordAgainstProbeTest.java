package io.fentry4j.tests.unlink;

import static org.assertj.core.api.Assertions.assertThat;

import io.fentry4j.data.KernelString;
import io.fentry4j.trace.CgroupId;
import io.fentry4j.trace.Comm;
import io.fentry4j.trace.Elapsed;
import io.fentry4j.trace.FunctionTrace;
import io.fentry4j.trace.FunctionTracer;
import io.fentry4j.trace.Gid;
import io.fentry4j.trace.MaxBytes;
import io.fentry4j.trace.Pid;
import io.fentry4j.trace.Return;
import io.fentry4j.trace.Tid;
import io.fentry4j.trace.Timestamp;
import io.fentry4j.trace.Trace;
import io.fentry4j.trace.Uid;
import io.fentry4j.unlink.UnlinkEvent;
import io.fentry4j.unlink.UnlinkProbe;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A record tells the same of deletions as the probe that is written in C: by threads, processes, a
/// container and io_uring, with names that cannot be read too.
@Tag("kernel")
@Timeout(300)
class RecordAgainstProbeTest {

    @Trace({"do_unlinkat", "filename_unlinkat"})
    record Deletion(
            @Timestamp long end,
            @Elapsed long took,
            @Pid int pid,
            @Tid int tid,
            @Uid long uid,
            @Gid long gid,
            @Comm KernelString comm,
            @CgroupId long cgroup,
            int dfd,
            @io.fentry4j.trace.Path("name->name") @MaxBytes(4096) Optional<KernelString> name,
            @Return int ret) {}

    /// What both of them tell.
    record Told(
            int pid,
            int tid,
            long uid,
            long gid,
            KernelString comm,
            long cgroup,
            int dirfd,
            KernelString name,
            int ret) {

        static Told of(Deletion call) {
            return new Told(
                    call.pid(),
                    call.tid(),
                    call.uid(),
                    call.gid(),
                    call.comm(),
                    call.cgroup(),
                    call.dfd(),
                    call.name().orElse(KernelString.EMPTY),
                    call.ret());
        }

        static Told of(UnlinkEvent event) {
            return new Told(
                    event.pid(),
                    event.tid(),
                    event.uid(),
                    event.gid(),
                    event.comm(),
                    event.cgroupId(),
                    event.dirfd(),
                    event.name(),
                    event.ret());
        }
    }

    @TempDir private Path folder;

    @Test
    void the_same_deletions_with_the_same_values() throws Exception {
        List<Deletion> calls = Collections.synchronizedList(new ArrayList<>());
        List<UnlinkEvent> events = Collections.synchronizedList(new ArrayList<>());
        FunctionTrace trace =
                FunctionTracer.of(Deletion.class).ringBytes(16 << 20).attach(calls::add);
        UnlinkProbe probe = UnlinkProbe.builder().ringBytes(16 << 20).attach(events::add);
        try (trace;
                probe) {
            Workload.run(folder, "mixed", "5000");
            Workload.run(folder, "names");
        }

        assertThat(trace.counts().lost() + trace.counts().missed()).isZero();
        assertThat(events).hasSizeGreaterThan(3_000);
        assertThat(calls.stream().map(Told::of).toList())
                .containsExactlyInAnyOrderElementsOf(events.stream().map(Told::of).toList());
        assertThat(calls).allSatisfy(call -> assertThat(call.took()).isPositive());
    }
}
