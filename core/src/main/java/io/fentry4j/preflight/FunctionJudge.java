package io.fentry4j.preflight;

import io.fentry4j.btf.FunctionIndex;
import io.fentry4j.btf.KernelFunction;
import io.fentry4j.btf.KernelFunction.Obstacle;
import io.fentry4j.internal.kernel.KernelFacts;
import io.fentry4j.internal.kernel.NoReturn;
import java.util.List;
import java.util.Optional;

/// Judges a function that BTF has: first what the verifier checks at the load, then what the attach
/// needs.
final class FunctionJudge {

    private final KernelFacts facts;
    private final FunctionIndex functions;
    private final KernelFunction function;
    private final String name;
    private final Optional<String> module;
    private final SymbolLookup symbols;

    FunctionJudge(
            KernelFacts facts,
            FunctionIndex functions,
            KernelFunction function,
            Optional<String> module) {
        this.facts = facts;
        this.functions = functions;
        this.function = function;
        this.name = function.name();
        this.module = module;
        this.symbols = new SymbolLookup(facts, name, module);
    }

    TargetReport judge(String requested) {
        Verdict fentry = fentry();
        return new TargetReport(
                requested,
                name,
                module,
                Optional.of(function),
                fentry,
                fexit(fentry),
                new KprobeJudge(facts, symbols).judge(),
                symbols.onlyCopies() ? symbols.copyNames() : List.of());
    }

    private Verdict fentry() {
        return signature()
                .or(symbols::missing)
                .or(this::ambiguous)
                .or(symbols::unpatchable)
                .or(this::livepatched)
                .orElseGet(this::traceable);
    }

    private Verdict fexit(Verdict fentry) {
        if (!fentry.attachable() || !NoReturn.contains(name)) {
            return fentry;
        }
        return Words.of(
                        Reason.NO_RETURN,
                        NoReturn.isDenied(name)
                                ? "it never returns; since 6.15, and in older stable kernels that"
                                        + " took that over, the verifier refuses fexit"
                                : "it never returns, so fexit would attach and never run")
                .evidence("release", facts.release().text())
                .advice("use fentry")
                .verdict();
    }

    private Optional<Verdict> signature() {
        Optional<Obstacle> obstacle = function.obstacle();
        if (obstacle.isPresent() && obstacle.get() == Obstacle.DENIED) {
            return Optional.of(
                    Words.of(Reason.DENIED, "it " + obstacle.get())
                            .evidence("list", "btf_id_deny")
                            .advice("trace a caller of it")
                            .verdict());
        }
        String rule = obstacle.map(found -> "it " + found).orElseGet(this::limitOfRelease);
        if (rule.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                Words.of(Reason.SIGNATURE, rule)
                        .evidence("signature", function.signature())
                        .evidence("release", facts.release().text())
                        .advice("use a kprobe, or trace a caller or a callee of it")
                        .verdict());
    }

    /// What older kernels cannot carry; empty if this one can.
    private String limitOfRelease() {
        boolean x86 = facts.architecture().equals("amd64");
        if (x86 && function.argumentSlots() > 6 && !facts.release().atLeast(6, 6)) {
            return "it takes %d argument slots of 8 bytes, trampolines carry 6 before Linux 6.6"
                    .formatted(function.argumentSlots());
        }
        for (KernelFunction.Argument argument : function.arguments()) {
            String kind = functions.byValue(argument);
            if (kind.equals("struct") && !facts.release().atLeast(6, 1)) {
                return "it takes a struct by value, which needs Linux 6.1";
            }
            if (kind.equals("union") && !facts.release().atLeast(6, 18)) {
                return "it takes a union by value, which needs Linux 6.18";
            }
        }
        return "";
    }

    private Optional<Verdict> ambiguous() {
        int inBtf = function.sameName();
        int inSymbols = symbols.exact().size();
        if (inBtf <= 1 && inSymbols <= 1) {
            return Optional.empty();
        }
        return Optional.of(
                Words.of(
                                Reason.AMBIGUOUS,
                                "several functions have this name, and the kernel attaches to the"
                                        + " one that it finds first")
                        .evidence("functions in BTF", inBtf)
                        .evidence("symbols", symbols.state(inSymbols))
                        .advice("trace a caller or a callee with a name of its own")
                        .verdict());
    }

    private Optional<Verdict> livepatched() {
        Optional<String> patch = facts.livepatches().of(name, module);
        if (patch.isEmpty() || facts.release().atLeast(6, 0)) {
            return Optional.empty();
        }
        return Optional.of(
                Words.of(
                                Reason.LIVEPATCHED,
                                "a livepatch replaces it, and shares it with trampolines only"
                                        + " since Linux 6.0")
                        .evidence("livepatch", patch.get())
                        .evidence("release", facts.release().text())
                        .advice("use a kprobe")
                        .verdict());
    }

    private Verdict traceable() {
        Words words = Words.of(Reason.TRACEABLE, "can be traced");
        if (facts.symbols().isEmpty()) {
            words.evidence("kallsyms", facts.symbolsState());
        }
        if (!facts.patchable().readable()) {
            words.evidence("available_filter_functions", facts.patchable().state());
        }
        facts.livepatches().of(name, module).ifPresent(p -> words.evidence("livepatch", p));
        facts.patched()
                .details(name, module)
                .ifPresent(users -> words.evidence("enabled_functions", users));
        return words.verdict();
    }
}
