package io.fentry4j.internal.kernel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The lists of the kernel, read from a folder that looks like `/`.
class KernelListsTest {

    private static final Optional<String> KERNEL = Optional.empty();

    @TempDir private Path root;

    private void write(String file, String text) throws IOException {
        Path path = root.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    private KernelFiles files() {
        return new KernelFiles(root);
    }

    @Test
    void functions_are_listed_by_name_and_module() throws IOException {
        write(
                "sys/kernel/tracing/available_filter_functions",
                "vfs_read\novl_statfs [overlay]\n__ftrace_invalid_address___496\n\n");
        FunctionList list = FunctionList.ofNames(files().availableFilterFunctions());

        assertThat(list.readable()).isTrue();
        assertThat(list.contains("vfs_read", KERNEL)).isTrue();
        assertThat(list.contains("ovl_statfs", Optional.of("overlay"))).isTrue();
        assertThat(list.contains("ovl_statfs", KERNEL)).isFalse();
        assertThat(list.state()).isEqualTo("3 functions");
    }

    @Test
    void a_list_that_is_not_there_is_not_an_empty_one() {
        FunctionList list = FunctionList.ofNames(files().availableFilterFunctions());

        assertThat(list.readable()).isFalse();
        assertThat(list.state()).isEqualTo("does not exist");
    }

    @Test
    void the_older_mount_point_of_tracefs_is_found() throws IOException {
        write("sys/kernel/debug/tracing/enabled_functions", "vfs_read (1) R   D  \ttramp: x\n");

        assertThat(FunctionList.ofNames(files().enabledFunctions()).details("vfs_read", KERNEL))
                .contains("(1) R   D  \ttramp: x");
    }

    @Test
    void the_kprobe_blacklist_has_ranges_before_the_names() throws IOException {
        write(
                "sys/kernel/debug/kprobes/blacklist",
                "0xffffffff81c00990-0xffffffff81c009b0\tasm_exc_divide_error\nno tab\n\t\n");
        FunctionList list = FunctionList.ofRanges(files().kprobeBlacklist());

        assertThat(list.contains("asm_exc_divide_error", KERNEL)).isTrue();
        assertThat(list.contains("no", KERNEL)).isFalse();
    }

    @Test
    void a_line_without_an_end_is_skipped() {
        FunctionList list =
                FunctionList.ofNames(
                        KernelText.of(("x".repeat(1 << 20) + "\ny\n").getBytes(UTF_8)));

        assertThat(list.state()).isEqualTo("1 functions");
    }

    @Test
    void modules_are_loaded_built_in_or_files() throws IOException {
        write("proc/sys/kernel/osrelease", "6.12.1-test\n");
        write("proc/modules", "overlay 208896 1 - Live 0x0000000000000000\n");
        write("lib/modules/6.12.1-test/modules.dep", "kernel/fs/xfs/xfs.ko.xz: kernel/lib/a.ko\n");
        write("lib/modules/6.12.1-test/modules.builtin", "kernel/fs/ext4/ext4.ko\n");
        write(
                "lib/modules/6.12.1-test/modules.symbols",
                "# comment\nalias symbol:nft_do_chain nf_tables\nalias x\n");
        ModuleList modules = ModuleList.read(files());

        assertThat(modules.isLoaded("overlay")).isTrue();
        assertThat(modules.isLoaded("xfs")).isFalse();
        assertThat(modules.hasFile("xfs")).isTrue();
        assertThat(modules.isBuiltIn("ext4")).isTrue();
        assertThat(modules.exporter("nft_do_chain")).contains("nf_tables");
        assertThat(ModuleList.kernelName("nf-tables")).isEqualTo("nf_tables");
    }

    @Test
    void a_release_is_never_a_path_out_of_its_folder() throws IOException {
        write("proc/sys/kernel/osrelease", "../../etc\n");

        assertThat(files().release().text()).isEqualTo("unknown");
    }

    @Test
    void livepatches_are_found_by_function_and_object() throws IOException {
        Files.createDirectories(
                root.resolve("sys/kernel/livepatch/fix1/vmlinux/cmdline_proc_show,1"));
        Files.createDirectories(root.resolve("sys/kernel/livepatch/fix1/xfs/xfs_open,1"));
        write("sys/kernel/livepatch/fix1/enabled", "1\n");
        Livepatches patches = Livepatches.read(files().livepatches());

        assertThat(patches.of("cmdline_proc_show", KERNEL)).contains("fix1");
        assertThat(patches.of("xfs_open", Optional.of("xfs"))).contains("fix1");
        assertThat(patches.of("xfs_open", KERNEL)).isEmpty();
    }

    @Test
    void releases_are_compared_by_number() {
        assertThat(new Release("6.12.117+deb12-amd64").atLeast(6, 9)).isTrue();
        assertThat(new Release("5.10.0").atLeast(6, 0)).isFalse();
        assertThat(new Release("6.1-rc1").atLeast(6, 1)).isTrue();
        assertThat(new Release("unknown").atLeast(6, 1)).isTrue();
        assertThat(new Release("99999999999.1").atLeast(6, 1)).isTrue();
    }
}
