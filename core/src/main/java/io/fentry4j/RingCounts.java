package io.fentry4j;

/// What became of the records that were taken from a ring buffer for a [RingSubscription], or for
/// all of a [RingPublisher] together: `delivered + dropped + pending == taken`.
///
/// @param taken the records taken from the ring while the subscription lasted
/// @param delivered those that `onNext` was called with
/// @param dropped those that found the buffer full, could not be decoded, or were pending when the
///   subscription ended otherwise than by `onComplete`
/// @param pending those in the buffer, not demanded yet or on their way
public record RingCounts(long taken, long delivered, long dropped, long pending) {}
