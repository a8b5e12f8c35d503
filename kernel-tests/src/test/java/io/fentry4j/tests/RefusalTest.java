package io.fentry4j.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What a person sees when something that the probe needs is not there.
@Tag("kernel")
@Timeout(120)
class RefusalTest {

    @TempDir private Path folder;

    private CommandLine fails(String... command) throws Exception {
        CommandLine run = CommandLine.start(folder, List.of(command));
        assertThat(run.exitStatus()).as(run.err()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).doesNotContain("\tat ").doesNotContainPattern("(?m)^libbpf:");
        return run;
    }

    @Test
    void without_root_the_missing_capabilities_are_named() throws Exception {
        CommandLine run =
                fails(
                        "setpriv",
                        "--reuid=65534",
                        "--regid=65534",
                        "--clear-groups",
                        "--inh-caps=-all",
                        readableCopy().resolve("bin/fentry4j").toString(),
                        "unlink");

        assertThat(run.err()).contains("lacks CAP_BPF and CAP_PERFMON").contains("--cap-add");
    }

    @Test
    void with_one_capability_the_other_one_is_named() throws Exception {
        CommandLine run =
                fails(
                        "setpriv",
                        "--bounding-set=-all,+bpf",
                        "--inh-caps=-all",
                        CommandLine.launcher(),
                        "unlink");

        assertThat(run.err()).contains("lacks CAP_PERFMON").doesNotContain("lacks CAP_BPF");
    }

    @Test
    void without_the_kernels_btf_that_is_said() throws Exception {
        CommandLine run =
                fails(
                        "unshare",
                        "--mount",
                        "sh",
                        "-c",
                        "mount -t tmpfs none /sys/kernel/btf && exec \"$0\" unlink",
                        CommandLine.launcher());

        assertThat(run.err()).contains("shows no BTF").contains("CONFIG_DEBUG_INFO_BTF");
    }

    @Test
    void without_libbpf_the_package_is_named() throws Exception {
        CommandLine run =
                fails(
                        "env",
                        "FENTRY4J_JAVA_OPTS=-Dio.fentry4j.libbpf=/nowhere/libbpf.so.1",
                        CommandLine.launcher(),
                        "unlink");

        assertThat(run.err()).contains("/nowhere/libbpf.so.1").contains("apt install libbpf1");
    }

    /// The checkout may be in a folder that only root can enter.
    private Path readableCopy() throws IOException, InterruptedException {
        Path copy = Files.createDirectories(Path.of("/run/fentry4j-" + System.nanoTime()));
        run("cp", "-r", CommandLine.project() + "/bin", copy.toString());
        Files.createDirectories(copy.resolve("examples"));
        run("cp", "-r", CommandLine.project() + "/examples/target", copy + "/examples/target");
        run("chmod", "-R", "a+rX", copy.toString());
        return copy;
    }

    private static void run(String... command) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
    }
}
