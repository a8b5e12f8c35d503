package io.fentry4j.internal.failure;

import static org.assertj.core.api.Assertions.assertThat;

import io.fentry4j.Errno;
import io.fentry4j.failure.BpfException;
import io.fentry4j.failure.FeatureUnsupportedException;
import io.fentry4j.failure.KernelException;
import io.fentry4j.failure.MapException;
import io.fentry4j.failure.PolicyException;
import io.fentry4j.failure.TargetNotTraceableException;
import io.fentry4j.failure.VerifierException;
import io.fentry4j.preflight.Reason;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LoadFailuresTest {

    private static final String STATISTICS =
            "processed 3 insns (limit 1000000) max_states_per_insn 0 total_states 0\n";

    private static List<String> rejected(String reason) {
        return List.of(
                "libbpf: prog 'on_unlink': BPF program load failed: Invalid argument",
                "libbpf: prog 'on_unlink': -- BEGIN PROG LOAD LOG --\n0: R1=ctx() R10=fp0\n"
                        + reason
                        + "\n"
                        + STATISTICS
                        + "-- END PROG LOAD LOG --",
                "libbpf: failed to load object 'Unlink'");
    }

    private static BpfException explain(Host host, int error, List<String> messages) {
        return explain(host, Hosts.NO_EVIDENCE, error, messages);
    }

    private static BpfException explain(
            Host host, TargetEvidence evidence, int error, List<String> messages) {
        return LoadFailures.explain(
                host,
                evidence,
                new FailedLoad(
                        "load 'Unlink'",
                        new Errno(-error),
                        messages,
                        List::of,
                        program -> Optional.of("f")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "R1 invalid mem access 'scalar'",
                "R1 type=scalar expected=fp",
                "unknown func bpf_xyz#200",
                "program of this type cannot use helper bpf_probe_read#4",
                "Arg#0 type UNKNOWN in helper() is not supported yet."
            })
    void a_rejected_program_is_a_verifier_exception_with_the_reason(String reason) {
        BpfException e = explain(Hosts.CAPABLE, -13, rejected(reason));

        assertThat(e)
                .isInstanceOfSatisfying(
                        VerifierException.class,
                        verifier -> {
                            assertThat(verifier.program()).isEqualTo("on_unlink");
                            assertThat(verifier.summary()).isEqualTo(reason);
                            assertThat(verifier.verifierLog()).contains("0: R1=ctx()", reason);
                        })
                .hasMessageStartingWith(
                        "load 'Unlink': the verifier rejected 'on_unlink': " + reason)
                .hasMessageContaining("(EACCES, -13)");
        assertThat(e.failure().log()).hasSize(3);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "-22 | attach_btf_id 77 is not a function",
                "-22 | The function f has 14 arguments. Too many.",
                "-22 | The function f return type STRUCT is unsupported.",
                "-22 | The function f with variable args is unsupported.",
                "-22 | The function f arg2 type STRUCT is unsupported.",
                "-22 | The function f has malformed void argument.",
                "-22 | Attaching tracing programs to function 'f' is rejected.",
                "-22 | Attaching fexit/fsession/fmod_ret to __noreturn function 'f' is rejected.",
                "-22 | Attaching fexit/fmod_ret to __noreturn functions is rejected.",
                "-2 | The address of function f cannot be found"
            })
    void a_function_that_no_program_can_trace_is_told_from_a_wrong_program(
            int error, String reason) {
        BpfException e = explain(Hosts.CAPABLE, error, rejected(reason));

        assertThat(e)
                .isInstanceOf(TargetNotTraceableException.class)
                .hasMessageStartingWith("load 'Unlink': the function cannot be traced: " + reason)
                .hasMessageContaining("program=on_unlink")
                .hasMessageContaining("kprobe");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "program of this type cannot use helper bpf_probe_read#4",
                "program of this type cannot use helper bpf_probe_read_kernel#113",
                "unknown func bpf_probe_read_kernel_str#115" // as kernels before 6.14 say it
            })
    void kernel_lockdown_is_named_where_it_takes_the_helper_away(String reason) {
        assertThat(explain(Hosts.LOCKED_DOWN, -22, rejected(reason)))
                .isInstanceOf(PolicyException.class)
                .hasMessageContaining("lockdown forbids programs that read kernel memory")
                .hasMessageContaining("lockdown=confidentiality")
                .hasMessageContaining("boot with");
        assertThat(explain(Hosts.CAPABLE, -22, rejected(reason)))
                .isInstanceOf(VerifierException.class);
    }

    @Test
    void selinux_is_named_where_it_takes_the_helper_away() {
        assertThat(
                        explain(
                                Hosts.IN_SELINUX,
                                -22,
                                rejected("unknown func bpf_probe_read_kernel#113")))
                .isInstanceOf(PolicyException.class)
                .hasMessageContaining("SELinux probably forbids")
                .hasMessageContaining("selinux=enforcing")
                .hasMessageContaining("class lockdown");
    }

    @Test
    void a_silent_rejection_is_explained_by_its_target() {
        List<String> silent =
                List.of(
                        "libbpf: prog 'on_unlink': -- BEGIN PROG LOAD LOG --\n"
                                + STATISTICS
                                + "-- END PROG LOAD LOG --");

        assertThat(
                        explain(
                                Hosts.CAPABLE,
                                Hosts.evidence(Reason.DENIED, "it is on the deny list"),
                                -22,
                                silent))
                .isInstanceOf(TargetNotTraceableException.class)
                .hasMessage(
                        "load 'Unlink': the function cannot be traced: it is on the deny list"
                                + " (EINVAL, -22) [program=on_unlink, target=f]. What to do: do"
                                + " DENIED");
        assertThat(explain(Hosts.CAPABLE, -22, silent)).isInstanceOf(VerifierException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "callbacks are not allowed in non-JITed programs",
                "calling kernel functions are not allowed in non-JITed programs",
                "JIT is required for calling kernel function"
            })
    void the_jit_compiler_that_is_off_is_named_where_the_program_needs_it(String reason) {
        assertThat(explain(Hosts.WITHOUT_JIT, -22, rejected(reason)))
                .isInstanceOf(PolicyException.class)
                .hasMessageContaining("needs the BPF just-in-time compiler, which is off")
                .hasMessageContaining("net.core.bpf_jit_enable=0")
                .hasMessageContaining("sysctl");
        assertThat(explain(Hosts.WITHOUT_JIT, -524, List.of())).isInstanceOf(PolicyException.class);
        assertThat(explain(Hosts.CAPABLE, -524, List.of())).isInstanceOf(KernelException.class);
    }

    @Test
    void a_system_call_that_is_not_there_is_hidden_by_seccomp_or_not_built_in() {
        assertThat(explain(Hosts.IN_SECCOMP, -38, List.of()))
                .isInstanceOf(PolicyException.class)
                .hasMessageContaining("a seccomp filter hides the bpf system call (ENOSYS, -38)");
        assertThat(explain(Hosts.CAPABLE, -38, List.of()))
                .isInstanceOf(FeatureUnsupportedException.class)
                .hasMessageContaining("CONFIG_BPF_SYSCALL");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "helper call is not allowed in probe | walk the dentries",
                "cannot call GPL-restricted function from non-GPL compatible program | license",
                "At program exit the register R0 has value (0x1; 0x0) | return 0",
                "invalid func unknown#195896080 | bpf_core_field_exists",
                "unknown func bpf_xyz#200 | no such helper",
                "BPF program is too large. Processed 1000001 insn | bound the loops",
                "R0 invalid mem access 'ringbuf_mem_or_null' | compare the pointer with NULL"
            })
    void frequent_rejections_come_with_what_to_do(String reason, String advice) {
        assertThat(explain(Hosts.CAPABLE, -22, rejected(reason)))
                .isInstanceOf(VerifierException.class)
                .hasMessageContaining(advice);
    }

    @Test
    void another_mistake_under_lockdown_is_not_blamed_on_it() {
        assertThat(explain(Hosts.LOCKED_DOWN, -22, rejected("unknown func bpf_xyz#200")))
                .isInstanceOf(VerifierException.class);
    }

    @Test
    void a_map_that_was_not_created_is_named() {
        BpfException e =
                explain(
                        Hosts.CAPABLE,
                        -22,
                        List.of(
                                "libbpf: Error in bpf_create_map_xattr(events):Invalid"
                                        + " argument(-22). Retrying without BTF.",
                                "libbpf: map 'events': failed to create: Invalid argument(-22)",
                                "libbpf: failed to load object 'Unlink'"));

        assertThat(e)
                .isInstanceOf(MapException.class)
                .hasMessageStartingWith("load 'Unlink': the kernel did not create the map 'events'")
                .hasMessageContaining("(EINVAL, -22)")
                .hasMessageContaining("power of two");
    }

    @Test
    void a_map_without_memory_is_told_to_be_smaller() {
        assertThat(
                        explain(
                                Hosts.CAPABLE,
                                -12,
                                List.of("libbpf: map 'table': failed to create: no memory(-12)")))
                .isInstanceOf(MapException.class)
                .hasMessageContaining("map 'table' (ENOMEM, -12)")
                .hasMessageContaining("make it smaller");
    }

    @Test
    void anything_else_is_a_kernel_exception_with_the_errno_in_words() {
        BpfException e = explain(Hosts.CAPABLE, -12, List.of("libbpf: something new"));

        assertThat(e)
                .isInstanceOf(KernelException.class)
                .hasMessage(
                        "load 'Unlink': the kernel refused: Cannot allocate memory (ENOMEM, -12)"
                                + " [release=6.12.1]. What to do: read libbpf's messages in"
                                + " failure().log()");
        assertThat(e.failure().errno()).contains(new Errno(12));
        assertThat(e.failure().log()).containsExactly("libbpf: something new");
    }
}
