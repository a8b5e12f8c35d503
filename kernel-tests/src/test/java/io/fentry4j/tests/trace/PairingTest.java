package io.fentry4j.tests.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.fentry4j.trace.Elapsed;
import io.fentry4j.trace.FunctionTrace;
import io.fentry4j.trace.FunctionTracer;
import io.fentry4j.trace.Mode;
import io.fentry4j.trace.Path;
import io.fentry4j.trace.Pid;
import io.fentry4j.trace.Return;
import io.fentry4j.trace.Tid;
import io.fentry4j.trace.Trace;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Each return goes with its own entry: in recursion, and when programs come while calls are under
/// way.
@Tag("kernel")
@Timeout(120)
class PairingTest {

    /// Calls itself for each epoll that is watched by an epoll.
    @Trace("ep_loop_check_proc")
    record Check(
            long ep,
            int depth,
            @Path("ep->user") Long user,
            @Path(value = "ep", atReturn = true) long epAtReturn,
            @Path(value = "depth", atReturn = true) int depthAtReturn,
            @Tid int tid,
            @Elapsed Duration took) {}

    @Trace("vfs_read")
    record Read(
            @Pid int pid,
            @Path("file->f_path.dentry->d_name.name") String file,
            @Elapsed Duration took,
            @Return long ret) {}

    @ParameterizedTest
    @MethodSource("io.fentry4j.tests.trace.TraceModes#available")
    void in_a_recursion_every_return_finds_its_own_entry(Mode mode) {
        List<Check> checks = new CopyOnWriteArrayList<>();
        try (FunctionTrace trace = FunctionTracer.of(Check.class).mode(mode).attach(checks::add)) {
            Epoll.chain(4);
            assertThat(trace.listener().flush(Duration.ofSeconds(20))).isTrue();
        }

        List<Check> longest = checks.subList(checks.size() - 3, checks.size());
        assertThat(longest).extracting(Check::depth).containsExactly(2, 1, 0);
        assertThat(longest).extracting(Check::ep).doesNotHaveDuplicates();
        assertThat(longest)
                .allSatisfy(check -> {
                    assertThat(check.epAtReturn()).isEqualTo(check.ep());
                    assertThat(check.depthAtReturn()).isEqualTo(check.depth());
                    assertThat(check.user()).isNotZero();
                });
        assertThat(longest).extracting(Check::took).isSorted();
    }

    @ParameterizedTest
    @MethodSource("io.fentry4j.tests.trace.TraceModes#available")
    void a_call_that_the_filter_drops_in_a_recursion_takes_no_other_entry(Mode mode) {
        List<Check> checks = new CopyOnWriteArrayList<>();
        FunctionTrace trace =
                FunctionTracer.of(Check.class).mode(mode).where("depth != 1").attach(checks::add);
        try (trace) {
            Epoll.chain(4);
        }

        assertThat(checks.subList(checks.size() - 2, checks.size()))
                .extracting(Check::depth)
                .containsExactly(2, 0);
        assertThat(checks)
                .allSatisfy(check -> assertThat(check.epAtReturn()).isEqualTo(check.ep()));
        assertThat(trace.counts().filtered()).isPositive();
        assertThat(trace.counts().seen())
                .isEqualTo(trace.counts().filtered() + trace.counts().delivered());
    }

    @ParameterizedTest
    @EnumSource(names = {"FENTRY", "KPROBE"})
    void a_call_that_is_under_way_at_the_attach_makes_no_event(Mode mode) throws IOException {
        List<Read> reads = new CopyOnWriteArrayList<>();
        Process cat = new ProcessBuilder("cat").start();
        try (OutputStream in = cat.getOutputStream();
                BufferedReader out = cat.inputReader(StandardCharsets.US_ASCII)) {
            awaitRead(cat);
            FunctionTrace trace =
                    FunctionTracer.of(Read.class)
                            .mode(mode)
                            .where("pid == " + cat.pid())
                            .attach(reads::add);
            try (trace) {
                echo(in, out, "first");
                awaitRead(cat);
                echo(in, out, "second one");
                awaitRead(cat);
                assertThat(trace.listener().flush(Duration.ofSeconds(20))).isTrue();

                assertThat(reads).extracting(Read::ret).containsExactly(11L);
                assertThat(reads.getFirst().took()).isPositive();
                assertThat(reads.getFirst().pid()).isEqualTo((int) cat.pid());
            }
            // The last one was still under way.
            assertThat(trace.counts().seen())
                    .isEqualTo(trace.counts().delivered() + trace.counts().filtered() + 1);
        } finally {
            cat.destroy();
        }
    }

    private static void echo(OutputStream in, BufferedReader out, String line) throws IOException {
        in.write((line + "\n").getBytes(StandardCharsets.US_ASCII));
        in.flush();
        assertThat(out.readLine()).isEqualTo(line);
    }

    /// Waits until the process waits in a read of its standard input.
    private static void awaitRead(Process process) throws IOException {
        var syscall = java.nio.file.Path.of("/proc/" + process.pid() + "/syscall");
        while (!Files.readString(syscall).startsWith("0 0x0 ")) {
            Thread.onSpinWait();
        }
    }
}
