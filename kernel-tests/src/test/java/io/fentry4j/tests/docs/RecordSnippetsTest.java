package io.fentry4j.tests.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.fentry4j.trace.Comm;
import io.fentry4j.trace.Elapsed;
import io.fentry4j.trace.FunctionTracer;
import io.fentry4j.trace.Path;
import io.fentry4j.trace.Pid;
import io.fentry4j.trace.Return;
import io.fentry4j.trace.Trace;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What docs/tracing.md and the cookbook show of records as probes.
@Tag("kernel")
@Tag("one-kernel")
@Timeout(120)
class RecordSnippetsTest {

    // snippet record
    @Trace("vfs_read")
    record SlowRead(
            @Path("file->f_path.dentry->d_name.name") String file,
            long count,
            @Return long ret,
            @Elapsed Duration took,
            @Comm String comm,
            @Pid int pid) {}

    // end snippet record

    @Trace({"do_unlinkat", "filename_unlinkat"})
    record Deletion(@Path("name->name") String name, @Return int ret) {}

    @Trace("bpf_prog_test_run_tracing")
    record TestRun(@Path("prog->aux->name") String name) {}

    private final Printed printed = new Printed();

    @AfterEach
    void giveTheStreamsBack() {
        printed.close();
    }

    @Test
    void reads_that_took_more_than_a_millisecond() throws Exception {
        Process slow = new ProcessBuilder("sh", "-c", "while :; do sleep 0.1; done | cat").start();
        try {
            // snippet attach
            try (var trace =
                    FunctionTracer.of(SlowRead.class)
                            .where("count >= 4096 && took > 1ms")
                            .attach(read -> System.out.println(read))) {
                Thread.sleep(Duration.ofSeconds(10));
                System.out.println(trace.counts());
            }
            // end snippet attach
        } finally {
            slow.descendants().forEach(ProcessHandle::destroy);
            slow.destroy();
        }
        assertThat(printed.text()).contains("TraceCounts[seen=");
    }

    @Test
    void each_filter_is_one_that_the_kernel_takes() {
        var filters =
                // snippet filters
                List.of(
                        FunctionTracer.of(SlowRead.class).where("count >= 4096 && took > 1ms"),
                        FunctionTracer.of(SlowRead.class)
                                .where(
                                        "file->f_inode->i_size > 1048576 || (file->f_flags & 2) != 0"),
                        FunctionTracer.of(Deletion.class)
                                .where("startsWith(name, \"/srv/\") && ret < 0"),
                        FunctionTracer.of(TestRun.class)
                                .where("prog->type == BPF_PROG_TYPE_TRACING"));
        // end snippet filters

        for (FunctionTracer<?> filter : filters) {
            try (var trace = filter.attach(record -> {})) {
                assertThat(trace.disassembly()).contains("; filter `");
            }
        }
    }
}
