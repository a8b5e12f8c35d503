package io.fentry4j.preflight;

import io.fentry4j.internal.kernel.KernelFacts;
import java.util.Optional;

/// Judges whether a kprobe can be put at a function's entry: it needs a symbol, and no BTF.
final class KprobeJudge {

    private final KernelFacts facts;
    private final SymbolLookup symbols;

    KprobeJudge(KernelFacts facts, SymbolLookup symbols) {
        this.facts = facts;
        this.symbols = symbols;
    }

    Verdict judge() {
        return symbols.missing()
                .or(this::blacklisted)
                .or(this::ambiguous)
                .or(symbols::unpatchable)
                .orElseGet(this::possible);
    }

    private Optional<Verdict> blacklisted() {
        if (!facts.blacklist().contains(symbols.name(), Optional.empty())) {
            return Optional.empty();
        }
        return Optional.of(
                Words.of(Reason.BLACKLISTED, Reason.BLACKLISTED.toString())
                        .evidence(
                                "addresses",
                                facts.blacklist()
                                        .details(symbols.name(), Optional.empty())
                                        .orElse(""))
                        .advice("trace a caller of it")
                        .verdict());
    }

    private Optional<Verdict> ambiguous() {
        int count = symbols.exact().size();
        if (count <= 1) {
            return Optional.empty();
        }
        return Optional.of(
                Words.of(
                                Reason.AMBIGUOUS,
                                facts.release().atLeast(6, 6)
                                        ? "several symbols have this name, which kprobes refuse"
                                                + " since Linux 6.6"
                                        : "several symbols have this name, and the kprobe goes to"
                                                + " the first one")
                        .evidence("symbols", count)
                        .evidence("release", facts.release().text())
                        .advice("use a name that is there once, or the address")
                        .verdict());
    }

    private Verdict possible() {
        Words words = Words.of(Reason.TRACEABLE, "can be probed");
        if (facts.symbols().isEmpty()) {
            words.evidence("kallsyms", facts.symbolsState());
        }
        if (!facts.blacklist().readable()) {
            words.evidence("kprobe blacklist", facts.blacklist().state());
        }
        return words.verdict();
    }
}
