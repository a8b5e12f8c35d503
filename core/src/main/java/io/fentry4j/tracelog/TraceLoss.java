package io.fentry4j.tracelog;

import java.util.OptionalLong;

/// Messages were written over before they could be read: the buffer of a CPU was full.
///
/// @param cpu the number of the CPU
/// @param messages how many; empty if the kernel does not know
public record TraceLoss(int cpu, OptionalLong messages) implements TraceEntry {}
