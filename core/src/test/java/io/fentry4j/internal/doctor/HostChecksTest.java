package io.fentry4j.internal.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.fentry4j.PreemptionModel;
import io.fentry4j.doctor.Check;
import io.fentry4j.doctor.CheckName;
import io.fentry4j.doctor.CheckStatus;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostChecksTest {

    private final Patient patient = new Patient();

    private Check check(CheckName name) {
        return patient.examine().check(name);
    }

    @ParameterizedTest
    @CsvSource({
        "amd64, 6.12.1, OK",
        "amd64, 5.4.0-150-generic, FAILED",
        "aarch64, 6.4.0, OK",
        "aarch64, 6.1.0, FAILED",
        "riscv64, 6.12.0, WARNING"
    })
    void architecture_and_release_decide_together(String arch, String release, CheckStatus status) {
        patient.arch = arch;
        patient.host = Patient.host(release, Patient.ALL_CAPABILITIES, false, "none", true);
        Check check = check(CheckName.KERNEL);

        assertThat(check.status()).isEqualTo(status);
        assertThat(check.observed()).containsEntry("arch", arch).containsEntry("release", release);
    }

    @Test
    void btf_is_known_by_its_magic() {
        patient.btf = Optional.of(new HostFacts.BtfFile(12, 0x1234));
        Check check = check(CheckName.BTF_FILE);

        assertThat(check.status()).isEqualTo(CheckStatus.FAILED);
        assertThat(check.observed()).containsEntry("size", "12").containsEntry("magic", "0x1234");
    }

    @Test
    void a_jit_that_is_off_or_unreadable_is_said() {
        patient.jit = Optional.of("0");
        assertThat(check(CheckName.JIT).status()).isEqualTo(CheckStatus.WARNING);
        assertThat(check(CheckName.JIT).fix()).containsExactly("sysctl net.core.bpf_jit_enable=1");

        patient.jit = Optional.empty();
        assertThat(check(CheckName.JIT).status()).isEqualTo(CheckStatus.UNKNOWN);
    }

    @ParameterizedTest
    @CsvSource({
        "0, this process lacks CAP_BPF and CAP_PERFMON",
        "8000000000, this process lacks CAP_PERFMON",
        "4000000000, this process lacks CAP_BPF",
        "c000000000, ",
        "200000, "
    })
    void the_missing_capabilities_are_named(String effective, String cause) {
        patient.host = Patient.host(Long.parseLong(effective, 16), false, "none", true);
        Check check = check(CheckName.CAPABILITIES);

        assertThat(check.cause()).isEqualTo(Optional.ofNullable(cause));
        assertThat(check.observed())
                .containsEntry("CapEff", effective)
                .containsEntry("kernel.unprivileged_bpf_disabled", "2");
    }

    @ParameterizedTest
    @CsvSource({
        "none, OK",
        "integrity, OK",
        "confidentiality, WARNING",
        "unknown, UNKNOWN",
    })
    void lockdown_modes_differ(String mode, CheckStatus status) {
        patient.host = Patient.host(Patient.ALL_CAPABILITIES, false, mode, true);
        assertThat(check(CheckName.LOCKDOWN).status()).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({
        "COOPERATIVE, OK",
        "LAZY, WARNING",
        "FULL, WARNING",
        "REAL_TIME, WARNING",
        "UNKNOWN, UNKNOWN"
    })
    void a_kernel_that_preempts_programs_can_miss_calls(PreemptionModel model, CheckStatus status) {
        patient.preemption = model;

        assertThat(check(CheckName.PREEMPTION).status()).isEqualTo(status);
        assertThat(patient.examine().verdict().toString().contains("can be missed"))
                .isEqualTo(status == CheckStatus.WARNING);
    }

    @Test
    void under_lockdown_nobody_is_sent_to_mount_debugfs() {
        patient.preemption = PreemptionModel.UNKNOWN;
        assertThat(check(CheckName.PREEMPTION).fix()).hasSize(1);

        patient.host = Patient.host(Patient.ALL_CAPABILITIES, false, "integrity", true);
        assertThat(check(CheckName.PREEMPTION).fix()).isEmpty();
    }
}
