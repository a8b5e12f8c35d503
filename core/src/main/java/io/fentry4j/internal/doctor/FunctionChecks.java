package io.fentry4j.internal.doctor;

import static io.fentry4j.doctor.CheckStatus.FAILED;
import static io.fentry4j.doctor.CheckStatus.SKIPPED;
import static io.fentry4j.doctor.CheckStatus.UNKNOWN;
import static io.fentry4j.doctor.CheckStatus.WARNING;

import io.fentry4j.doctor.Check;
import io.fentry4j.doctor.CheckName;
import io.fentry4j.doctor.CheckStatus;
import io.fentry4j.preflight.Reason;
import io.fentry4j.preflight.TargetReport;
import io.fentry4j.preflight.Verdict;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// What the kernel's files say about one function, taken apart into checks.
final class FunctionChecks {

    private static final Set<Reason> NO_CODE =
            EnumSet.of(Reason.NOT_FOUND, Reason.ONLY_OPTIMIZED_COPIES, Reason.NO_SYMBOL);
    private static final Set<Reason> NOT_CARRIED = EnumSet.of(Reason.SIGNATURE, Reason.DENIED);
    private static final Set<Reason> AMBIGUOUS = EnumSet.of(Reason.AMBIGUOUS);
    private static final Set<Reason> NOT_PATCHED =
            EnumSet.of(Reason.NOT_PATCHABLE, Reason.LIVEPATCHED);

    private final String asked;
    private final TargetReport report;
    private final boolean filterFunctions;
    private final Verdict fentry;

    private FunctionChecks(String asked, TargetReport report, boolean filterFunctions) {
        this.asked = asked;
        this.report = report;
        this.filterFunctions = filterFunctions;
        this.fentry = report.fentry();
    }

    /// @param asked the name that the doctor was asked about
    /// @param report on that name, or on the one that the function has in this kernel
    /// @param filterFunctions whether `available_filter_functions` can be read
    static List<Check> of(String asked, TargetReport report, boolean filterFunctions) {
        FunctionChecks checks = new FunctionChecks(asked, report, filterFunctions);
        return List.of(
                checks.function(), checks.signature(), checks.symbol(), checks.patchableEntry());
    }

    private Check function() {
        Check check = Check.ok(CheckName.FUNCTION).saw("asked for", asked);
        if (report.function().isPresent()) {
            check = check.saw("in BTF", report.qualifiedName());
            return report.function().get().sameName() > 1
                    ? check.saw("functions of this name", report.function().get().sameName())
                    : check;
        }
        if (fentry.reason() == Reason.NO_KERNEL_BTF) {
            return check.because(SKIPPED, fentry.words()).follows(CheckName.BTF_FILE);
        }
        return explained(check.saw("in BTF", "no"), FAILED, fentry);
    }

    private Check signature() {
        Check check = Check.ok(CheckName.SIGNATURE);
        if (report.function().isEmpty()) {
            return check.because(SKIPPED, "it is in BTF, where the function is not found")
                    .follows(CheckName.FUNCTION);
        }
        check = check.saw("signature", report.function().get().signature());
        if (NOT_CARRIED.contains(fentry.reason())) {
            return explained(check, FAILED, fentry);
        }
        return report.fexit().reason() == Reason.NO_RETURN
                ? explained(check, WARNING, report.fexit())
                : check;
    }

    private Check symbol() {
        Check check = Check.ok(CheckName.SYMBOL);
        if (fentry.reason() == Reason.MODULE_NOT_LOADED) {
            return check.because(SKIPPED, fentry.words()).follows(CheckName.FUNCTION);
        }
        Optional<String> kallsyms = evidence("kallsyms");
        Optional<Verdict> noCode = firstFor(NO_CODE);
        if (noCode.isPresent()) {
            Check seen = check.saw("kallsyms", kallsyms.orElse("not listed"));
            return report.function().isPresent()
                    ? explained(seen, FAILED, noCode)
                    : seen.because(FAILED, noCode.get().words()).follows(CheckName.FUNCTION);
        }
        if (kallsyms.isPresent()) {
            return check.saw("kallsyms", kallsyms.get())
                    .because(UNKNOWN, "/proc/kallsyms does not show it")
                    .fix("run the doctor as root");
        }
        return explained(check.saw("kallsyms", "listed"), WARNING, firstFor(AMBIGUOUS));
    }

    private Check patchableEntry() {
        Check check = Check.ok(CheckName.PATCHABLE_ENTRY);
        if (NO_CODE.contains(fentry.reason()) || fentry.reason() == Reason.MODULE_NOT_LOADED) {
            return check.because(SKIPPED, "the function has no code of its own")
                    .follows(CheckName.SYMBOL);
        }
        if (!filterFunctions) {
            return check.saw("available_filter_functions", "not readable")
                    .because(UNKNOWN, "the list of patchable functions needs root and tracefs")
                    .fix(
                            "mount -t tracefs tracefs /sys/kernel/tracing, and run the doctor as root");
        }
        Optional<Verdict> notPatched = firstFor(NOT_PATCHED);
        String seen = notPatched.isPresent() ? "not listed" : "listed";
        return explained(check.saw("available_filter_functions", seen), FAILED, notPatched);
    }

    /// What is said of fentry, or else of kprobes, if it is for one of these reasons.
    private Optional<Verdict> firstFor(Set<Reason> reasons) {
        return Stream.of(fentry, report.kprobe())
                .filter(verdict -> reasons.contains(verdict.reason()))
                .findFirst();
    }

    /// The check as it is, unless there is something to explain.
    private static Check explained(Check check, CheckStatus status, Optional<Verdict> verdict) {
        return verdict.map(why -> explained(check, status, why)).orElse(check);
    }

    private static Check explained(Check check, CheckStatus status, Verdict verdict) {
        Check explained = check.because(status, verdict.words());
        for (String advice : verdict.advice()) {
            explained = explained.fix(advice);
        }
        return explained;
    }

    /// What the preflight has as evidence under this name: about a source that could be read only
    /// if something was wrong with what it said.
    private Optional<String> evidence(String source) {
        return Stream.of(fentry, report.kprobe())
                .flatMap(verdict -> verdict.evidence().stream())
                .filter(evidence -> evidence.startsWith(source + "="))
                .map(evidence -> evidence.substring(source.length() + 1))
                .findFirst();
    }
}
