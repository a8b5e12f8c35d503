package io.fentry4j.tests.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.fentry4j.data.KernelString;
import io.fentry4j.tests.Native;
import io.fentry4j.trace.Elapsed;
import io.fentry4j.trace.FunctionTrace;
import io.fentry4j.trace.FunctionTracer;
import io.fentry4j.trace.MaxBytes;
import io.fentry4j.trace.Mode;
import io.fentry4j.trace.Path;
import io.fentry4j.trace.Return;
import io.fentry4j.trace.Tid;
import io.fentry4j.trace.Trace;
import io.fentry4j.trace.User;
import java.io.IOException;
import java.io.RandomAccessFile;
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

/// What real functions are called with: strings, bytes, structs, enums, bit fields.
@Tag("kernel")
@Timeout(120)
@SuppressWarnings("ArrayRecordComponent") // bytes are among what is tested
class FieldsTest {

    enum ProgramType {
        BPF_PROG_TYPE_KPROBE,
        BPF_PROG_TYPE_TRACING
    }

    record Aux(String name, @Path("name") byte[] bytes, Long id) {}

    /// The function that runs the kernel's test functions, called for the program that traces it.
    @Trace("bpf_prog_test_run_tracing")
    record TestRun(
            @Path("prog->jited") Boolean jited,
            @Path("prog->gpl_compatible") Byte gplCompatible,
            @Path("prog->kprobe_override") Integer override,
            @Path("prog->type") ProgramType type,
            @Path("prog->type") Long typeNumber,
            @Path("prog->expected_attach_type") String attachType,
            @Path("prog->tag") byte[] tag,
            @Path("prog->tag[7]") Integer lastOfTag,
            @Path("prog->aux") Aux aux,
            @Path("((struct bpf_prog *) prog)->aux->name") @MaxBytes(4) KernelString cut,
            @Path("*prog") Optional<Nested> nested) {}

    record Nested(int pages, ProgramType type, @Path("aux->name") String name) {}

    @Trace({"do_unlinkat", "filename_unlinkat"})
    record Unlink(
            int dfd,
            @Path("name->name") String name,
            @Path("name->iname") String copy,
            @Path("name->uptr") @User String given,
            @Path("name->name") @MaxBytes(6) Optional<KernelString> start,
            @Elapsed Duration took,
            @Return int ret) {}

    record Inode(long i_ino, int i_mode, @Path("i_sb->s_type->name") String fileSystem) {}

    @Trace("vfs_read")
    record Read(
            @Path("file->f_path.dentry->d_name.name") String file,
            @Path("file->f_inode") Inode inode,
            long count,
            @Path(value = "buf", atReturn = true) @User @MaxBytes(5) byte[] data,
            @Path(value = "*pos", atReturn = true) Long position,
            @Tid int tid,
            @Return long ret) {}

    /// The lab's root is an overlay file system, whose code is a module.
    @Trace({"overlay:no_such_function", "overlay:ovl_unlink"})
    record OverlayUnlink(@Path("dentry->d_name.name") String name, @Return int ret) {}

    private interface Work {
        void run(FunctionTrace trace) throws IOException;
    }

    private static <R extends Record> List<R> trace(FunctionTracer<R> tracer, Work work)
            throws IOException {
        List<R> records = new CopyOnWriteArrayList<>();
        try (FunctionTrace trace = tracer.attach(records::add)) {
            work.run(trace);
            assertThat(trace.listener().flush(Duration.ofSeconds(20))).isTrue();
            assertThat(trace.listener().firstFailure()).isEmpty();
            assertThat(trace.counts().lost()).isZero();
        }
        return records;
    }

    @Test
    void enums_bit_fields_arrays_and_nested_records_are_as_in_the_kernel() throws IOException {
        List<TestRun> runs =
                trace(FunctionTracer.of(TestRun.class).mode(Mode.FENTRY), FunctionTrace::testRun);

        assertThat(runs).hasSize(1);
        TestRun run = runs.getFirst();
        assertThat(run.jited()).isTrue();
        assertThat(run.gplCompatible()).isEqualTo((byte) 1);
        assertThat(run.override()).isZero();
        assertThat(run.type()).isEqualTo(ProgramType.BPF_PROG_TYPE_TRACING);
        assertThat(run.typeNumber()).isEqualTo(26);
        assertThat(run.attachType()).isEqualTo("BPF_TRACE_FENTRY");
        assertThat(run.tag()).hasSize(8);
        assertThat(run.lastOfTag()).isEqualTo(Byte.toUnsignedInt(run.tag()[7]));
        assertThat(run.aux().name()).isEqualTo("fentry4j_trace");
        assertThat(run.aux().bytes()).hasSize(16).startsWith('f', 'e').endsWith(0, 0);
        assertThat(run.aux().id()).isPositive();
        assertThat(run.cut()).isEqualTo(KernelString.of("fent"));
        assertThat(run.nested()).isPresent();
        assertThat(run.nested().get().pages()).isPositive();
        assertThat(run.nested().get().type()).isEqualTo(run.type());
        assertThat(run.nested().get().name()).isEqualTo("fentry4j_trace");
    }

    @Test
    void an_enum_is_compared_by_name_in_a_filter() throws IOException {
        var tracer = FunctionTracer.of(TestRun.class).mode(Mode.FENTRY);
        assertThat(
                        trace(
                                tracer.where("typeNumber == BPF_PROG_TYPE_TRACING && jited"),
                                FunctionTrace::testRun))
                .hasSize(1);
        assertThat(
                        trace(
                                tracer.where("BPF_TRACE_FEXIT == prog->expected_attach_type"),
                                FunctionTrace::testRun))
                .isEmpty();
    }

    @Test
    void a_deletion_has_the_name_as_it_was_at_the_entry_and_the_error() throws IOException {
        String name = "/no-such-folder/" + "x".repeat(20);
        List<Unlink> deletions =
                trace(
                        FunctionTracer.of(Unlink.class)
                                .where("startsWith(name, \"/no-such-folder/\") && ret < 0"),
                        trace -> {
                            assertThat(Native.unlink(name)).isEqualTo(-1);
                            assertThat(Native.unlink("/no-such")).isEqualTo(-1);
                        });

        assertThat(deletions).hasSize(1);
        Unlink deletion = deletions.getFirst();
        assertThat(deletion.dfd()).isEqualTo(-100);
        assertThat(deletion.name()).isEqualTo(name);
        assertThat(deletion.copy()).isEqualTo(name);
        assertThat(deletion.given()).isEqualTo(name);
        assertThat(deletion.start()).contains(KernelString.of("/no-s"));
        assertThat(deletion.ret()).isEqualTo(-2);
        assertThat(deletion.took()).isPositive();
    }

    @Test
    void a_name_that_is_no_pointer_is_absent_and_the_event_is_there() throws IOException {
        List<Unlink> deletions =
                trace(
                        FunctionTracer.of(Unlink.class).where("ret == -14"),
                        trace -> assertThat(Native.unlinkAddress(1)).isEqualTo(-1));

        assertThat(deletions).hasSize(1);
        assertThat(deletions.getFirst().name()).isNull();
        assertThat(deletions.getFirst().start()).isEmpty();
    }

    @Test
    void equal_strings_are_told_apart_from_longer_and_shorter_ones() throws IOException {
        String name = "/no-such/123456";
        for (String filter : List.of("name == \"%s\"", "\"%s\" == name", "!(name != \"%s\")")) {
            List<Unlink> deletions =
                    trace(
                            FunctionTracer.of(Unlink.class).where(filter.formatted(name)),
                            trace -> {
                                Native.unlink(name + "7");
                                Native.unlink(name);
                                Native.unlink("/no-such/12345");
                            });
            assertThat(deletions).extracting(Unlink::name).containsExactly(name);
        }
    }

    @Test
    void a_read_has_the_file_its_inode_and_the_bytes_that_were_read(
            @TempDir java.nio.file.Path folder) throws IOException {
        java.nio.file.Path file = folder.resolve("read-by-fentry4j");
        Files.write(file, "hello, kernel".repeat(500).getBytes(StandardCharsets.US_ASCII));
        long inode = (long) Files.getAttribute(file, "unix:ino");
        int mode = (int) Files.getAttribute(file, "unix:mode");
        List<Read> reads =
                trace(
                        FunctionTracer.of(Read.class)
                                .where("file == \"read-by-fentry4j\" && count >= 4096"),
                        trace -> {
                            try (var in = new RandomAccessFile(file.toFile(), "r")) {
                                in.seek(7);
                                assertThat(in.read(new byte[100])).isEqualTo(100);
                                assertThat(in.read(new byte[5000])).isEqualTo(5000);
                            }
                        });

        assertThat(reads).hasSize(1);
        Read read = reads.getFirst();
        assertThat(read.file()).isEqualTo("read-by-fentry4j");
        assertThat(read.inode().i_ino()).isEqualTo(inode);
        assertThat(read.inode().i_mode()).isEqualTo(mode);
        assertThat(read.inode().fileSystem()).isNotEmpty();
        assertThat(read.count()).isEqualTo(5000);
        assertThat(read.ret()).isEqualTo(5000);
        assertThat(read.position()).isEqualTo(5107);
        assertThat(read.data()).isEqualTo("lo, k".getBytes(StandardCharsets.US_ASCII));
        assertThat(read.tid()).isPositive();
    }

    @Test
    void a_function_of_a_module_is_named_with_it() throws IOException {
        var file = Files.createFile(java.nio.file.Path.of("/fentry4j-" + System.nanoTime()));
        List<OverlayUnlink> deletions =
                trace(
                        FunctionTracer.of(OverlayUnlink.class),
                        trace -> {
                            assertThat(trace.function()).isEqualTo("overlay:ovl_unlink");
                            assertThat(Native.unlink(file.toString())).isZero();
                        });

        assertThat(deletions).contains(new OverlayUnlink(file.getFileName().toString(), 0));
    }
}
