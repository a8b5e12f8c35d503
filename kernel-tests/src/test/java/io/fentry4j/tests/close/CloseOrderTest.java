package io.fentry4j.tests.close;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fentry4j.GlobalVariable;
import io.fentry4j.Link;
import io.fentry4j.ListenerThread;
import io.fentry4j.RingBuffer;
import io.fentry4j.tests.NeedsBpf;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// An object and what was opened through it, closed in each order, each twice, by this thread and
/// by a listener. `NoLeaks` looks at what is left.
class CloseOrderTest {

    /// What one object has open, to be closed by index.
    private record Family(StressProgramBpf bpf, List<AutoCloseable> members) {

        static Family open(boolean attach) {
            StressProgramBpf bpf;
            try (StressProgramBpf.Open open = StressProgramBpf.open()) {
                open.onUnlink().autoload(attach);
                if (attach) {
                    open.onUnlink().target("do_unlinkat", "filename_unlinkat");
                }
                bpf = open.load();
            }
            List<AutoCloseable> members = new ArrayList<>();
            members.add(bpf);
            members.add(bpf.polled().open(item -> {}));
            members.add(bpf.listened().listen(item -> {}));
            if (attach) {
                members.add(bpf.onUnlink().attach());
            }
            return new Family(bpf, members);
        }

        void closeIn(List<Integer> order) throws Exception {
            GlobalVariable<Long> number = bpf.number();
            for (int index : order) {
                members.get(index).close();
                members.get(index).close();
            }
            for (AutoCloseable member : members) {
                member.close();
            }
            assertThatThrownBy(number::get)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageEndingWith("is closed");
            assertThatThrownBy(() -> bpf.fill().run())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageEndingWith("is closed");
            for (AutoCloseable member : members) {
                switch (member) {
                    case RingBuffer reader ->
                            assertThatThrownBy(reader::poll).hasMessageEndingWith("is closed");
                    case ListenerThread thread -> assertThat(thread.failures()).isZero();
                    case Link link -> assertThat(link.isOpen()).isFalse();
                    default -> {}
                }
            }
        }
    }

    private static List<List<Integer>> permutations(int size) {
        List<List<Integer>> all = List.of(List.of());
        for (int next = 0; next < size; next++) {
            List<List<Integer>> longer = new ArrayList<>();
            for (List<Integer> shorter : all) {
                for (int at = 0; at <= shorter.size(); at++) {
                    List<Integer> order = new ArrayList<>(shorter);
                    order.add(at, next);
                    longer.add(order);
                }
            }
            all = longer;
        }
        return all;
    }

    @NeedsBpf
    @Timeout(120)
    static class WithoutFentryTest {

        @Test
        void object_reader_and_thread_close_in_any_order() throws Exception {
            for (List<Integer> order : permutations(3)) {
                Family.open(false).closeIn(order);
            }
        }

        @Test
        void a_listener_closes_object_reader_and_thread_in_any_order() throws Exception {
            for (List<Integer> order : permutations(3)) {
                closeByListener(order);
            }
        }

        /// The listener belongs to a second thread on the object's other ring.
        private static void closeByListener(List<Integer> order) throws Exception {
            StressProgramBpf bpf;
            try (StressProgramBpf.Open open = StressProgramBpf.open()) {
                open.onUnlink().autoload(false);
                bpf = open.load();
            }
            AtomicReference<List<AutoCloseable>> members = new AtomicReference<>();
            AtomicReference<Throwable> failure = new AtomicReference<>();
            CountDownLatch known = new CountDownLatch(1);
            CountDownLatch done = new CountDownLatch(1);
            ListenerThread thread =
                    bpf.listened()
                            .listen(item -> {
                                try {
                                    known.await();
                                    for (int index : order) {
                                        members.get().get(index).close();
                                        members.get().get(index).close();
                                    }
                                } catch (Throwable e) {
                                    failure.set(e);
                                }
                                done.countDown();
                            });
            RingBuffer reader = bpf.polled().open(item -> {});
            members.set(List.of(bpf, reader, thread));
            bpf.fill().run();
            known.countDown();

            assertThat(done.await(20, SECONDS)).isTrue();
            assertThat(failure).hasValue(null);
            assertThatThrownBy(reader::poll).hasMessageEndingWith("is closed");
        }
    }

    @Tag("kernel")
    @Timeout(300)
    static class AttachedTest {

        @Test
        void object_reader_thread_and_link_close_in_any_order() throws Exception {
            KernelObjects before = KernelObjects.now();
            for (List<Integer> order : permutations(4)) {
                Family.open(true).closeIn(order);
            }
            assertThat(KernelObjects.leftSince(before)).isEqualTo(KernelObjects.NONE);
        }
    }
}
