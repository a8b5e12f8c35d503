package io.fentry4j.internal.kernel;

import java.util.Set;

/// The functions that never return and can be seen being called: `noreturn_deny` in
/// `kernel/bpf/verifier.c`, and from `tools/objtool/noreturns.h` those that end a task or the
/// system.
///
/// BTF does not say that a function is `__noreturn`.
public final class NoReturn {

    private static final Set<String> FUNCTIONS =
            Set.of(
                    "__ia32_sys_exit",
                    "__ia32_sys_exit_group",
                    "__x64_sys_exit",
                    "__x64_sys_exit_group",
                    "__kunit_abort",
                    "kunit_try_catch_throw",
                    "__module_put_and_kthread_exit",
                    "do_exit",
                    "do_group_exit",
                    "kthread_complete_and_exit",
                    "kthread_exit",
                    "make_task_dead");

    private static final Set<String> NOT_IN_THE_LIST =
            Set.of("panic", "do_task_dead", "nmi_panic_self_stop", "panic_smp_self_stop");

    private NoReturn() {}

    /// Whether it never returns.
    public static boolean contains(String function) {
        return isDenied(function) || NOT_IN_THE_LIST.contains(function);
    }

    /// Whether the verifier's list has it, so that fexit is refused since 6.15 and in stable
    /// kernels that took the change over.
    public static boolean isDenied(String function) {
        return FUNCTIONS.contains(function);
    }
}
