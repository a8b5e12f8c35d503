package io.fentry4j.tests.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.fentry4j.trace.CallTracer;
import io.fentry4j.trace.Comm;
import io.fentry4j.trace.Elapsed;
import io.fentry4j.trace.Function;
import io.fentry4j.trace.FunctionTracer;
import io.fentry4j.trace.Path;
import io.fentry4j.trace.Pid;
import io.fentry4j.trace.Return;
import io.fentry4j.trace.Trace;
import java.nio.file.Files;
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

    // snippet functions
    record Change(
            @Function String function,
            @Path("dentry->d_name.name") String name,
            @Return int ret,
            @Comm String comm) {}

    // end snippet functions

    // snippet variadic
    @Trace("seq_printf")
    record Line(@Path("f") String format, @Pid int pid) {}

    // end snippet variadic

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
    void changes_of_directories_by_several_functions() throws Exception {
        // snippet changes
        try (var trace =
                FunctionTracer.of(Change.class)
                        .functions("vfs_mk*", "vfs_rmdir", "vfs_unlink")
                        .attach(change -> System.out.println(change))) {
            trace.functions().forEach(function -> System.out.println(function));
            trace.leftOut().forEach(function -> System.out.println(function));
            Files.delete(Files.createTempDirectory("changed"));
        }
        // end snippet changes
        assertThat(printed.text()).contains("vfs_mkdir by ", "Change[function=vfs_rmdir, ");
    }

    @Test
    void calls_without_a_record() throws Exception {
        // snippet calls
        try (var trace =
                CallTracer.of("do_unlinkat", "filename_unlinkat")
                        .where("ret == 0 && took < 1s")
                        .attach(call -> System.out.println(call))) {
            Files.delete(Files.createTempFile("traced", null));
            System.out.println(trace.counts());
        }
        // end snippet calls
        assertThat(printed.text()).contains("TracedCall[function=", "name=dfd, type=int");
    }

    @Test
    void a_function_with_variable_arguments_has_a_kprobe() throws Exception {
        // snippet fallback
        try (var trace = FunctionTracer.of(Line.class).attach(line -> System.out.println(line))) {
            System.out.println(trace.mode());
            System.out.println(trace.whyNotFentry().orElse(""));
        }
        // end snippet fallback
        assertThat(printed.text()).contains("kprobe, kretprobe\n");
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
