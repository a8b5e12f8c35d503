package io.fentry4j.examples.cli;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Ends a run that waits for events: on request, after a time, or when the JVM has to end (Ctrl-C,
/// SIGTERM, SIGHUP), and then holds the JVM until the run has cleaned up and reported.
///
/// ```java
/// try (EndOfRun end = EndOfRun.install()) {
///     // attach
///     end.await();
///     // detach, say what was seen
/// }
/// ```
///
/// A signal ends the JVM through its shutdown hooks, on a thread of its own and with the exit
/// status 128 + the signal's number. The hook here only asks for the end and waits for [#close()],
/// so there is one way to clean up, on one thread, and nothing that the two could wait for in a
/// circle.
public final class EndOfRun implements AutoCloseable {

    /// More than a probe takes to close with a listener that hangs.
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final CountDownLatch requested = new CountDownLatch(1);
    private final CountDownLatch finished = new CountDownLatch(1);
    private final CompletableFuture<Void> signalled = new CompletableFuture<>();
    private volatile boolean signalling;
    private final Thread hook = new Thread(this::endWithTheJvm, "fentry4j-end-of-run");

    private EndOfRun() {}

    /// From now on the JVM waits for [#close()] before it ends.
    public static EndOfRun install() {
        EndOfRun end = new EndOfRun();
        try {
            Runtime.getRuntime().addShutdownHook(end.hook);
        } catch (IllegalStateException e) { // the JVM is ending already
            end.signalling = true;
            end.request();
            end.signalled.complete(null);
        }
        return end;
    }

    /// Asks for the end; from any thread, any number of times.
    public void request() {
        requested.countDown();
    }

    /// Waits until somebody asks for the end.
    public void await() throws InterruptedException {
        requested.await();
    }

    /// Waits until somebody asks for the end, or `limit` is over.
    ///
    /// @return whether somebody has asked
    public boolean await(Duration limit) throws InterruptedException {
        return requested.await(limit.toNanos(), TimeUnit.NANOSECONDS);
    }

    /// Whether the JVM has to end.
    public boolean bySignal() {
        return signalling;
    }

    /// Runs `action` when the JVM has to end, on the thread that ends it; at once if it is ending.
    ///
    /// The JVM waits for it, and then for [#close()].
    public void whenSignalled(Runnable action) {
        var _ = signalled.thenRun(action);
    }

    private void endWithTheJvm() {
        signalling = true;
        request();
        signalled.complete(null);
        try {
            finished.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// The run is over: the JVM may end.
    @Override
    public void close() {
        finished.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The JVM is ending, and the hook with it.
        }
    }
}
