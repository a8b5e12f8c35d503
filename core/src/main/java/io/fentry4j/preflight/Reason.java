package io.fentry4j.preflight;

/// What [Preflight] found out about a function and one [Mechanism].
///
/// All but [#TRACEABLE] are reasons to leave a function out.
public enum Reason {
    /// Nothing stands against it that can be seen without loading a program.
    TRACEABLE("can be traced"),

    /// The running kernel shows no BTF, which fentry and fexit cannot do without.
    NO_KERNEL_BTF("the kernel shows no BTF"),

    /// Neither BTF nor the symbol table has the name: it is misspelt, inlined wherever it is
    /// called, or not in this kernel's configuration.
    NOT_FOUND("the kernel has no function of this name"),

    /// The kernel has the function under another name that is known.
    RENAMED("this kernel has another name for it"),

    /// It is in a kernel module that is not loaded.
    MODULE_NOT_LOADED("it is in a module that is not loaded"),

    /// The compiler has changed its parameters, or split it: the symbol table only has names such
    /// as `f.isra.0`, `f.constprop.0` or `f.part.0`.
    ONLY_OPTIMIZED_COPIES("only copies of it exist that the compiler has changed"),

    /// BTF has the function and the symbol table does not: its code was inlined, or was discarded
    /// after the boot (`__init`).
    NO_SYMBOL("it has a type and no code of its own"),

    /// The symbol table has the function and BTF does not: it is written in assembly, or its
    /// parameters are not where its prototype has them. A kprobe can do without BTF.
    NOT_IN_BTF("the kernel's BTF does not describe it"),

    /// A trampoline cannot carry its arguments or its return value: the words say which rule.
    SIGNATURE("its signature cannot be traced"),

    /// It is on the verifier's deny list (`btf_id_deny`), because trampolines call it themselves.
    DENIED("the kernel does not let it be traced"),

    /// It never returns, so it has no exit. Since Linux 6.15 fexit is refused; before it is
    /// accepted, never runs, and leaks its trampoline when a task has gone through.
    NO_RETURN("it never returns"),

    /// Several functions have this name; the kernel attaches to whichever it finds first. Where it
    /// does not matter which, attach nevertheless: [Verdict#attachable()].
    AMBIGUOUS("several functions have this name"),

    /// ftrace does not list its entry: it is `notrace`, `__init`, or was compiled without the call
    /// to `__fentry__`.
    NOT_PATCHABLE("its entry cannot be patched"),

    /// A livepatch replaces it, which fentry and fexit cannot share a function with before Linux
    /// 6.0.
    LIVEPATCHED("a livepatch has its entry"),

    /// It is on the kernel's kprobe blacklist (`NOKPROBE_SYMBOL`).
    BLACKLISTED("it is on the kprobe blacklist");

    private final String text;

    Reason(String text) {
        this.text = text;
    }

    /// The reason in a few words, without the function's name.
    @Override
    public String toString() {
        return text;
    }
}
