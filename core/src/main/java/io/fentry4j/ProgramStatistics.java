package io.fentry4j;

/// How often and how long the kernel ran a program.
///
/// @param runs runs since load; counted only while `kernel.bpf_stats_enabled` is 1
/// @param runNanos the time in them, in nanoseconds; counted only while it is 1
/// @param recursionMisses calls in which the kernel skipped the program because the same program
///   was running on that CPU already; always counted, since Linux 5.12
public record ProgramStatistics(long runs, long runNanos, long recursionMisses) {}
