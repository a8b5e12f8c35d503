package io.fentry4j.trace;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A call of a kernel function, as [CallTracer] sees it. Immutable.
///
/// @param function the function; of a module `module:function`
/// @param values the arguments in their order, or the values that were asked for
/// @param returned the return value; empty if the function returns nothing, the return is not
///   traced, or it is a struct, which no program can have
/// @param elapsed from entry to return; empty if the return is not traced
/// @param stack from the function on, up to 32 frames; empty if it is not asked for, or the kernel
///   gives none
/// @param time when the event was made: at the return, or at the entry if that is traced alone
/// @param pid the process, in the machine's own numbers
/// @param tid the thread, in the machine's own numbers
/// @param uid the real user
/// @param comm the thread's name, up to 15 bytes
/// @param cpu the CPU at `time`
public record TracedCall(
        String function,
        List<TracedValue> values,
        Optional<TracedValue> returned,
        Optional<Duration> elapsed,
        Optional<CallStack> stack,
        Instant time,
        int pid,
        int tid,
        long uid,
        String comm,
        int cpu) {

    public TracedCall {
        values = List.copyOf(values);
    }
}
