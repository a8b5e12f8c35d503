package io.fentry4j.internal.doctor;

import io.fentry4j.doctor.Check;
import io.fentry4j.doctor.CheckName;
import io.fentry4j.doctor.CheckStatus;
import io.fentry4j.failure.BpfException;
import io.fentry4j.failure.KernelBtfMissingException;
import io.fentry4j.failure.PermissionException;
import io.fentry4j.failure.PolicyException;
import io.fentry4j.failure.TargetNotFoundException;
import io.fentry4j.failure.TargetNotTraceableException;
import io.fentry4j.failure.TrampolineUnsupportedException;
import io.fentry4j.failure.VerifierException;
import java.util.Optional;
import java.util.function.Supplier;

/// Turns what a real program ran into into a check, and finds the earlier check that foretold it.
final class Blame {

    private final Findings findings;

    Blame(Findings findings) {
        this.findings = findings;
    }

    /// The check of a program that failed.
    ///
    /// @param twin the check of a program before that may have failed for the same reason
    Check failed(Check check, BpfException failure, Optional<CheckName> twin) {
        return failed(check, failure, foretold(failure, this::target), twin);
    }

    /// The check of a kprobe that failed: it needs no more of the function than an entry.
    Check failedKprobe(Check check, BpfException failure, Optional<CheckName> twin) {
        return failed(check, failure, foretold(failure, this::patchableEntry), twin);
    }

    private Check failed(
            Check check,
            BpfException failure,
            Optional<CheckName> foretold,
            Optional<CheckName> twin) {
        Check failed = check.because(CheckStatus.FAILED, failure.failure().cause());
        if (failure.failure().errno().isPresent()) {
            failed = failed.saw("errno", failure.failure().errno().get().name());
        }
        if (foretold.isPresent()) {
            return failed.follows(foretold.get());
        }
        if (twin.isPresent() && sameCause(failed, findings.get(twin.get()))) {
            return failed.follows(twin.get());
        }
        for (String fact : failure.failure().observed()) {
            int equals = fact.indexOf('=');
            failed =
                    equals < 0
                            ? failed.saw(fact, "")
                            : failed.saw(fact.substring(0, equals), fact.substring(equals + 1));
        }
        for (String advice : failure.failure().advice()) {
            failed = failed.fix(advice);
        }
        return failed;
    }

    private static boolean sameCause(Check check, Check twin) {
        return check.cause().equals(twin.cause());
    }

    private Optional<CheckName> foretold(
            BpfException failure, Supplier<Optional<CheckName>> target) {
        return switch (failure) {
            case PermissionException _ -> findings.firstNotOk(CheckName.CAPABILITIES);
            case PolicyException _ ->
                    findings.firstNotOk(CheckName.USER_NAMESPACE)
                            .or(this::lockdown)
                            .or(() -> findings.firstNotOk(CheckName.SECCOMP));
            case KernelBtfMissingException _ -> findings.firstNotOk(CheckName.BTF_FILE);
            case TrampolineUnsupportedException _ -> findings.firstNotOk(CheckName.KERNEL);
            case TargetNotFoundException _, TargetNotTraceableException _ -> target.get();
            // The verifier says EINVAL and no word about a function on its deny list.
            case VerifierException _ -> Optional.of(CheckName.SIGNATURE).filter(this::hasFailed);
            default -> Optional.empty();
        };
    }

    private Optional<CheckName> lockdown() {
        return Optional.of(CheckName.LOCKDOWN)
                .filter(name -> findings.get(name).status() == CheckStatus.WARNING);
    }

    /// What is unknown or only a warning has foretold nothing, but a signature's warning is about
    /// fexit.
    private Optional<CheckName> target() {
        return Optional.of(CheckName.SYMBOL)
                .filter(this::hasFailed)
                .or(this::patchableEntry)
                .or(() -> findings.firstNotOk(CheckName.SIGNATURE));
    }

    private Optional<CheckName> patchableEntry() {
        return Optional.of(CheckName.PATCHABLE_ENTRY).filter(this::hasFailed);
    }

    private boolean hasFailed(CheckName name) {
        return findings.get(name).status() == CheckStatus.FAILED;
    }
}
