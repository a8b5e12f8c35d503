package io.fentry4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClosingTest {

    private final Closing closing = new Closing();
    private final RuntimeException first = new IllegalStateException("first");
    private final RuntimeException second = new IllegalArgumentException("second");

    private static Runnable throwing(RuntimeException e) {
        return () -> {
            throw e;
        };
    }

    @Test
    void closes_everything_although_some_of_it_fails() {
        List<String> closed = new ArrayList<>();

        closing.close(() -> closed.add("a"));
        closing.close(throwing(first));
        closing.close(() -> closed.add("b"));
        closing.close(throwing(second));
        closing.close(() -> closed.add("c"));

        assertThat(closed).containsExactly("a", "b", "c");
    }

    @Test
    void throws_the_first_failure_with_the_later_ones_suppressed() {
        closing.close(throwing(first));
        closing.close(throwing(second));

        assertThatThrownBy(closing::throwIfFailed).isSameAs(first).hasSuppressedException(second);
    }

    @Test
    void throws_nothing_if_nothing_failed() {
        closing.close(() -> {});

        assertThatCode(closing::throwIfFailed).doesNotThrowAnyException();
    }

    @Test
    void adds_its_failures_to_the_one_that_made_the_closing_necessary() {
        RuntimeException primary = new UnsupportedOperationException("primary");
        closing.close(throwing(first));
        closing.close(throwing(second));

        assertThat(closing.suppressIn(primary)).isSameAs(primary);

        assertThat(primary.getSuppressed()).containsExactly(first);
        assertThat(first.getSuppressed()).containsExactly(second);
    }

    @Test
    void leaves_the_primary_failure_alone_if_closing_went_well() {
        RuntimeException primary = new UnsupportedOperationException("primary");
        closing.close(() -> {});

        assertThat(closing.suppressIn(primary)).isSameAs(primary).hasNoSuppressedExceptions();
    }
}
