package io.fentry4j.internal.failure;

import static org.assertj.core.api.Assertions.assertThat;

import io.fentry4j.Errno;
import io.fentry4j.failure.BpfException;
import io.fentry4j.failure.PermissionException;
import io.fentry4j.failure.PolicyException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// EPERM and EACCES without a word of the verifier, as [LoadFailures] and [AttachFailures] explain
/// them.
class RefusalTest {

    /// libbpf's own guess, wrong since Linux 5.11.
    private static final List<String> MESSAGES =
            List.of(
                    "libbpf: Error in bpf_object__probe_loading():Operation not permitted(1)."
                            + " Couldn't load trivial BPF program. Make sure your kernel supports BPF"
                            + " (CONFIG_BPF_SYSCALL=y) and/or that RLIMIT_MEMLOCK is set to big"
                            + " enough value.",
                    "libbpf: permission error while running as root; try raising 'ulimit -l'?"
                            + " current value: 8.0 MiB");

    private static BpfException load(Host host, int error) {
        return load(host, error, MESSAGES);
    }

    private static BpfException load(Host host, int error, List<String> messages) {
        return LoadFailures.explain(
                host,
                Hosts.NO_EVIDENCE,
                new FailedLoad(
                        "load 'Unlink'",
                        new Errno(-error),
                        messages,
                        List::of,
                        program -> Optional.empty()));
    }

    private static void assertNoMemlockHint(BpfException e) {
        assertThat(e.getMessage()).doesNotContainIgnoringCase("memlock", "ulimit");
        assertThat(e.failure().log()).as("but nothing is hidden").isEqualTo(MESSAGES);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, -13})
    void the_missing_capabilities_are_named(int error) {
        BpfException e = load(Hosts.withCapabilities(1L << 38), error);

        assertThat(e)
                .isInstanceOf(PermissionException.class)
                .hasMessageStartingWith("load 'Unlink': this process lacks CAP_BPF (E")
                .hasMessageContaining("CapEff=4000000000")
                .hasMessageContaining("--cap-add");
        assertNoMemlockHint(e);
    }

    @Test
    void all_missing_capabilities_are_named() {
        assertThat(load(Hosts.withCapabilities(0), -1))
                .isInstanceOf(PermissionException.class)
                .hasMessageContaining("lacks CAP_BPF and CAP_PERFMON");
    }

    @Test
    void a_seccomp_filter_is_suspected_where_there_is_one() {
        BpfException e = load(Hosts.IN_SECCOMP, -1);

        assertThat(e)
                .isInstanceOf(PolicyException.class)
                .hasMessageContaining("a seccomp filter is active")
                .hasMessageContaining("seccomp=on")
                .hasMessageContaining("seccomp profile");
        assertNoMemlockHint(e);
    }

    @Test
    void a_user_namespace_is_named_where_there_is_one() {
        BpfException e = load(Hosts.IN_USER_NAMESPACE, -1);

        assertThat(e)
                .isInstanceOf(PolicyException.class)
                .hasMessageContaining("in a user namespace")
                .hasMessageContaining("initial user namespace=false")
                .hasMessageContaining("rootless");
        assertNoMemlockHint(e);
    }

    @Test
    void where_all_is_there_what_was_excluded_is_named() {
        BpfException e = load(Hosts.CAPABLE, -1);

        assertThat(e)
                .isInstanceOf(PolicyException.class)
                .hasMessageStartingWith(
                        "load 'Unlink': the kernel refuses it, by a policy of its own: the"
                                + " capabilities are there, there is no user namespace")
                .hasMessageContaining("(EPERM, -1)")
                .hasMessageContaining(
                        "CapEff=1ffffffffff, initial user namespace=true, seccomp=off,"
                                + " lockdown=none")
                .hasMessageContaining("lsm=capability")
                .hasMessageContaining("release=6.12.1");
        assertNoMemlockHint(e);
    }

    @Test
    void the_limit_on_locked_memory_is_named_below_5_11_only() {
        assertThat(load(Hosts.withRelease("5.10.0-28-amd64"), -1))
                .isInstanceOf(PolicyException.class)
                .hasMessageContaining("RLIMIT_MEMLOCK")
                .hasMessageContaining("memlock=65536");
        assertNoMemlockHint(load(Hosts.withRelease("5.11.0"), -1));
    }

    @Test
    void a_verifier_log_without_a_reason_does_not_hide_the_refusal() {
        String message =
                """
                libbpf: prog 'on_unlink': -- BEGIN PROG LOAD LOG --
                processed 0 insns (limit 1000000) max_states_per_insn 0
                -- END PROG LOAD LOG --\
                """;
        List<String> messages = List.of(message);

        assertThat(load(Hosts.withCapabilities(0), -1, messages))
                .isInstanceOf(PermissionException.class);
    }

    private static BpfException attach(Host host, Mechanism mechanism, int error) {
        Attachment attachment = new Attachment("attach 'a' to f", mechanism, "f", false);
        return AttachFailures.explain(
                new AttachProblem(
                        host, Hosts.NO_EVIDENCE, attachment, new Errno(-error), MESSAGES));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, -13})
    void an_attach_is_explained_in_the_same_way(int error) {
        assertThat(attach(Hosts.withCapabilities(0), Mechanism.TRAMPOLINE, error))
                .isInstanceOf(PermissionException.class);
        BpfException policy = attach(Hosts.CAPABLE, Mechanism.TRAMPOLINE, error);
        assertThat(policy).isInstanceOf(PolicyException.class);
        assertNoMemlockHint(policy);
    }

    @ParameterizedTest
    @EnumSource(
            value = Mechanism.class,
            names = {"KPROBE", "TRACEPOINT"})
    void lockdown_closes_what_goes_through_tracefs_and_perf_events(Mechanism mechanism) {
        assertThat(attach(Hosts.LOCKED_DOWN, mechanism, -1))
                .isInstanceOf(PolicyException.class)
                .hasMessageContaining("kernel lockdown forbids kprobes and closes tracefs")
                .hasMessageContaining("lockdown=confidentiality");
        assertThat(attach(Hosts.LOCKED_DOWN, Mechanism.TRAMPOLINE, -1))
                .isInstanceOf(PolicyException.class)
                .hasMessageNotContaining("kernel lockdown");
    }

    @Test
    void a_seccomp_filter_is_excluded_where_a_simpler_program_was_loaded() {
        BpfException e =
                load(
                        Hosts.IN_SECCOMP,
                        -1,
                        List.of("libbpf: prog 'a': BPF program load failed: not permitted"));

        assertThat(e)
                .isInstanceOf(PolicyException.class)
                .hasMessageContaining("refuses programs of this type, though it loads simpler ones")
                .hasMessageContaining("a seccomp filter cannot tell one program from another");
    }

    @Test
    void selinux_that_enforces_is_suspected() {
        assertThat(load(Hosts.IN_SELINUX, -13))
                .isInstanceOf(PolicyException.class)
                .hasMessageContaining("SELinux enforces a policy")
                .hasMessageContaining("selinux=enforcing")
                .hasMessageContaining("ausearch");
    }

    @Test
    void before_5_8_there_is_one_capability() {
        Host old =
                Hosts.with(
                        "/proc/sys/kernel/osrelease", "5.4.0",
                        "/proc/thread-self/status", "CapEff:\t0000000000000000");

        assertThat(load(old, -1))
                .isInstanceOf(PermissionException.class)
                .hasMessageContaining("this process lacks CAP_SYS_ADMIN (EPERM, -1)")
                .hasMessageContaining("exist since Linux 5.8");
    }

    @Test
    void a_kprobe_where_perf_events_are_for_administrators_is_told_so() {
        String paranoid = "/proc/sys/kernel/perf_event_paranoid";
        long two = 3L << 38;
        Host strict =
                Hosts.with(
                        paranoid,
                        "3",
                        "/proc/thread-self/status",
                        "CapEff:\t" + Long.toHexString(two));

        assertThat(refusal(strict, Refusal.Gate.PERF_EVENT))
                .isInstanceOf(PermissionException.class)
                .hasMessageContaining("this kernel wants CAP_SYS_ADMIN for perf events")
                .hasMessageContaining("kernel.perf_event_paranoid=3")
                .hasMessageContaining("sysctl kernel.perf_event_paranoid=2");
        assertThat(refusal(strict, Refusal.Gate.LOAD)).isInstanceOf(PolicyException.class);
        assertThat(refusal(Hosts.with(paranoid, "3"), Refusal.Gate.PERF_EVENT))
                .as("with CAP_SYS_ADMIN it is something else")
                .isInstanceOf(PolicyException.class);
    }

    private static BpfException refusal(Host host, Refusal.Gate gate) {
        return new Refusal(host, "attach", Errno.EACCES, gate, List.of()).explain();
    }
}
