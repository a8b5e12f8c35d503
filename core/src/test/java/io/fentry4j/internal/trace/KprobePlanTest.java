package io.fentry4j.internal.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fentry4j.btf.Btf;
import io.fentry4j.btf.SampleKernel;
import io.fentry4j.internal.asm.Instruction;
import io.fentry4j.trace.CallStack;
import io.fentry4j.trace.Elapsed;
import io.fentry4j.trace.Function;
import io.fentry4j.trace.KernelStack;
import io.fentry4j.trace.Mode;
import io.fentry4j.trace.Path;
import io.fentry4j.trace.Pid;
import io.fentry4j.trace.Return;
import io.fentry4j.trace.TraceException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/// What kprobes are written for a record, and what is said of one that they cannot give.
class KprobePlanTest {

    private static final Btf BTF = SampleKernel.btf();

    /// Of a machine with few registers.
    private static final Registers TWO = new Registers("toy", List.of(8, 16), 24, 32, true, 8);

    private static <R> TracePlan<R> plan(
            Class<R> record, Registers registers, OptionalInt number, String... filter) {
        return TracePlan.of(
                record,
                List.of(filter).stream().findFirst(),
                new FunctionForm(
                        BTF,
                        BTF.kernelFunction("vfs_read").orElseThrow(),
                        new TraceForm(Mode.KPROBE, number),
                        registers));
    }

    private static <R> TracePlan<R> plan(Class<R> record, Registers registers, String... filter) {
        return plan(record, registers, OptionalInt.empty(), filter);
    }

    @Test
    void arguments_are_in_registers_at_the_entry() {
        record Count(long file, String buf, long count) {}

        String x86 = plan(Count.class, Registers.X86_64).codes().entry().orElseThrow().toString();
        assertThat(x86)
                .contains(
                        "r1 = *(u64 *)(r6 +112)",
                        "r3 = *(u64 *)(r6 +104)",
                        "r1 = *(u64 *)(r6 +96)");
        assertThat(plan(Count.class, Registers.ARM64).codes().entry().orElseThrow().toString())
                .contains("r1 = *(u64 *)(r6 +0)", "r3 = *(u64 *)(r6 +8)", "r1 = *(u64 *)(r6 +16)");
        assertThat(plan(Count.class, Registers.X86_64).codes().exit()).isEmpty();
    }

    @Test
    void a_return_value_alone_needs_the_return_alone() {
        record Result(@Return long ret, @Pid int pid) {}

        TracePlan<Result> plan = plan(Result.class, Registers.X86_64);
        assertThat(plan.codes().entry()).isEmpty();
        assertThat(plan.codes().exit().orElseThrow().toString()).contains("r1 = *(u64 *)(r6 +80)");
    }

    @Test
    void an_argument_and_the_return_value_are_paired_by_the_stack_pointer() {
        record Both(long count, @Return long ret) {}

        TracePlan<Both> x86 = plan(Both.class, Registers.X86_64);
        assertThat(x86.codes().entry().orElseThrow().toString())
                .contains("r8 = *(u64 *)(r6 +152)")
                .doesNotContain("r8 += -8");
        assertThat(x86.codes().exit().orElseThrow().toString())
                .contains("r8 = *(u64 *)(r6 +152)", "r8 += -8");
        assertThat(plan(Both.class, Registers.ARM64).codes().exit().orElseThrow().toString())
                .contains("r8 = *(u64 *)(r6 +248)")
                .doesNotContain("r8 += -8");
    }

    @Test
    void what_the_return_follows_is_kept_from_the_entry() {
        record Filled(@Path(value = "buf", atReturn = true) String text) {}

        TracePlan<Filled> plan = plan(Filled.class, Registers.X86_64);
        assertThat(plan.codes().entry().orElseThrow().toString())
                .contains("r1 = *(u64 *)(r6 +104)", "*(u64 *)(r7 +24) = r1");
        assertThat(plan.codes().exit().orElseThrow().toString())
                .contains("r3 = *(u64 *)(r7 +24)", "call bpf_probe_read_kernel_str#115");
        assertThat(plan.eventBytes())
                .as("flags, thread and start, the argument, the text's length, the text")
                .isEqualTo(8 + 16 + 8 + 8 + 256);
    }

    @Test
    void a_call_removes_at_its_entry_what_an_earlier_one_has_left() {
        record Both(long count, @Elapsed Duration took) {}

        Codes kprobes = plan(Both.class, Registers.X86_64).codes();
        assertThat(kprobes.entry().orElseThrow().toString()).contains("call bpf_map_delete_elem#3");
        Codes fentry =
                TracePlan.of(
                                Both.class,
                                BTF,
                                BTF.kernelFunction("vfs_read").orElseThrow(),
                                Optional.empty())
                        .codes();
        assertThat(fentry.entry().orElseThrow().toString())
                .as("where the kernel skips no return by itself")
                .doesNotContain("call bpf_map_delete_elem#3");
    }

    @Test
    void functions_that_have_their_values_in_the_same_registers_share_a_program() {
        record Both(long count, @Elapsed Duration took) {}
        record Call(@Function String function, @Pid int pid) {}

        Codes call = shared(Call.class, "vfs_read", 7);
        assertThat(instructions(call)).isEqualTo(instructions(shared(Call.class, "forget", 900)));
        assertThat(call.entry().orElseThrow().toString())
                .contains("call bpf_get_attach_cookie#174", "*(u64 *)(r7 +0) = r0");
        String exit = shared(Both.class, "vfs_read", 7).exit().orElseThrow().toString();
        assertThat(exit).contains("call bpf_get_attach_cookie#174", "r8 ^= r2", "r8 ^= r0");
    }

    @Test
    void functions_that_have_their_values_in_other_registers_do_not_share_a_program() {
        record Count(@Function String function, long count) {}

        assertThat(instructions(shared(Count.class, "vfs_read", 0)))
                .isNotEqualTo(instructions(shared(Count.class, "prepare", 1)));
    }

    private static List<Instruction> instructions(Codes codes) {
        return codes.entry().orElseThrow().instructions();
    }

    private static Codes shared(Class<? extends Record> record, String function, int number) {
        return TracePlan.of(
                        record,
                        Optional.empty(),
                        new FunctionForm(
                                BTF,
                                BTF.kernelFunction(function).orElseThrow(),
                                new TraceForm(Mode.KPROBE_MULTI, OptionalInt.of(number)),
                                Registers.X86_64))
                .codes();
    }

    @Test
    void events_of_several_functions_begin_with_their_number() {
        record Both(long count, @Elapsed Duration took) {}

        TracePlan<Both> plan = plan(Both.class, Registers.X86_64, OptionalInt.of(7));
        assertThat(plan.codes().entry().orElseThrow().toString())
                .contains("r0 = 7", "*(u64 *)(r7 +0) = r0", "r2 = 0xe00000000000000", "r8 ^= r2");
        assertThat(plan.codes().exit().orElseThrow().toString()).contains("r8 ^= r2");
    }

    @Test
    void an_argument_behind_the_address_of_a_large_result_is_refused_where_it_is_moved() {
        record Inspected(long count) {}
        FunctionForm x86 =
                new FunctionForm(
                        BTF,
                        BTF.kernelFunction("inspect").orElseThrow(),
                        new TraceForm(Mode.KPROBE, OptionalInt.empty()),
                        Registers.X86_64);
        assertThatThrownBy(() -> TracePlan.of(Inspected.class, Optional.empty(), x86))
                .isInstanceOf(TraceException.class)
                .hasMessage(
                        "component `long count` of Inspected: `count` follows the address of the"
                                + " result, a struct or union: a kprobe does not know its register");

        FunctionForm arm = new FunctionForm(x86.btf(), x86.function(), x86.form(), Registers.ARM64);
        assertThat(TracePlan.of(Inspected.class, Optional.empty(), arm).codes().text())
                .contains("r1 = *(u64 *)(r6 +8)");
    }

    @Test
    void what_is_in_no_register_of_its_own_is_refused() {
        record Struct(@Path("options.offset") long offset) {}
        record Third(long count) {}
        record Filtered(long file) {}

        assertRefused(
                Struct.class,
                Registers.X86_64,
                "component `long offset` of Struct, path `options.offset`, column 1: `options` is a"
                        + " struct or union by value: a kprobe has none");
        assertRefused(
                Third.class,
                TWO,
                "component `long count` of Third: `count` is argument 3: a kprobe has the first 2,"
                        + " which are in registers (toy)");
        assertThatThrownBy(() -> plan(Filtered.class, TWO, "file != 0 && count > 4096"))
                .isInstanceOf(TraceException.class)
                .hasMessage(
                        "filter `file != 0 && count > 4096`, column 14: `count` is argument 3: a"
                                + " kprobe has the first 2, which are in registers (toy)");
    }

    private static void assertRefused(Class<?> record, Registers registers, String message) {
        assertThatThrownBy(() -> plan(record, registers))
                .isInstanceOf(TraceException.class)
                .hasMessage(message);
    }

    record From(@Return long ret, @KernelStack CallStack stack) {}

    @Test
    void a_stack_is_taken_at_the_entry_because_a_kretprobe_is_not_in_the_function_any_more() {
        TracePlan<From> plan = plan(From.class, Registers.X86_64);
        assertThat(plan.codes().entry().orElseThrow().toString()).contains("bpf_get_stack");
        assertThat(plan.codes().exit().orElseThrow().toString()).doesNotContain("bpf_get_stack");
    }

    @Test
    void fentry_programs_are_as_they_were() {
        record Both(@Path("file->f_mode") Long mode, @Return long ret) {}

        TracePlan<Both> plan =
                TracePlan.of(
                        Both.class,
                        BTF,
                        BTF.kernelFunction("vfs_read").orElseThrow(),
                        Optional.of("mode != 0"));
        assertThat(plan.codes().mode()).isEqualTo(Mode.FENTRY);
        assertThat(plan.codes().entry().orElseThrow().toString())
                .doesNotContain("bpf_map_delete_elem");
    }
}
