package io.fentry4j;

import java.time.Duration;
import java.util.function.Consumer;

/// How a [ListenerThread] waits for records, and what it does between them.
///
/// Immutable.
///
/// @param latency how long it naps between two looks while records keep coming, at least a
///   millisecond; zero: it does not nap, and each record that finds it asleep wakes it
/// @param state told by the thread what it is about to do, if it naps at all
/// @param afterBatch run by the thread after each look at the ring that found records
public record ListenerOptions(
        Duration latency, Consumer<? super ReaderState> state, Runnable afterBatch) {

    private static final Duration LEAST_LATENCY = Duration.ofMillis(1);

    /// No naps, and nothing after a batch.
    public static final ListenerOptions DEFAULT =
            new ListenerOptions(Duration.ZERO, state -> {}, () -> {});

    /// @throws IllegalArgumentException if `latency` is neither zero nor at least a millisecond
    public ListenerOptions {
        if (!latency.isZero() && latency.compareTo(LEAST_LATENCY) < 0) {
            throw new IllegalArgumentException(
                    "set latency of a listener: %s is neither zero nor at least a millisecond"
                            .formatted(latency));
        }
    }

    /// Spares the programs that fill the ring most wake-ups, which cost each up to a microsecond.
    ///
    /// Woken by a record, the thread looks at the ring every `latency` from then on, and goes to
    /// sleep again when a look finds nothing. It says what it does through `state`, which usually
    /// sets a global variable of the program; [ReaderState] tells what the program then does. So a
    /// record waits `latency` at most, an idle thread is not woken, and a busy one is woken by time
    /// and not by its producers. (A producer that is preempted between its look at the variable and
    /// its submit can leave a record behind when the thread goes to sleep: it is found a second
    /// later, or with the next record.)
    ///
    /// @throws IllegalArgumentException if `latency` is neither zero nor at least a millisecond
    public ListenerOptions naps(Duration latency, Consumer<? super ReaderState> state) {
        return new ListenerOptions(latency, state, afterBatch);
    }

    /// The same with an action after each batch of records. What it throws counts as a failure of
    /// the listener.
    public ListenerOptions afterBatch(Runnable afterBatch) {
        return new ListenerOptions(latency, state, afterBatch);
    }

    /// Whether it naps.
    boolean naps() {
        return !latency.isZero();
    }
}
