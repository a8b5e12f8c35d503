package io.fentry4j.tests.trace;

import static io.fentry4j.internal.asm.Instruction.FRAME;
import static io.fentry4j.internal.asm.Instruction.R0;
import static io.fentry4j.internal.asm.Instruction.R1;
import static io.fentry4j.internal.asm.Instruction.R2;
import static io.fentry4j.internal.asm.Instruction.R6;
import static io.fentry4j.internal.asm.Instruction.R9;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fentry4j.btf.Btf;
import io.fentry4j.failure.SourcePosition;
import io.fentry4j.failure.TargetNotFoundException;
import io.fentry4j.failure.TargetNotTraceableException;
import io.fentry4j.failure.VerifierException;
import io.fentry4j.internal.asm.Assembler;
import io.fentry4j.internal.asm.Code;
import io.fentry4j.internal.asm.Condition;
import io.fentry4j.internal.asm.Helper;
import io.fentry4j.internal.asm.Instruction;
import io.fentry4j.internal.asm.Label;
import io.fentry4j.internal.asm.Operation;
import io.fentry4j.internal.asm.Origin;
import io.fentry4j.internal.asm.Width;
import io.fentry4j.internal.libbpf.LibbpfLibrary;
import io.fentry4j.internal.program.AttachTarget;
import io.fentry4j.internal.program.ProgramKind;
import io.fentry4j.internal.program.RawProgram;
import io.fentry4j.trace.FunctionTracer;
import io.fentry4j.trace.Mode;
import io.fentry4j.trace.Pid;
import io.fentry4j.trace.Trace;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What the kernel refuses, and what is said of it.
@Tag("kernel")
@Timeout(120)
class RejectedProgramTest {

    @Trace("vfs_raed")
    record Misspelt(@Pid int pid) {}

    @Trace("_printk")
    record Variadic(@Pid int pid) {}

    private static VerifierException load(Code code) {
        LibbpfLibrary.require();
        int function = Btf.vmlinux().function("bpf_fentry_test1").orElseThrow().id();
        try (AttachTarget target = AttachTarget.of(Optional.empty(), function);
                RawProgram program =
                        RawProgram.load(
                                "rejected",
                                ProgramKind.FENTRY,
                                target,
                                "bpf_fentry_test1",
                                code,
                                map -> -1)) {
            throw new AssertionError("loaded: " + program.recursionMisses() + " misses");
        } catch (VerifierException e) {
            return e;
        }
    }

    /// Ends with an instruction that reads what was never written.
    private static Code wrong() {
        Assembler assembler = new Assembler("Call");
        Label next = assembler.label();
        return assembler
                .add(Instruction.copy(R6, R1), Instruction.load64(R2, R6, 0))
                .add(Instruction.alu(Operation.SHIFT_LEFT, R2, 32))
                .add(Instruction.alu(Operation.SHIFT_RIGHT_SIGNED, R2, 32))
                .add(Instruction.aluRegister(Operation.XOR, R2, R2), Instruction.negate(R2))
                .add(Instruction.store(Width.DOUBLE, FRAME, -8, R2))
                .add(Instruction.storeValue(Width.WORD, FRAME, -16, -5))
                .add(Instruction.load(Width.HALF, R1, FRAME, -16))
                .constant(R0, 0x123456789L)
                .jumpIf(Condition.SIGNED_GREATER, R2, -3, next)
                .jumpIfRegister(Condition.LESS, R1, R2, next)
                .bind(next)
                .call(Helper.KTIME_GET_NS)
                .origin(new Origin("Call", 2, "component `long count` of Call"))
                .add(Instruction.copy(R0, R9))
                .origin(new Origin("Call", 3, "component `int last` of Call"))
                .add(Instruction.exit())
                .assemble();
    }

    @Test
    void a_rejected_instruction_names_the_component_that_it_was_made_for() {
        VerifierException rejection = load(wrong());

        assertThat(rejection.position())
                .contains(new SourcePosition("Call", 2, "component `long count` of Call"));
        assertThat(rejection)
                .hasMessageStartingWith(
                        "load fentry program 'rejected' for bpf_fentry_test1: the verifier rejected"
                                + " 'rejected' at Call:2, component `long count` of Call: R9 !read_ok");
    }

    @Test
    void the_disassembly_is_in_the_verifiers_own_words() {
        Code code = wrong();
        List<String> log = load(code).verifierLog().lines().toList();
        List<String> ours = code.toString().lines().filter(line -> !line.startsWith(";")).toList();

        assertThat(ours).hasSize(15);
        for (String line : ours.subList(0, ours.size() - 1)) {
            assertThat(log).anySatisfy(theirs -> assertThat(theirs).startsWith(line));
        }
    }

    @Test
    void a_function_that_there_is_not_is_refused_with_the_name_that_was_meant() {
        assertThatThrownBy(() -> FunctionTracer.of(Misspelt.class).attach(call -> {}))
                .isInstanceOf(TargetNotFoundException.class)
                .hasMessageStartingWith(
                        "trace vfs_raed: the running kernel's BTF has no such function")
                .hasMessageContaining("did you mean vfs_read");
    }

    @Test
    void a_function_that_no_tracing_program_can_have_is_refused_before_the_load() {
        var tracer = FunctionTracer.of(Variadic.class).mode(Mode.FENTRY);
        assertThatThrownBy(() -> tracer.attach(call -> {}))
                .isInstanceOf(TargetNotTraceableException.class)
                .hasMessageStartingWith("trace _printk: the function has variable arguments");
    }
}
