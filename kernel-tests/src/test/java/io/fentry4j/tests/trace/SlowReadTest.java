package io.fentry4j.tests.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.fentry4j.trace.Comm;
import io.fentry4j.trace.Elapsed;
import io.fentry4j.trace.FunctionTrace;
import io.fentry4j.trace.FunctionTracer;
import io.fentry4j.trace.Path;
import io.fentry4j.trace.Pid;
import io.fentry4j.trace.Return;
import io.fentry4j.trace.Trace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The example of docs/tracing.md.
@Tag("kernel")
@Timeout(120)
class SlowReadTest {

    @Trace("vfs_read")
    record SlowRead(
            @Path("file->f_path.dentry->d_name.name") String file,
            long count,
            @Return long ret,
            @Elapsed Duration took,
            @Comm String comm,
            @Pid int pid) {}

    @Test
    void a_read_that_waits_for_its_pipe_is_slow() throws IOException {
        List<SlowRead> reads = new CopyOnWriteArrayList<>();
        Process cat = new ProcessBuilder("cat").start();
        try (var in = cat.getOutputStream();
                var out = cat.inputReader();
                var trace =
                        FunctionTracer.of(SlowRead.class)
                                .where("count >= 4096 && took > 1ms")
                                .attach(reads::add)) {
            in.write("wake up\n".getBytes(StandardCharsets.US_ASCII)); // may be under way already
            in.flush();
            assertThat(out.readLine()).isEqualTo("wake up");
            var syscall = java.nio.file.Path.of("/proc/" + cat.pid() + "/syscall");
            while (!Files.readString(syscall).startsWith("0 0x0 ")) {
                Thread.onSpinWait();
            }
            long waiting = System.nanoTime();
            while (System.nanoTime() - waiting < 2_000_000) { // slower than the filter wants
                Thread.onSpinWait();
            }
            in.write("slow\n".getBytes(StandardCharsets.US_ASCII));
            in.flush();
            assertThat(out.readLine()).isEqualTo("slow");
            assertThat(trace.listener().flush(Duration.ofSeconds(20))).isTrue();
        } finally {
            cat.destroy();
        }

        assertThat(reads)
                .filteredOn(read -> read.pid() == cat.pid() && read.ret() == 5)
                .hasSize(1)
                .allSatisfy(read -> {
                    assertThat(read.file()).isEmpty(); // a pipe has no name
                    assertThat(read.comm()).isEqualTo("cat");
                    assertThat(read.count()).isGreaterThanOrEqualTo(4096);
                    assertThat(read.took()).isGreaterThan(Duration.ofMillis(1));
                });
        assertThat(reads)
                .allSatisfy(read -> assertThat(read.took()).isGreaterThan(Duration.ofMillis(1)));
    }

    @Test
    void a_path_of_a_filter_needs_no_component() {
        List<SlowRead> reads = new CopyOnWriteArrayList<>();
        FunctionTrace trace =
                FunctionTracer.of(SlowRead.class)
                        .where("file->f_inode->i_size > 1048576 || (file->f_flags & 2) != 0")
                        .attach(reads::add);
        try (trace) {
            assertThat(trace.disassembly())
                    .contains("; filter `file->f_inode->i_size > 1048576", "call bpf_probe_read");
        }
        assertThat(trace.counts().seen())
                .isGreaterThanOrEqualTo(trace.counts().filtered() + trace.counts().delivered());
    }
}
