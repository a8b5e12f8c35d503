package io.fentry4j.tests.close;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;

/// Threads that load, attach, poll, use and close the same few objects in random order, from
/// listeners too. Nothing may come out but the exceptions that say that something is closed.
final class CloseStress {

    private static final int WORKERS = 6;
    private static final int SUBJECTS = 3;
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final boolean attach;
    private final AtomicReferenceArray<Subject> subjects = new AtomicReferenceArray<>(SUBJECTS);
    private final Map<String, LongAdder> done = new ConcurrentHashMap<>();
    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private volatile boolean over;

    private interface Action {
        void run(Subject subject) throws Exception;
    }

    private CloseStress(boolean attach) {
        this.attach = attach;
    }

    /// How long a stress takes: the property `fentry4j.stress.seconds`, or a minute.
    static Duration duration() {
        return Duration.ofSeconds(Long.getLong("fentry4j.stress.seconds", 60));
    }

    /// Runs all threads for `duration`, then closes what is left.
    ///
    /// @param attach whether the kernel can attach fentry programs
    /// @return how often each thing was done
    static Map<String, Long> run(boolean attach, Duration duration) throws Exception {
        return new CloseStress(attach).run(duration);
    }

    private Map<String, Long> run(Duration duration) throws Exception {
        for (int i = 0; i < SUBJECTS; i++) {
            subjects.set(i, Subject.load(attach));
        }
        List<Thread> workers = new ArrayList<>();
        for (int i = 0; i < WORKERS; i++) {
            Random random = new Random(i);
            workers.add(Thread.ofPlatform().name("worker " + i).start(() -> work(random)));
        }
        long end = System.nanoTime() + duration.toNanos();
        while (System.nanoTime() < end && failures.isEmpty()) {
            workers.getFirst().join(Duration.ofMillis(100));
        }
        over = true;
        for (Thread worker : workers) {
            assertThat(worker.join(PATIENCE)).as(() -> "hangs:\n" + stacks()).isTrue();
        }
        for (int i = 0; i < SUBJECTS; i++) {
            subjects.get(i).close();
        }
        if (!failures.isEmpty()) {
            AssertionError error = new AssertionError(failures.size() + " failures");
            failures.stream().limit(20).forEach(error::addSuppressed);
            throw error;
        }
        Map<String, Long> counts = new TreeMap<>();
        done.forEach((name, count) -> counts.put(name, count.sum()));
        return counts;
    }

    private void work(Random random) {
        while (!over) {
            Subject subject = subjects.get(random.nextInt(SUBJECTS));
            switch (random.nextInt(24)) {
                case 0 -> count("replace", subject, old -> replace(random.nextInt(SUBJECTS)));
                case 1 -> count("close object", subject, Subject::close);
                case 2, 3, 4, 5 -> count("poll", subject, s -> s.poll(this::whilePolled));
                case 6, 7 -> count("listen", subject, s -> s.listen(this::whileListened));
                case 8, 9 -> count("close child", subject, Subject::closeOne);
                case 10, 11 -> count("attach", subject, Subject::attach);
                case 12, 13, 14, 15, 16 -> count("fill", subject, Subject::fill);
                case 17, 18 -> count("wake", subject, Subject::wakeOne);
                default -> count("use", subject, Subject::use);
            }
        }
    }

    private void replace(int index) {
        Subject fresh = Subject.load(attach);
        subjects.getAndSet(index, fresh).close();
    }

    /// In the listener of a polled reader: any other reader or object may be closed.
    private void whilePolled(Subject own) {
        int choice = ThreadLocalRandom.current().nextInt(500);
        Subject any = subjects.get(choice % SUBJECTS);
        switch (choice) {
            case 0, 1, 2 -> count("poll: close any child", any, Subject::closeOne);
            case 3 -> count("poll: close any object", any, Subject::close);
            case 4, 5 -> count("poll: close own object", own, Subject::close);
            case 6, 7, 8, 9 -> count("poll: use", any, Subject::use);
            default -> {}
        }
    }

    /// In a listener thread. Two of them that close each other would wait for each other until
    /// their patience ends, so each keeps to its own object.
    private void whileListened(Subject own) {
        switch (ThreadLocalRandom.current().nextInt(500)) {
            case 0 -> count("listen: close own child", own, Subject::closeOne);
            case 1 -> count("listen: close own object", own, Subject::close);
            case 2, 3 -> count("listen: use", own, Subject::use);
            default -> {}
        }
    }

    /// Runs `action`; that something is closed already is to be expected.
    private void count(String name, Subject subject, Action action) {
        try {
            action.run(subject);
            done.computeIfAbsent(name, key -> new LongAdder()).increment();
        } catch (IllegalStateException e) {
            if (String.valueOf(e.getMessage()).endsWith("is closed")) {
                done.computeIfAbsent(name + ", closed", key -> new LongAdder()).increment();
            } else {
                failures.add(e);
            }
        } catch (Throwable e) {
            failures.add(e);
        }
    }

    private static String stacks() {
        StringBuilder text = new StringBuilder();
        Thread.getAllStackTraces()
                .forEach((thread, stack) -> {
                    text.append(thread.getName())
                            .append(' ')
                            .append(thread.getState())
                            .append('\n');
                    for (StackTraceElement frame : stack) {
                        text.append("    at ").append(frame).append('\n');
                    }
                });
        return text.toString();
    }
}
