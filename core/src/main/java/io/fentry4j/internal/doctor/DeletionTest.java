package io.fentry4j.internal.doctor;

import static io.fentry4j.internal.asm.Instruction.R0;
import static io.fentry4j.internal.asm.Instruction.R1;
import static io.fentry4j.internal.asm.Instruction.R2;

import io.fentry4j.Errno;
import io.fentry4j.internal.asm.Instruction;
import io.fentry4j.internal.doctor.Probes.Sighting;
import io.fentry4j.internal.linux.Deletion;
import io.fentry4j.internal.program.AttachTarget;
import io.fentry4j.internal.program.CounterMap;
import io.fentry4j.internal.program.Descriptor;
import io.fentry4j.internal.program.ProgramKind;
import io.fentry4j.internal.program.RawProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/// Deletes a temporary file while programs on the kernel's function for it count.
///
/// Other processes delete files too. The programs count the calls whose directory descriptor, the
/// function's first argument, is a mark that this test passes along with an absolute name.
final class DeletionTest {

    /// A call can be missed for once, see [Preemption].
    private static final int MAX_DELETIONS = 3;

    private static final int ENTRIES = 0;
    private static final int EXITS = 1;

    /// Above any limit on file descriptors.
    private static final int LOWEST_MARK = 0x4000_0000;

    private final AttachTarget function;
    private final boolean fexit;
    private final int mark = ThreadLocalRandom.current().nextInt(LOWEST_MARK, Integer.MAX_VALUE);

    DeletionTest(AttachTarget function, boolean fexit) {
        this.function = function;
        this.fexit = fexit;
    }

    /// @throws io.fentry4j.failure.BpfException if the programs cannot be loaded or attached
    Sighting run() {
        try (CounterMap counters = CounterMap.create("fentry4j_doctor", 2);
                RawProgram entry = load(ProgramKind.FENTRY, "fentry4j_entry", counters, ENTRIES)) {
            if (!fexit) {
                return count(counters, entry);
            }
            try (RawProgram exit = load(ProgramKind.FEXIT, "fentry4j_exit", counters, EXITS);
                    Descriptor link = exit.attachTracing()) {
                assert link != null;
                return count(counters, entry);
            }
        } catch (IOException e) {
            return new Sighting(
                    Optional.of("no temporary file can be deleted: " + e.getMessage()), 0, 0, 0, 0);
        }
    }

    private Sighting count(CounterMap counters, RawProgram entry) throws IOException {
        try (Descriptor link = entry.attachTracing()) {
            assert link != null;
            int deletions = 0;
            while (deletions < MAX_DELETIONS && counters.get(ENTRIES) == 0) {
                delete();
                deletions++;
            }
            return new Sighting(
                    Optional.empty(),
                    deletions,
                    counters.get(ENTRIES),
                    counters.get(EXITS),
                    entry.recursionMisses());
        }
    }

    private RawProgram load(ProgramKind kind, String name, CounterMap counters, int index) {
        return RawProgram.load(
                name,
                kind,
                function,
                List.of(
                        Instruction.load64(R2, R1, 0),
                        Instruction.skipUnlessEqual32(R2, mark, 4),
                        Instruction.mapValue(R1, counters.fd()),
                        Instruction.valueOffset(index * Long.BYTES),
                        Instruction.move(R2, 1),
                        Instruction.atomicAdd64(R1, 0, R2),
                        Instruction.move(R0, 0),
                        Instruction.exit()));
    }

    private void delete() throws IOException {
        Path file = Files.createTempFile("fentry4j-doctor", ".tmp");
        try {
            int error = Deletion.delete(file, mark);
            if (error < 0) {
                throw new IOException("unlinkat: " + new Errno(-error).meaning());
            }
        } finally {
            Files.deleteIfExists(file);
        }
    }
}
