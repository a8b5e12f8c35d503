package io.fentry4j.preflight;

import io.fentry4j.internal.kernel.FunctionList;
import io.fentry4j.internal.kernel.KernelFacts;
import io.fentry4j.internal.kernel.Symbol;
import java.util.List;
import java.util.Optional;

/// The symbols of one function, and what follows from them.
final class SymbolLookup {

    private final KernelFacts facts;
    private final String name;
    private final Optional<String> module;
    private final List<Symbol> exact;
    private final List<Symbol> copies;

    SymbolLookup(KernelFacts facts, String name, Optional<String> module) {
        this.facts = facts;
        this.name = name;
        this.module = module;
        List<Symbol> all =
                facts.symbols().map(table -> table.allOf(name)).orElse(List.of()).stream()
                        .filter(symbol -> symbol.module().equals(module))
                        .toList();
        this.exact = all.stream().filter(symbol -> symbol.name().equals(name)).toList();
        this.copies =
                all.stream()
                        .filter(symbol -> !symbol.name().equals(name) && !symbol.isColdPart())
                        .toList();
    }

    String name() {
        return name;
    }

    Optional<String> module() {
        return module;
    }

    /// The symbols with exactly this name, in the same module.
    List<Symbol> exact() {
        return exact;
    }

    /// Whether the symbols are known, and only changed copies of the function are among them.
    boolean onlyCopies() {
        return exact.isEmpty() && !copies.isEmpty();
    }

    List<String> copyNames() {
        return copies.stream().map(Symbol::name).distinct().toList();
    }

    /// A number of symbols as evidence.
    Object state(int count) {
        return facts.symbols().isPresent() ? count : facts.symbolsState();
    }

    /// Why there is no symbol of this name, if the symbols are known and there is none.
    Optional<Verdict> missing() {
        if (facts.symbols().isEmpty() || !exact.isEmpty()) {
            return Optional.empty();
        }
        if (copies.isEmpty()) {
            return Optional.of(
                    Words.of(
                                    Reason.NO_SYMBOL,
                                    "it has a type and no code of its own: it was inlined, or"
                                            + " discarded after the boot")
                            .evidence("symbols", 0)
                            .advice("trace a caller of it")
                            .verdict());
        }
        return Optional.of(
                Words.of(
                                Reason.ONLY_OPTIMIZED_COPIES,
                                "only copies of it exist that the compiler has changed")
                        .evidence("kallsyms", String.join(" ", copyNames()))
                        .advice("put a kprobe on " + copyNames().getFirst())
                        .advice("trace a caller of it")
                        .verdict());
    }

    /// Why ftrace cannot patch its entry, if that is known.
    Optional<Verdict> unpatchable() {
        FunctionList patchable = facts.patchable();
        if (!patchable.readable() || patchable.contains(name, module) || listedAsOther()) {
            return Optional.empty();
        }
        Words words =
                Words.of(
                        Reason.NOT_PATCHABLE,
                        isInit()
                                ? "it ran at the boot only, and its code was discarded (__init)"
                                : "its entry cannot be patched: it is notrace, as all inline"
                                        + " functions are, or was compiled without the call to"
                                        + " __fentry__");
        return Optional.of(
                words.evidence("available_filter_functions", "not listed")
                        .advice("trace a caller of it")
                        .verdict());
    }

    /// ftrace lists an address once, under one of the names that it has.
    private boolean listedAsOther() {
        return facts.symbols()
                .map(table ->
                        exact.stream()
                                .flatMap(symbol -> table.at(symbol.address()).stream())
                                .anyMatch(other ->
                                        facts.patchable().contains(other.name(), other.module())))
                .orElse(false);
    }

    /// Whether its code is in the section that the kernel frees after the boot.
    private boolean isInit() {
        if (module.isPresent() || exact.isEmpty()) {
            return false;
        }
        long start = address("_sinittext");
        long end = address("_einittext");
        long address = exact.getFirst().address();
        return Long.compareUnsigned(address, start) >= 0 && Long.compareUnsigned(address, end) < 0;
    }

    private long address(String boundary) {
        return facts.symbols().map(table -> table.named(boundary)).orElse(List.of()).stream()
                .mapToLong(Symbol::address)
                .findFirst()
                .orElse(0);
    }
}
