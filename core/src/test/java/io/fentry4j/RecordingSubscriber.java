package io.fentry4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// Keeps what it is told, and notices signals that overlap.
final class RecordingSubscriber implements Flow.Subscriber<String> {

    private final CompletableFuture<RingSubscription<?>> subscription = new CompletableFuture<>();
    private final List<String> signals = new ArrayList<>();
    private final AtomicInteger running = new AtomicInteger();
    private volatile String bad = "";

    /// Subscribes, and waits for the subscription.
    static RecordingSubscriber to(Flow.Publisher<String> publisher) throws Exception {
        RecordingSubscriber subscriber = new RecordingSubscriber();
        publisher.subscribe(subscriber);
        subscriber.subscription.get(10, TimeUnit.SECONDS);
        return subscriber;
    }

    RingSubscription<?> subscription() {
        return subscription.join();
    }

    /// Throws when it gets `record`.
    void throwAt(String record) {
        bad = record;
    }

    private void signal(String signal) {
        if (running.getAndIncrement() != 0) {
            add("two signals at once");
        }
        add(signal);
        running.decrementAndGet();
    }

    private synchronized void add(String signal) {
        signals.add(signal);
        notifyAll();
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        signal("onSubscribe");
        subscription.complete((RingSubscription<?>) given);
    }

    @Override
    public void onNext(String record) {
        signal(record);
        if (record.equals(bad)) {
            throw new AssertionError("bad " + record);
        }
    }

    @Override
    public void onError(Throwable failure) {
        signal("onError " + failure.getClass().getSimpleName());
    }

    @Override
    public void onComplete() {
        signal("onComplete");
    }

    synchronized int size() {
        return signals.size();
    }

    synchronized void awaitSize(int size) throws InterruptedException {
        while (signals.size() < size) {
            wait();
        }
    }

    /// Waits for as many signals as these, and asserts that they are these.
    void awaitSignals(String... expected) throws InterruptedException {
        awaitSize(expected.length);
        synchronized (this) {
            assertThat(signals).containsExactly(expected);
        }
    }
}
