package io.fentry4j.tests.failures;

import static org.assertj.core.api.Assertions.assertThat;

import io.fentry4j.tests.ChildJvm;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Processes that may not do what they try, or lack what it needs.
@Tag("kernel")
@Tag("any-preemption")
@Timeout(240)
class ForbiddenTest {

    @TempDir private Path folder;

    @Test
    void without_any_capability_both_are_named() throws Exception {
        assertThat(fentry("setpriv", "--bounding-set=-all", "--inh-caps=-all"))
                .startsWith(
                        "PermissionException: load 'AnyFunction': this process lacks CAP_BPF and"
                                + " CAP_PERFMON (EPERM, -1) [CapEff=0, ")
                .contains("--cap-add", "setcap");
    }

    @Test
    void without_cap_bpf_it_alone_is_named() throws Exception {
        assertThat(fentry("setpriv", "--bounding-set=-all,+perfmon", "--inh-caps=-all"))
                .startsWith(
                        "PermissionException: load 'AnyFunction': this process lacks CAP_BPF (");
    }

    @Test
    void without_cap_perfmon_it_alone_is_named() throws Exception {
        assertThat(fentry("setpriv", "--bounding-set=-all,+bpf", "--inh-caps=-all"))
                .startsWith(
                        "PermissionException: load 'AnyFunction': this process lacks CAP_PERFMON"
                                + " (");
    }

    @Test
    void with_the_two_capabilities_alone_it_works() throws Exception {
        assertThat(fentry("setpriv", "--bounding-set=-all,+bpf,+perfmon", "--inh-caps=-all"))
                .isEqualTo("no failure");
    }

    @Test
    void with_cap_sys_admin_alone_it_works_too() throws Exception {
        assertThat(fentry("setpriv", "--bounding-set=-all,+sys_admin", "--inh-caps=-all"))
                .isEqualTo("no failure");
    }

    @Test
    void a_kprobe_takes_more_where_perf_events_are_for_administrators() throws Exception {
        assertThat(
                        run(
                                List.of(
                                        "setpriv",
                                        "--bounding-set=-all,+bpf,+perfmon",
                                        "--inh-caps=-all"),
                                "kprobe"))
                .startsWith("PermissionException: ")
                .contains(
                        "this kernel wants CAP_SYS_ADMIN for perf events",
                        "(EACCES, -13)",
                        "kernel.perf_event_paranoid=3");
    }

    @Test
    void in_a_user_namespace_the_capabilities_that_do_not_count_are_no_excuse() throws Exception {
        assertThat(fentry("unshare", "--user", "--map-root-user"))
                .startsWith(
                        "PolicyException: load 'AnyFunction': the process is in a user namespace,"
                                + " where its capabilities do not count (EPERM, -1)")
                .contains("initial user namespace=false", "rootless");
    }

    @Test
    void a_seccomp_filter_that_refuses_is_named() throws Exception {
        assertThat(run(List.of(), "fentry", "seccomp=1"))
                .startsWith("PolicyException: load 'AnyFunction': a seccomp filter is active")
                .contains("(EPERM, -1)", "seccomp=on", "seccomp profile");
    }

    @Test
    void a_seccomp_filter_that_hides_the_system_call_is_named() throws Exception {
        assertThat(run(List.of(), "fentry", "seccomp=38"))
                .startsWith("PolicyException: load 'AnyFunction': a seccomp filter hides the bpf")
                .contains("(ENOSYS, -38)", "seccomp=on");
    }

    @Test
    void without_the_kernels_btf_that_is_said() throws Exception {
        assertThat(fentry(unmounted("mount -t tmpfs none /sys/kernel/btf")))
                .startsWith(
                        "KernelBtfMissingException: set the target of 'at_entry': the running"
                                + " kernel shows no BTF [file=/sys/kernel/btf/vmlinux, ");
    }

    @Test
    void without_tracefs_a_tracepoint_is_told_so_and_fentry_works() throws Exception {
        String[] noTracefs =
                unmounted("umount -l /sys/kernel/tracing; umount -l /sys/kernel/debug");

        assertThat(run(List.of(noTracefs), "tracepoint"))
                .startsWith("PerfEventUnavailableException: attach 'at_tracepoint' to ")
                .contains("(ENOENT, -2)", "tracefs=not readable", "mount -t tracefs");
        assertThat(run(List.of(noTracefs), "fentry")).isEqualTo("no failure");
    }

    @Test
    void without_its_event_source_and_tracefs_a_kprobe_is_told_so() throws Exception {
        String[] nothing =
                unmounted(
                        "umount -l /sys/kernel/tracing; umount -l /sys/kernel/debug; mount -t tmpfs"
                                + " none /sys/bus/event_source/devices");

        assertThat(run(List.of(nothing), "kprobe"))
                .startsWith("PerfEventUnavailableException: attach 'at_probe' to do_unlinkat: ")
                .contains("(ENOENT, -2)", "tracefs=not readable", "use fentry");
    }

    @Test
    void without_tracefs_there_is_no_room_for_more_returns_and_kretprobes_work() throws Exception {
        String[] noTracefs =
                unmounted("umount -l /sys/kernel/tracing; umount -l /sys/kernel/debug");

        assertThat(run(List.of(noTracefs), "maxActive"))
                .startsWith("PerfEventUnavailableException: attach 'at_return' to do_unlinkat: ")
                .contains("is not mounted (ENOENT, -2)", "attach without maxActive");
        assertThat(run(List.of(noTracefs), "kretprobe")).isEqualTo("no failure");
        assertThat(run(List.of(noTracefs), "probe")).isEqualTo("no failure");
    }

    @Test
    void in_a_tracefs_that_is_read_only_there_is_no_room_for_more_returns() throws Exception {
        String[] readOnly =
                unmounted(
                        "mount -o remount,bind,ro /sys/kernel/tracing; umount -l /sys/kernel/debug");

        assertThat(run(List.of(readOnly), "maxActive"))
                .startsWith("PolicyException: attach 'at_return' to do_unlinkat: ")
                .contains("tracefs is mounted read-only (EROFS, -30)");
    }

    private static String[] unmounted(String commands) {
        return new String[] {"unshare", "--mount", "sh", "-c", commands + "; exec \"$@\"", "sh"};
    }

    private String fentry(String... prefix) throws Exception {
        return run(List.of(prefix), "fentry");
    }

    /// What [Attempt] reports when it is started by `prefix`.
    private String run(List<String> prefix, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(prefix);
        Path report = folder.resolve("report");
        command.addAll(ChildJvm.command(Attempt.class, report.toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return Files.readString(report);
    }
}
