package io.fentry4j.tests.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fentry4j.data.BtfValue;
import io.fentry4j.data.KernelString;
import io.fentry4j.trace.CallTracer;
import io.fentry4j.trace.FunctionTrace;
import io.fentry4j.trace.Mode;
import io.fentry4j.trace.TraceException;
import io.fentry4j.trace.TracedCall;
import io.fentry4j.trace.TracedValue;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Calls of functions that no record describes: what BTF alone says of them.
@Tag("kernel")
@Timeout(120)
class CallTracerTest {

    private static final String OWN = "pid == " + ProcessHandle.current().pid();

    /// What may fail, unlike a `Callable` for nothing.
    private interface Work {
        void run(FunctionTrace trace) throws IOException;
    }

    private static List<TracedCall> calls(CallTracer tracer, Work work) throws IOException {
        List<TracedCall> calls = new CopyOnWriteArrayList<>();
        try (FunctionTrace trace = tracer.attach(calls::add)) {
            work.run(trace);
            assertThat(trace.listener().flush(Duration.ofSeconds(20))).isTrue();
            assertThat(trace.listener().firstFailure()).isEmpty();
        }
        return calls;
    }

    private static BtfValue number(long value) {
        return new BtfValue.Int(BigInteger.valueOf(value));
    }

    private static BtfValue value(TracedCall call, String name) {
        return traced(call, name).value().orElseThrow();
    }

    private static TracedValue traced(TracedCall call, String name) {
        return call.values().stream()
                .filter(value -> value.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void every_argument_and_the_result_have_name_type_and_value() throws IOException {
        List<TracedCall> calls =
                calls(CallTracer.of("bpf_fentry_test6").mode(Mode.FENTRY), FunctionTrace::testRun);

        assertThat(calls).hasSize(1);
        TracedCall call = calls.getFirst();
        assertThat(call.function()).isEqualTo("bpf_fentry_test6");
        assertThat(call.values())
                .extracting(TracedValue::name)
                .containsExactly("a", "b", "c", "d", "e", "f");
        assertThat(call.values())
                .extracting(value -> value.value().orElseThrow())
                .containsExactly(
                        number(16),
                        new BtfValue.Pointer(17),
                        number(18),
                        number(19),
                        new BtfValue.Pointer(20),
                        number(21));
        assertThat(traced(call, "b").type()).isEqualTo("void *");
        assertThat(call.returned().orElseThrow().value()).contains(number(111));
        assertThat(call.elapsed().orElseThrow()).isPositive();
        assertThat(call.pid()).isEqualTo((int) ProcessHandle.current().pid());
    }

    @Test
    void a_pointer_to_a_thing_with_a_name_has_the_name(@TempDir Path folder) throws IOException {
        Path file = Files.createFile(folder.resolve("to be \"deleted\""));
        List<TracedCall> calls =
                calls(
                        CallTracer.of("do_unlinkat", "filename_unlinkat").where(OWN),
                        _ -> {
                            Files.delete(file);
                            // Files.delete asks whether it is there, and then does not try
                            assertThat(file.toFile().delete()).isFalse();
                        });

        assertThat(calls).hasSize(2);
        assertThat(calls)
                .allSatisfy(call ->
                        assertThat(traced(call, "name").text())
                                .contains(KernelString.of(file.toString())));
        assertThat(calls)
                .extracting(call -> call.returned().orElseThrow().value().orElseThrow())
                .containsExactly(number(0), number(-2));
    }

    @Test
    void a_constant_string_is_read_from_the_memory_that_it_is_in() throws IOException {
        List<TracedCall> opened =
                calls(
                        CallTracer.of("do_sys_openat2").where(OWN).entryOnly(),
                        _ -> Files.readString(Path.of("/proc/version")));

        assertThat(opened)
                .filteredOn(call ->
                        traced(call, "filename")
                                .text()
                                .equals(Optional.of(KernelString.of("/proc/version"))))
                .hasSize(1)
                .allSatisfy(call -> {
                    assertThat(call.returned()).isEmpty();
                    assertThat(call.elapsed()).isEmpty();
                });
    }

    @Test
    void a_struct_by_value_is_shown_whole_also_in_two_slots() throws IOException {
        List<TracedCall> calls =
                calls(
                        CallTracer.of("tcp_setsockopt").where(OWN + " && optname == 1"),
                        _ -> {
                            try (ServerSocket server = new ServerSocket(0);
                                    Socket socket =
                                            new Socket(
                                                    InetAddress.getLoopbackAddress(),
                                                    server.getLocalPort())) {
                                socket.setTcpNoDelay(true);
                            }
                        });

        assertThat(calls).isNotEmpty();
        TracedCall call = calls.getFirst();
        assertThat(value(call, "level")).isEqualTo(number(6)); // IPPROTO_TCP
        assertThat(value(call, "optlen")).isEqualTo(number(4));
        assertThat(value(call, "optval")).isInstanceOf(BtfValue.Struct.class);
        var optval = (BtfValue.Struct) value(call, "optval");
        assertThat(optval.fields())
                .extracting(BtfValue.Field::name)
                .containsExactly("kernel", "user", "is_kernel");
        assertThat(optval.fields().get(1).value())
                .matches(user -> ((BtfValue.Pointer) user).address() > 0);
        assertThat(optval.fields().get(2).value()).isEqualTo(new BtfValue.Bool(false));
        assertThat(call.returned().orElseThrow().value()).contains(number(0));
    }

    @Test
    void paths_can_be_asked_for_instead(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("read"), "12345");
        List<TracedCall> calls =
                calls(
                        CallTracer.of("vfs_read")
                                .values(
                                        "file->f_path",
                                        "file",
                                        "file->f_inode->i_size",
                                        "*file->f_op")
                                .where(OWN + " && count > 0"),
                        _ -> Files.readString(file));

        assertThat(calls)
                .filteredOn(call ->
                        traced(call, "file").text().equals(Optional.of(KernelString.of("read"))))
                .isNotEmpty()
                .allSatisfy(call -> {
                    assertThat(value(call, "file->f_inode->i_size")).isEqualTo(number(5));
                    assertThat(value(call, "file->f_path")).isInstanceOf(BtfValue.Struct.class);
                    assertThat(value(call, "*file->f_op")).isInstanceOf(BtfValue.Struct.class);
                });
    }

    /// The verifier refuses to load these from the context (Linux 6.12).
    @Test
    void a_pointer_to_constant_memory_of_no_type_is_had_too() throws IOException {
        List<TracedCall> calls =
                calls(
                        CallTracer.of("kfree").where(OWN + " && object != 0").entryOnly(),
                        _ -> Files.readString(Path.of("/proc/self/maps")));

        assertThat(calls)
                .isNotEmpty()
                .allSatisfy(call -> {
                    assertThat(traced(call, "object").type()).isEqualTo("const void *");
                    assertThat(((BtfValue.Pointer) value(call, "object")).address()).isNegative();
                });
    }

    @Test
    void what_does_not_fit_is_said_before_anything_is_loaded() {
        assertThatThrownBy(() -> CallTracer.of("vfs_read").values("fil").attach(_ -> {}))
                .isInstanceOf(TraceException.class)
                .hasMessage(
                        "path `fil`, column 1: vfs_read has no argument `fil`; did you mean"
                                + " `file`?");
        assertThatThrownBy(() -> CallTracer.of("vfs_read").where("pidd == 1").attach(_ -> {}))
                .isInstanceOf(TraceException.class)
                .hasMessageContaining("did you mean `pid`?");
        assertThatThrownBy(() ->
                        CallTracer.of("vfs_read").entryOnly().where("took > 1s").attach(_ -> {}))
                .isInstanceOf(TraceException.class)
                .hasMessage(
                        "filter `took > 1s`: it asks for the return, and only entries are wanted");
        String tooLarge = "*(struct task_struct *) buf";
        assertThatThrownBy(() -> CallTracer.of("vfs_read").values(tooLarge).attach(_ -> {}))
                .isInstanceOf(TraceException.class)
                .hasMessageStartingWith(
                        "path `*(struct task_struct *) buf`: `struct task_struct` has ")
                .hasMessageEndingWith(" bytes, 1 to 4096 can be had: name a member of it");
    }
}
