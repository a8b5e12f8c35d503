package io.fentry4j.internal.failure;

import io.fentry4j.failure.Failure;
import io.fentry4j.preflight.Verdict;
import java.util.ArrayList;
import java.util.List;

/// Takes the evidence and the advice of a preflight into a failure.
final class Verdicts {

    private Verdicts() {}

    static Failure add(Failure failure, Verdict verdict) {
        List<String> observed = new ArrayList<>(failure.observed());
        observed.addAll(verdict.evidence());
        List<String> advice = new ArrayList<>(failure.advice());
        advice.addAll(verdict.advice());
        return new Failure(
                failure.operation(),
                failure.cause(),
                failure.errno(),
                observed,
                advice,
                failure.log());
    }
}
