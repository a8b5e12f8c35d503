package io.fentry4j.benchmarks.kernel;

import io.fentry4j.trace.CgroupId;
import io.fentry4j.trace.Comm;
import io.fentry4j.trace.Elapsed;
import io.fentry4j.trace.FunctionTrace;
import io.fentry4j.trace.FunctionTracer;
import io.fentry4j.trace.Gid;
import io.fentry4j.trace.MaxBytes;
import io.fentry4j.trace.Path;
import io.fentry4j.trace.Pid;
import io.fentry4j.trace.Return;
import io.fentry4j.trace.Tid;
import io.fentry4j.trace.Timestamp;
import io.fentry4j.trace.Trace;
import io.fentry4j.trace.Uid;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;

/// What the deletion probe tells, as a record: all that a record can have of it. Missing are the
/// parent, the process's own number, the times when process and thread began, and the mount
/// namespace.
@Trace({"do_unlinkat", "filename_unlinkat"})
public record Deletion(
        @Timestamp Instant time,
        @Elapsed Duration took,
        @Pid int pid,
        @Tid int tid,
        @Uid long uid,
        @Gid long gid,
        @Comm String comm,
        @CgroupId long cgroup,
        int dfd,
        @Path("name->name") @MaxBytes(4095) String name,
        @Return int ret) {

    /// The record as a tracer of its own.
    ///
    /// @param filter an expression of the kernel's; empty for all deletions
    static Tracer tracer(String name, String filter) {
        return new ObjectTracer(
                name,
                () -> {
                    FunctionTracer<Deletion> tracer = FunctionTracer.of(Deletion.class);
                    FunctionTrace trace =
                            (filter.isEmpty() ? tracer : tracer.where(filter)).attach(event -> {});
                    return new Tracer.Running() {
                        @Override
                        public void close() {
                            trace.close();
                        }

                        @Override
                        public OptionalLong told() {
                            return filter.isEmpty()
                                    ? OptionalLong.of(trace.counts().delivered())
                                    : OptionalLong.empty();
                        }
                    };
                });
    }
}
