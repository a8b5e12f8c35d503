package io.fentry4j;

import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One subscription to a [RingPublisher]: what `onSubscribe` gets, with its counts.
///
/// All methods are thread-safe.
///
/// @param <T> the Java type of the records
public final class RingSubscription<T> implements Flow.Subscription {

    private final SubmissionPublisher<T> buffer;
    private final Totals totals;
    private final Consumer<? super RingSubscription<T>> onEnd;
    private final AtomicLong taken = new AtomicLong();
    private final AtomicLong delivered = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile Flow.@Nullable Subscription demand;

    /// Sums over all subscriptions of a publisher.
    record Totals(AtomicLong taken, AtomicLong delivered, AtomicLong failures) {
        Totals() {
            this(new AtomicLong(), new AtomicLong(), new AtomicLong());
        }
    }

    /// @param capacity the records that wait for demand, rounded up to a power of two
    /// @param onEnd told when nothing comes any more
    RingSubscription(int capacity, Totals totals, Consumer<? super RingSubscription<T>> onEnd) {
        this.buffer = new SubmissionPublisher<>(Thread::startVirtualThread, capacity);
        this.totals = totals;
        this.onEnd = onEnd;
    }

    /// Begins with `onSubscribe`.
    void start(Flow.Subscriber<? super T> subscriber) {
        buffer.subscribe(new Relay(subscriber));
    }

    /// A record for the subscriber, to wait for its demand if there is room.
    void offer(T record) {
        take();
        buffer.offer(
                record,
                (relay, refused) -> {
                    dropped.incrementAndGet();
                    return false; // there will be no more room if it is tried again
                });
    }

    /// A record that there is no value of.
    void drop() {
        take();
        dropped.incrementAndGet();
    }

    private void take() {
        totals.taken.incrementAndGet(); // before its part, which cannot be more
        taken.incrementAndGet();
    }

    /// Nothing more comes: `onComplete` after what is pending, or `onError` at once.
    void finish(@Nullable Throwable failure) {
        if (failure == null) {
            buffer.close();
        } else {
            buffer.closeExceptionally(failure);
        }
    }

    /// What became of the records so far.
    public RingCounts counts() {
        boolean over = ended.get();
        // What has been delivered or dropped has been taken before, so this order cannot make less
        // than nothing pending.
        long out = delivered.get();
        long refused = dropped.get();
        long in = taken.get();
        return over
                ? new RingCounts(in, out, in - out, 0)
                : new RingCounts(in, out, refused, in - out - refused);
    }

    /// Demands `n` more records. Less than one ends the subscription with an
    /// [IllegalArgumentException].
    @Override
    public void request(long n) {
        Flow.Subscription upstream = demand;
        if (upstream != null && !ended.get()) {
            upstream.request(n);
        }
    }

    /// Ends the subscription; what is pending counts as dropped. The record that the subscriber is
    /// getting meanwhile may be followed by nothing. Can be called any number of times.
    @Override
    public void cancel() {
        Flow.Subscription upstream = demand;
        if (upstream != null) {
            upstream.cancel();
        }
        end();
    }

    private boolean end() {
        boolean first = ended.compareAndSet(false, true);
        if (first) {
            onEnd.accept(this);
        }
        return first;
    }

    /// Stands between the buffer and the subscriber, to count.
    private final class Relay implements Flow.Subscriber<T> {

        private final Flow.Subscriber<? super T> subscriber;

        Relay(Flow.Subscriber<? super T> subscriber) {
            this.subscriber = subscriber;
        }

        @Override
        public void onSubscribe(Flow.Subscription upstream) {
            demand = upstream;
            guarded(() -> subscriber.onSubscribe(RingSubscription.this));
        }

        @Override
        public void onNext(T record) {
            if (ended.get()) {
                return;
            }
            delivered.incrementAndGet();
            totals.delivered.incrementAndGet(); // after its part, or it would also be pending
            guarded(() -> subscriber.onNext(record));
        }

        @Override
        public void onError(Throwable failure) {
            if (end()) {
                guarded(() -> subscriber.onError(failure));
            }
        }

        @Override
        public void onComplete() {
            if (end()) {
                guarded(subscriber::onComplete);
            }
        }

        private void guarded(Runnable signal) {
            try {
                signal.run();
            } catch (Throwable e) { // an Error too is the subscriber's own
                totals.failures.incrementAndGet();
                cancel();
            }
        }
    }
}
