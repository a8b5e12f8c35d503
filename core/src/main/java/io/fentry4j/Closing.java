package io.fentry4j;

import org.jspecify.annotations.Nullable;

/// Closes several things although some of them may fail: the first failure is kept, later ones
/// become its suppressed exceptions.
final class Closing {

    private @Nullable RuntimeException failure;

    /// Runs `action` and keeps what it throws.
    void close(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException e) {
            if (failure == null) {
                failure = e;
            } else {
                failure.addSuppressed(e);
            }
        }
    }

    /// Throws the first failure, if there was one.
    void throwIfFailed() {
        if (failure != null) {
            throw failure;
        }
    }

    /// Adds the failures to the one that made the closing necessary, and returns that.
    RuntimeException suppressIn(RuntimeException primary) {
        if (failure != null) {
            primary.addSuppressed(failure);
        }
        return primary;
    }
}
