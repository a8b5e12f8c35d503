package io.fentry4j.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// `bin/fentry4j doctor` where something that fentry needs was taken away for real.
@Tag("kernel")
@Tag("one-kernel")
@Timeout(400)
class DoctorRefusalTest {

    /// Lets every system call pass but bpf, which gets EPERM: instructions of classic BPF as
    /// `struct sock_filter`, for `prctl(PR_SET_SECCOMP)` on x86-64.
    private static final String FORBID_BPF =
            """
            my @code = ([0x20, 0, 0, 0], [0x15, 0, 1, 321], [0x06, 0, 0, 0x00050001],
                        [0x06, 0, 0, 0x7fff0000]);
            my $code = join '', map { pack 'SCCL', @$_ } @code;
            my $program = pack 'S x6 P', scalar @code, $code;
            syscall(157, 38, 1, 0, 0, 0) == 0 or die "no_new_privs: $!";
            syscall(157, 22, 2, $program) == 0 or die "seccomp: $!";
            exec @ARGV or die "exec: $!";
            """;

    @TempDir private Path folder;

    /// What it printed, with the lines of each check joined.
    private String doctor(int status, List<String> wrapper, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(wrapper);
        command.add("doctor");
        command.addAll(List.of(arguments));
        CommandLine run = CommandLine.start(folder, command);
        assertThat(run.exitStatus()).as(run.out() + run.err()).isEqualTo(status);
        assertThat(run.err()).isEmpty();
        assertThat(run.out().lines()).allMatch(line -> line.length() <= 100);
        return run.out().replaceAll("\\n {4,}", " ");
    }

    @Test
    void without_root_the_missing_capabilities_are_the_cause_of_all() throws Exception {
        List<String> unprivileged =
                List.of(
                        "setpriv",
                        "--reuid=65534",
                        "--regid=65534",
                        "--clear-groups",
                        "--inh-caps=-all",
                        CommandLine.launcherForEveryone());
        String out = doctor(1, unprivileged);

        assertThat(out)
                .containsPattern("(?m)^x   capabilities .*lacks CAP_BPF and CAP_PERFMON")
                .containsPattern("(?m)^\\?   patchable entry ")
                .containsPattern("(?m)^x   fentry load .*follows from: capabilities$")
                .containsPattern("(?m)^x   fexit load .*follows from: capabilities$")
                .containsPattern("(?m)^x   kprobe load .*follows from: capabilities$")
                .containsPattern(
                        "(?m)^verdict: neither .* because this process lacks CAP_BPF and"
                                + " CAP_PERFMON; do: run as root");
    }

    @Test
    void with_one_capability_the_other_one_is_named() throws Exception {
        String out =
                doctor(
                        1,
                        List.of(
                                "setpriv",
                                "--bounding-set=-all,+bpf",
                                "--inh-caps=-all",
                                CommandLine.launcher()));

        assertThat(out)
                .contains("CAP_BPF=yes, CAP_PERFMON=no")
                .containsPattern("(?m)^x   fentry load .*follows from: capabilities$")
                .containsPattern(
                        "(?m)^verdict: neither .* because this process lacks CAP_PERFMON;");
    }

    @Test
    void the_two_capabilities_are_enough_but_for_functions_of_modules() throws Exception {
        List<String> two =
                List.of(
                        "setpriv",
                        "--bounding-set=-all,+bpf,+perfmon",
                        "--inh-caps=-all",
                        CommandLine.launcher());
        String out = doctor(0, two);
        assertThat(out)
                .containsPattern("(?m)^ok  capabilities .*CAP_SYS_ADMIN=no")
                .containsPattern("(?m)^ok  self-test .*entries seen=1, exits seen=1$")
                .containsPattern("(?m)^verdict: fentry works on do_unlinkat");

        assertThat(doctor(1, two, "overlay:ovl_unlink"))
                .containsPattern("(?m)^x   fentry load .*lacks CAP_SYS_ADMIN")
                .containsPattern("(?m)^x   kprobe attach .*perf_event_paranoid=3")
                .containsPattern("(?m)^verdict: neither .* because fentry: .*CAP_SYS_ADMIN");
    }

    @Test
    void without_btf_a_kprobe_is_advised() throws Exception {
        String out =
                doctor(
                        1,
                        List.of(
                                "unshare",
                                "--mount",
                                "sh",
                                "-c",
                                "mount -t tmpfs none /sys/kernel/btf && exec \"$0\" \"$@\"",
                                CommandLine.launcher()));

        assertThat(out)
                .containsPattern("(?m)^x   BTF file .*CONFIG_DEBUG_INFO_BTF")
                .containsPattern("(?m)^-   function .*follows from: BTF file$")
                .containsPattern("(?m)^-   fentry load .*follows from: BTF file$")
                .containsPattern("(?m)^ok  kprobe attach ")
                .containsPattern(
                        "(?m)^verdict: use a kprobe on do_unlinkat, because the running kernel shows"
                                + " no BTF");
    }

    @Test
    void without_libbpf_everything_else_is_reported() throws Exception {
        String out =
                doctor(
                        1,
                        List.of(
                                "env",
                                "FENTRY4J_JAVA_OPTS=-Dio.fentry4j.libbpf=/nowhere/libbpf.so.1",
                                CommandLine.launcher()));

        assertThat(out)
                .containsPattern("(?m)^ok  kernel ")
                .containsPattern("(?m)^ok  BTF file ")
                .containsPattern("(?m)^x   libbpf .*/nowhere/libbpf.so.1.*apt install libbpf1")
                .containsPattern("(?m)^ok  signature .*int do_unlinkat\\(int dfd")
                .containsPattern("(?m)^ok  patchable entry ")
                .containsPattern("(?m)^-   fentry load .*follows from: libbpf$")
                .containsPattern("(?m)^-   kprobe load .*follows from: libbpf$")
                .containsPattern("(?m)^verdict: neither .*/nowhere/libbpf.so.1 was not found");
    }

    @Test
    void in_a_user_namespace_the_capabilities_do_not_count() throws Exception {
        String out =
                doctor(1, List.of("unshare", "--user", "--map-root-user", CommandLine.launcher()));

        assertThat(out)
                .containsPattern("(?m)^ok  capabilities .*CAP_BPF=yes, CAP_PERFMON=yes")
                .containsPattern("(?m)^x   user namespace ")
                .containsPattern("(?m)^x   fentry load .*follows from: user namespace$")
                .containsPattern(
                        "(?m)^verdict: neither .* because the process is in a user namespace");
    }

    @Test
    void under_seccomp_the_filter_is_suspected() throws Exception {
        String out = doctor(1, List.of("perl", "-e", FORBID_BPF, CommandLine.launcher()));

        assertThat(out)
                .containsPattern("(?m)^!   seccomp .*filter=on")
                .containsPattern("(?m)^x   fentry load .*follows from: seccomp$")
                .containsPattern("(?m)^verdict: neither .*a filter of system calls is active");
    }
}
