package io.fentry4j;

import io.fentry4j.internal.linux.LibC;
import java.time.Instant;

/// Turns the kernel's monotonic time, which `bpf_ktime_get_ns` gives, into wall-clock time.
///
/// The difference between the two clocks is measured anew for times that are a second later than
/// the last measurement, so that a step of the wall clock shows in the events that follow it.
/// Without a step, the results are as far apart as the kernel's times are: both clocks run at the
/// same rate, so a measurement that differs by less than its error changes nothing.
///
/// Thread-safe.
public final class KernelClock {

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    /// Reads until one is undisturbed: enough that a busy machine hardly ever spoils all of them.
    private static final int ATTEMPTS = 3;

    /// @param measured when, on the monotonic clock
    /// @param offset wall clock minus monotonic clock
    /// @param error by how much the offset may be wrong
    private record Difference(long measured, long offset, long error) {

        /// The later measurement, but this offset if the two agree.
        Difference refined(Difference later) {
            boolean agree = Math.abs(later.offset - offset) <= error + later.error;
            return agree ? new Difference(later.measured, offset, error) : later;
        }
    }

    /// Not volatile: an old one is as good, and is found out by the time it is used for. What it
    /// holds is final, so it is seen whole.
    private Difference difference = measure();

    /// A clock that is measured now.
    public KernelClock() {}

    /// The monotonic clock now, in nanoseconds.
    public static long monotonicNanos() {
        return LibC.monotonicNanos();
    }

    /// The wall-clock time at which the monotonic clock showed `monotonicNanos`.
    public Instant toInstant(long monotonicNanos) {
        long nanos = toRealtimeNanos(monotonicNanos);
        return Instant.ofEpochSecond(
                Math.floorDiv(nanos, NANOS_PER_SECOND), Math.floorMod(nanos, NANOS_PER_SECOND));
    }

    /// The same in nanoseconds since 1970, without an object.
    public long toRealtimeNanos(long monotonicNanos) {
        Difference current = difference;
        if (monotonicNanos - current.measured > NANOS_PER_SECOND) {
            current = current.refined(measure());
            difference = current;
        }
        return monotonicNanos + current.offset;
    }

    /// Of a few readings takes the one with the least time between its first and its last clock.
    private static Difference measure() {
        long best = Long.MAX_VALUE;
        Difference result = new Difference(0, 0, 0);
        for (int i = 0; i < ATTEMPTS; i++) {
            long before = LibC.monotonicNanos();
            long wall = LibC.realtimeNanos();
            long after = LibC.monotonicNanos();
            if (after - before < best) {
                best = after - before;
                long middle = before + (after - before) / 2;
                result = new Difference(after, wall - middle, best);
            }
        }
        return result;
    }
}
