package io.fentry4j.internal.doctor;

import static io.fentry4j.internal.asm.Instruction.FRAME;
import static io.fentry4j.internal.asm.Instruction.R0;
import static io.fentry4j.internal.asm.Instruction.R1;
import static io.fentry4j.internal.asm.Instruction.R2;
import static io.fentry4j.internal.asm.Instruction.R3;

import io.fentry4j.failure.BpfException;
import io.fentry4j.internal.asm.Helper;
import io.fentry4j.internal.asm.Instruction;
import io.fentry4j.internal.program.AttachTarget;
import io.fentry4j.internal.program.Descriptor;
import io.fentry4j.internal.program.ProgramKind;
import io.fentry4j.internal.program.RawProgram;
import java.util.List;

/// The running kernel's answers. Needs libbpf.
final class KernelProbes implements Probes {

    private static final String NAME = "fentry4j_doctor";

    private static final List<Instruction> NOTHING =
            List.of(Instruction.move(R0, 0), Instruction.exit());

    /// Address 0 is a mistake at run time only, where it gives an error; the verifier takes it.
    private static final List<Instruction> READ_MEMORY =
            List.of(
                    Instruction.copy(R1, FRAME),
                    Instruction.add(R1, -Long.BYTES),
                    Instruction.move(R2, Long.BYTES),
                    Instruction.move(R3, 0),
                    Instruction.call(Helper.PROBE_READ_KERNEL),
                    Instruction.move(R0, 0),
                    Instruction.exit());

    private interface Attaching {
        Descriptor attach(RawProgram program);
    }

    @Override
    public Attempt trace(ProgramKind kind, Target target) {
        try (AttachTarget function = open(target)) {
            return attempt(kind, function, RawProgram::attachTracing);
        } catch (BpfException e) {
            return Attempt.notLoaded(e);
        }
    }

    @Override
    public Attempt readMemory(Target target) {
        try (AttachTarget function = open(target);
                RawProgram program =
                        RawProgram.load(NAME, ProgramKind.FENTRY, function, READ_MEMORY)) {
            assert program != null;
            return Attempt.WORKED;
        } catch (BpfException e) {
            return Attempt.notLoaded(e);
        }
    }

    @Override
    public Attempt kprobe(String symbol) {
        return attempt(
                ProgramKind.KPROBE, AttachTarget.NONE, program -> program.attachKprobe(symbol));
    }

    @Override
    public Sighting deleteFile(Target target, boolean fexit) {
        try (AttachTarget function = open(target)) {
            return new DeletionTest(function, fexit).run();
        }
    }

    private static Attempt attempt(ProgramKind kind, AttachTarget function, Attaching attaching) {
        try (RawProgram program = RawProgram.load(NAME, kind, function, NOTHING)) {
            try (Descriptor link = attaching.attach(program)) {
                assert link != null;
                return Attempt.WORKED;
            } catch (BpfException e) {
                return Attempt.notAttached(e);
            }
        } catch (BpfException e) {
            return Attempt.notLoaded(e);
        }
    }

    private static AttachTarget open(Target target) {
        return AttachTarget.of(target.module(), target.func().id());
    }
}
