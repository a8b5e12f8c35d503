package io.fentry4j.internal.trace;

import java.util.Optional;

/// How functions are to be traced.
///
/// @param ringBytes the size of the ring buffer
/// @param calls how many calls can be under way at a time
/// @param choice how to attach
/// @param leftOut where a function goes that cannot be traced, instead of failing the others; empty
///   if that is a failure
public record TraceOptions(
        int ringBytes, int calls, ModeChoice choice, Optional<LeftOut> leftOut) {}
