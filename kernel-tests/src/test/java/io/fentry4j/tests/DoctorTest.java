package io.fentry4j.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.fentry4j.doctor.Check;
import io.fentry4j.doctor.CheckName;
import io.fentry4j.doctor.CheckStatus;
import io.fentry4j.doctor.Doctor;
import io.fentry4j.doctor.DoctorReport;
import io.fentry4j.doctor.Verdict.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What the doctor says as root on a kernel that has everything.
@Tag("kernel")
@Timeout(300)
class DoctorTest {

    private static final Path JIT = Path.of("/proc/sys/net/core/bpf_jit_enable");

    private static boolean preemptible() throws IOException {
        return Files.readString(Path.of("/proc/sys/kernel/version")).contains("PREEMPT_RT");
    }

    private static void assertNotWorking(DoctorReport report, CheckName root) {
        assertThat(report.fentryWorks()).isFalse();
        Check load = report.check(CheckName.FENTRY_LOAD);
        assertThat(load.isOk()).isFalse();
        assertThat(load.followsFrom()).as(report.toString()).contains(root);
    }

    @Test
    void everything_is_ok_and_the_self_test_sees_its_deletion_once() throws IOException {
        DoctorReport report = Doctor.examine("do_unlinkat");

        assertThat(report.checks())
                .as(report.toString())
                .filteredOn(check -> check.name() != CheckName.PREEMPTION)
                .allMatch(Check::isOk);
        assertThat(report.fentryWorks()).isTrue();
        assertThat(report.check(CheckName.SELF_TEST).observed())
                .containsEntry("deletions", "1")
                .containsEntry("entries seen", "1")
                .containsEntry("exits seen", "1");
        assertThat(report.check(CheckName.PREEMPTION).status())
                .isEqualTo(preemptible() ? CheckStatus.WARNING : CheckStatus.OK);
        assertThat(report.verdict().toString().contains("calls can be missed"))
                .isEqualTo(preemptible());
    }

    @Test
    void a_name_of_another_release_is_examined_under_this_ones() {
        DoctorReport report = Doctor.examine("filename_unlinkat");

        assertThat(report.check(CheckName.FUNCTION).observed())
                .containsEntry("in BTF", "do_unlinkat");
        assertThat(report.check(CheckName.SELF_TEST).isOk()).isTrue();
        assertThat(report.verdict().toString()).startsWith("fentry works on do_unlinkat");
    }

    @Test
    void without_a_way_to_call_the_function_the_self_test_is_skipped_and_says_why() {
        DoctorReport report = Doctor.examine("vfs_read");

        assertThat(report.fentryWorks()).isTrue();
        assertThat(report.check(CheckName.SELF_TEST).status()).isEqualTo(CheckStatus.SKIPPED);
        assertThat(report.check(CheckName.SELF_TEST).cause().orElseThrow())
                .contains("no safe way known to make the kernel call this function");
    }

    @Test
    void a_function_of_a_loaded_module_works_by_both_names() {
        DoctorReport qualified = Doctor.examine("overlay:ovl_unlink");

        assertThat(qualified.verdict().toString()).startsWith("fentry works on overlay:ovl_unlink");
        assertThat(qualified.check(CheckName.FEXIT_ATTACH).isOk()).isTrue();
        assertThat(qualified.check(CheckName.KPROBE_ATTACH).isOk()).isTrue();
        assertThat(Doctor.examine("ovl_unlink").verdict()).isEqualTo(qualified.verdict());
    }

    @Test
    void a_module_that_is_not_loaded_is_named() {
        DoctorReport report = Doctor.examine("nf_tables:nft_do_chain");

        assertNotWorking(report, CheckName.FUNCTION);
        assertThat(report.verdict().outcome()).isEqualTo(Outcome.NEITHER);
        assertThat(report.verdict().cause()).contains("the module nf_tables is not loaded");
    }

    @Test
    void a_misspelt_function_is_answered_with_the_right_one() {
        DoctorReport report = Doctor.examine("do_unlinkta");

        assertNotWorking(report, CheckName.FUNCTION);
        assertThat(report.verdict().advice()).anyMatch(advice -> advice.contains("do_unlinkat"));
    }

    @Test
    void an_inlined_function_is_said_to_be_possibly_that() {
        DoctorReport report = Doctor.examine("get_current"); // always inlined, in every kernel

        assertNotWorking(report, CheckName.FUNCTION);
        assertThat(report.verdict().cause().orElseThrow()).contains("misspelt, inlined");
        assertThat(report.check(CheckName.SYMBOL).followsFrom()).contains(CheckName.FUNCTION);
    }

    @Test
    void a_function_that_exists_as_a_changed_copy_gets_a_kprobe_there() throws IOException {
        List<String> symbols = symbols();
        Set<String> names = new HashSet<>(symbols);
        Set<String> traced =
                new HashSet<>(
                        Files.readAllLines(
                                Path.of("/sys/kernel/tracing/available_filter_functions")));
        String copy =
                symbols.stream()
                        .filter(name -> name.endsWith(".isra.0") || name.endsWith(".constprop.0"))
                        .filter(name ->
                                name.indexOf('.') == name.lastIndexOf('.', name.length() - 3))
                        .filter(traced::contains)
                        .filter(name -> !names.contains(name.substring(0, name.indexOf('.'))))
                        .filter(name -> symbols.stream().filter(name::equals).count() == 1)
                        .findFirst()
                        .orElseThrow();
        DoctorReport report = Doctor.examine(copy.substring(0, copy.indexOf('.')));

        assertThat(report.fentryWorks()).isFalse();
        assertThat(report.verdict().toString())
                .startsWith("use a kprobe on " + copy + ", because only copies of it exist");
        assertThat(report.check(CheckName.KPROBE_ATTACH).isOk()).isTrue();
    }

    @Test
    void a_signature_that_cannot_be_traced_leaves_the_kprobe() {
        DoctorReport report = Doctor.examine("_printk");

        assertNotWorking(report, CheckName.SIGNATURE);
        assertThat(report.verdict().toString())
                .startsWith("use a kprobe on _printk, because it has variable arguments");
    }

    @Test
    void programs_work_without_the_jit_and_that_is_a_warning() throws IOException {
        String before = Files.readString(JIT);
        Files.writeString(JIT, "0");
        try {
            DoctorReport report = Doctor.examine("do_unlinkat");

            assertThat(report.check(CheckName.JIT).status()).isEqualTo(CheckStatus.WARNING);
            assertThat(report.fentryWorks()).isTrue();
        } finally {
            Files.writeString(JIT, before.trim());
        }
    }

    @Test
    void nothing_stays_open_whatever_the_answer() throws IOException {
        List<String> functions = List.of("do_unlinkat", "_printk");
        functions.forEach(Doctor::examine); // the JVM opens what it needs for itself
        long before = bpfDescriptors();
        functions.forEach(Doctor::examine);

        assertThat(bpfDescriptors()).isEqualTo(before);
    }

    /// BPF objects and perf events are files without a name in a folder.
    private static long bpfDescriptors() throws IOException {
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            return descriptors.filter(DoctorTest::isAnonymous).count();
        }
    }

    private static boolean isAnonymous(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString().startsWith("anon_inode:");
        } catch (IOException e) {
            return false; // that of the listing itself
        }
    }

    private static List<String> symbols() throws IOException {
        return Files.readAllLines(Path.of("/proc/kallsyms")).stream()
                .map(line -> line.split("\\s+", 4)[2])
                .toList();
    }
}
