package io.fentry4j.tests.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fentry4j.trace.Elapsed;
import io.fentry4j.trace.Function;
import io.fentry4j.trace.FunctionTrace;
import io.fentry4j.trace.FunctionTracer;
import io.fentry4j.trace.LeftOutFunction;
import io.fentry4j.trace.Mode;
import io.fentry4j.trace.Path;
import io.fentry4j.trace.Return;
import io.fentry4j.trace.Tid;
import io.fentry4j.trace.TraceException;
import io.fentry4j.trace.TracedFunction;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// One record for the calls of several functions.
@Tag("kernel")
@Tag("one-kernel")
@Timeout(240)
class ManyFunctionsTest {

    record Named(
            @Function String function,
            @Path("dentry->d_name.name") String name,
            @Elapsed Duration took,
            @Return int ret) {}

    record Call(@Function String function, @Tid int tid) {}

    private static void makeAndRemove(java.nio.file.Path folder) throws IOException {
        java.nio.file.Path made = Files.createDirectory(folder.resolve("made-by-fentry4j"));
        java.nio.file.Path link = folder.resolve("link-of-fentry4j");
        Files.createSymbolicLink(link, made);
        Files.delete(link);
        Files.delete(made);
    }

    @ParameterizedTest
    @EnumSource(names = {"FENTRY", "KPROBE_MULTI"})
    void a_glob_attaches_to_what_fits_and_each_event_tells_its_function(
            Mode mode, @TempDir java.nio.file.Path folder) throws IOException {
        List<Named> calls = new CopyOnWriteArrayList<>();
        try (FunctionTrace trace =
                FunctionTracer.of(Named.class)
                        .functions("vfs_*")
                        .where("name == \"made-by-fentry4j\" || name == \"link-of-fentry4j\"")
                        .mode(mode)
                        .attach(calls::add)) {
            makeAndRemove(folder);
            assertThat(trace.listener().flush(Duration.ofSeconds(20))).isTrue();
            assertThat(trace.listener().firstFailure()).isEmpty();

            assertThat(trace.functions())
                    .hasSizeBetween(15, 60)
                    .contains(new TracedFunction("vfs_mkdir", mode, Optional.empty()));
            assertThat(trace.leftOut())
                    .hasSizeGreaterThan(15)
                    .anySatisfy(left -> {
                        assertThat(left.name()).isEqualTo("vfs_read");
                        assertThat(left.reason())
                                .startsWith(
                                        "component `String name` of Named, path"
                                                + " `dentry->d_name.name`, column 1: vfs_read has no"
                                                + " argument `dentry`");
                    });
            assertThat(trace.toString())
                    .isEqualTo(
                            "FunctionTrace[%d functions, %d left out]"
                                    .formatted(trace.functions().size(), trace.leftOut().size()));
        }
        assertThat(calls)
                .filteredOn(call -> call.function().matches("vfs_(mkdir|symlink|unlink|rmdir)"))
                .extracting(call -> call.function() + " " + call.name() + " " + call.ret())
                // On an overlay file system each is called once more for the layer below.
                .containsSubsequence(
                        "vfs_mkdir made-by-fentry4j 0",
                        "vfs_symlink link-of-fentry4j 0",
                        "vfs_unlink link-of-fentry4j 0",
                        "vfs_rmdir made-by-fentry4j 0");
        assertThat(calls).allSatisfy(call -> assertThat(call.took()).isPositive());
    }

    @Test
    void names_of_a_list_are_traced_together_and_wrong_ones_are_left_out(
            @TempDir java.nio.file.Path folder) throws IOException {
        List<Named> calls = new CopyOnWriteArrayList<>();
        FunctionTrace trace =
                FunctionTracer.of(Named.class)
                        .functions(
                                List.of(
                                        "vfs_rmdir",
                                        "vfs_mkdri",
                                        "vfs_mkdir",
                                        "vfs_read",
                                        "vfs_rmdir"))
                        .where("name == \"made-by-fentry4j\" && function != \"vfs_unlink\"")
                        .mode(Mode.KPROBE)
                        .attach(calls::add);
        try (trace) {
            assertThat(trace.functions())
                    .extracting(TracedFunction::name)
                    .containsExactly("vfs_rmdir", "vfs_mkdir");
            assertThat(trace.functions())
                    .extracting(TracedFunction::mode)
                    .containsOnly(Mode.KPROBE);
            assertThat(trace.leftOut())
                    .extracting(LeftOutFunction::name)
                    .containsExactly("vfs_mkdri", "vfs_read");
            assertThat(trace.leftOut().getFirst().reason()).contains("did you mean vfs_mkdir");
            assertThat(trace.disassembly()).contains("vfs_rmdir:\nentry:", "vfs_mkdir:\nentry:");
            makeAndRemove(folder);
        }
        assertThat(calls).extracting(Named::function).startsWith("vfs_mkdir").endsWith("vfs_rmdir");
        assertThat(calls).extracting(Named::name).containsOnly("made-by-fentry4j");
        assertThat(trace.counts().seen())
                .isEqualTo(trace.counts().filtered() + trace.counts().delivered());
    }

    @Test
    void a_function_that_only_a_kprobe_can_have_falls_back_among_others() throws IOException {
        List<Call> calls = new CopyOnWriteArrayList<>();
        try (FunctionTrace trace =
                FunctionTracer.of(Call.class)
                        .functions("seq_printf", "vfs_statx")
                        .where("function == \"seq_printf\"")
                        .attach(calls::add)) {
            assertThat(trace.functions())
                    .filteredOn(function -> function.name().equals("seq_printf"))
                    .singleElement()
                    .satisfies(function -> {
                        assertThat(function.mode()).isEqualTo(Mode.KPROBE);
                        assertThat(function.whyNotFentry()).isPresent();
                    });
            Files.readString(java.nio.file.Path.of("/proc/version"));
            Files.exists(java.nio.file.Path.of("/proc/version"));
            assertThat(trace.listener().flush(Duration.ofSeconds(20))).isTrue();
        }
        assertThat(calls).isNotEmpty().extracting(Call::function).containsOnly("seq_printf");
    }

    record Timed(
            @Function String function, @Tid int tid, @Elapsed Duration took, @Return long ret) {}

    private static int ownTid() throws IOException {
        var self = java.nio.file.Path.of("/proc/thread-self").toRealPath().getFileName();
        return Integer.parseInt(self.toString());
    }

    /// Sends a line to itself.
    private static void talk() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket client = new Socket(server.getInetAddress(), server.getLocalPort());
                Socket accepted = server.accept()) {
            client.getOutputStream().write("hello".getBytes(StandardCharsets.US_ASCII));
            assertThat(accepted.getInputStream().readNBytes(5)).hasSize(5);
        }
    }

    @Test
    void more_than_fentry_can_have_share_programs() throws IOException {
        List<Call> calls = new CopyOnWriteArrayList<>();
        try (FunctionTrace trace =
                FunctionTracer.of(Call.class).functions("tcp_*").attach(calls::add)) {
            talk();
            assertThat(trace.listener().flush(Duration.ofSeconds(20))).isTrue();
            assertThat(trace.listener().firstFailure()).isEmpty();

            assertThat(trace.functions())
                    .hasSizeGreaterThan(128)
                    .allSatisfy(function -> {
                        assertThat(function.mode()).isEqualTo(Mode.KPROBE_MULTI);
                        assertThat(function.whyNotFentry().orElseThrow())
                                .startsWith("fentry can have 128 functions, and there are ");
                    });
            assertThat(trace.counts().lost()).isZero();
        }
        assertThat(calls)
                .extracting(Call::function)
                .contains("tcp_v4_connect", "tcp_sendmsg", "tcp_recvmsg", "tcp_close");
        assertThat(calls)
                .filteredOn(call -> call.function().equals("tcp_sendmsg"))
                .extracting(Call::tid)
                .containsExactly(ownTid());
    }

    @Test
    void functions_that_share_programs_have_their_own_returns() throws IOException {
        List<Timed> calls = new CopyOnWriteArrayList<>();
        FunctionTrace trace =
                FunctionTracer.of(Timed.class)
                        .functions("tcp_*")
                        .mode(Mode.KPROBE_MULTI)
                        .where("ret == 5")
                        .attach(calls::add);
        try (trace) {
            talk();
        }
        assertThat(calls)
                .filteredOn(call -> call.function().matches("tcp_(sendmsg|recvmsg)"))
                .extracting(Timed::function)
                .containsExactlyInAnyOrder("tcp_sendmsg", "tcp_recvmsg");
        assertThat(calls)
                .allSatisfy(call -> {
                    assertThat(call.took()).isPositive();
                    assertThat(call.ret()).isEqualTo(5);
                });
    }

    @Test
    void too_many_are_refused_with_the_bound() {
        var some = FunctionTracer.of(Call.class).functions("tcp_*").mode(Mode.FENTRY);
        assertThatThrownBy(() -> some.attach(call -> {}))
                .isInstanceOf(TraceException.class)
                .hasMessageStartingWith("more than 128 of ")
                .hasMessageEndingWith(
                        "functions could be traced with this record, and 128 can. Choose fewer, or"
                                + " another mode");
        var most = FunctionTracer.of(Call.class).functions("s*");
        assertThatThrownBy(() -> most.attach(call -> {}))
                .isInstanceOf(TraceException.class)
                .hasMessageStartingWith("more than 1024 of ")
                .hasMessageEndingWith(
                        "functions could be traced with this record, and 1024 can. Choose fewer");
    }
}
