package io.fentry4j.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.testing.compile.Compilation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the user sees when the machine lacks something, or clang misbehaves.
class ToolChainTest {

    @TempDir Path directory;

    /// A clang that tells its version and else does what the script says.
    private String clang(String script) throws IOException {
        Path file = directory.resolve("clang");
        Files.writeString(
                file,
                """
                #!/bin/sh
                if [ "$1" = --version ]; then echo 'clang version 19.0.0'; exit; fi
                %s
                """
                        .formatted(script));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
        return "-Afentry4j.clang=" + file;
    }

    private static String onlyError(Compilation compilation) {
        assertThat(compilation.errors()).hasSize(1);
        return compilation.errors().getFirst().getMessage(Locale.ROOT);
    }

    private static String compile(String... options) {
        return onlyError(Sources.compile(List.of(options), Sources.unlink("")));
    }

    @Test
    void a_missing_clang_is_said_once_for_all_types() {
        var compilation =
                Sources.compile(
                        List.of("-Afentry4j.clang=/nowhere/clang"),
                        Sources.type("A", "#include \"fentry4j.h\"" + Sources.PROGRAM),
                        Sources.type("B", "#include \"fentry4j.h\"" + Sources.PROGRAM));
        assertThat(onlyError(compilation)).startsWith("[ClangMissing] ");
    }

    @Test
    void a_clang_that_hangs_is_stopped_with_its_children() throws Exception {
        Path pid = directory.resolve("pid");
        long start = System.nanoTime();
        String error =
                compile(
                        clang("sleep 1000 & echo $! > " + pid + "; wait"),
                        "-Afentry4j.clang.timeout=1");
        assertThat(error)
                .startsWith("[ClangTimeout] compile Unlink: " + directory + "/clang (version 19)")
                .contains("did not end within 1 s and was stopped");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(30));
        long child = Long.parseLong(Files.readString(pid).strip());
        while (isRunning(child)) {
            Thread.onSpinWait();
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .as("the time until the child of clang ended")
                    .isLessThan(Duration.ofSeconds(30));
        }
    }

    /// Whether a process runs; one that ended and that nobody waited for does not.
    private static boolean isRunning(long pid) {
        try {
            return !Files.readString(Path.of("/proc/" + pid + "/stat")).contains(") Z ");
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void a_clang_that_crashes_is_quoted() throws Exception {
        assertThat(compile(clang("echo 'Stack dump:' >&2; echo '0. parser' >&2; kill -SEGV $$")))
                .startsWith(
                        "[ClangFailed] compile Unlink: "
                                + directory
                                + "/clang (version 19) ended with exit code 139 and named no error")
                .contains("Stack dump:", "0. parser");
    }

    @Test
    void a_clang_that_writes_nothing_is_reported() throws Exception {
        assertThat(compile(clang("exit 0"))).startsWith("[ClangFailed] ");
    }

    @Test
    void an_object_that_is_none_ends_in_a_message_and_not_in_an_exception() throws Exception {
        assertThat(compile(clang("echo garbage > program.bpf.o"))).startsWith("[Internal] ");
    }

    @Test
    void a_clang_without_the_bpf_target_is_named() throws Exception {
        assertThat(
                        compile(
                                clang(
                                        "echo \"error: unable to create target: 'No available"
                                                + " targets'\" >&2; exit 1")))
                .startsWith("[ClangWithoutBpf] clang cannot compile for BPF: it says 'unable to");
    }

    @Test
    void missing_libbpf_headers_are_said_once_with_the_packages() throws Exception {
        String missing =
                """
                cat >&2 <<END
                In file included from program.bpf.c:4:
                include/fentry4j.h:19:10: fatal error: 'bpf/bpf_helpers.h' file not found
                1 error generated.
                END
                exit 1\
                """;
        var compilation =
                Sources.compile(
                        List.of(clang(missing)),
                        Sources.type("A", "#include \"fentry4j.h\"" + Sources.PROGRAM),
                        Sources.type("B", "#include \"fentry4j.h\"" + Sources.PROGRAM));
        assertThat(onlyError(compilation))
                .isEqualTo(
                        "[LibbpfHeadersMissing] the header <bpf/bpf_helpers.h> of libbpf was not found"
                                + " by clang. Install libbpf's development files (apt-get install"
                                + " libbpf-dev, dnf install libbpf-devel)");
        assertThat(compilation.errors().getFirst().getLineNumber()).isEqualTo(8);
    }

    @Test
    void missing_kernel_headers_are_said_with_the_packages() throws Exception {
        assertThat(
                        compile(
                                clang(
                                        "echo \"/usr/include/linux/types.h:5:10: fatal error:"
                                                + " 'asm/types.h' file not found\" >&2; exit 1")))
                .startsWith("[KernelHeadersMissing] the kernel header <asm/types.h> was not found");
    }

    @Test
    void options_of_no_use_are_refused() {
        assertThat(compile("-Afentry4j.clang.timeout=soon"))
                .isEqualTo(
                        "[BadOption] the processor option -Afentry4j.clang.timeout has the value"
                                + " \"soon\"; give a whole number of seconds, such as 60");
        assertThat(compile("-Afentry4j.arch=vax"))
                .isEqualTo(
                        "[BadOption] the processor option -Afentry4j.arch has the value \"vax\"; give"
                                + " x86 or arm64, the machine that the programs are for");
    }

    @Test
    void a_kernel_that_cannot_be_read_is_named() {
        assertThat(compile("-Afentry4j.vmlinux=/nowhere/vmlinux"))
                .startsWith(
                        "[VmlinuxUnreadable] write vmlinux.h from the BTF of /nowhere/vmlinux: there"
                                + " is no such file");
    }

    @Test
    void nothing_is_left_in_the_temporary_directory() throws Exception {
        String before = temporaryDirectories();
        compile(clang("exit 3"));
        assertThat(Sources.compile(Sources.unlink("")).diagnostics()).isEmpty();
        assertThat(temporaryDirectories()).isEqualTo(before);
    }

    private static String temporaryDirectories() throws IOException {
        try (var files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.map(Path::getFileName)
                    .map(Path::toString)
                    .filter(name -> name.startsWith("fentry4j-"))
                    .sorted()
                    .toList()
                    .toString();
        }
    }
}
