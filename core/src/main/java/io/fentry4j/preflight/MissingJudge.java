package io.fentry4j.preflight;

import io.fentry4j.internal.kernel.KernelFacts;
import io.fentry4j.internal.kernel.KernelTypes;
import io.fentry4j.internal.kernel.OtherNames;
import io.fentry4j.internal.kernel.Symbol;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Finds out why BTF does not have a function.
final class MissingJudge {

    private final KernelFacts facts;
    private final Function<String, List<String>> similar;

    /// A judge that takes near names from `similar`.
    MissingJudge(KernelFacts facts, Function<String, List<String>> similar) {
        this.facts = facts;
        this.similar = similar;
    }

    TargetReport judge(String requested, String name, Optional<String> module) {
        if (module.isPresent() && !isLoaded(module.get())) {
            return notLoaded(requested, name, module.get());
        }
        Optional<String> owner = module.or(() -> onlyModule(name));
        SymbolLookup symbols = new SymbolLookup(facts, name, owner);
        if (facts.types().kernel().isEmpty()) {
            Verdict verdict =
                    Words.of(Reason.NO_KERNEL_BTF, Reason.NO_KERNEL_BTF.toString())
                            .evidence("btf", facts.types().state())
                            .advice("use a kernel built with CONFIG_DEBUG_INFO_BTF=y")
                            .advice("in a container, mount /sys")
                            .verdict();
            return report(requested, symbols, verdict, kprobe(symbols), List.of());
        }
        if (!symbols.exact().isEmpty()) {
            return report(
                    requested, symbols, notInBtf(owner), kprobe(symbols), others(name, owner));
        }
        Optional<Verdict> copies = symbols.onlyCopies() ? symbols.missing() : Optional.empty();
        if (copies.isPresent()) {
            Verdict verdict = copies.get();
            return report(requested, symbols, verdict, verdict, symbols.copyNames());
        }
        return notThere(requested, symbols);
    }

    private TargetReport notThere(String requested, SymbolLookup symbols) {
        String name = symbols.name();
        List<String> others = others(name, symbols.module());
        if (!others.isEmpty()) {
            Verdict verdict =
                    Words.of(Reason.RENAMED, "this kernel calls it " + others.getFirst())
                            .evidence("release", facts.release().text())
                            .advice("give both names, as candidates")
                            .verdict();
            return report(requested, symbols, verdict, verdict, others);
        }
        Optional<String> exporter = facts.modules().exporter(name).filter(m -> !isLoaded(m));
        if (symbols.module().isEmpty() && exporter.isPresent()) {
            return notLoaded(requested, name, exporter.get());
        }
        List<String> near = similar.apply(name);
        Words words =
                Words.of(
                                Reason.NOT_FOUND,
                                symbols.module()
                                        .map(m -> "the module " + m + " has no such function")
                                        .orElse(
                                                "the kernel has no function of this name: it is"
                                                        + " misspelt, inlined, or not built"))
                        .evidence("btf", facts.types().state())
                        .evidence("kallsyms", facts.symbolsState());
        words.advice(
                near.isEmpty()
                        ? "look for the name in /proc/kallsyms"
                        : "did you mean " + String.join(", ", near) + "?");
        Verdict verdict = words.verdict();
        return report(requested, symbols, verdict, verdict, near);
    }

    private TargetReport notLoaded(String requested, String name, String module) {
        boolean builtIn = facts.modules().isBuiltIn(module);
        Words words =
                Words.of(
                        builtIn ? Reason.NOT_FOUND : Reason.MODULE_NOT_LOADED,
                        builtIn
                                ? "the module " + module + " is built into this kernel"
                                : "the module " + module + " is not loaded");
        words.evidence(
                "module file", facts.modules().hasFile(module) ? "there" : "none for this release");
        words.advice(
                builtIn
                        ? "leave the module out: " + name
                        : facts.modules().hasFile(module)
                                ? "load it: modprobe " + module
                                : "check the module's name");
        Verdict verdict = words.verdict();
        return new TargetReport(
                requested,
                name,
                Optional.of(module),
                Optional.empty(),
                verdict,
                verdict,
                verdict,
                builtIn ? List.of(name) : List.of());
    }

    private Verdict notInBtf(Optional<String> module) {
        return Words.of(
                        Reason.NOT_IN_BTF,
                        module.isPresent() && !facts.types().modules().containsKey(module.get())
                                ? "the module " + module.get() + " has no BTF"
                                : "the kernel's BTF does not describe it: it is written in"
                                        + " assembly, or the compiler changed its parameters, or"
                                        + " its copies differ")
                .evidence("btf", facts.types().state())
                .advice("use a kprobe")
                .verdict();
    }

    private Verdict kprobe(SymbolLookup symbols) {
        return new KprobeJudge(facts, symbols).judge();
    }

    private boolean isLoaded(String module) {
        return facts.modules().isLoaded(module) || facts.types().modules().containsKey(module);
    }

    /// The module that has the name's symbols, if the kernel itself does not.
    private Optional<String> onlyModule(String name) {
        List<Symbol> all = facts.symbols().map(table -> table.allOf(name)).orElse(List.of());
        return all.stream().anyMatch(symbol -> symbol.module().isEmpty())
                ? Optional.empty()
                : all.stream().map(Symbol::module).flatMap(Optional::stream).findFirst();
    }

    /// Where BTF has the function under another name, or in another module than was said.
    private List<String> others(String name, Optional<String> module) {
        KernelTypes types = facts.types();
        if (module.isPresent()) {
            return types.kernel().filter(kernel -> kernel.contains(name)).isPresent()
                    ? List.of(name)
                    : types.modulesWith(name).stream().map(m -> m + ":" + name).toList();
        }
        return OtherNames.of(name, facts.architecture()).stream()
                .filter(other -> types.kernel().filter(k -> k.contains(other)).isPresent())
                .toList();
    }

    private static TargetReport report(
            String requested,
            SymbolLookup symbols,
            Verdict tracing,
            Verdict kprobe,
            List<String> suggestions) {
        return new TargetReport(
                requested,
                symbols.name(),
                symbols.module(),
                Optional.empty(),
                tracing,
                tracing,
                kprobe,
                suggestions);
    }
}
