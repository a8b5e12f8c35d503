package io.fentry4j.internal.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.fentry4j.Errno;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NoLeaks.class)
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LibCTest {

    private final Arena arena = Arena.ofShared();
    private final MemorySegment errno = Downcall.allocateErrno(arena);
    private final MemorySegment events = LibC.allocateEpollEvents(arena, 3);

    @AfterEach
    void close() {
        arena.close();
    }

    @Test
    void a_page_is_a_power_of_two() {
        assertThat(LibC.pageSize()).isGreaterThanOrEqualTo(4096);
        assertThat(Long.bitCount(LibC.pageSize())).isOne();
    }

    @Test
    void epoll_tells_which_descriptors_were_signalled_by_their_data() {
        int epoll = LibC.epollCreate();
        int one = LibC.eventfd();
        int other = LibC.eventfd();
        try {
            LibC.epollAdd(epoll, one, 0x1122_3344_5566_7788L);
            LibC.epollAdd(epoll, other, -1);
            assertThat(LibC.epollWait(errno, epoll, events, 3, 0)).isZero();

            LibC.signal(one);
            assertThat(LibC.epollWait(errno, epoll, events, 3, -1)).isOne();
            assertThat(LibC.epollData(events, 0)).isEqualTo(0x1122_3344_5566_7788L);

            LibC.signal(other);
            assertThat(LibC.epollWait(errno, epoll, events, 3, -1)).isEqualTo(2);
            assertThat(new long[] {LibC.epollData(events, 0), LibC.epollData(events, 1)})
                    .containsExactlyInAnyOrder(0x1122_3344_5566_7788L, -1);
        } finally {
            LibC.close(other);
            LibC.close(one);
            LibC.close(epoll);
        }
    }

    @Test
    void an_event_counter_is_taken_back_however_often_it_was_signalled() {
        int epoll = LibC.epollCreate();
        int event = LibC.eventfd();
        try {
            LibC.epollAdd(epoll, event, 1);
            LibC.reset(event); // nothing to take back
            LibC.signal(event);
            LibC.signal(event);

            LibC.reset(event);

            assertThat(LibC.epollWait(errno, epoll, events, 3, 0)).isZero();
        } finally {
            LibC.close(event);
            LibC.close(epoll);
        }
    }

    @Test
    void a_wait_lasts_as_long_as_it_is_told_to() {
        int epoll = LibC.epollCreate();
        try {
            long start = System.nanoTime();
            assertThat(LibC.epollWait(errno, epoll, events, 3, 20)).isZero();

            assertThat(System.nanoTime() - start).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(15));
        } finally {
            LibC.close(epoll);
        }
    }

    @Test
    void failures_name_the_call_and_the_error() {
        assertThatExceptionOfType(SystemCallException.class)
                .isThrownBy(() -> LibC.close(-1))
                .withMessage("close: EBADF (Bad file descriptor)")
                .satisfies(e -> assertThat(e.errno()).isEqualTo(new Errno(9)));
        assertThatExceptionOfType(SystemCallException.class)
                .isThrownBy(() -> LibC.epollAdd(-1, 0, 0))
                .withMessage("epoll_ctl: EBADF (Bad file descriptor)");
        assertThatExceptionOfType(SystemCallException.class)
                .isThrownBy(() -> LibC.epollWait(errno, -1, events, 3, 0))
                .withMessage("epoll_wait: EBADF (Bad file descriptor)");
        assertThatExceptionOfType(SystemCallException.class)
                .isThrownBy(() -> LibC.reset(-1))
                .withMessage("read: EBADF (Bad file descriptor)");
        assertThatExceptionOfType(SystemCallException.class)
                .isThrownBy(() -> LibC.map(arena, -1, 0, 4096, LibC.PROT_READ))
                .withMessage("mmap: EBADF (Bad file descriptor)");
    }

    @Test
    void the_clocks_are_those_of_the_kernel() {
        long before = System.nanoTime(); // CLOCK_MONOTONIC, on Linux
        long monotonic = LibC.monotonicNanos();
        assertThat(monotonic).isBetween(before, System.nanoTime());

        Instant wall = Instant.EPOCH.plusNanos(LibC.realtimeNanos());
        assertThat(Duration.between(wall, Instant.now()).abs()).isLessThan(Duration.ofSeconds(1));
    }

    @Test
    void a_null_pointer_is_the_empty_string() {
        MemorySegment text = arena.allocateFrom("text");

        assertThat(Downcall.string(MemorySegment.NULL)).isEmpty();
        assertThat(Downcall.string(text)).isEqualTo("text");
    }
}
