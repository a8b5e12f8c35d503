package io.fentry4j;

import io.fentry4j.btf.Btf;
import io.fentry4j.btf.BtfException;
import io.fentry4j.failure.Failure;
import io.fentry4j.failure.TargetNotFoundException;
import io.fentry4j.failure.TargetNotTraceableException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A target as `module:function`.
///
/// libbpf (1.1.2) looks for a function by its name alone, in the kernel and then in each module; so
/// the name must have no other bearer for it to find this one.
record ModuleFunction(String module, String function) {

    static @Nullable ModuleFunction of(String target) {
        int colon = target.indexOf(':');
        return colon < 0
                ? null
                : new ModuleFunction(target.substring(0, colon), target.substring(colon + 1));
    }

    /// Makes sure that the function is there, and alone with its name.
    ///
    /// @throws TargetNotFoundException if the module is not loaded or does not have it
    /// @throws TargetNotTraceableException if the kernel or another module has one too
    void check(String operation) {
        Btf vmlinux;
        Btf own;
        try {
            vmlinux = Btf.vmlinux();
            own = Btf.module(module, vmlinux);
        } catch (BtfException e) {
            throw new TargetNotFoundException(
                    Failure.of(operation, "the kernel shows no BTF of a module '" + module + "'")
                            .errno(Errno.ENOENT)
                            .observe("modules with BTF", Btf.modules())
                            .advise("load the module: modprobe " + module)
                            .advise("name a function of the kernel itself without a module"),
                    e);
        }
        if (!hasOwn(own)) {
            throw new TargetNotFoundException(
                    Failure.of(operation, "module '%s' has no '%s'".formatted(module, function))
                            .errno(Errno.ENOENT)
                            .observe("similar", own.similarFunctions(function, 3))
                            .advise("look for the name in /proc/kallsyms"));
        }
        List<String> others = new ArrayList<>();
        if (vmlinux.function(function).isPresent()) {
            others.add("vmlinux");
        }
        String name = module.replace('-', '_');
        for (String other : Btf.modules()) {
            if (!other.equals(name) && hasOwn(Btf.module(other, vmlinux))) {
                others.add(other);
            }
        }
        if (!others.isEmpty()) {
            throw new TargetNotTraceableException(
                    Failure.of(
                                    operation,
                                    "'%s' is not the only function of this name"
                                            .formatted(function))
                            .observe("also in", others)
                            .advise("use a kprobe, or a function that calls this one"));
        }
    }

    private boolean hasOwn(Btf btf) {
        return btf.functions(function).stream().anyMatch(func -> func.id() >= btf.firstId());
    }
}
