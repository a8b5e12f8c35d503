package io.fentry4j.internal.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostTest {

    @ParameterizedTest
    @CsvSource({
        "6.12.1, 5, 11, true",
        "5.11.0, 5, 11, true",
        "5.11, 5, 11, true",
        "5.10.0-28-amd64, 5, 11, false",
        "5.9.16, 5, 11, false",
        "6.1.0-rc1, 6, 2, false",
        "4.18.0-553.el8.x86_64, 5, 8, false",
        "10.0.1, 6, 12, true"
    })
    void compares_releases_by_number(String release, int major, int minor, boolean atLeast) {
        assertThat(Hosts.withRelease(release).atLeast(major, minor)).isEqualTo(atLeast);
    }

    @ParameterizedTest
    @ValueSource(strings = {"unknown", "", "6", "x.y"})
    void a_release_that_cannot_be_read_counts_as_new(String release) {
        assertThat(Hosts.withRelease(release).atLeast(5, 11)).isTrue();
    }

    @Test
    void needs_bpf_and_perfmon_or_sys_admin() {
        assertThat(Hosts.withCapabilities(0).missingCapabilities())
                .containsExactly("CAP_BPF", "CAP_PERFMON");
        assertThat(Hosts.withCapabilities(1L << 39).missingCapabilities())
                .containsExactly("CAP_PERFMON");
        assertThat(Hosts.withCapabilities(1L << 38).missingCapabilities())
                .containsExactly("CAP_BPF");
        assertThat(Hosts.withCapabilities(3L << 38).missingCapabilities()).isEmpty();
        assertThat(Hosts.withCapabilities(1L << 21).missingCapabilities()).isEmpty();
        assertThat(Hosts.withCapabilities(0x1ff_ffff_ffffL).missingCapabilities()).isEmpty();
    }

    @Test
    void examines_the_machine_it_runs_on() throws IOException {
        Host host = Host.examine();

        assertThat(host.release())
                .isEqualTo(Files.readString(Path.of("/proc/sys/kernel/osrelease")).trim())
                .isEqualTo(System.getProperty("os.version"));
        String capabilities = "CapEff:\t%016x".formatted(host.capabilities());
        assertThat(Path.of("/proc/thread-self/status")).content().contains(capabilities);
        assertThat(host.kernelBtf())
                .isEqualTo(Files.isReadable(Path.of("/sys/kernel/btf/vmlinux")));
        assertThat(host.lockdown()).isIn("none", "integrity", "confidentiality", "unknown");
        assertThat(host.securityModules()).isNotBlank();
    }

    @Test
    void a_file_that_cannot_be_read_is_unknown_and_no_failure() {
        Host nothing = new Host(path -> Optional.empty(), false);

        assertThat(nothing.release()).isEqualTo("unknown");
        assertThat(nothing.lockdown()).isEqualTo("unknown");
        assertThat(nothing.jit()).isEqualTo("unknown");
        assertThat(nothing.lockedMemory()).isEqualTo("unknown");
        assertThat(nothing.selinux()).isEqualTo("off");
        assertThat(nothing.seccomp()).isFalse();
        assertThat(nothing.tracefs()).isFalse();
        assertThat(nothing.initialUserNamespace()).isTrue();
        assertThat(nothing.tracersOf("f")).isEmpty();
    }
}
