package io.fentry4j.internal.failure;

import static org.assertj.core.api.Assertions.assertThat;

import io.fentry4j.failure.BpfException;
import io.fentry4j.failure.PermissionException;
import io.fentry4j.failure.PolicyException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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
        return LoadFailures.explain(host, "load 'Unlink'", error, MESSAGES, List::of);
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
                        "load 'Unlink': the kernel refuses fentry and fexit programs")
                .hasMessageContaining("(EPERM, -1)")
                .hasMessageContaining("CapEff=1ffffffffff, seccomp=off, lockdown=none")
                .hasMessageContaining("lsm=capability")
                .hasMessageContaining("release=6.12.1");
        assertNoMemlockHint(e);
    }

    @Test
    void the_limit_on_locked_memory_is_named_below_5_11_only() {
        assertThat(load(Hosts.withRelease("5.10.0-28-amd64"), -1))
                .isInstanceOf(PolicyException.class)
                .hasMessageContaining("RLIMIT_MEMLOCK");
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

        assertThat(
                        LoadFailures.explain(
                                Hosts.withCapabilities(0), "load 'Unlink'", -1, messages, List::of))
                .isInstanceOf(PermissionException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, -13})
    void an_attach_is_explained_in_the_same_way(int error) {
        assertThat(
                        AttachFailures.explain(
                                Hosts.withCapabilities(0), "attach 'a'", error, false, MESSAGES))
                .isInstanceOf(PermissionException.class);
        BpfException policy =
                AttachFailures.explain(Hosts.CAPABLE, "attach 'a'", error, false, MESSAGES);
        assertThat(policy).isInstanceOf(PolicyException.class);
        assertNoMemlockHint(policy);
    }
}
