package io.fentry4j.internal.trace;

import io.fentry4j.btf.Btf;
import io.fentry4j.btf.BtfException;
import io.fentry4j.btf.KernelFunction;
import io.fentry4j.failure.BpfException;
import io.fentry4j.failure.Failure;
import io.fentry4j.failure.KernelBtfMissingException;
import io.fentry4j.failure.TargetNotFoundException;
import io.fentry4j.failure.TargetNotTraceableException;
import java.lang.ref.SoftReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The function to trace, found in the running kernel.
///
/// Whether a trampoline can carry it is not said by that: see [#obstacle()].
///
/// @param module the module that it is in; empty for the kernel itself
/// @param btf the types
public record TraceTarget(Optional<String> module, Btf btf, KernelFunction function) {

    private static final int SUGGESTIONS = 3;

    /// The kernel's types, which stay the same: read once for all attaches.
    private static volatile SoftReference<@Nullable Btf> kernel = new SoftReference<>(null);

    /// The first of the candidates that there is.
    ///
    /// @param candidates `function` or `module:function`
    /// @throws BpfException if there is none
    public static TraceTarget find(List<String> candidates) {
        String operation = "trace " + String.join(" or ", candidates);
        Btf vmlinux = vmlinux(operation);
        List<String> similar = new ArrayList<>();
        for (String candidate : candidates) {
            int colon = candidate.indexOf(':');
            String name = candidate.substring(colon + 1);
            Optional<String> module =
                    colon < 0 ? Optional.empty() : Optional.of(candidate.substring(0, colon));
            Btf btf = module.map(of -> module(operation, of, vmlinux)).orElse(vmlinux);
            Optional<KernelFunction> function = btf.kernelFunction(name);
            if (function.isPresent()) {
                return new TraceTarget(module, btf, function.get());
            }
            similar.addAll(btf.similarFunctions(name, SUGGESTIONS));
        }
        Failure failure =
                Failure.of(operation, "the running kernel's BTF has no such function")
                        .advise(
                                "a function of a module is named `module:function`; one that the"
                                        + " compiler has inlined everywhere is in no kernel");
        throw new TargetNotFoundException(
                similar.isEmpty()
                        ? failure
                        : failure.advise("did you mean " + String.join(" or ", similar) + "?"));
    }

    /// The name, after `module:` if it is in one.
    public String name() {
        return module.map(of -> of + ":" + function.name()).orElse(function.name());
    }

    /// Why no trampoline can carry the function, if that can be told by its signature.
    Optional<TargetNotTraceableException> obstacle() {
        return function.obstacle()
                .map(obstacle ->
                        new TargetNotTraceableException(
                                Failure.of("trace " + name(), "the function " + obstacle)
                                        .observe("signature", function.signature())
                                        .advise("use a kprobe")
                                        .advise("trace a caller of the function")));
    }

    static Btf vmlinux(String operation) {
        try {
            Btf known = kernel.get();
            if (known == null) {
                known = Btf.vmlinux();
                kernel = new SoftReference<>(known);
            }
            return known;
        } catch (BtfException e) {
            throw new KernelBtfMissingException(
                    Failure.of(operation, "the kernel's types cannot be read: " + e.getMessage())
                            .advise("use a kernel built with CONFIG_DEBUG_INFO_BTF=y")
                            .advise("in a container, mount /sys"),
                    e);
        }
    }

    private static Btf module(String operation, String module, Btf vmlinux) {
        try {
            return Btf.module(module, vmlinux);
        } catch (BtfException e) {
            throw new TargetNotFoundException(
                    Failure.of(operation, "the module's types cannot be read: " + e.getMessage())
                            .advise("load the module: modprobe " + module),
                    e);
        }
    }
}
