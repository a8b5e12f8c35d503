package io.fentry4j.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.fentry4j.doctor.Check;
import io.fentry4j.doctor.CheckName;
import io.fentry4j.doctor.CheckStatus;
import io.fentry4j.doctor.Doctor;
import io.fentry4j.doctor.DoctorReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What the doctor says under lockdown: `kernel-tests/lockdown` boots a kernel for each mode.
@Timeout(300)
class DoctorLockdownTest {

    private static DoctorReport examine(String mode) throws IOException {
        assertThat(Files.readString(Path.of("/sys/kernel/security/lockdown")))
                .contains("[" + mode + "]");
        return Doctor.examine("do_unlinkat");
    }

    @Test
    @Tag("integrity")
    void integrity_takes_nothing_away() throws IOException {
        DoctorReport report = examine("integrity");

        assertThat(report.check(CheckName.LOCKDOWN).observed())
                .containsEntry("lockdown", "integrity");
        assertThat(report.checks())
                .as(report.toString())
                .filteredOn(check -> check.name() != CheckName.PREEMPTION)
                .allMatch(Check::isOk);
        assertThat(report.verdict().toString()).startsWith("fentry works on do_unlinkat");
    }

    @Test
    @Tag("confidentiality")
    void confidentiality_takes_memory_reads_and_kprobes_and_leaves_fentry() throws IOException {
        DoctorReport report = examine("confidentiality");

        assertThat(report.check(CheckName.LOCKDOWN).status()).isEqualTo(CheckStatus.WARNING);
        assertThat(report.check(CheckName.PATCHABLE_ENTRY).status()).isEqualTo(CheckStatus.UNKNOWN);
        assertThat(report.check(CheckName.FENTRY_ATTACH).isOk()).isTrue();
        assertThat(report.check(CheckName.FEXIT_ATTACH).isOk()).isTrue();
        assertThat(report.check(CheckName.SELF_TEST).isOk()).isTrue();
        assertThat(report.check(CheckName.KERNEL_MEMORY).followsFrom())
                .contains(CheckName.LOCKDOWN);
        assertThat(report.check(CheckName.KPROBE_ATTACH).followsFrom())
                .contains(CheckName.LOCKDOWN);
        assertThat(report.verdict().toString())
                .startsWith(
                        "fentry works on do_unlinkat, but not for programs that read kernel memory,"
                                + " because lockdown=confidentiality forbids")
                .contains("; do: boot with lockdown=integrity");
    }
}
