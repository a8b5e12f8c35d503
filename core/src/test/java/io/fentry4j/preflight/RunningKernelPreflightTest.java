package io.fentry4j.preflight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fentry4j.btf.Btf;
import io.fentry4j.btf.FunctionIndex;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The preflight on the kernel that runs the test, with whatever privileges there are.
@Timeout(60)
class RunningKernelPreflightTest {

    @BeforeEach
    void needsBtf() {
        assumeTrue(
                Files.isReadable(Path.of("/sys/kernel/btf/vmlinux")),
                "this kernel shows no BTF of its own");
    }

    @Test
    void the_function_that_deletes_files_is_traceable_and_its_misspelling_is_not() {
        Preflight preflight = Preflight.ofRunningKernel();

        assertThat(preflight.check("vfs_unlink").traceable(Mechanism.FENTRY)).isTrue();
        assertThat(preflight.check("vfs_unlnik").suggestions()).first().isEqualTo("vfs_unlink");
    }

    /// One second on an idle machine with a cold JVM; the limit is for a busy one.
    @Test
    @Timeout(value = 15, unit = TimeUnit.SECONDS)
    void five_thousand_names_are_checked_at_once() {
        List<String> names = FunctionIndex.of(Btf.vmlinux()).matching("*");
        List<String> some =
                new Random(1)
                        .ints(0, names.size())
                        .distinct()
                        .limit(5_000)
                        .mapToObj(names::get)
                        .toList();
        PreflightReport report = Preflight.ofRunningKernel().checkAll(some);

        assertThat(report.targets()).hasSize(5_000);
        assertThat(report.traceable(Mechanism.FENTRY)).hasSizeGreaterThan(2_500);
        assertThat(report.targets()).allMatch(target -> target.function().isPresent());
    }
}
