package io.fentry4j.internal.trace;

import io.fentry4j.trace.TracedFunction;
import java.util.Optional;

/// A function that is being traced.
///
/// @param number the function's, in the order in which they were asked for
/// @param whyNotFentry what stood against fentry, if a kprobe was not asked for
record AttachedFunction(
        TraceTarget target,
        int number,
        Plan plan,
        Optional<String> whyNotFentry,
        FunctionPrograms programs) {

    TracedFunction description() {
        return new TracedFunction(target.name(), plan.codes().mode(), whyNotFentry);
    }
}
