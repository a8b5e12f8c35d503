package io.fentry4j.preflight;

import io.fentry4j.btf.FunctionIndex;
import io.fentry4j.btf.KernelFunction;
import io.fentry4j.internal.kernel.KernelFacts;
import io.fentry4j.internal.kernel.ModuleList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/// Checks which kernel functions can be traced and why others cannot, without loading anything.
///
/// ```java
/// Preflight preflight = Preflight.ofRunningKernel();
/// System.out.println(preflight.checkAll(List.of("do_unlinkat", "vfs_*", "nf_tables:nft_do_chain")));
/// if (!preflight.check("vfs_read").traceable(Mechanism.FENTRY)) { … }
/// ```
///
/// It reads the kernel's BTF, symbols, tracing lists and blacklists, each when it is first needed
/// and then never again: make a new one after a module was loaded. What cannot be read (tracefs
/// without root, for one) is said in the evidence, and stands against nothing. Thread-safe.
///
/// It judges functions, not what this process may do or what the kernel supports at all:
/// privileges, policies and missing kprobes show only when something is loaded.
///
/// The first check reads 10 to 20 MB in a few hundred milliseconds and keeps as much; after that a
/// name takes microseconds.
public final class Preflight {

    /// Looking for near names goes through all names, 10 ms a time: of a list that is wrong as a
    /// whole, the first ones get an answer.
    private static final int SIMILAR_SEARCHES = 20;

    private static final int SIMILAR_NAMES = 3;

    private final KernelFacts facts;

    Preflight(KernelFacts facts) {
        this.facts = facts;
    }

    /// The kernel that this runs on. Reads nothing yet.
    public static Preflight ofRunningKernel() {
        return new Preflight(KernelFacts.running());
    }

    /// Checks one function: `do_unlinkat`, or `module:function`.
    ///
    /// A bare name is the kernel's own function, or else that of a loaded module, as for libbpf.
    public TargetReport check(String target) {
        return check(Target.parse(target), target, this::similar);
    }

    /// Checks many: names, `module:function`, and globs of `*` and `?` over the functions in BTF,
    /// such as `vfs_*`, `nf_tables:*` or `*:nf_*` for those of all loaded modules.
    ///
    /// Whatever is wrong with one of them is in its report, and the others have theirs.
    public PreflightReport checkAll(Collection<String> targets) {
        AtomicInteger searches = new AtomicInteger();
        Function<String, List<String>> similar =
                name -> searches.getAndIncrement() < SIMILAR_SEARCHES ? similar(name) : List.of();
        Map<String, TargetReport> reports = new LinkedHashMap<>();
        for (String text : targets) {
            Target target = Target.parse(text);
            if (target.isGlob()) {
                expand(target, text, reports);
            } else {
                TargetReport report = check(target, text, similar);
                reports.putIfAbsent(report.qualifiedName(), report);
            }
        }
        return new PreflightReport(List.copyOf(reports.values()), facts.sources(), facts.unread());
    }

    private void expand(Target glob, String text, Map<String, TargetReport> reports) {
        int before = reports.size();
        boolean known = false;
        if (glob.module().isEmpty() && facts.types().kernel().isPresent()) {
            FunctionIndex kernel = facts.types().kernel().get();
            known |= expand(kernel, glob.name(), Optional.empty(), text, reports);
        }
        if (glob.module().isPresent()) {
            for (var module : facts.types().modules().entrySet()) {
                if (Target.matches(glob.module().get(), module.getKey())) {
                    Optional<String> name = Optional.of(module.getKey());
                    known |= expand(module.getValue(), glob.name(), name, text, reports);
                }
            }
        }
        if (!known && reports.size() == before) {
            Verdict verdict =
                    Words.of(Reason.NOT_FOUND, "no function in BTF matches this pattern")
                            .evidence("btf", facts.types().state())
                            .verdict();
            reports.put(
                    text,
                    new TargetReport(
                            text,
                            text,
                            Optional.empty(),
                            Optional.empty(),
                            verdict,
                            verdict,
                            verdict,
                            List.of()));
        }
    }

    private boolean expand(
            FunctionIndex functions,
            String glob,
            Optional<String> module,
            String text,
            Map<String, TargetReport> reports) {
        List<String> names = functions.matching(glob);
        for (String name : names) {
            TargetReport report = judge(functions, name, module, text).orElseThrow();
            reports.putIfAbsent(report.qualifiedName(), report);
        }
        return !names.isEmpty();
    }

    private TargetReport check(Target target, String text, Function<String, List<String>> similar) {
        String name = target.name();
        Optional<String> module = target.module().map(ModuleList::kernelName);
        Optional<TargetReport> found = Optional.empty();
        if (module.isPresent()) {
            FunctionIndex functions = facts.types().modules().get(module.get());
            found = functions == null ? found : judge(functions, name, module, text);
        } else {
            found =
                    facts.types()
                            .kernel()
                            .flatMap(kernel -> judge(kernel, name, Optional.empty(), text))
                            .or(() -> inAnyModule(name, text));
        }
        return found.orElseGet(() -> new MissingJudge(facts, similar).judge(text, name, module));
    }

    private Optional<TargetReport> inAnyModule(String name, String text) {
        return facts.types().modulesWith(name).stream()
                .findFirst()
                .flatMap(module -> {
                    FunctionIndex functions = facts.types().modules().get(module);
                    return functions == null
                            ? Optional.empty()
                            : judge(functions, name, Optional.of(module), text);
                });
    }

    private Optional<TargetReport> judge(
            FunctionIndex functions, String name, Optional<String> module, String text) {
        List<KernelFunction> found = functions.find(name);
        return found.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new FunctionJudge(facts, functions, found.getFirst(), module).judge(text));
    }

    private List<String> similar(String name) {
        return facts.types()
                .kernel()
                .map(functions -> functions.similar(name, SIMILAR_NAMES))
                .orElse(List.of());
    }
}
