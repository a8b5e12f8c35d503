package io.fentry4j.preflight;

import io.fentry4j.btf.KernelFunction;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What [Preflight] found out about one function.
///
/// @param requested what was asked for: a name, `module:function`, or the glob that gave the name
/// @param name the function's name, without the module; of a glob that nothing matches the glob
/// @param module the loaded module that has it; empty for the kernel itself, and if it was not
///   found
/// @param function what BTF says about it; empty if BTF does not have it
/// @param fentry whether fentry can trace it
/// @param fexit whether fexit can trace it
/// @param kprobe whether a kprobe can be put at its entry
/// @param suggestions names to use instead, the best first: the alias of a renamed function, its
///   changed copies (for kprobes), or names that look like it
public record TargetReport(
        String requested,
        String name,
        Optional<String> module,
        Optional<KernelFunction> function,
        Verdict fentry,
        Verdict fexit,
        Verdict kprobe,
        List<String> suggestions) {

    public TargetReport {
        suggestions = List.copyOf(suggestions);
    }

    /// The answer for one mechanism.
    public Verdict verdict(Mechanism mechanism) {
        return switch (mechanism) {
            case FENTRY -> fentry;
            case FEXIT -> fexit;
            case KPROBE -> kprobe;
        };
    }

    /// The answers, each with the mechanisms that it is for.
    public Map<Verdict, List<Mechanism>> byVerdict() {
        Map<Verdict, List<Mechanism>> mechanisms = new LinkedHashMap<>();
        for (Mechanism mechanism : Mechanism.values()) {
            mechanisms.computeIfAbsent(verdict(mechanism), _ -> new ArrayList<>()).add(mechanism);
        }
        return mechanisms;
    }

    /// Whether nothing stands against this mechanism.
    public boolean traceable(Mechanism mechanism) {
        return verdict(mechanism).traceable();
    }

    /// The prototype in C; empty if BTF does not have the function.
    public Optional<String> signature() {
        return function.map(KernelFunction::signature);
    }

    /// The name, after `module:` if it is in one.
    public String qualifiedName() {
        return module.map(m -> m + ":" + name).orElse(name);
    }

    /// All of it, a line for each mechanism, those that say the same in one.
    @Override
    public String toString() {
        return ReportText.of(this);
    }
}
