package io.fentry4j.internal.linux;

import static java.util.stream.Collectors.joining;

import io.fentry4j.internal.linux.ResourceTracker.Resource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Fails a test class that leaves something open, with the stack that opened it.
///
/// What a listener closes is freed by its thread a little later, so this waits for it.
public final class NoLeaks implements BeforeAllCallback, AfterAllCallback {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final List<Resource> before = new ArrayList<>();

    @Override
    public void beforeAll(ExtensionContext context) {
        before.addAll(ResourceTracker.open());
    }

    @Override
    public void afterAll(ExtensionContext context) {
        long start = System.nanoTime();
        List<Resource> left = left();
        while (!left.isEmpty() && System.nanoTime() - start < PATIENCE.toNanos()) {
            LockSupport.parkNanos(1_000_000);
            left = left();
        }
        if (!left.isEmpty()) {
            throw new AssertionError(
                    left.stream()
                            .map(Resource::toString)
                            .collect(joining("\n", "left open:\n", "")));
        }
    }

    private List<Resource> left() {
        List<Resource> left = ResourceTracker.open();
        left.removeAll(before);
        return left;
    }
}
