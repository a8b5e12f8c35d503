package io.fentry4j.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.fentry4j.RingCounts;
import io.fentry4j.RingPublisher;
import io.fentry4j.RingSubscription;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Publishing a real ring buffer map.
@NeedsBpf
@Timeout(60)
class RingPublisherTest {

    private static final Duration LONG = Duration.ofSeconds(20);

    private RingProgramBpf bpf;

    @BeforeEach
    void load() {
        bpf = RingProgramBpf.open().load();
    }

    @AfterEach
    void close() {
        bpf.close();
    }

    private void produce(long records) {
        bpf.wanted().set(records);
        assertThat(bpf.fill().run()).isZero();
    }

    private static final class Collector implements Flow.Subscriber<Sample> {

        final CompletableFuture<RingSubscription<?>> subscription = new CompletableFuture<>();
        final CompletableFuture<Void> end = new CompletableFuture<>();
        final List<Long> got = Collections.synchronizedList(new ArrayList<>());

        RingSubscription<?> subscription() {
            return subscription.orTimeout(10, TimeUnit.SECONDS).join();
        }

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription.complete((RingSubscription<?>) given);
        }

        @Override
        public void onNext(Sample sample) {
            got.add(sample.number());
        }

        @Override
        public void onError(Throwable failure) {
            end.completeExceptionally(failure);
        }

        @Override
        public void onComplete() {
            end.complete(null);
        }
    }

    @Test
    void a_subscriber_gets_what_it_demands_and_the_rest_is_counted() throws Exception {
        Collector eager = new Collector();
        Collector modest = new Collector();
        RingPublisher<Sample> publisher = bpf.samples().publish(1024);
        publisher.subscribe(eager);
        publisher.subscribe(modest);
        eager.subscription().request(Long.MAX_VALUE);
        modest.subscription().request(100);
        for (int round = 0; round < 20; round++) {
            produce(200);
            assertThat(publisher.flush(LONG)).isTrue();
            while (eager.subscription().counts().pending() > 0) {
                Thread.onSpinWait();
            }
        }

        assertThat(eager.subscription().counts()).isEqualTo(new RingCounts(4000, 4000, 0, 0));
        assertThat(modest.subscription().counts())
                .isEqualTo(new RingCounts(4000, 100, 4000 - 100 - 1024, 1024));
        publisher.close();
        eager.end.get(10, TimeUnit.SECONDS);
        assertThat(eager.got).isEqualTo(LongStream.range(0, 4000).boxed().toList());
        assertThat(modest.end).as("has not demanded what is pending").isNotDone();
        modest.subscription().request(1024);
        modest.end.get(10, TimeUnit.SECONDS);
        assertThat(modest.got).hasSize(1124);
    }

    @Test
    void closing_the_object_completes_its_subscribers_after_what_was_in_the_ring()
            throws Exception {
        Collector collector = new Collector();
        bpf.samples().publish().subscribe(collector);
        collector.subscription().request(Long.MAX_VALUE);
        produce(100);

        bpf.close();

        collector.end.get(10, TimeUnit.SECONDS);
        assertThat(collector.got).hasSize(100);
    }

    @Test
    void who_subscribes_when_the_object_is_closed_gets_the_reason() {
        RingPublisher<Sample> publisher = bpf.samples().publish();
        bpf.close();
        Collector collector = new Collector();
        publisher.subscribe(collector);

        assertThat(collector.end)
                .failsWithin(Duration.ofSeconds(10))
                .withThrowableThat()
                .havingCause()
                .isInstanceOf(IllegalStateException.class)
                .withMessageContaining("closed");
    }
}
