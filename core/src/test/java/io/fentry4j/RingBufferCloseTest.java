package io.fentry4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.fentry4j.internal.linux.NoLeaks;
import io.fentry4j.internal.linux.SystemCallException;
import io.fentry4j.internal.ring.FakeRing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NoLeaks.class)
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RingBufferCloseTest {

    private static final Duration LONG = Duration.ofSeconds(20);

    private final SimulatedMap map = new SimulatedMap();
    private final AtomicInteger closed = new AtomicInteger();

    @AfterEach
    void close() {
        map.close();
    }

    @Test
    void a_closed_reader_refuses_to_poll_and_says_it_is_closed() {
        RingBuffer ring = map.open(record -> {}, reader -> closed.incrementAndGet());
        map.put("left");

        ring.close();
        ring.close();

        assertThat(closed).as("told once").hasValue(1);
        assertThatIllegalStateException()
                .isThrownBy(ring::poll)
                .withMessage("poll ring buffer: it is closed");
        assertThat(ring.availableBytes()).isZero();
        assertThat(ring.delivered()).isZero();
        assertThatCode(ring::wakeUp).doesNotThrowAnyException();
    }

    @Test
    void what_is_left_stays_for_the_next_reader() {
        RingBuffer first = map.open(record -> {}, reader -> {});
        map.put("left");
        first.close();
        AtomicInteger received = new AtomicInteger();

        try (RingBuffer next = map.open(record -> received.incrementAndGet(), reader -> {})) {
            assertThat(next.poll()).isOne();
        }
        assertThat(received).hasValue(1);
    }

    @RepeatedTest(30)
    void closing_ends_a_wait_or_comes_before_it() throws Exception {
        RingBuffer ring = map.open(record -> {}, reader -> {});
        CompletableFuture<Integer> poll = CompletableFuture.supplyAsync(() -> ring.poll(LONG));

        ring.close();

        assertThat(
                        poll.exceptionally(
                                        e -> {
                                            assertThat(e).hasMessageContaining("it is closed");
                                            return 0;
                                        })
                                .get(10, TimeUnit.SECONDS))
                .isZero();
    }

    @Test
    void a_listener_may_close_its_own_reader_and_no_record_follows() throws IOException {
        AtomicReference<@Nullable RingBuffer> self = new AtomicReference<>();
        AtomicInteger received = new AtomicInteger();
        long before = opened();
        RingBuffer ring =
                map.open(
                        record -> {
                            received.incrementAndGet();
                            RingBuffer own = self.get();
                            if (own != null) {
                                own.close();
                            }
                        },
                        reader -> closed.incrementAndGet());
        self.set(ring);
        map.put("a");
        map.put("b");

        assertThat(ring.poll(LONG)).isOne();

        assertThat(received).hasValue(1);
        assertThat(closed).hasValue(1);
        assertThatIllegalStateException().isThrownBy(ring::poll);
        assertThat(opened()).as("freed when the poll ended").isEqualTo(before);
    }

    @Test
    void closing_waits_for_the_listener_that_is_running() throws Exception {
        CompletableFuture<Void> entered = new CompletableFuture<>();
        CompletableFuture<Void> leave = new CompletableFuture<>();
        RingBuffer ring =
                map.open(
                        record -> {
                            entered.complete(null);
                            leave.join();
                            record.getByte(0); // still mapped
                        },
                        reader -> closed.incrementAndGet());
        map.put("a");
        CompletableFuture<Integer> poll = CompletableFuture.supplyAsync(() -> ring.poll(LONG));
        entered.get(10, TimeUnit.SECONDS);

        CompletableFuture<Void> close = CompletableFuture.runAsync(ring::close);
        while (closed.get() == 0) {
            Thread.onSpinWait();
        }
        assertThat(close).isNotDone();
        leave.complete(null);

        close.get(10, TimeUnit.SECONDS);
        assertThat(poll.get(10, TimeUnit.SECONDS)).isOne();
    }

    @Test
    void listeners_may_close_each_others_readers() throws Exception {
        try (SimulatedMap other = new SimulatedMap()) {
            CyclicBarrier bothInside = new CyclicBarrier(2);
            AtomicReference<@Nullable RingBuffer> first = new AtomicReference<>();
            AtomicReference<@Nullable RingBuffer> second = new AtomicReference<>();
            RingBuffer one = map.open(record -> meetAndClose(bothInside, second), reader -> {});
            RingBuffer two = other.open(record -> meetAndClose(bothInside, first), reader -> {});
            first.set(one);
            second.set(two);
            map.put("a");
            other.put("b");

            // Not the common pool, which has one thread on two CPUs.
            CompletableFuture<Integer> pollOne = inThread(one::poll);
            CompletableFuture<Integer> pollTwo = inThread(two::poll);

            assertThat(pollOne.get(10, TimeUnit.SECONDS)).isOne();
            assertThat(pollTwo.get(10, TimeUnit.SECONDS)).isOne();
        }
    }

    private static CompletableFuture<Integer> inThread(Supplier<Integer> action) {
        return CompletableFuture.supplyAsync(action, task -> Thread.ofPlatform().start(task));
    }

    private static void meetAndClose(
            CyclicBarrier barrier, AtomicReference<@Nullable RingBuffer> other) {
        try {
            barrier.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
            throw new AssertionError(e);
        }
        Objects.requireNonNull(other.get()).close();
    }

    /// The poll that ends just then has to see that it is the one to free, or leave it to the
    /// other.
    @RepeatedTest(200)
    void a_listener_that_closes_the_reader_of_a_poll_that_ends_leaves_nothing_open()
            throws Exception {
        try (SimulatedMap other = new SimulatedMap()) {
            RingBuffer victim = other.open(record -> {}, reader -> {});
            RingBuffer ring = map.open(record -> victim.close(), reader -> {});
            map.put("a");
            CyclicBarrier start = new CyclicBarrier(2);
            CompletableFuture<Void> poll =
                    CompletableFuture.runAsync(() -> {
                        try {
                            start.await();
                            victim.poll();
                        } catch (InterruptedException | BrokenBarrierException e) {
                            throw new AssertionError(e);
                        } catch (IllegalStateException e) {
                            assertThat(e).hasMessage("poll ring buffer: it is closed");
                        }
                    });
            start.await();
            ring.poll();
            poll.get(10, TimeUnit.SECONDS);
            ring.close();
        } // NoLeaks looks whether the victim was freed
    }

    @Test
    void opening_and_closing_leaves_nothing_open_or_mapped() throws IOException {
        long before = opened();

        for (int i = 0; i < 20; i++) {
            map.open(record -> {}, reader -> {}).close();
        }

        assertThat(opened()).isEqualTo(before);
    }

    @Test
    void opening_what_cannot_be_waited_for_leaves_nothing_open_or_mapped() throws IOException {
        try (FakeRing file = new FakeRing(4096, 0)) {
            long before = opened();

            assertThatExceptionOfType(SystemCallException.class)
                    .isThrownBy(() ->
                            RingBuffer.open(
                                    waiter ->
                                            RingBuffer.source(
                                                    waiter, file.fd(), file.size(), record -> {}),
                                    reader -> {}))
                    .withMessage("epoll_ctl: EPERM (Operation not permitted)")
                    .satisfies(e -> assertThat(e.getSuppressed()).isEmpty());

            assertThat(opened()).isEqualTo(before);
        }
    }

    /// Event descriptors and mappings of rings; of other files the JVM opens what it likes.
    private static long opened() throws IOException {
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"));
                Stream<String> mappings = Files.lines(Path.of("/proc/self/maps"))) {
            return descriptors
                            .map(RingBufferCloseTest::target)
                            .filter(to -> to.contains("[eventpoll]") || to.contains("[eventfd"))
                            .count()
                    + mappings.filter(line -> line.contains(FakeRing.NAME)).count();
        }
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException e) {
            return "closed meanwhile";
        }
    }
}
