package io.fentry4j.tests.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fentry4j.PreemptionModel;
import io.fentry4j.failure.TargetNotFoundException;
import io.fentry4j.tests.Native;
import io.fentry4j.trace.Elapsed;
import io.fentry4j.trace.FunctionTrace;
import io.fentry4j.trace.FunctionTracer;
import io.fentry4j.trace.Mode;
import io.fentry4j.trace.Path;
import io.fentry4j.trace.Return;
import io.fentry4j.trace.Tid;
import io.fentry4j.trace.Trace;
import io.fentry4j.trace.TraceException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Records by kprobe and kretprobe: the same as by fentry and fexit, or refused.
@Tag("kernel")
@Timeout(120)
class KprobeTraceTest {

    record Inode(long i_ino, int i_mode, @Path("i_sb->s_type->name") String fileSystem) {}

    @Trace("vfs_read")
    record Read(
            long file,
            @Path("file->f_path.dentry->d_name.name") String name,
            @Path("file->f_inode") Inode inode,
            long count,
            @Path(value = "*pos", atReturn = true) Long position,
            @Path(value = "count", atReturn = true) long countAtReturn,
            @Return long ret) {}

    @Trace("bpf_fentry_test6")
    record Six(long a, long b, short c, int d, long e, long f, @Return int ret) {}

    @Trace("bpf_fentry_test6")
    record Sum(@Return int ret, @Tid int tid) {}

    @Trace("bpf_fentry_test1")
    record One(int a) {}

    @Trace("seq_printf")
    record Printed(@Path("f") String format, @Path("m->size") Long room) {}

    @Trace("seq_printf")
    record Timed(@Path("f") String format, @Elapsed Duration took) {}

    @Trace({"do_unlinkat", "filename_unlinkat"})
    record Unlink(@Path("name->name") String name, @Return int ret) {}

    private static List<Read> reads(Mode mode, java.nio.file.Path file) throws IOException {
        List<Read> reads = new CopyOnWriteArrayList<>();
        try (FunctionTrace trace =
                        FunctionTracer.of(Read.class)
                                .where("name == \"by-both-modes\" && count < 5000")
                                .mode(mode)
                                .attach(reads::add);
                var in = new RandomAccessFile(file.toFile(), "r")) {
            assertThat(trace.mode()).isEqualTo(mode);
            assertThat(trace.whyNotFentry()).isEmpty();
            for (int bytes : new int[] {1, 100, 4096, 7, 8000, 3}) {
                assertThat(in.read(new byte[bytes])).isPositive();
            }
            assertThat(trace.listener().flush(Duration.ofSeconds(20))).isTrue();
            assertThat(trace.listener().firstFailure()).isEmpty();
            assertThat(trace.counts().lost()).isZero();
        }
        return reads;
    }

    @Test
    void both_modes_give_the_same_events_but_for_the_addresses(@TempDir java.nio.file.Path folder)
            throws IOException {
        java.nio.file.Path file = folder.resolve("by-both-modes");
        Files.write(file, new byte[20_000]);
        long inode = (long) Files.getAttribute(file, "unix:ino");

        List<Read> byKprobe = reads(Mode.KPROBE, file);
        assertThat(byKprobe).extracting(Read::ret).containsExactly(1L, 100L, 4096L, 7L, 3L);
        assertThat(byKprobe)
                .extracting(Read::position)
                .containsExactly(1L, 101L, 4197L, 4204L, 12_207L);
        assertThat(byKprobe)
                .allSatisfy(read -> {
                    assertThat(read.countAtReturn()).isEqualTo(read.count());
                    assertThat(read.inode().i_ino()).isEqualTo(inode);
                    assertThat(read.file()).isNegative(); // an address of the kernel's
                });
        assertThat(byKprobe)
                .usingRecursiveFieldByFieldElementComparatorIgnoringFields("file")
                .isEqualTo(reads(Mode.FENTRY, file));
    }

    @Test
    void the_kernels_test_functions_have_their_arguments_in_registers() {
        List<Six> all = new CopyOnWriteArrayList<>();
        List<Sum> sums = new CopyOnWriteArrayList<>();
        try (FunctionTrace runner =
                        FunctionTracer.of(One.class).mode(Mode.FENTRY).attach(one -> {});
                FunctionTrace six =
                        FunctionTracer.of(Six.class)
                                .where("a == 16 && ret == 111")
                                .mode(Mode.KPROBE)
                                .attach(all::add);
                FunctionTrace sum =
                        FunctionTracer.of(Sum.class).mode(Mode.KPROBE).attach(sums::add)) {
            runner.testRun();
            assertThatThrownBy(six::testRun)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("only a fentry or fexit program can");
            assertThat(six.listener().flush(Duration.ofSeconds(20))).isTrue();
            assertThat(sum.listener().flush(Duration.ofSeconds(20))).isTrue();
            assertThat(sum.disassembly()).contains("exit:").doesNotContain("entry:");
        }
        assertThat(all).containsExactly(new Six(16, 17, (short) 18, 19, 20, 21, 111));
        assertThat(sums).extracting(Sum::ret).containsExactly(111);
    }

    @Test
    void a_function_with_variable_arguments_falls_back_and_says_why() throws IOException {
        List<Printed> printed = new CopyOnWriteArrayList<>();
        try (FunctionTrace trace = FunctionTracer.of(Printed.class).attach(printed::add)) {
            assertThat(trace.mode()).isEqualTo(Mode.KPROBE);
            if (!PreemptionModel.ofRunningKernel().skipsTracingPrograms()) {
                assertThat(trace.whyNotFentry().orElseThrow())
                        .startsWith("trace seq_printf: the function has variable arguments");
                assertThat(trace.toString())
                        .startsWith(
                                "FunctionTrace[seq_printf by kprobe, kretprobe, because trace"
                                        + " seq_printf: the function has variable arguments");
            }
            Files.readString(java.nio.file.Path.of("/proc/version"));
            assertThat(trace.listener().flush(Duration.ofSeconds(20))).isTrue();
        }
        assertThat(printed)
                .anySatisfy(line -> {
                    assertThat(line.format()).startsWith("%s version %s");
                    assertThat(line.room()).isPositive();
                });
    }

    @Test
    void entry_and_return_are_paired_for_what_falls_back_too() throws IOException {
        List<Timed> printed = new CopyOnWriteArrayList<>();
        try (FunctionTrace trace = FunctionTracer.of(Timed.class).attach(printed::add)) {
            Files.readString(java.nio.file.Path.of("/proc/version"));
            assertThat(trace.listener().flush(Duration.ofSeconds(20))).isTrue();
        }
        assertThat(printed)
                .anySatisfy(line -> {
                    assertThat(line.format()).startsWith("%s version %s");
                    assertThat(line.took()).isPositive();
                });
    }

    @Test
    void unless_a_mode_is_set_it_depends_on_whether_the_kernel_skips_fentry_programs() {
        boolean skips = PreemptionModel.ofRunningKernel().skipsTracingPrograms();
        List<Unlink> unlinks = new CopyOnWriteArrayList<>();
        try (FunctionTrace trace =
                FunctionTracer.of(Unlink.class)
                        .where("startsWith(name, \"/no-such/\")")
                        .attach(unlinks::add)) {
            assertThat(trace.mode()).isEqualTo(skips ? Mode.KPROBE : Mode.FENTRY);
            assertThat(trace.whyNotFentry())
                    .isEqualTo(
                            skips
                                    ? Optional.of(
                                            "the kernel preempts kernel code (%s), and skips fentry"
                                                            .formatted(
                                                                    PreemptionModel
                                                                            .ofRunningKernel())
                                                    + " programs then")
                                    : Optional.empty());
            Native.unlink("/no-such/file");
            assertThat(trace.listener().flush(Duration.ofSeconds(20))).isTrue();
        }
        assertThat(unlinks).containsExactly(new Unlink("/no-such/file", -2));
    }

    @ParameterizedTest
    @EnumSource(names = {"FENTRY", "KPROBE"})
    void many_calls_of_one_thread_leave_nothing_behind(Mode mode) {
        List<Unlink> unlinks = new CopyOnWriteArrayList<>();
        FunctionTrace trace =
                FunctionTracer.of(Unlink.class)
                        .where("startsWith(name, \"/no-such/\") && ret == -2")
                        .mode(mode)
                        .attach(unlinks::add);
        List<String> names = new ArrayList<>();
        try (trace) {
            for (int i = 0; i < 1000; i++) {
                names.add("/no-such/" + i);
                Native.unlink("/no-other/" + i);
                Native.unlink("/no-such/" + i);
            }
        }
        assertThat(unlinks).extracting(Unlink::name).containsExactlyElementsOf(names);
        assertThat(trace.counts().seen())
                .isEqualTo(trace.counts().filtered() + trace.counts().delivered());
    }

    @Test
    void a_kprobe_on_what_is_there_in_name_only_says_so() {
        @Trace("vfs_raed")
        record Misspelt(@Tid int tid) {}

        var tracer = FunctionTracer.of(Misspelt.class).mode(Mode.KPROBE);
        assertThatThrownBy(() -> tracer.attach(call -> {}))
                .isInstanceOf(TargetNotFoundException.class);
    }

    @Test
    void a_record_that_is_wrong_is_refused_and_not_tried_by_kprobe() {
        @Trace("seq_printf")
        record Wrong(long nothing) {}

        assertThatThrownBy(() -> FunctionTracer.of(Wrong.class).attach(call -> {}))
                .isInstanceOf(TraceException.class)
                .hasMessageStartingWith(
                        "component `long nothing` of Wrong: seq_printf has no argument `nothing`");
    }
}
