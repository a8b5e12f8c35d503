package io.fentry4j.internal.trace;

/// All that is to be loaded for a function.
public sealed interface Plan permits TracePlan, AggregationPlan {

    /// The programs.
    Codes codes();

    /// The size of what the programs keep of a call.
    int eventBytes();
}
