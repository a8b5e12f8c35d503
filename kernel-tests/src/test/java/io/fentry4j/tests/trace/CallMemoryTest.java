package io.fentry4j.tests.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.fentry4j.PreemptionModel;
import io.fentry4j.trace.Elapsed;
import io.fentry4j.trace.Function;
import io.fentry4j.trace.FunctionTrace;
import io.fentry4j.trace.FunctionTracer;
import io.fentry4j.trace.Mode;
import io.fentry4j.trace.Return;
import io.fentry4j.trace.Tid;
import io.fentry4j.trace.Trace;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.Pipe;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// No call gets at what another one keeps, however many there are and whatever interrupts what.
@Tag("kernel")
@Timeout(240)
class CallMemoryTest {

    /// So many that some have the same place: there are 1,024.
    private static final int WAITING = 1_100;

    /// Of the buffers: no other read of the JVM's is so large.
    private static final int SMALLEST = 40_000;

    @Trace("vfs_read")
    record Read(@Tid int tid, long count, @Elapsed Duration took, @Return long ret) {}

    record Call(@Function String function, @Tid int tid) {}

    /// Reads with a buffer of a size of its own, until something comes.
    private static void read(Pipe pipe, int size) {
        try (Pipe.SourceChannel source = pipe.source()) {
            assertThat(source.read(ByteBuffer.allocateDirect(size))).isEqualTo(expected(size));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static int expected(long size) {
        return (int) size % 50 + 1;
    }

    /// Those that see every call: where the kernel preempts itself, fentry does not.
    static Stream<Mode> completeModes() {
        return PreemptionModel.ofRunningKernel().skipsTracingPrograms()
                ? Stream.of(Mode.KPROBE)
                : Stream.of(Mode.FENTRY, Mode.KPROBE);
    }

    @ParameterizedTest
    @MethodSource("completeModes")
    void calls_that_would_have_the_same_place_keep_their_own_events(Mode mode) throws Exception {
        List<Read> reads = new CopyOnWriteArrayList<>();
        FunctionTracer<Read> tracer =
                FunctionTracer.of(Read.class)
                        .mode(mode)
                        .where(
                                "pid == %d && count >= %d && count < %d"
                                        .formatted(
                                                ProcessHandle.current().pid(),
                                                SMALLEST,
                                                SMALLEST + WAITING));
        try (FunctionTrace trace = tracer.attach(reads::add)) {
            for (int round = 0; round < 2; round++) {
                letManyWait(trace);
            }
            assertThat(trace.listener().flush(Duration.ofSeconds(20))).isTrue();
            assertThat(trace.counts().lost()).isZero();
        }

        assertThat(reads)
                .extracting(Read::count)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, 2 * WAITING)
                                .mapToObj(i -> (long) SMALLEST + i % WAITING)
                                .toList());
        assertThat(reads)
                .allSatisfy(read -> {
                    assertThat(read.ret()).isEqualTo(expected(read.count()));
                    assertThat(read.took()).isPositive();
                });
        assertThat(reads.subList(0, WAITING)).extracting(Read::tid).doesNotHaveDuplicates();
    }

    private static void letManyWait(FunctionTrace trace) throws Exception {
        long before = trace.counts().seen() - trace.counts().filtered();
        List<Pipe> pipes = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < WAITING; i++) {
            Pipe pipe = Pipe.open();
            int size = SMALLEST + i;
            pipes.add(pipe);
            threads.add(Thread.ofPlatform().stackSize(128 * 1024).start(() -> read(pipe, size)));
        }
        while (trace.counts().seen() - trace.counts().filtered() < before + WAITING) {
            Thread.sleep(10);
        }
        for (int i = 0; i < WAITING; i++) {
            try (Pipe.SinkChannel sink = pipes.get(i).sink()) {
                sink.write(ByteBuffer.allocate(expected(SMALLEST + i)));
            }
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }

    /// One that has made a few reads, so that no class is loaded in between.
    private static final class Reader extends Thread {
        private final CountDownLatch ready = new CountDownLatch(1);
        private final CountDownLatch go = new CountDownLatch(1);
        private final AtomicInteger tid = new AtomicInteger();
        private final int calls;

        Reader(int calls) {
            this.calls = calls;
        }

        @Override
        public void run() {
            try (FileChannel zeros = FileChannel.open(Path.of("/dev/zero"))) {
                Path self = Path.of("/proc/thread-self").toRealPath();
                tid.set(Integer.parseInt(self.getFileName().toString()));
                read(zeros, 10);
                ready.countDown();
                go.await();
                read(zeros, calls);
            } catch (IOException | InterruptedException e) {
                throw new AssertionError(e);
            }
        }

        private static void read(FileChannel file, int times) throws IOException {
            ByteBuffer one = ByteBuffer.allocateDirect(1);
            for (int i = 0; i < times; i++) {
                file.read(one.clear());
            }
        }
    }

    @Test
    void an_event_that_is_interrupted_by_another_functions_is_not_disturbed() throws Exception {
        int calls = 100_000;
        Reader reader = new Reader(calls);
        reader.start();
        reader.ready.await();
        AtomicInteger own = new AtomicInteger();
        AtomicInteger interrupts = new AtomicInteger();
        FunctionTrace trace =
                FunctionTracer.of(Call.class)
                        .functions("vfs_read", "hrtimer_interrupt")
                        .mode(Mode.FENTRY)
                        .ringBytes(16 << 20)
                        .attach(call -> {
                            if (call.function().equals("hrtimer_interrupt")) {
                                interrupts.incrementAndGet();
                            } else if (call.tid() == reader.tid.get()) {
                                own.incrementAndGet();
                            }
                        });
        try (trace) {
            reader.go.countDown();
            reader.join();
            assertThat(trace.listener().flush(Duration.ofSeconds(60))).isTrue();
            assertThat(trace.counts().lost()).isZero();
        }

        assertThat(interrupts).hasPositiveValue();
        // Where the kernel preempts itself it skips calls, and counts them.
        assertThat(own.get()).isBetween(calls - (int) trace.counts().missed(), calls);
    }
}
