package io.fentry4j.internal.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// All that the kernel's files say about its functions, each file read when it is first needed and
/// then never again.
public final class KernelFacts {

    private static final String PATCHABLE = "available_filter_functions";
    private static final String BLACKLIST = "kprobe blacklist";

    private final KernelTypes types;
    private final Lazy<KernelText> kallsyms;
    private final Lazy<SymbolTable> symbols;
    private final Lazy<FunctionList> patchable;
    private final Lazy<FunctionList> patched;
    private final Lazy<FunctionList> blacklist;
    private final Lazy<ModuleList> modules;
    private final Lazy<Livepatches> livepatches;
    private final Release release;
    private final String architecture;

    public KernelFacts(KernelFiles files, KernelTypes types, String architecture) {
        this.types = types;
        this.kallsyms = Lazy.of(files::kallsyms);
        this.symbols = Lazy.of(() -> SymbolTable.parse(kallsyms.get().bytes()));
        this.patchable = Lazy.of(() -> FunctionList.ofNames(files.availableFilterFunctions()));
        this.patched = Lazy.of(() -> FunctionList.ofNames(files.enabledFunctions()));
        this.blacklist = Lazy.of(() -> FunctionList.ofRanges(files.kprobeBlacklist()));
        this.modules = Lazy.of(() -> ModuleList.read(files));
        this.livepatches = Lazy.of(() -> Livepatches.read(files.livepatches()));
        this.release = files.release();
        this.architecture = architecture;
    }

    /// The kernel that this runs on.
    public static KernelFacts running() {
        return new KernelFacts(
                KernelFiles.running(), KernelTypes.running(), System.getProperty("os.arch"));
    }

    public KernelTypes types() {
        return types;
    }

    /// The symbols; empty if they are not readable.
    public Optional<SymbolTable> symbols() {
        return symbols.get().size() > 0 ? Optional.of(symbols.get()) : Optional.empty();
    }

    /// How many code symbols there are, or why there are none.
    public String symbolsState() {
        KernelText text = kallsyms.get();
        return text.readable() ? symbols.get().size() + " code symbols" : text.state();
    }

    /// `available_filter_functions`.
    public FunctionList patchable() {
        return patchable.get();
    }

    /// `enabled_functions`.
    public FunctionList patched() {
        return patched.get();
    }

    /// The kprobe blacklist.
    public FunctionList blacklist() {
        return blacklist.get();
    }

    public ModuleList modules() {
        return modules.get();
    }

    public Livepatches livepatches() {
        return livepatches.get();
    }

    public Release release() {
        return release;
    }

    /// As the JDK calls it: `amd64`, `aarch64`.
    public String architecture() {
        return architecture;
    }

    /// What was looked at and how much of it could be read, as `name=value`.
    public List<String> sources() {
        return List.of(
                "release=" + release.text(),
                "btf=" + types.state(),
                "kallsyms=" + symbolsState(),
                PATCHABLE + "=" + patchable().state(),
                BLACKLIST + "=" + blacklist().state());
    }

    /// Those of the sources that could not be read, and why, as `name=value`.
    public List<String> unread() {
        List<String> unread = new ArrayList<>();
        if (types.kernel().isEmpty()) {
            unread.add("btf=" + types.state());
        }
        if (symbols().isEmpty()) {
            unread.add("kallsyms=" + symbolsState());
        }
        if (!patchable().readable()) {
            unread.add(PATCHABLE + "=" + patchable().state());
        }
        if (!blacklist().readable()) {
            unread.add(BLACKLIST + "=" + blacklist().state());
        }
        return unread;
    }
}
