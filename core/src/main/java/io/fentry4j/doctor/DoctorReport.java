package io.fentry4j.doctor;

import io.fentry4j.internal.doctor.JsonReport;
import io.fentry4j.internal.doctor.TextReport;
import java.util.List;

/// What the [Doctor] found out.
///
/// @param function the function that was asked about
/// @param verdict what all of it means
/// @param checks every check once, in the order of [CheckName]
public record DoctorReport(String function, Verdict verdict, List<Check> checks) {

    public DoctorReport {
        checks = List.copyOf(checks);
    }

    /// Whether fentry works for this function.
    public boolean fentryWorks() {
        return verdict.outcome() == Verdict.Outcome.FENTRY;
    }

    /// One of the checks.
    public Check check(CheckName name) {
        return checks.stream()
                .filter(check -> check.name() == name)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no check '" + name + "' here"));
    }

    /// The report as one JSON object, without line feeds.
    ///
    /// ```
    /// {"function": "do_unlinkat",
    ///  "verdict": {"outcome": "fentry" | "kprobe" | "neither", "target": "do_unlinkat",
    ///              "text": "fentry works on do_unlinkat", "limits": [], "cause": null, "advice": []},
    ///  "checks": [{"name": "kernel", "status": "ok" | "warning" | "failed" | "unknown" | "skipped",
    ///              "observed": {"arch": "amd64"}, "cause": null, "fix": [], "followsFrom": null}]}
    /// ```
    ///
    /// All keys are always there.
    public String toJson() {
        return JsonReport.of(this);
    }

    /// The report for people: a line or more for each check, at most 100 characters wide, and the
    /// verdict.
    @Override
    public String toString() {
        return TextReport.of(this);
    }
}
