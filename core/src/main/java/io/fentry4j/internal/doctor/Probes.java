package io.fentry4j.internal.doctor;

import io.fentry4j.btf.BtfType;
import io.fentry4j.internal.program.ProgramKind;
import java.util.Optional;

/// Tries real programs. They are gone again when a method returns.
interface Probes {

    /// The function that fentry and fexit programs are loaded for.
    ///
    /// @param module the loaded module that has it; empty for the kernel itself
    /// @param func its type
    record Target(Optional<String> module, BtfType.Func func) {}

    /// Loads and attaches a program that does nothing.
    Attempt trace(ProgramKind kind, Target target);

    /// Loads a fentry program that reads kernel memory; it is not attached.
    Attempt readMemory(Target target);

    /// Loads a program that does nothing, and attaches it to a symbol.
    Attempt kprobe(String symbol);

    /// Deletes a temporary file and counts what programs on `target`, which is the kernel's
    /// function for that, see of it.
    Sighting deleteFile(Target target, boolean fexit);

    /// What was seen of deletions.
    ///
    /// @param obstacle why nothing was deleted; the rest is 0 then
    /// @param deletions how many files were deleted: more than one only if the first was not seen
    /// @param entries how many of these calls a fentry program saw
    /// @param exits how many of them a fexit program saw
    /// @param recursionMisses how many calls of any task the kernel kept from the programs
    record Sighting(
            Optional<String> obstacle,
            int deletions,
            long entries,
            long exits,
            long recursionMisses) {}
}
