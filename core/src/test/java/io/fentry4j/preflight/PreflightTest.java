package io.fentry4j.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import io.fentry4j.btf.Btf;
import io.fentry4j.btf.BtfException;
import io.fentry4j.btf.SampleFunctions;
import io.fentry4j.internal.kernel.KernelFacts;
import io.fentry4j.internal.kernel.KernelFiles;
import io.fentry4j.internal.kernel.KernelTypes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Each reason, from files that look like a kernel's.
class PreflightTest {

    private static final String FILTER = "sys/kernel/tracing/available_filter_functions";

    private static final Btf BTF =
            new SampleFunctions()
                    .add(2, "vfs_read", "filename_unlinkat", "migrate_disable", "do_exit", "panic")
                    .add(1, "twice", "twice", "two_symbols", "no_code", "changed", "quiet", "setup")
                    .add(1, "other_name", "patched", "noprobe")
                    .add(7, "seven")
                    .add(13, "thirteen")
                    .addVariadic("_printk")
                    .addWithUnion("with_union")
                    .build();

    private static final String KALLSYMS =
            """
            ffffffff81000100 T vfs_read
            ffffffff81000200 T filename_unlinkat
            ffffffff81000300 T migrate_disable
            ffffffff81000400 T do_exit
            ffffffff81000500 T panic
            ffffffff81000600 t twice
            ffffffff81000700 t two_symbols
            ffffffff81000800 t two_symbols
            ffffffff81000900 t changed.constprop.0
            ffffffff81000a00 t changed.cold
            ffffffff81000b00 t quiet
            ffffffff81000c00 t other_name
            ffffffff81000c00 t listed_name
            ffffffff81000d00 T seven
            ffffffff81000e00 T thirteen
            ffffffff81000f00 T _printk
            ffffffff81001000 T with_union
            ffffffff81001100 T asm_entry
            ffffffff81001200 t lost.isra.0
            ffffffff81001300 T patched
            ffffffff81001400 T noprobe
            ffffffff82000000 T _sinittext
            ffffffff82000100 t setup
            ffffffff82001000 T _einittext
            ffffffffc0000000 t nobtf_run\t[nobtf]
            """;

    @TempDir private Path root;

    @BeforeEach
    void writeTheKernelsFiles() throws IOException {
        write("proc/kallsyms", KALLSYMS);
        write("proc/sys/kernel/osrelease", "6.1.0-test\n");
        write("proc/modules", "nobtf 1 0 - Live 0x0\n");
        write(
                FILTER,
                """
                vfs_read
                filename_unlinkat
                do_exit
                panic
                listed_name
                seven
                thirteen
                _printk
                with_union
                patched
                migrate_disable
                noprobe
                """);
        write("sys/kernel/debug/kprobes/blacklist", "0x1-0x2\tnoprobe\n");
        write("lib/modules/6.1.0-test/modules.dep", "kernel/fs/xfs/xfs.ko:\n");
        write("lib/modules/6.1.0-test/modules.builtin", "kernel/fs/ext4/ext4.ko\n");
        write("lib/modules/6.1.0-test/modules.symbols", "alias symbol:xfs_get xfs\n");
    }

    private void write(String file, String text) throws IOException {
        Path path = root.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    private Preflight preflight() {
        KernelTypes types = new KernelTypes(() -> BTF, List::of, (_, base) -> base);
        return new Preflight(new KernelFacts(new KernelFiles(root), types, "amd64"));
    }

    private Reason fentry(String target) {
        return preflight().check(target).fentry().reason();
    }

    private Reason kprobe(String target) {
        return preflight().check(target).kprobe().reason();
    }

    @Test
    void what_nothing_stands_against_is_traceable() {
        TargetReport report = preflight().check("vfs_read");

        assertThat(report.fentry().reason()).isEqualTo(Reason.TRACEABLE);
        assertThat(report.fexit()).isEqualTo(report.fentry());
        assertThat(report.kprobe().reason()).isEqualTo(Reason.TRACEABLE);
        assertThat(report.signature()).contains("int vfs_read(int a0, int a1)");
        assertThat(report.fentry().evidence()).isEmpty();
    }

    @Test
    void signatures_that_cannot_be_carried_name_the_rule() {
        Preflight preflight = preflight();
        assertThat(preflight.check("_printk").fentry().words()).contains("variable arguments");
        assertThat(preflight.check("thirteen").fentry().words()).contains("12 argument slots");
        assertThat(preflight.check("seven").fentry().words()).contains("carry 6 before Linux 6.6");
        assertThat(preflight.check("with_union").fentry().words()).contains("needs Linux 6.18");
        for (String name : List.of("_printk", "thirteen", "seven", "with_union")) {
            assertThat(preflight.check(name).fentry().reason()).isEqualTo(Reason.SIGNATURE);
            assertThat(preflight.check(name).kprobe().traceable()).isTrue();
        }
    }

    @Test
    void a_newer_release_carries_more() throws IOException {
        write("proc/sys/kernel/osrelease", "6.18.0\n");

        assertThat(fentry("seven")).isEqualTo(Reason.TRACEABLE);
        assertThat(fentry("with_union")).isEqualTo(Reason.TRACEABLE);
        assertThat(fentry("thirteen")).isEqualTo(Reason.SIGNATURE);
    }

    @Test
    void the_deny_list_and_noreturn_are_told_apart() {
        assertThat(fentry("migrate_disable")).isEqualTo(Reason.DENIED);
        for (String name : List.of("do_exit", "panic")) {
            TargetReport report = preflight().check(name);
            assertThat(report.fentry().traceable()).isTrue();
            assertThat(report.fexit().reason()).isEqualTo(Reason.NO_RETURN);
        }
    }

    @Test
    void several_types_or_several_symbols_are_ambiguous() {
        assertThat(fentry("twice")).isEqualTo(Reason.AMBIGUOUS);
        assertThat(fentry("two_symbols")).isEqualTo(Reason.AMBIGUOUS);
        assertThat(kprobe("two_symbols")).isEqualTo(Reason.AMBIGUOUS);
    }

    @Test
    void a_missing_symbol_is_told_from_a_changed_copy() {
        assertThat(fentry("no_code")).isEqualTo(Reason.NO_SYMBOL);
        TargetReport changed = preflight().check("changed");
        assertThat(changed.fentry().reason()).isEqualTo(Reason.ONLY_OPTIMIZED_COPIES);
        assertThat(changed.suggestions()).containsExactly("changed.constprop.0");
        assertThat(fentry("lost")).as("not in BTF either").isEqualTo(Reason.ONLY_OPTIMIZED_COPIES);
    }

    @Test
    void what_ftrace_does_not_list_is_not_patchable_unless_it_lists_another_name_of_it() {
        assertThat(fentry("quiet")).isEqualTo(Reason.NOT_PATCHABLE);
        assertThat(preflight().check("quiet").fentry().words()).contains("notrace");
        assertThat(preflight().check("setup").fentry().words()).contains("__init");
        assertThat(fentry("other_name")).isEqualTo(Reason.TRACEABLE);
    }

    @Test
    void lists_that_cannot_be_read_stand_against_nothing_and_are_said() throws IOException {
        Files.delete(root.resolve(FILTER));
        Files.delete(root.resolve("proc/kallsyms"));
        TargetReport report = preflight().check("quiet");

        assertThat(report.fentry().reason()).isEqualTo(Reason.TRACEABLE);
        assertThat(report.fentry().evidence())
                .containsExactly(
                        "kallsyms=does not exist", "available_filter_functions=does not exist");
    }

    @Test
    void the_kprobe_blacklist_stands_against_kprobes_only() {
        assertThat(fentry("noprobe")).isEqualTo(Reason.TRACEABLE);
        assertThat(kprobe("noprobe")).isEqualTo(Reason.BLACKLISTED);
    }

    @Test
    void what_btf_does_not_describe_is_left_to_kprobes() {
        assertThat(fentry("asm_entry")).isEqualTo(Reason.NOT_IN_BTF);
        assertThat(fentry("nobtf_run")).isEqualTo(Reason.NOT_IN_BTF);
        assertThat(preflight().check("nobtf_run").fentry().words()).contains("nobtf has no BTF");
        assertThat(preflight().check("nobtf_run").module()).contains("nobtf");
    }

    @Test
    void a_name_that_is_nowhere_gets_the_names_near_it_or_its_other_name() {
        TargetReport report = preflight().check("vfs_raed");
        assertThat(report.fentry().reason()).isEqualTo(Reason.NOT_FOUND);
        assertThat(report.suggestions()).first().isEqualTo("vfs_read");

        TargetReport renamed = preflight().check("do_unlinkat");
        assertThat(renamed.fentry().reason()).isEqualTo(Reason.RENAMED);
        assertThat(renamed.suggestions()).containsExactly("filename_unlinkat");
    }

    @Test
    void modules_that_are_not_loaded_are_named() {
        TargetReport named = preflight().check("xfs:xfs_open");
        assertThat(named.fentry().reason()).isEqualTo(Reason.MODULE_NOT_LOADED);
        assertThat(named.fentry().advice()).containsExactly("load it: modprobe xfs");
        assertThat(preflight().check("xfs_get").module()).contains("xfs");
        assertThat(fentry("xfs_get")).isEqualTo(Reason.MODULE_NOT_LOADED);
        assertThat(preflight().check("ext4:ext4_open").fentry().words()).contains("built into");
        assertThat(preflight().check("nobtf:vfs_read").suggestions()).containsExactly("vfs_read");
    }

    @Test
    void a_livepatch_stands_against_trampolines_before_6_0() throws IOException {
        Files.createDirectories(root.resolve("sys/kernel/livepatch/fix/vmlinux/patched,1"));
        assertThat(preflight().check("patched").fentry().evidence()).contains("livepatch=fix");

        write("proc/sys/kernel/osrelease", "5.15.0\n");
        assertThat(fentry("patched")).isEqualTo(Reason.LIVEPATCHED);
        assertThat(kprobe("patched")).isEqualTo(Reason.TRACEABLE);
    }

    @Test
    void without_btf_kprobes_are_still_judged() {
        KernelTypes none =
                new KernelTypes(
                        () -> {
                            throw new BtfException("no BTF here");
                        },
                        List::of,
                        (_, base) -> base);
        Preflight preflight = new Preflight(new KernelFacts(new KernelFiles(root), none, "amd64"));

        assertThat(preflight.check("vfs_read").fentry().reason()).isEqualTo(Reason.NO_KERNEL_BTF);
        assertThat(preflight.check("vfs_read").kprobe().traceable()).isTrue();
        assertThat(preflight.checkAll(List.of("vfs_*")).targets()).hasSize(1);
    }

    @Test
    void a_table_has_a_line_for_each_target() {
        PreflightReport report =
                preflight().checkAll(List.of("vfs_*", "vfs_read", "_printk", "twice", "none:*"));

        assertThat(report.toString().lines().map(line -> line.replaceAll(" +", " ")))
                .startsWith(
                        "TARGET FENTRY FEXIT KPROBE WHY NOT",
                        "vfs_read yes yes yes",
                        "_printk no no yes fentry, fexit: it has variable arguments")
                .hasSize(6);
        assertThat(report.traceable(Mechanism.FENTRY)).hasSize(1);
        assertThat(report.leftOut(Mechanism.FENTRY)).hasSize(3);
    }
}
