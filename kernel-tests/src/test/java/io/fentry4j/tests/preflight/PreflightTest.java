package io.fentry4j.tests.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import io.fentry4j.preflight.Mechanism;
import io.fentry4j.preflight.Preflight;
import io.fentry4j.preflight.PreflightReport;
import io.fentry4j.preflight.Reason;
import io.fentry4j.preflight.TargetReport;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What the preflight says about functions that every one of the lab's kernels has.
@Tag("kernel")
class PreflightTest {

    private static Preflight preflight;

    @BeforeAll
    static void read() {
        preflight = Preflight.ofRunningKernel();
    }

    private static Reason fentry(String target) {
        return preflight.check(target).fentry().reason();
    }

    @Test
    void a_plain_function_can_be_traced_by_all_means() {
        TargetReport report = preflight.check("vfs_read");

        for (Mechanism mechanism : Mechanism.values()) {
            assertThat(report.verdict(mechanism).reason()).isEqualTo(Reason.TRACEABLE);
        }
        assertThat(report.signature().orElseThrow()).startsWith("ssize_t vfs_read(struct file *");
        assertThat(report.fentry().evidence())
                .as("as root, all lists can be read")
                .noneMatch(fact -> fact.contains("not readable"));
    }

    @Test
    void for_a_misspelt_function_the_near_name_is_given() {
        TargetReport report = preflight.check("do_unlinkta");

        assertThat(report.fentry().reason()).isEqualTo(Reason.NOT_FOUND);
        assertThat(report.kprobe().reason()).isEqualTo(Reason.NOT_FOUND);
        assertThat(report.suggestions()).first().isEqualTo("do_unlinkat");
        assertThat(report.fentry().advice()).anyMatch(advice -> advice.contains("do_unlinkat"));
    }

    @Test
    void a_name_of_a_later_release_is_recognized() {
        assertThat(fentry("filename_unlinkat")).isEqualTo(Reason.RENAMED);
        assertThat(preflight.check("printk").suggestions()).containsExactly("_printk");
    }

    @Test
    void a_function_that_exists_in_changed_copies_only_is_told_from_a_missing_one()
            throws Exception {
        String copy = Symbols.onlyAsChangedCopy();
        TargetReport report = preflight.check(copy);

        assertThat(report.fentry().reason()).isEqualTo(Reason.ONLY_OPTIMIZED_COPIES);
        assertThat(report.suggestions()).allMatch(name -> name.startsWith(copy + "."));
        assertThat(report.kprobe().advice()).anyMatch(a -> a.contains("kprobe on " + copy + "."));
    }

    @Test
    void functions_of_loaded_modules_are_found_with_and_without_the_module() {
        assertThat(preflight.check("ovl_statfs").module()).contains("overlay");
        assertThat(preflight.check("ovl_statfs").fentry().traceable()).isTrue();
        assertThat(preflight.check("overlay:ovl_statfs").fentry().traceable()).isTrue();
        assertThat(fentry("overlay:no_such_function")).isEqualTo(Reason.NOT_FOUND);
    }

    @Test
    void a_module_that_is_not_loaded_is_named() {
        TargetReport report = preflight.check("xfs:xfs_file_open");

        assertThat(report.fentry().reason()).isEqualTo(Reason.MODULE_NOT_LOADED);
        assertThat(report.fentry().words()).contains("xfs");
    }

    @Test
    void the_deny_list_and_variable_arguments_leave_kprobes() {
        TargetReport denied = preflight.check("migrate_disable");
        assertThat(denied.fentry().reason()).isEqualTo(Reason.DENIED);
        assertThat(denied.kprobe().traceable()).isTrue();

        TargetReport variadic = preflight.check("_printk");
        assertThat(variadic.fexit().reason()).isEqualTo(Reason.SIGNATURE);
        assertThat(variadic.fexit().words()).contains("variable arguments");
        assertThat(variadic.kprobe().traceable()).isTrue();
    }

    @Test
    void a_function_that_never_returns_has_an_entry_and_no_exit() {
        TargetReport report = preflight.check("do_exit");

        assertThat(report.fentry().traceable()).isTrue();
        assertThat(report.fexit().reason()).isEqualTo(Reason.NO_RETURN);
    }

    @Test
    void functions_that_ftrace_does_not_list_cannot_be_patched() {
        // lib/Makefile compiles all of lib/ without the calls to __fentry__.
        assertThat(fentry("match_wildcard")).isEqualTo(Reason.NOT_PATCHABLE);
        assertThat(preflight.check("start_kernel").fentry().words()).contains("__init");
    }

    @Test
    void several_functions_of_one_name_are_ambiguous_and_attachable() throws Exception {
        TargetReport report = preflight.check(Symbols.several());

        assertThat(report.fentry().reason()).isEqualTo(Reason.AMBIGUOUS);
        assertThat(report.fentry().traceable()).isFalse();
        assertThat(report.fentry().attachable()).isTrue();
    }

    @Test
    void one_bad_target_leaves_the_others_their_reports() {
        PreflightReport report =
                preflight.checkAll(
                        List.of(
                                "vfs_read",
                                "",
                                ":",
                                "x:",
                                "no\nname",
                                "vfs_wri?e",
                                "vfs_read",
                                "*no*such*"));

        assertThat(report.traceable(Mechanism.FENTRY))
                .extracting(TargetReport::name)
                .containsExactly("vfs_read", "vfs_write");
        assertThat(report.leftOut(Mechanism.FENTRY)).hasSize(5);
        assertThat(report.toString()).contains("vfs_read").contains("checked with release=");
    }
}
