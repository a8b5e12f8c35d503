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
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;

/// What the doctor says under lockdown, which a kernel can be put under and not get out of again:
/// so these tests have a tag, and a boot, of their own: `kernel-tests/run 6.12 --
/// --include-tag=lockdown --include-classname='.*DoctorLockdownTest'`.
@Tag("lockdown")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(300)
class DoctorLockdownTest {

    private static final Path LOCKDOWN = Path.of("/sys/kernel/security/lockdown");

    private static DoctorReport examineUnder(String mode) throws IOException {
        if (!Files.readString(LOCKDOWN).contains("[" + mode + "]")) {
            Files.writeString(LOCKDOWN, mode);
        }
        return Doctor.examine("do_unlinkat");
    }

    @Test
    @Order(1)
    void integrity_takes_nothing_away() throws IOException {
        DoctorReport report = examineUnder("integrity");

        assertThat(report.check(CheckName.LOCKDOWN).observed())
                .containsEntry("lockdown", "integrity");
        assertThat(report.checks())
                .as(report.toString())
                .filteredOn(check -> check.name() != CheckName.PREEMPTION)
                .allMatch(Check::isOk);
        assertThat(report.verdict().toString()).startsWith("fentry works on do_unlinkat");
    }

    @Test
    @Order(2)
    void confidentiality_takes_memory_reads_and_kprobes_and_leaves_fentry() throws IOException {
        DoctorReport report = examineUnder("confidentiality");

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
