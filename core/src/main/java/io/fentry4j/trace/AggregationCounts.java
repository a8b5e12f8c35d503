package io.fentry4j.trace;

/// What has become of the calls of an aggregated function, since the attach.
///
/// `seen == filtered + lost + ` the calls that are in rows or were in rows before a
/// [Aggregation#take()] or [Aggregation#clear()]`,` and those that have not returned yet, if the
/// return counts. Each counter is exact; read while calls are made, the counters are not of the
/// same instant.
///
/// @param seen calls that a program has seen begin, or end if only the return is attached
/// @param filtered calls that did not pass the filter
/// @param lost calls that are in no row: the table had no room for their key, or there was none
///   among the calls under way
/// @param missed how often the kernel skipped a program because it was interrupted, or preempted,
///   in the same program on the same CPU; these calls may be in no other count
public record AggregationCounts(long seen, long filtered, long lost, long missed) {}
