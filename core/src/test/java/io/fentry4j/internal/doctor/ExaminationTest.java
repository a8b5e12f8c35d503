package io.fentry4j.internal.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.fentry4j.Errno;
import io.fentry4j.doctor.Check;
import io.fentry4j.doctor.CheckName;
import io.fentry4j.doctor.CheckStatus;
import io.fentry4j.doctor.DoctorReport;
import io.fentry4j.doctor.Verdict.Outcome;
import io.fentry4j.failure.BpfException;
import io.fentry4j.failure.Failure;
import io.fentry4j.failure.KernelException;
import io.fentry4j.failure.PermissionException;
import io.fentry4j.failure.PolicyException;
import io.fentry4j.failure.TargetNotTraceableException;
import io.fentry4j.failure.VerifierException;
import io.fentry4j.preflight.Reason;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What the doctor makes of what it is told.
class ExaminationTest {

    private final BpfException noCapability =
            new PermissionException(
                    Failure.of("load", "this process lacks CAP_BPF")
                            .errno(Errno.EPERM)
                            .advise("run as root"));

    private final BpfException policy =
            new PolicyException(
                    Failure.of("load", "the kernel refuses by a policy of its own")
                            .errno(Errno.EPERM)
                            .observe("lockdown", "none")
                            .advise("ask whoever provides this kernel"));

    private final BpfException noKprobes =
            new KernelException(Failure.of("attach", "this kernel has no kprobes"));

    private final Patient patient = new Patient();

    private static void assertFollows(Check check, CheckName earlier) {
        assertThat(check.followsFrom()).as(check.toString()).contains(earlier);
        assertThat(check.fix()).as("its fix is where it follows from").isEmpty();
        assertThat(check.cause()).isPresent();
    }

    @Test
    void a_machine_that_is_well_has_every_check_once_and_in_order() {
        DoctorReport report = patient.examine();

        assertThat(report.checks()).extracting(Check::name).containsExactly(CheckName.values());
        assertThat(report.checks()).allMatch(Check::isOk);
        assertThat(report.verdict()).hasToString("fentry works on do_unlinkat");
        assertThat(report.fentryWorks()).isTrue();
    }

    @Test
    void what_a_missing_capability_refuses_follows_from_it() {
        patient.host = Patient.host(0, false, "none", true);
        patient.fentry = Attempt.notLoaded(noCapability);
        patient.fexit = Attempt.notLoaded(noCapability);
        patient.kprobe = Attempt.notLoaded(noCapability);
        DoctorReport report = patient.examine();

        Check capabilities = report.check(CheckName.CAPABILITIES);
        assertThat(capabilities.status()).isEqualTo(CheckStatus.FAILED);
        assertThat(capabilities.cause()).contains("this process lacks CAP_BPF and CAP_PERFMON");
        assertFollows(report.check(CheckName.FENTRY_LOAD), CheckName.CAPABILITIES);
        assertFollows(report.check(CheckName.FEXIT_LOAD), CheckName.CAPABILITIES);
        assertFollows(report.check(CheckName.KPROBE_LOAD), CheckName.CAPABILITIES);
        assertFollows(report.check(CheckName.FENTRY_ATTACH), CheckName.FENTRY_LOAD);
        assertFollows(report.check(CheckName.SELF_TEST), CheckName.FENTRY_ATTACH);
        assertThat(report.verdict().toString())
                .startsWith(
                        "neither fentry nor a kprobe works on do_unlinkat, because this process"
                                + " lacks CAP_BPF and CAP_PERFMON; do: run as root; or ");
    }

    @Test
    void a_policy_that_nothing_foretold_is_the_cause_itself_and_fexit_follows_from_it() {
        patient.fentry = Attempt.notLoaded(policy);
        patient.fexit = Attempt.notLoaded(policy);
        patient.kprobe = Attempt.notAttached(noKprobes);
        DoctorReport report = patient.examine();

        Check load = report.check(CheckName.FENTRY_LOAD);
        assertThat(load.followsFrom()).isEmpty();
        assertThat(load.observed())
                .containsEntry("errno", "EPERM")
                .containsEntry("lockdown", "none");
        assertThat(load.fix()).containsExactly("ask whoever provides this kernel");
        assertFollows(report.check(CheckName.FEXIT_LOAD), CheckName.FENTRY_LOAD);
        assertThat(report.verdict())
                .hasToString(
                        "neither fentry nor a kprobe works on do_unlinkat, because fentry: the"
                                + " kernel refuses by a policy of its own; kprobe: this kernel has"
                                + " no kprobes; do: ask whoever provides this kernel");
    }

    @Test
    void a_policy_is_blamed_on_the_user_namespace_before_the_seccomp_filter() {
        patient.fentry = Attempt.notLoaded(policy);
        patient.host = Patient.host(Patient.ALL_CAPABILITIES, true, "none", false);
        assertFollows(patient.examine().check(CheckName.FENTRY_LOAD), CheckName.USER_NAMESPACE);

        patient.host = Patient.host(Patient.ALL_CAPABILITIES, true, "none", true);
        assertFollows(patient.examine().check(CheckName.FENTRY_LOAD), CheckName.SECCOMP);
        assertThat(patient.examine().verdict())
                .hasToString(
                        "use a kprobe on do_unlinkat, because a filter of system calls is active,"
                                + " and may forbid bpf; do: allow bpf and perf_event_open in the"
                                + " container's seccomp profile");
    }

    @Test
    void a_seccomp_filter_that_lets_fentry_pass_is_no_warning() {
        patient.host = Patient.host(Patient.ALL_CAPABILITIES, true, "none", true);
        DoctorReport report = patient.examine();

        assertThat(report.check(CheckName.SECCOMP).status()).isEqualTo(CheckStatus.OK);
        assertThat(report.check(CheckName.SECCOMP).observed().get("filter")).startsWith("on");
    }

    @Test
    void lockdown_limits_fentry_and_forbids_kprobes() {
        patient.host = Patient.host(Patient.ALL_CAPABILITIES, false, "confidentiality", true);
        patient.memory = Attempt.notLoaded(policy);
        patient.kprobe = Attempt.notAttached(policy);
        DoctorReport report = patient.examine();

        assertFollows(report.check(CheckName.KERNEL_MEMORY), CheckName.LOCKDOWN);
        assertFollows(report.check(CheckName.KPROBE_ATTACH), CheckName.LOCKDOWN);
        assertThat(report.verdict().outcome()).isEqualTo(Outcome.FENTRY);
        assertThat(report.verdict().toString())
                .startsWith(
                        "fentry works on do_unlinkat, but not for programs that read kernel memory,"
                                + " because lockdown=confidentiality forbids programs to read kernel"
                                + " memory, and kprobes and tracefs; do: boot with"
                                + " lockdown=integrity");
    }

    @Test
    void without_btf_programs_are_not_tried_and_a_kprobe_is_advised() {
        patient.btf = Optional.empty();
        patient.target = Patient.target("do_unlinkat", Reason.NO_KERNEL_BTF, Optional.empty());
        DoctorReport report = patient.examine();

        assertThat(report.check(CheckName.BTF_FILE).status()).isEqualTo(CheckStatus.FAILED);
        assertFollows(report.check(CheckName.FUNCTION), CheckName.BTF_FILE);
        assertFollows(report.check(CheckName.FENTRY_LOAD), CheckName.BTF_FILE);
        assertThat(report.verdict().toString())
                .startsWith("use a kprobe on do_unlinkat, because the running kernel shows no BTF");
    }

    @Test
    void without_libbpf_everything_else_is_reported() {
        patient.libbpf = false;
        DoctorReport report = patient.examine();

        assertThat(report.check(CheckName.LIBBPF).status()).isEqualTo(CheckStatus.FAILED);
        assertThat(report.check(CheckName.LIBBPF).fix()).containsExactly("apt install libbpf1");
        assertThat(report.check(CheckName.FUNCTION).isOk()).isTrue();
        assertFollows(report.check(CheckName.FENTRY_LOAD), CheckName.LIBBPF);
        assertFollows(report.check(CheckName.KPROBE_LOAD), CheckName.LIBBPF);
        assertThat(report.verdict())
                .hasToString(
                        "neither fentry nor a kprobe works on do_unlinkat, because the library was"
                                + " not found; do: apt install libbpf1");
    }

    @Test
    void a_function_that_is_not_there_has_the_preflights_advice() {
        patient.target = Patient.target("do_unlinkta", Reason.NOT_FOUND, Optional.empty());
        DoctorReport report = patient.examine("do_unlinkta");

        assertThat(report.check(CheckName.FUNCTION).fix()).containsExactly("trace a caller of it");
        assertFollows(report.check(CheckName.SYMBOL), CheckName.FUNCTION);
        assertFollows(report.check(CheckName.FENTRY_LOAD), CheckName.FUNCTION);
        assertThat(report.verdict())
                .hasToString(
                        "neither fentry nor a kprobe works on do_unlinkta, because the kernel has"
                                + " no function of this name; do: trace a caller of it");
    }

    @Test
    void a_renamed_function_is_examined_under_its_new_name() {
        DoctorReport report = patient.examine("old_name");

        assertThat(report.function()).isEqualTo("old_name");
        assertThat(report.check(CheckName.FUNCTION).isOk()).isTrue();
        assertThat(report.check(CheckName.FUNCTION).observed())
                .containsEntry("asked for", "old_name")
                .containsEntry("in BTF", "do_unlinkat");
        assertThat(report.verdict()).hasToString("fentry works on do_unlinkat");
    }

    @Test
    void a_type_without_code_is_told_from_a_missing_function() {
        patient.target =
                Patient.target("do_unlinkat", Reason.NO_SYMBOL, Optional.of(Patient.function()));
        patient.fentry = Patient.notTraceable();
        DoctorReport report = patient.examine();

        assertThat(report.check(CheckName.FUNCTION).isOk()).isTrue();
        assertThat(report.check(CheckName.SYMBOL).status()).isEqualTo(CheckStatus.FAILED);
        assertFollows(report.check(CheckName.FENTRY_ATTACH), CheckName.SYMBOL);
        assertFollows(report.check(CheckName.KPROBE_LOAD), CheckName.SYMBOL);
    }

    @Test
    void a_changed_copy_that_takes_it_is_where_the_kprobe_goes() {
        patient.target =
                Patient.target(
                        "helper",
                        Reason.ONLY_OPTIMIZED_COPIES,
                        Optional.empty(),
                        "helpers",
                        "helper.isra.0",
                        "helper.constprop.0");
        patient.kprobeNeeds = "constprop";
        DoctorReport report = patient.examine("helper");

        assertThat(report.check(CheckName.KPROBE_ATTACH).observed())
                .containsEntry("target", "helper.constprop.0");
        assertThat(report.verdict().toString())
                .startsWith("use a kprobe on helper.constprop.0, because only copies");
    }

    @Test
    void a_kprobe_that_no_copy_takes_is_not_advised() {
        patient.target =
                Patient.target(
                        "helper", Reason.ONLY_OPTIMIZED_COPIES, Optional.empty(), "helper.isra.0");
        patient.kprobe = Patient.notTraceable();
        DoctorReport report = patient.examine("helper");

        assertThat(report.check(CheckName.KPROBE_ATTACH).followsFrom()).isEmpty();
        assertThat(report.verdict())
                .hasToString(
                        "neither fentry nor a kprobe works on helper, because fentry: only copies of"
                                + " it exist that the compiler has changed; kprobe: no probe can be"
                                + " put there; do: trace a caller of it");
    }

    @Test
    void what_the_verifier_says_nothing_about_follows_from_the_signature() {
        patient.target =
                Patient.target("do_unlinkat", Reason.DENIED, Optional.of(Patient.function()));
        patient.fentry =
                Attempt.notLoaded(
                        new VerifierException(
                                Failure.of("load", "the verifier gave no reason")
                                        .errno(Errno.EINVAL),
                                "p",
                                "",
                                "",
                                Optional.empty()));
        DoctorReport report = patient.examine();

        assertFollows(report.check(CheckName.FENTRY_LOAD), CheckName.SIGNATURE);
        assertThat(report.verdict().toString())
                .startsWith("use a kprobe on do_unlinkat, because the kernel does not let it be");
    }

    @Test
    void an_entry_that_cannot_be_patched_takes_no_program_at_all() {
        patient.target =
                Patient.target(
                        "do_unlinkat", Reason.NOT_PATCHABLE, Optional.of(Patient.function()));
        patient.fentry = Patient.notTraceable();
        patient.fexit = Patient.notTraceable();
        patient.kprobe = Patient.notTraceable();
        DoctorReport report = patient.examine();

        assertFollows(report.check(CheckName.FENTRY_ATTACH), CheckName.PATCHABLE_ENTRY);
        assertFollows(report.check(CheckName.KPROBE_ATTACH), CheckName.PATCHABLE_ENTRY);
        assertThat(report.verdict())
                .hasToString(
                        "neither fentry nor a kprobe works on do_unlinkat, because its entry cannot"
                                + " be patched; do: trace a caller of it");
    }

    @Test
    void a_list_that_cannot_be_read_is_unknown_and_stands_against_nothing() {
        patient.filterFunctions = false;
        DoctorReport report = patient.examine();

        assertThat(report.check(CheckName.PATCHABLE_ENTRY).status()).isEqualTo(CheckStatus.UNKNOWN);
        assertThat(report.fentryWorks()).isTrue();
    }

    @Test
    void fexit_alone_can_fail() {
        patient.fexit =
                Attempt.notLoaded(
                        new TargetNotTraceableException(
                                Failure.of("load", "it never returns").advise("use fentry")));
        DoctorReport report = patient.examine();

        assertThat(report.check(CheckName.FEXIT_LOAD).fix()).containsExactly("use fentry");
        assertThat(report.verdict())
                .hasToString(
                        "fentry works on do_unlinkat, but fexit does not, because it never returns;"
                                + " do: use fentry");
    }

    @Test
    void attached_but_silent_is_not_working() {
        patient.sighting = new Probes.Sighting(Optional.empty(), 3, 0, 0, 5);
        DoctorReport report = patient.examine();

        Check test = report.check(CheckName.SELF_TEST);
        assertThat(test.status()).isEqualTo(CheckStatus.FAILED);
        assertThat(test.observed()).containsEntry("recursion misses", "5");
        assertThat(report.verdict().outcome()).isEqualTo(Outcome.KPROBE);
    }

    @Test
    void a_self_test_that_cannot_be_made_says_why_and_changes_nothing() {
        patient.sighting = new Probes.Sighting(Optional.of("no space"), 0, 0, 0, 0);
        assertThat(patient.examine().check(CheckName.SELF_TEST).status())
                .isEqualTo(CheckStatus.UNKNOWN);
        assertThat(patient.examine().fentryWorks()).isTrue();
    }
}
