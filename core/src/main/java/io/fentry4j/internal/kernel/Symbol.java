package io.fentry4j.internal.kernel;

import java.util.Optional;

/// A symbol of code in `/proc/kallsyms`.
///
/// @param address 0 for who may not see addresses (`kernel.kptr_restrict`)
/// @param name with the compiler's suffix: `f.isra.0`
/// @param module the module that has it; empty for the kernel itself
public record Symbol(long address, String name, Optional<String> module) {

    /// Whether it is the part of a function that the compiler put aside as unlikely: a jump's
    /// target, not a function.
    public boolean isColdPart() {
        return name.endsWith(".cold") || name.contains(".cold.");
    }
}
