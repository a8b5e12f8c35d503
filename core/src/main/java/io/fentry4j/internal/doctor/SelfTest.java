package io.fentry4j.internal.doctor;

import static io.fentry4j.doctor.CheckStatus.FAILED;
import static io.fentry4j.doctor.CheckStatus.SKIPPED;
import static io.fentry4j.doctor.CheckStatus.UNKNOWN;
import static io.fentry4j.doctor.CheckStatus.WARNING;

import io.fentry4j.doctor.Check;
import io.fentry4j.doctor.CheckName;
import io.fentry4j.failure.BpfException;
import java.util.Optional;
import java.util.Set;

/// Calls the function, and expects attached programs to see it.
final class SelfTest {

    /// The kernel's function behind `unlink`, by its names, both with the directory's descriptor as
    /// first argument.
    private static final Set<String> DELETIONS = Set.of("do_unlinkat", "filename_unlinkat");

    private SelfTest() {}

    static Check check(Findings findings, Probes probes, Optional<Probes.Target> target) {
        Check check = Check.ok(CheckName.SELF_TEST);
        if (!findings.isOk(CheckName.FENTRY_ATTACH)) {
            return check.because(SKIPPED, "it needs 'fentry attach' to be ok")
                    .follows(CheckName.FENTRY_ATTACH);
        }
        Probes.Target function = target.orElseThrow();
        if (function.module().isPresent() || !DELETIONS.contains(function.func().name())) {
            return check.because(
                    SKIPPED,
                    "there is no safe way known to make the kernel call this function (it is done for"
                            + " do_unlinkat and filename_unlinkat, by deleting a temporary file)");
        }
        boolean fexit = findings.isOk(CheckName.FEXIT_ATTACH);
        try {
            return judge(check, probes.deleteFile(function, fexit), fexit);
        } catch (BpfException e) {
            return new Blame(findings).failed(check, e, Optional.empty());
        }
    }

    private static Check judge(Check check, Probes.Sighting sighting, boolean fexit) {
        if (sighting.obstacle().isPresent()) {
            return check.because(UNKNOWN, sighting.obstacle().get())
                    .fix("set -Djava.io.tmpdir to a folder that can be written");
        }
        Check seen =
                check.saw("deletions", sighting.deletions())
                        .saw("entries seen", sighting.entries())
                        .saw("exits seen", fexit ? sighting.exits() : "not tried");
        if (sighting.recursionMisses() > 0) {
            seen = seen.saw("recursion misses", sighting.recursionMisses());
        }
        if (sighting.entries() == 0 || (fexit && sighting.exits() == 0)) {
            return seen.because(FAILED, "programs were attached, and the kernel did not run them")
                    .fix("report it, with this report: nothing known explains it");
        }
        return sighting.deletions() > 1
                ? seen.because(WARNING, "the first deletion was missed, and a later one seen")
                        .follows(CheckName.PREEMPTION)
                : seen;
    }
}
