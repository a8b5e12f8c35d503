package io.fentry4j.internal.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fentry4j.btf.Btf;
import io.fentry4j.btf.SampleKernel;
import io.fentry4j.trace.AggregateRow;
import io.fentry4j.trace.Average;
import io.fentry4j.trace.CallStack;
import io.fentry4j.trace.Comm;
import io.fentry4j.trace.Count;
import io.fentry4j.trace.Histogram;
import io.fentry4j.trace.KernelStack;
import io.fentry4j.trace.Linear;
import io.fentry4j.trace.Log2;
import io.fentry4j.trace.Max;
import io.fentry4j.trace.MaxBytes;
import io.fentry4j.trace.Min;
import io.fentry4j.trace.Path;
import io.fentry4j.trace.Sum;
import io.fentry4j.trace.TraceException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What is loaded for an aggregation, and what is said of one that does not fit.
class AggregationPlanTest {

    private static final Btf BTF = SampleKernel.btf();

    private static <R> AggregationPlan<R> plan(Class<R> record, String... filter) {
        return AggregationPlan.of(
                record,
                BTF,
                BTF.kernelFunction("vfs_read").orElseThrow(),
                List.of(filter).stream().findFirst(),
                TraceForm.FENTRY);
    }

    private static AggregationPlan<AggregateRow> plan(String key, AggregateRequest request) {
        return AggregationPlan.of(
                List.of(key),
                List.of(request),
                BTF,
                BTF.kernelFunction("vfs_read").orElseThrow(),
                Optional.empty(),
                TraceForm.FENTRY);
    }

    @Test
    void entry_and_return_are_attached_only_if_they_are_needed() {
        record Calls(@Count long calls) {}
        record Bytes(@Comm String comm, @Sum("ret") long bytes) {}
        record Slow(@Max("took") Duration slowest) {}

        assertThat(plan(Calls.class)).matches(plan -> plan.codes().exit().isEmpty());
        assertThat(plan(Calls.class).keyBytes()).isZero();
        assertThat(plan(Bytes.class)).matches(plan -> plan.codes().entry().isEmpty());
        assertThat(plan(Slow.class))
                .matches(plan ->
                        plan.codes().entry().isPresent() && plan.codes().exit().isPresent());
        assertThat(plan(Calls.class, "took > 1ms"))
                .matches(plan ->
                        plan.codes().entry().isPresent() && plan.codes().exit().isPresent());
    }

    @Test
    void the_key_is_the_flags_and_values_of_its_components_and_nothing_else() {
        record Reads(
                @Comm String comm,
                @Min("file->f_mode") OptionalLong mode,
                @Path("file->f_state") String state,
                @Count long calls,
                @Average("count") double size) {}

        AggregationPlan<Reads> plan = plan(Reads.class, "buf != 0");

        assertThat(plan.keyBytes()).isEqualTo(8 + 16 + 8);
        assertThat(plan.words()).isEqualTo(1 + 2 + 2);
        assertThat(plan.codes().text())
                .contains("*(u64 *)(r7 +24) = 0", "call bpf_map_update_elem#2")
                .contains("; component `OptionalLong mode` of Reads");
    }

    @Test
    void a_stack_is_read_into_the_key_with_room_for_what_comes_before_the_function() {
        record Stacks(@KernelStack(4) CallStack stack, @Count long calls) {}

        AggregationPlan<Stacks> plan = plan(Stacks.class);

        assertThat(plan.keyBytes()).isEqualTo(8 + (4 + 8) * 8);
        assertThat(plan.codes().text()).contains("r3 = 96", "call bpf_get_stack#67");
        assertThat(plan.codes().exit()).as("the entry has it").isEmpty();
    }

    @Test
    void a_wrong_component_is_refused_with_what_to_declare() {
        record Nothing(@Comm String comm) {}
        record Unknown(@Sum("conut") long bytes) {}
        record Condition(@Sum("count > 4096") long big) {}
        record Int(@Count int calls) {}
        record Size(@Max("count") Duration size) {}
        record Time(@Min("took") double fastest) {}
        record Mean(@Average("count") long size) {}
        record Bars(@Log2("count") long sizes) {}
        record Absent(@Min("file->f_mode") long mode) {}
        record AbsentMean(@Average("file->f_mode") double mode) {}

        assertRefused(
                Nothing.class,
                "record Nothing aggregates nothing: annotate a component with @Count, @Sum, @Min,"
                        + " @Max, @Average, @Log2 or @Linear");
        assertRefused(
                Unknown.class,
                "component `long bytes` of Unknown, number `conut`, column 1: no component and no"
                        + " argument `conut`; did you mean `count`?");
        assertRefused(
                Condition.class,
                "component `long big` of Condition, number `count > 4096`, column 7: `>` gives a truth"
                        + " value, which is no number");
        assertRefused(Int.class, "component `int calls` of Int: declare a `long`");
        assertRefused(Size.class, "component `Duration size` of Size: declare a `long`");
        assertRefused(
                Time.class,
                "component `double fastest` of Time: declare a `long` of nanoseconds or a"
                        + " `Duration`");
        assertRefused(Mean.class, "component `long size` of Mean: declare a `double`");
        assertRefused(Bars.class, "component `long sizes` of Bars: declare a `Histogram`");
        assertRefused(
                Absent.class,
                "component `long mode` of Absent: the number is read through a pointer and may be"
                        + " absent: declare `Long` or `OptionalLong`");
        assertRefused(
                AbsentMean.class,
                "component `double mode` of AbsentMean: the number is read through a pointer and may"
                        + " be absent: declare `Double`");
    }

    @Test
    void what_does_not_fit_into_an_entry_or_a_key_is_refused() {
        record Steps(@Linear(value = "ret", from = 0, to = 95, step = 10) Histogram sizes) {}
        record Many(@Linear(value = "ret", from = 0, to = 2000, step = 1) Histogram sizes) {}
        record Below(@Linear(value = "count", from = -1, to = 9, step = 1) Histogram sizes) {}
        @SuppressWarnings("ArrayRecordComponent") // bytes are what is tested
        record Big(@Path("file->private_data") @MaxBytes(4096) byte[] data, @Count long calls) {}
        record Stack(@KernelStack String stack, @Count long calls) {}
        record Deep(@KernelStack(200) CallStack stack, @Count long calls) {}

        assertRefused(
                Steps.class,
                "component `Histogram sizes` of Steps: from 0 to 95 is no whole number of steps of"
                        + " 10");
        assertRefused(
                Many.class,
                "component `Histogram sizes` of Many: from 0 to 2000 in steps of 1 takes 2000 buckets,"
                        + " at most 1000 can be had");
        assertRefused(
                Below.class,
                "component `Histogram sizes` of Below: `count` is never less than 0, and the first"
                        + " bucket begins at -1");
        assertRefused(
                Big.class,
                "a key of Big has 4104 bytes, at most 4096 can be had: keep less with @MaxBytes");
        assertRefused(Stack.class, "component `String stack` of Stack: a stack is a `CallStack`");
        assertRefused(
                Deep.class,
                "component `CallStack stack` of Deep: a stack of 200 frames: it can be 1 to 127");
    }

    private static void assertRefused(Class<?> record, String message) {
        assertThatThrownBy(() -> plan(record))
                .isInstanceOf(TraceException.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "fil | count | 1 | key `fil`, column 1: vfs_read has no argument `fil`; did you mean"
                        + " `file`?",
                "file->f_path | count | 0 | key `file->f_path`: `struct path` is no single value: name"
                        + " a member",
                "comm | cout | 1 | sum of `cout`, column 1: no component and no argument `cout`; did"
                        + " you mean `count`?",
                "comm | comm | 1 | sum of `comm`, column 1: `comm` is no number; strings are compared"
                        + " with strings",
                "comm | count + | 8 | sum of `count +`, column 8: a value is missing before the end",
            })
    void a_wrong_text_is_refused_with_its_column(
            String key, String sum, int column, String message) {
        assertThatThrownBy(() -> plan(key, AggregateRequest.of(AggregateRequest.Kind.SUM, sum)))
                .isInstanceOfSatisfying(
                        TraceException.class, e -> assertThat(e.column()).isEqualTo(column))
                .hasMessage(message);
    }
}
