package io.fentry4j.tests.close;

import io.fentry4j.Link;
import io.fentry4j.ListenerThread;
import io.fentry4j.RingBuffer;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/// A loaded object and what was opened through it, for many threads that use and close all of it.
final class Subject implements AutoCloseable {

    private final StressProgramBpf bpf;
    private final boolean attachable;
    private final Queue<AutoCloseable> children = new ConcurrentLinkedQueue<>();

    // A ring wants one reader at a time; so does the kernel one link of a program to its target.
    private final Semaphore polled = new Semaphore(1);
    private final AtomicBoolean listened = new AtomicBoolean();
    private final Semaphore attached = new Semaphore(1);

    private Subject(StressProgramBpf bpf, boolean attachable) {
        this.bpf = bpf;
        this.attachable = attachable;
    }

    /// @param attachable whether the kernel can load a fentry program
    static Subject load(boolean attachable) {
        try (StressProgramBpf.Open open = StressProgramBpf.open()) {
            open.onUnlink().autoload(attachable);
            if (attachable) {
                open.onUnlink().target("do_unlinkat", "filename_unlinkat");
            }
            open.wanted().set(1L + ThreadLocalRandom.current().nextLong(50));
            return new Subject(open.load(), attachable);
        }
    }

    StressProgramBpf bpf() {
        return bpf;
    }

    /// Opens a reader, polls it for a while, and closes it; others may close it before.
    void poll(Consumer<Subject> onItem) {
        if (!polled.tryAcquire()) {
            return;
        }
        try (RingBuffer reader = bpf.polled().open(item -> onItem.accept(this))) {
            children.add(reader);
            for (int i = 0; i < 20; i++) {
                reader.poll(java.time.Duration.ofMillis(i % 3));
            }
        } finally {
            polled.release();
        }
    }

    /// Starts the one listener thread.
    void listen(Consumer<Subject> onItem) {
        if (listened.compareAndSet(false, true)) {
            ListenerThread thread = bpf.listened().listen(item -> onItem.accept(this));
            children.add(thread);
        }
    }

    void attach() {
        if (attachable && attached.tryAcquire()) {
            Link link = bpf.onUnlink().attach();
            AtomicBoolean closed = new AtomicBoolean();
            children.add(() -> {
                boolean first = closed.compareAndSet(false, true);
                link.close();
                if (first) {
                    attached.release();
                }
            });
        }
    }

    void fill() {
        bpf.fill().run();
    }

    /// Reads and writes all that can be read and written.
    void use() {
        bpf.number().get();
        bpf.wanted().set(1L + ThreadLocalRandom.current().nextLong(50));
        bpf.fill().statistics();
        bpf.counts().update(1L, 2L);
        bpf.counts().lookup(1L);
        bpf.counts().lookupAll();
        bpf.polled().id();
    }

    /// Closes one of the children, which may be closed already.
    void closeOne() throws Exception {
        AutoCloseable child = children.poll();
        if (child != null) {
            child.close();
            if (ThreadLocalRandom.current().nextBoolean()) {
                children.add(child); // to be closed once more
            }
        }
    }

    /// Wakes and asks one of the readers.
    void wakeOne() {
        if (children.peek() instanceof RingBuffer reader) {
            reader.wakeUp();
            reader.availableBytes();
            reader.delivered();
        }
    }

    @Override
    public void close() {
        bpf.close();
    }
}
