package io.fentry4j.tests.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.fentry4j.trace.AggregateRow;
import io.fentry4j.trace.Aggregation;
import io.fentry4j.trace.CallStack;
import io.fentry4j.trace.Count;
import io.fentry4j.trace.FunctionAggregator;
import io.fentry4j.trace.FunctionTrace;
import io.fentry4j.trace.FunctionTracer;
import io.fentry4j.trace.KernelStack;
import io.fentry4j.trace.Mode;
import io.fentry4j.trace.Path;
import io.fentry4j.trace.Return;
import io.fentry4j.trace.Trace;
import io.fentry4j.trace.UserStack;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Stacks have the functions through which a call must have come.
@Tag("kernel")
@Timeout(120)
class CallStackTest {

    private static final String FILE = "stacked";
    private static final String MINE = "file == \"" + FILE + "\" && count == 4321";

    @Trace("vfs_read")
    record Entered(
            @Path("file->f_path.dentry->d_name.name") String file,
            long count,
            @KernelStack CallStack kernel,
            @UserStack(4) CallStack user) {}

    @Trace("vfs_read")
    record Returned(
            @Path("file->f_path.dentry->d_name.name") String file,
            long count,
            @Return long ret,
            @KernelStack(2) CallStack kernel) {}

    @Trace("vfs_read")
    record ByStack(@KernelStack CallStack kernel, @Count long calls) {}

    @TempDir private java.nio.file.Path folder;

    private void read(int times) throws IOException {
        java.nio.file.Path file = Files.write(folder.resolve(FILE), new byte[10]);
        try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
            for (int i = 0; i < times; i++) {
                in.read(new byte[4321]);
            }
        }
    }

    private <R extends Record> R traced(FunctionTracer<R> tracer) throws IOException {
        List<R> records = new CopyOnWriteArrayList<>();
        try (FunctionTrace trace = tracer.where(MINE).attach(records::add)) {
            read(1);
            assertThat(trace.listener().flush(Duration.ofSeconds(20))).isTrue();
            assertThat(trace.listener().firstFailure()).isEmpty();
        }
        assertThat(records).hasSize(1);
        return records.getFirst();
    }

    @Test
    void a_kernel_stack_leads_from_the_function_to_the_system_call() throws IOException {
        Entered read = traced(FunctionTracer.of(Entered.class));

        List<String> functions = read.kernel().functions();
        assertThat(functions.getFirst()).as(read.kernel().toString()).isEqualTo("vfs_read");
        assertThat(functions)
                .as(read.kernel().toString())
                .containsSubsequence("vfs_read", "ksys_read", "do_syscall_64");
        assertThat(read.kernel().truncated()).isFalse();
        assertThat(read.kernel().frames()).allMatch(frame -> frame.address() < 0);

        assertThat(read.user().frames()).isNotEmpty().hasSizeLessThanOrEqualTo(4);
        assertThat(read.user().frames()).allMatch(frame -> frame.address() > 0);
        assertThat(read.user().functions()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"FENTRY", "KPROBE"})
    void a_return_has_the_stack_too_and_says_what_is_cut_off(Mode mode) throws IOException {
        Returned read = traced(FunctionTracer.of(Returned.class).mode(mode));

        assertThat(read.ret()).isEqualTo(10);
        assertThat(read.kernel().functions())
                .as(read.kernel().toString())
                .containsExactly("vfs_read", "ksys_read");
        assertThat(read.kernel().truncated()).isTrue();
    }

    @Test
    void calls_of_one_stack_are_one_row() throws IOException {
        Aggregation<ByStack> stacks =
                FunctionAggregator.of(ByStack.class)
                        .where(
                                "pid == %d && count == 4321"
                                        .formatted(ProcessHandle.current().pid()))
                        .attach();
        try (stacks) {
            read(5);
        }

        assertThat(stacks.snapshot()).hasSize(1);
        assertThat(stacks.snapshot().getFirst().calls()).isEqualTo(5);
        assertThat(stacks.snapshot().getFirst().kernel().functions())
                .startsWith("vfs_read", "ksys_read");
    }

    @Test
    void a_text_asks_for_a_stack_by_its_name() throws IOException {
        Aggregation<AggregateRow> stacks =
                FunctionAggregator.of("vfs_read")
                        .by("kstack", "ret", "took")
                        .where(
                                "pid == %d && count == 4321"
                                        .formatted(ProcessHandle.current().pid()))
                        .attach();
        try (stacks) {
            read(1);
        }

        assertThat(stacks.snapshot()).hasSize(1);
        AggregateRow row = stacks.snapshot().getFirst();
        assertThat(row.values()).containsExactly(1L);
        assertThat(row.key().get(0))
                .isInstanceOfSatisfying(
                        CallStack.class,
                        stack -> assertThat(stack.functions()).startsWith("vfs_read"));
        assertThat(row.key().get(1)).isEqualTo(10L);
        assertThat((Duration) row.key().get(2)).isPositive();
    }
}
