package io.fentry4j.tracelog;

import io.fentry4j.data.KernelString;

/// A line without the usual context: of another tracer, or written under options of tracefs that
/// change the format, such as `latency-format` or `nocontext-info`.
///
/// @param text the line without its line feed
public record OtherLine(KernelString text) implements TraceEntry {}
