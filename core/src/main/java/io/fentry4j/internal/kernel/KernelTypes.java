package io.fentry4j.internal.kernel;

import io.fentry4j.btf.Btf;
import io.fentry4j.btf.BtfException;
import io.fentry4j.btf.FunctionIndex;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/// The functions in the BTF of the kernel and of its loaded modules, indexed when first asked for.
///
/// BTF that is missing or damaged is a fact here, not an exception: kprobes do without it.
public final class KernelTypes {

    private final Lazy<Read> kernel;
    private final Lazy<Map<String, FunctionIndex>> modules;

    private record Read(Optional<Btf> btf, Optional<FunctionIndex> functions, String state) {}

    /// Types from these sources, which may throw [BtfException].
    public KernelTypes(
            Supplier<Btf> vmlinux,
            Supplier<List<String>> names,
            BiFunction<String, Btf, Btf> module) {
        this.kernel = Lazy.of(() -> readKernel(vmlinux));
        this.modules = Lazy.of(() -> readModules(names, module));
    }

    /// The running kernel's, from `/sys/kernel/btf`.
    public static KernelTypes running() {
        return new KernelTypes(Btf::vmlinux, Btf::modules, Btf::module);
    }

    private static Read readKernel(Supplier<Btf> vmlinux) {
        try {
            Btf btf = vmlinux.get();
            FunctionIndex functions = FunctionIndex.of(btf);
            String state = functions.size() + " functions";
            return new Read(Optional.of(btf), Optional.of(functions), state);
        } catch (BtfException e) {
            return new Read(Optional.empty(), Optional.empty(), String.valueOf(e.getMessage()));
        }
    }

    private Map<String, FunctionIndex> readModules(
            Supplier<List<String>> names, BiFunction<String, Btf, Btf> module) {
        Map<String, FunctionIndex> found = new TreeMap<>();
        Optional<Btf> base = kernel.get().btf();
        if (base.isEmpty()) {
            return found;
        }
        for (String name : moduleNames(names)) {
            index(() -> module.apply(name, base.get())).ifPresent(read -> found.put(name, read));
        }
        return found;
    }

    /// Empty for a module that was unloaded meanwhile or is damaged: the others are still good.
    private static Optional<FunctionIndex> index(Supplier<Btf> module) {
        try {
            return Optional.of(FunctionIndex.of(module.get()));
        } catch (BtfException e) {
            return Optional.empty();
        }
    }

    private static List<String> moduleNames(Supplier<List<String>> names) {
        try {
            return names.get();
        } catch (BtfException e) {
            return List.of();
        }
    }

    /// The kernel's own functions; empty if it shows no BTF.
    public Optional<FunctionIndex> kernel() {
        return kernel.get().functions();
    }

    /// How many functions the kernel's BTF has, or why it could not be read.
    public String state() {
        return kernel.get().state();
    }

    /// The functions of each loaded module that has BTF, sorted by the module's name.
    public Map<String, FunctionIndex> modules() {
        return modules.get();
    }

    /// The loaded modules whose BTF has this function.
    public List<String> modulesWith(String function) {
        List<String> found = new ArrayList<>();
        modules()
                .forEach((module, functions) -> {
                    if (functions.contains(function)) {
                        found.add(module);
                    }
                });
        return found;
    }
}
