package io.fentry4j.doctor;

/// What is checked, in the order in which it is: cheap things first, real programs last.
public enum CheckName {
    /// Architecture and release.
    KERNEL("kernel"),
    /// `/sys/kernel/btf/vmlinux`.
    BTF_FILE("BTF file"),
    /// `net.core.bpf_jit_enable`.
    JIT("JIT"),
    /// The effective capabilities, and what is allowed without.
    CAPABILITIES("capabilities"),
    /// Whether a filter of system calls is active.
    SECCOMP("seccomp"),
    /// Whether the capabilities count for the whole machine.
    USER_NAMESPACE("user namespace"),
    /// The kernel's lockdown mode.
    LOCKDOWN("lockdown"),
    /// The active security modules, any of which can refuse programs.
    SECURITY_MODULES("security modules"),
    /// Whether programs are preempted while they run.
    PREEMPTION("preemption model"),
    /// `libbpf.so.1` and its version.
    LIBBPF("libbpf"),
    /// The function, or the name that it has in this kernel, in BTF.
    FUNCTION("function"),
    /// Whether a trampoline can carry its arguments and its return value.
    SIGNATURE("signature"),
    /// The function's address in `/proc/kallsyms`.
    SYMBOL("symbol"),
    /// The function in `available_filter_functions`, where root can read it.
    PATCHABLE_ENTRY("patchable entry"),
    /// A real fentry program of two instructions, loaded.
    FENTRY_LOAD("fentry load"),
    /// The same, attached.
    FENTRY_ATTACH("fentry attach"),
    /// A real fexit program of two instructions, loaded.
    FEXIT_LOAD("fexit load"),
    /// The same, attached.
    FEXIT_ATTACH("fexit attach"),
    /// A fentry program that reads kernel memory, as one needs for strings.
    KERNEL_MEMORY("kernel memory"),
    /// A real kprobe program of two instructions, loaded.
    KPROBE_LOAD("kprobe load"),
    /// The same, attached.
    KPROBE_ATTACH("kprobe attach"),
    /// A call of the function that attached programs have to see.
    SELF_TEST("self-test");

    private final String text;

    CheckName(String text) {
        this.text = text;
    }

    /// The name as reports have it.
    @Override
    public String toString() {
        return text;
    }
}
