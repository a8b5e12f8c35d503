package io.fentry4j.tests.docs;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Predicate;

/// What the code of the documents prints: both of the JVM's streams, from the opening to the close.
/// Lines of other threads are among them.
final class Printed implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final PrintStream out = System.out;
    private final PrintStream err = System.err;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    Printed() {
        PrintStream stream = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        System.setOut(stream);
        System.setErr(stream);
    }

    /// Waits until what was printed is as wanted, and returns it; after 20 seconds as it is.
    String await(Predicate<String> wanted) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!wanted.test(text()) && System.nanoTime() < end) {
            Thread.sleep(Duration.ofMillis(10));
        }
        return text();
    }

    String text() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        System.setOut(out);
        System.setErr(err);
    }
}
