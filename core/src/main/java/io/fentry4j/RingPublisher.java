package io.fentry4j;

import io.fentry4j.data.RecordView;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Publishes the records of a ring buffer map to subscribers that say how many they want.
///
/// Made by [RingBufferMap#publish]. A thread of its own reads the ring, as [ListenerThread] does,
/// from the first subscription on; until then records wait in the ring. The kernel cannot be asked
/// to wait, so demand does not slow the reader down. Instead each subscription has a buffer: what a
/// subscriber has not demanded yet waits there, and what finds the buffer full is dropped for that
/// subscriber and counted. At any time, for each subscription ([RingSubscription]) and summed over
/// all of them ([#counts()]),
///
/// `delivered + dropped + pending == taken`
///
/// where `taken` is what was taken from the ring while the subscription lasted; what is pending
/// when a subscription ends counts as dropped. What was taken while there was no subscriber is
/// [#unclaimed()].
///
/// Subscribers are called in virtual threads, each by one at a time, and neither hold up each other
/// nor the reader. A subscriber that throws loses its subscription, and [#failures()] counts it. A
/// `request` of less than one ends the subscription with an [IllegalArgumentException], a second
/// `subscribe` of the same subscriber makes a second subscription, and one after the end gets
/// `onSubscribe` and `onComplete` (or `onError`). `onComplete` comes after [#close()] or the close
/// of the map's object, once the subscriber has demanded what is pending.
///
/// All methods are thread-safe.
///
/// @param <T> the Java type of the records
public final class RingPublisher<T> implements Flow.Publisher<T>, AutoCloseable {

    private final Starter starter;
    private final Function<? super RecordView, ? extends T> decoder;
    private final int capacity;
    private final RingSubscription.Totals totals = new RingSubscription.Totals();
    private final List<RingSubscription<T>> live = new CopyOnWriteArrayList<>();
    private final AtomicLong unclaimed = new AtomicLong();
    private final AtomicBoolean started = new AtomicBoolean();
    private final Object lock = new Object();
    private @Nullable ListenerThread thread;
    private @Nullable Throwable failure;
    private boolean ended;

    /// Starts the thread that reads the ring, given the listener and whom to tell of the end.
    interface Starter {
        ListenerThread start(
                Consumer<? super RecordView> listener, Consumer<? super Optional<Throwable>> onEnd);
    }

    RingPublisher(
            Starter starter, Function<? super RecordView, ? extends T> decoder, int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException(
                    "publish ring buffer: a buffer of " + capacity + " records holds none");
        }
        this.starter = starter;
        this.decoder = decoder;
        this.capacity = capacity;
    }

    /// Subscribes. The first one starts the thread that reads the ring; if it cannot, the
    /// subscriber gets the reason by `onError`.
    ///
    /// The [Flow.Subscription] that `onSubscribe` gets is a [RingSubscription].
    @Override
    public void subscribe(Flow.Subscriber<? super T> subscriber) {
        Objects.requireNonNull(subscriber, "subscriber");
        RingSubscription<T> subscription = new RingSubscription<>(capacity, totals, live::remove);
        live.add(subscription);
        subscription.start(subscriber);
        if (started.compareAndSet(false, true)) {
            start();
        }
        synchronized (lock) {
            if (ended) {
                subscription.finish(failure);
            }
        }
    }

    /// Not under the lock: a start that fails waits for the end of the thread, which takes it.
    private void start() {
        ListenerThread reader;
        try {
            reader = starter.start(this::take, end -> finish(end.orElse(null)));
        } catch (RuntimeException e) {
            finish(e);
            return;
        }
        boolean late;
        synchronized (lock) {
            thread = reader;
            late = ended;
        }
        if (late) { // closed meanwhile
            reader.close();
        }
    }

    private void take(RecordView view) {
        if (live.isEmpty()) {
            unclaimed.incrementAndGet();
            return;
        }
        T record;
        try {
            record = decoder.apply(view);
        } catch (RuntimeException e) {
            live.forEach(RingSubscription::drop);
            throw e;
        }
        boolean claimed = false;
        for (RingSubscription<T> subscription : live) {
            subscription.offer(record);
            claimed = true;
        }
        if (!claimed) {
            unclaimed.incrementAndGet();
        }
    }

    private void finish(@Nullable Throwable cause) {
        synchronized (lock) {
            if (!ended) {
                ended = true;
                failure = cause;
                live.forEach(subscription -> subscription.finish(cause));
            }
        }
    }

    /// What became of the records so far, summed over all subscriptions, those that have ended too.
    public RingCounts counts() {
        long delivered = totals.delivered().get();
        long pending = 0;
        for (RingSubscription<T> subscription : live) {
            pending += subscription.counts().pending();
        }
        long taken = totals.taken().get();
        return new RingCounts(taken, delivered, taken - delivered - pending, pending);
    }

    /// The records taken from the ring while nobody was subscribed.
    public long unclaimed() {
        return unclaimed.get();
    }

    /// How often a subscriber threw or a record could not be decoded.
    public long failures() {
        ListenerThread reader = reader();
        return totals.failures().get() + (reader == null ? 0 : reader.failures());
    }

    /// Waits until all that was reserved before this call has been taken from the ring, as
    /// [ListenerThread#flush] does. Whether it has been delivered is for [#counts()] to say.
    ///
    /// @return whether it has; `false` if nobody has subscribed yet
    /// @throws IllegalStateException if this is closed
    public boolean flush(Duration timeout) {
        ListenerThread reader = reader();
        return reader != null && reader.flush(timeout);
    }

    private @Nullable ListenerThread reader() {
        synchronized (lock) {
            return thread;
        }
    }

    /// Takes what is in the ring, at most for ten seconds, ends the thread, and completes the
    /// subscribers as soon as they have demanded what is pending. Can be called any number of
    /// times, by a subscriber too.
    @Override
    public void close() {
        started.set(true); // nobody starts it from now on
        ListenerThread reader = reader();
        if (reader != null) {
            reader.close();
        }
        finish(null);
    }
}
