package io.fentry4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fentry4j.data.RecordView;
import io.fentry4j.internal.linux.NoLeaks;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NoLeaks.class)
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ListenerThreadTest {

    private static final Duration LONG = Duration.ofSeconds(20);

    private final SimulatedMap map = new SimulatedMap();
    private final List<String> received = new CopyOnWriteArrayList<>();
    private final AtomicInteger closed = new AtomicInteger();
    private final CountDownLatch freed = new CountDownLatch(1);

    @AfterEach
    void close() throws InterruptedException {
        assertThat(freed.await(10, TimeUnit.SECONDS)).as("the ring is closed").isTrue();
        map.close();
    }

    private ListenerThread start(Consumer<String> listener) {
        return ListenerThread.start(
                "listener",
                (Consumer<RecordView> records) -> map.open(records, ring -> freed.countDown()),
                record -> {
                    String text = record.getString(0, record.size()).toString();
                    received.add(text);
                    listener.accept(text);
                },
                thread -> closed.incrementAndGet());
    }

    @Test
    void the_listener_gets_every_record_on_one_daemon_thread_of_its_own() {
        List<Thread> threads = new CopyOnWriteArrayList<>();
        ListenerThread thread = start(record -> threads.add(Thread.currentThread()));
        map.put("a");
        map.put("b");

        thread.close();

        assertThat(received).containsExactly("a", "b");
        assertThat(threads).hasSize(2).containsOnly(threads.getFirst());
        assertThat(threads.getFirst().isDaemon()).isTrue();
        assertThat(threads.getFirst().getName()).isEqualTo("listener");
        assertThat(threads.getFirst().isAlive()).isFalse();
        assertThat(thread.delivered()).isEqualTo(2);
        assertThat(thread.discarded()).isZero();
        assertThat(thread.failures()).isZero();
        assertThat(thread.firstFailure()).isEmpty();
    }

    @Test
    void a_listener_that_throws_loses_no_record_but_its_own() {
        AssertionError first = new AssertionError("an Error too");
        ListenerThread thread =
                start(record -> {
                    switch (record) {
                        case "a" -> throw first;
                        case "b" -> throw new IllegalStateException("second");
                        default -> {}
                    }
                });
        map.put("a");
        map.put("b");
        map.put("c");

        thread.close();

        assertThat(received).containsExactly("a", "b", "c");
        assertThat(thread.failures()).isEqualTo(2);
        assertThat(thread.firstFailure()).containsSame(first);
        assertThat(thread.delivered()).isEqualTo(3);
    }

    @Test
    void a_listener_may_close_its_thread_and_is_not_called_again() throws Exception {
        AtomicReference<@Nullable ListenerThread> self = new AtomicReference<>();
        CompletableFuture<Void> all = new CompletableFuture<>();
        ListenerThread thread =
                start(record -> {
                    all.join();
                    Objects.requireNonNull(self.get()).close();
                });
        self.set(thread);
        map.put("a");
        map.put("b");
        map.put("c");
        all.complete(null);
        assertThat(freed.await(10, TimeUnit.SECONDS)).isTrue();

        assertThat(received).containsExactly("a");
        assertThat(thread.delivered()).isOne();
        assertThat(thread.discarded()).isEqualTo(2);
        assertThat(thread.failures()).isZero();
        assertThat(closed).hasValue(1);
    }

    @Test
    void a_listener_that_stalls_is_interrupted_and_the_rest_is_counted() throws Exception {
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        CompletableFuture<Void> entered = new CompletableFuture<>();
        ListenerThread thread =
                start(record -> {
                    entered.complete(null);
                    try {
                        new CountDownLatch(1).await();
                    } catch (InterruptedException e) {
                        interrupted.complete(true);
                    }
                });
        map.put("a");
        map.put("b");
        map.put("c");
        entered.get(10, TimeUnit.SECONDS);

        thread.close(Duration.ofMillis(10));

        assertThat(interrupted.get(10, TimeUnit.SECONDS)).isTrue();
        assertThat(received).containsExactly("a");
        assertThat(thread.delivered()).isOne();
        assertThat(thread.discarded()).isEqualTo(2);
    }

    @Test
    void a_flush_returns_when_the_listener_has_seen_what_was_reserved() {
        ListenerThread thread = start(record -> {});
        for (int i = 0; i < 50; i++) {
            map.put("record " + i);

            assertThat(thread.flush(LONG)).isTrue();

            assertThat(received).hasSize(i + 1);
        }
        assertThat(thread.availableBytes()).isZero();
        thread.close();
    }

    @Test
    void a_flush_waits_for_a_listener_that_takes_its_time_and_not_for_longer_than_it_may()
            throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CompletableFuture<Void> leave = new CompletableFuture<>();
        ListenerThread thread =
                start(record -> {
                    entered.countDown();
                    leave.join();
                });
        map.put("a");
        map.put("b");
        assertThat(entered.await(10, TimeUnit.SECONDS)).isTrue();

        assertThat(thread.flush(Duration.ofMillis(20))).isFalse();
        assertThat(thread.availableBytes()).isEqualTo(32);

        CompletableFuture<Boolean> patient =
                CompletableFuture.supplyAsync(() -> thread.flush(LONG));
        leave.complete(null);
        assertThat(patient.get(10, TimeUnit.SECONDS)).isTrue();
        assertThat(received).containsExactly("a", "b");
        thread.close();
    }

    @Test
    void a_producer_that_never_ends_holds_up_neither_flush_nor_close_and_can_be_seen() {
        ListenerThread thread = start(record -> {});
        map.put("before");
        map.reserve("stuck");
        map.put("behind");

        assertThat(thread.flush(Duration.ofMillis(30))).isFalse();
        assertThat(received).containsExactly("before");
        assertThat(thread.busy()).isGreaterThan(Duration.ofMillis(1));
        assertThat(thread.availableBytes()).isEqualTo(32);

        CompletableFuture<Boolean> patient =
                CompletableFuture.supplyAsync(() -> thread.flush(LONG))
                        .exceptionally(e -> false); // or it came after the close
        thread.close(Duration.ofMillis(30));

        assertThat(patient.join()).isFalse();
        assertThat(thread.delivered()).isOne();
        assertThat(thread.discarded()).as("the rest is the next reader's").isZero();
    }

    @Test
    void many_may_flush_at_once_and_while_it_closes() {
        ListenerThread thread = start(record -> {});
        List<CompletableFuture<Boolean>> flushes = new CopyOnWriteArrayList<>();
        for (int i = 0; i < 50; i++) {
            map.put("record " + i);
            flushes.add(CompletableFuture.supplyAsync(() -> thread.flush(LONG)));
        }
        thread.close();

        for (CompletableFuture<Boolean> flush : flushes) {
            // One that came too late says so by either way, and none waits for its whole time.
            flush.exceptionally(
                            e -> {
                                assertThat(e)
                                        .hasMessageContaining("flush ring buffer: it is closed");
                                return false;
                            })
                    .orTimeout(10, TimeUnit.SECONDS)
                    .join();
        }
        assertThat(received).hasSize(50);
    }

    @Test
    void neither_the_listener_nor_anyone_after_the_close_can_flush() {
        AtomicReference<@Nullable ListenerThread> self = new AtomicReference<>();
        CompletableFuture<Void> known = new CompletableFuture<>();
        ListenerThread thread =
                start(record -> {
                    known.join();
                    Objects.requireNonNull(self.get()).flush(LONG);
                });
        self.set(thread);
        known.complete(null);
        map.put("a");
        thread.close();

        assertThat(thread.firstFailure())
                .get()
                .asInstanceOf(InstanceOfAssertFactories.THROWABLE)
                .hasMessage("flush ring buffer: its listener cannot wait for itself");
        assertThatThrownBy(() -> thread.flush(LONG))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("flush ring buffer: it is closed");
    }

    @Test
    void closing_again_does_nothing() {
        ListenerThread thread = start(record -> {});

        thread.close();
        thread.close();
        thread.close(Duration.ZERO);

        assertThat(closed).hasValue(1);
    }

    @Test
    void a_ring_that_cannot_be_opened_starts_no_thread() {
        freed.countDown(); // there is none
        RuntimeException refused = new IllegalStateException("refused");

        assertThatThrownBy(() ->
                        ListenerThread.<RecordView>start(
                                "never-started",
                                records -> {
                                    throw refused;
                                },
                                record -> {},
                                thread -> closed.incrementAndGet()))
                .isSameAs(refused);

        assertThat(closed).hasValue(0);
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .doesNotContain("never-started");
    }
}
