package io.fentry4j.internal.trace;

import java.util.function.Function;

/// What is wanted of a function.
///
/// @param planner makes the plan for a way to attach it, or throws a
///   [io.fentry4j.trace.TraceException] if it cannot be had so
/// @param <P> the plan
public record PlanRequest<P extends Plan>(TraceTarget target, Function<TraceForm, P> planner) {}
