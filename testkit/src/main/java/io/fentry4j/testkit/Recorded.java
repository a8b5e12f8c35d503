package io.fentry4j.testkit;

import io.fentry4j.RingBufferMap;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// Events that were seen, for a test to wait for.
///
/// A listener for anything that hands events over: `UnlinkProbe.attach(recorded)`, or
/// [#from(RingBufferMap)]. Thread-safe.
///
/// @param <T> the events
public final class Recorded<T> implements Consumer<T> {

    /// How long a test waits if it does not say.
    public static final Duration PATIENCE = Duration.ofSeconds(10);

    /// Of a long list, a failure shows the youngest.
    private static final int SHOWN = 20;

    private final List<T> events = new ArrayList<>();

    /// Nothing is recorded yet.
    public Recorded() {}

    /// Records what a ring buffer has and gets, until its object is closed.
    ///
    /// @throws IllegalStateException if the object is closed
    public static <T> Recorded<T> from(RingBufferMap<T> ring) {
        Recorded<T> recorded = new Recorded<>();
        ring.listen(recorded);
        return recorded;
    }

    @Override
    public synchronized void accept(T event) {
        events.add(event);
        notifyAll();
    }

    /// What was recorded so far, oldest first.
    public synchronized List<T> all() {
        return List.copyOf(events);
    }

    /// Waits for an event that `wanted` accepts, which may have come already; the first of them.
    ///
    /// @throws AssertionError if none comes within [#PATIENCE]
    public T await(Predicate<? super T> wanted) throws InterruptedException {
        return await(1, wanted).getFirst();
    }

    /// Waits for so many events that `wanted` accepts.
    ///
    /// @throws AssertionError if they do not come within [#PATIENCE]
    public List<T> await(int count, Predicate<? super T> wanted) throws InterruptedException {
        return await(count, wanted, PATIENCE);
    }

    /// Waits for at least so many events that `wanted` accepts.
    ///
    /// @return all of them so far, oldest first
    /// @throws AssertionError if they do not come in that time; the message has what came
    public synchronized List<T> await(int count, Predicate<? super T> wanted, Duration patience)
            throws InterruptedException {
        long start = System.nanoTime();
        while (true) {
            List<T> matching = new ArrayList<>(events);
            matching.removeIf(wanted.negate());
            if (matching.size() >= count) {
                return matching;
            }
            long left = patience.minusNanos(System.nanoTime() - start).toMillis();
            if (left <= 0) {
                throw new AssertionError(
                        "await events: %d of %d came within %d ms; recorded %d, the youngest:%s"
                                .formatted(
                                        matching.size(),
                                        count,
                                        patience.toMillis(),
                                        events.size(),
                                        youngest()));
            }
            wait(left);
        }
    }

    private String youngest() {
        StringBuilder text = new StringBuilder();
        for (T event : events.subList(Math.max(0, events.size() - SHOWN), events.size())) {
            text.append("\n    ").append(event);
        }
        return text.isEmpty() ? " none" : text.toString();
    }
}
