package io.fentry4j.tests.failures;

import static io.fentry4j.tests.failures.Attaching.failureOf;
import static io.fentry4j.tests.failures.Attaching.functionThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.fentry4j.Errno;
import io.fentry4j.failure.BpfException;
import io.fentry4j.failure.TargetNotFoundException;
import io.fentry4j.failure.TargetNotTraceableException;
import io.fentry4j.preflight.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Functions that cannot be traced, each for a reason of its own.
@Tag("kernel")
@Timeout(120)
class TargetTest {

    @Test
    void a_misspelt_function_gets_the_near_names() {
        assertThat(failureOf(() -> Attaching.entryOf("do_unlinkatt")))
                .isInstanceOf(TargetNotFoundException.class)
                .hasMessageStartingWith(
                        "set the target of 'at_entry': the kernel's BTF has no function"
                                + " 'do_unlinkatt': ")
                .hasMessageContaining("(ESRCH, -3)")
                .hasMessageContaining("did you mean do_unlinkat");
    }

    @Test
    void a_function_of_which_only_optimized_copies_exist_gets_their_names() throws IOException {
        assertThat(symbols()).as("this kernel has NF_HOOK so only").doesNotContain(" NF_HOOK\n");

        BpfException e = failureOf(() -> Attaching.entryOf("NF_HOOK"));

        assertThat(e)
                .isInstanceOf(TargetNotFoundException.class)
                .hasMessageContaining("has no function 'NF_HOOK': ")
                .hasMessageContaining("NF_HOOK.constprop.0")
                .hasMessageContaining("kprobe");
    }

    @Test
    void a_function_of_a_module_that_is_not_loaded_gets_the_module() {
        assertThat(failureOf(() -> Attaching.entryOf("loop:lo_open")))
                .isInstanceOf(TargetNotFoundException.class)
                .hasMessageContaining("modprobe loop");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "migrate_disable | deny list",
                "alloc_workqueue | The function alloc_workqueue with variable args is unsupported.",
                "bpf_trace_run12 | The function bpf_trace_run12 has 13 arguments. Too many.",
                "__pte | The function __pte return type STRUCT is unsupported."
            })
    void a_function_that_no_program_can_be_loaded_for_gets_the_rule(String function, String rule) {
        assertThat(failureOf(() -> Attaching.entryOf(function)))
                .isInstanceOf(TargetNotTraceableException.class)
                .hasMessageStartingWith("load 'AnyFunction': the function cannot be traced: ")
                .hasMessageContaining(rule)
                .hasMessageContaining("(EINVAL, -22)")
                .hasMessageContaining("target=" + function);
    }

    /// `do_mmap` has eight or nine, and x86-64 trampolines carry six up to Linux 6.5.
    @Test
    void more_than_six_arguments_are_the_function_s_fault_and_not_the_kernel_s() {
        if (!release().startsWith("6.1.")) {
            Attaching.entryOf("do_mmap");
            return;
        }
        BpfException e = failureOf(() -> Attaching.entryOf("do_mmap"));

        assertThat(e)
                .isInstanceOf(TargetNotTraceableException.class)
                .hasMessageContaining("trampolines carry 6 before Linux 6.6");
        assertThat(e.failure().errno()).contains(Errno.ENOTSUPP);
    }

    @Test
    void a_function_that_ftrace_cannot_patch_is_told_from_one_that_is_taken() {
        String function =
                functionThat(
                        Reason.NOT_PATCHABLE,
                        List.of("__bpf_trace_initcall_finish", "__switch_to_asm"));

        BpfException e = failureOf(() -> Attaching.entryOf(function));

        assertThat(e)
                .isInstanceOf(TargetNotTraceableException.class)
                .hasMessageStartingWith(
                        "attach 'at_entry' to %s: the function cannot be traced: "
                                .formatted(function))
                .hasMessageContaining("available_filter_functions");
        assertThat(e.failure().errno()).contains(Errno.EBUSY);
    }

    @Test
    void a_function_whose_code_is_gone_since_the_boot_is_not_traceable() {
        assertThat(failureOf(() -> Attaching.entryOf("kernel_init_freeable")))
                .isInstanceOf(TargetNotTraceableException.class)
                .hasMessageContaining("attach 'at_entry' to kernel_init_freeable")
                .hasMessageContaining("available_filter_functions");
    }

    /// Refused since 6.15, which 6.12's stable releases have taken over; before it attaches.
    @Test
    void the_exit_of_a_function_that_never_returns_is_refused_where_the_kernel_knows() {
        if (release().startsWith("6.1.")) {
            Attaching.exitOf("do_exit");
            return;
        }
        assertThat(failureOf(() -> Attaching.exitOf("do_exit")))
                .isInstanceOf(TargetNotTraceableException.class)
                .hasMessageContaining("__noreturn function")
                .hasMessageContaining("use fentry");
    }

    private static String release() {
        return System.getProperty("os.version");
    }

    private static String symbols() throws IOException {
        return Files.readString(Path.of("/proc/kallsyms"));
    }
}
