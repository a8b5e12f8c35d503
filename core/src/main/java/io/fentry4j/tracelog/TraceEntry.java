package io.fentry4j.tracelog;

/// What a [TracePipe] reads: a line with its context, news of a loss, or something else.
public sealed interface TraceEntry permits OtherLine, TraceLine, TraceLoss {}
