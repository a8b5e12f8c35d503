package io.fentry4j.trace;

/// What has become of the calls of a traced function.
///
/// `seen == filtered + lost + ` the events that were made, which the listener has had or will have,
/// and the calls that have not returned yet, if the return makes the event. Each counter is exact;
/// read while calls are made, the counters are not of the same instant.
///
/// @param seen calls that a program has seen begin, or end if only the return is attached
/// @param filtered calls that did not pass the filter
/// @param lost events for which there was no room, in the ring buffer or in the memory of calls
///   under way
/// @param delivered events that the listener was called with
/// @param missed how often the kernel skipped a program because it was interrupted, or preempted,
///   in the same program on the same CPU; these calls may be in no other count
public record TraceCounts(long seen, long filtered, long lost, long delivered, long missed) {}
