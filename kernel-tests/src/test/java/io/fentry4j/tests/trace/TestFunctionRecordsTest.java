package io.fentry4j.tests.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.fentry4j.trace.Comm;
import io.fentry4j.trace.Cpu;
import io.fentry4j.trace.Elapsed;
import io.fentry4j.trace.FunctionTrace;
import io.fentry4j.trace.FunctionTracer;
import io.fentry4j.trace.Mode;
import io.fentry4j.trace.Path;
import io.fentry4j.trace.Pid;
import io.fentry4j.trace.Return;
import io.fentry4j.trace.Tid;
import io.fentry4j.trace.Timestamp;
import io.fentry4j.trace.Trace;
import io.fentry4j.trace.TraceCounts;
import io.fentry4j.trace.Uid;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Every argument and return value of the functions that the kernel calls with known values
/// (`net/bpf/test_run.c`), as records.
@Tag("kernel")
@Timeout(120)
class TestFunctionRecordsTest {

    @Trace("bpf_fentry_test1")
    record One(int a, @Return int ret) {}

    @Trace("bpf_fentry_test2")
    record Two(int a, long b, @Return long ret) {}

    @Trace("bpf_fentry_test3")
    record Three(int a, int b, long c, @Return Integer ret) {}

    @Trace("bpf_fentry_test4")
    record Four(long a, int b, int c, long d, @Return OptionalInt ret) {}

    @Trace("bpf_fentry_test5")
    record Five(long a, long b, short c, int d, long e, @Return int ret) {}

    @Trace("bpf_fentry_test6")
    record Six(long a, OptionalLong b, short c, int d, long e, long f, @Return long ret) {}

    @Trace("bpf_fentry_test7")
    record Seven(
            long arg,
            @Path("arg->a") Optional<Long> target,
            @Path("arg->a->a->a") Long deep,
            @Return int ret) {}

    @Trace("bpf_fentry_test8")
    record Eight(long arg, @Path("arg->a") Long target, @Path("arg->a->a") Long none) {}

    @Trace("bpf_fentry_test6")
    record Context(
            @Pid int pid,
            @Tid int tid,
            @Uid long uid,
            @Comm String comm,
            @Cpu int cpu,
            @Timestamp Instant at,
            @Elapsed Duration took,
            short c,
            @Return int ret) {}

    private static <R extends Record> List<R> run(FunctionTracer<R> tracer) {
        List<R> records = new CopyOnWriteArrayList<>();
        try (FunctionTrace trace = tracer.mode(Mode.FENTRY).attach(records::add)) {
            trace.testRun();
            assertThat(trace.listener().flush(Duration.ofSeconds(20))).isTrue();
            assertThat(trace.listener().firstFailure()).isEmpty();
        }
        return records;
    }

    private static <R extends Record> List<R> run(Class<R> record) {
        return run(FunctionTracer.of(record));
    }

    @Test
    void all_arguments_and_results_are_as_the_kernel_passes_them() {
        assertThat(run(One.class)).containsExactly(new One(1, 2));
        assertThat(run(Two.class)).containsExactly(new Two(2, 3, 5));
        assertThat(run(Three.class)).containsExactly(new Three(4, 5, 6, 15));
        assertThat(run(Four.class)).containsExactly(new Four(7, 8, 9, 10, OptionalInt.of(34)));
        assertThat(run(Five.class)).containsExactly(new Five(11, 12, (short) 13, 14, 15, 65));
        assertThat(run(Six.class))
                .containsExactly(new Six(16, OptionalLong.of(17), (short) 18, 19, 20, 21, 111));
    }

    @Test
    void what_is_behind_a_null_pointer_is_absent_and_the_call_is_not_lost() {
        assertThat(run(Seven.class)).containsExactly(new Seven(0, Optional.empty(), null, 0));

        List<Eight> eight = run(Eight.class);
        assertThat(eight).hasSize(1);
        assertThat(eight.getFirst().arg()).isNotZero();
        assertThat(eight.getFirst().target()).isZero();
        assertThat(eight.getFirst().none()).isNull();
    }

    @Test
    void the_context_is_that_of_this_thread() {
        Instant before = Instant.now();
        List<Context> records = run(Context.class);

        assertThat(records).hasSize(1);
        Context record = records.getFirst();
        assertThat(record.pid()).isEqualTo((int) ProcessHandle.current().pid());
        assertThat(record.tid()).isPositive();
        assertThat(record.uid()).isZero();
        assertThat(record.comm()).isNotEmpty();
        assertThat(record.cpu()).isBetween(0, 255);
        assertThat(record.at()).isBetween(before.minusSeconds(1), Instant.now().plusSeconds(1));
        assertThat(record.took()).isPositive().isLessThan(Duration.ofSeconds(100));
        assertThat(record.c()).isEqualTo((short) 18);
        assertThat(record.ret()).isEqualTo(111);
    }

    @Test
    void a_filter_lets_through_what_it_says_and_counts_the_rest() {
        List<Six> records = new CopyOnWriteArrayList<>();
        List<String> yes =
                List.of(
                        "ret == 111",
                        "a == 16 && b == 17 && c == 18 && (d == 19 || e == 0)",
                        "!(a != 16) && a + b * 2 == 50",
                        "a < 17 && a <= 16 && a > 15 && a >= 16 && -1 < a && a > -1",
                        "(c & 2) == 2 && c >> 1 == 9 && c << 1 == 36 && (c ^ 1) == 19",
                        "true || a == 1",
                        "b % 4 == 1 && b / 4 == 4",
                        "d - 20 == -1 && d - 20 < 0 && (u8) (d - 20) == 255 && ~c == -19",
                        "retval > 100 && c");
        List<String> no =
                List.of("ret != 111", "a == 16 && b == 18", "false", "a < -1", "!c", "d - 20 > a");
        // Together, because each detach takes the kernel's grace periods.
        String all = yes.stream().map("(%s)"::formatted).collect(Collectors.joining(" && "));
        assertThat(counts(all, records)).isEqualTo(new TraceCounts(1, 0, 0, 1, 0));
        assertThat(records).hasSize(1);

        String none = no.stream().map("(%s)"::formatted).collect(Collectors.joining(" || "));
        assertThat(counts(none, records)).isEqualTo(new TraceCounts(1, 1, 0, 0, 0));
        assertThat(records).hasSize(1);
    }

    private static TraceCounts counts(String filter, List<Six> records) {
        FunctionTrace trace =
                FunctionTracer.of(Six.class).where(filter).mode(Mode.FENTRY).attach(records::add);
        try (trace) {
            trace.testRun();
        }
        return trace.counts();
    }

    @Test
    void a_comparison_with_an_absent_value_is_false() {
        var tracer = FunctionTracer.of(Seven.class);
        assertThat(run(tracer.where("target == 0 || target != 0"))).isEmpty();
        assertThat(run(tracer.where("!(target == 0) && (arg == 0 || arg->a == 0)"))).hasSize(1);
    }

    @Test
    void a_duration_is_compared_with_a_duration() {
        assertThat(
                        run(
                                FunctionTracer.of(Context.class)
                                        .where("took < 100s && pid > 0 && took * 2 > 0ns")))
                .hasSize(1);
        assertThat(run(FunctionTracer.of(Context.class).where("took >= 100s"))).isEmpty();
    }
}
