package io.fentry4j.testkit.internal.protocol;

import java.io.Serializable;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.ValueWrapper;

/// What a throwable prints, in strings.
///
/// @param text its `toString()`
/// @param assertion whether it is an `AssertionError`, which tools tell from other errors
/// @param values what was expected and what was there, if it told
record ThrowableDescription(
        String text,
        @Nullable String message,
        List<StackTraceElement> stack,
        boolean assertion,
        @Nullable Values values,
        @Nullable ThrowableDescription cause,
        List<ThrowableDescription> suppressed)
        implements Serializable {

    record Values(String expected, String actual) implements Serializable {}

    static ThrowableDescription of(Throwable throwable) {
        return of(throwable, Collections.newSetFromMap(new IdentityHashMap<>()));
    }

    /// @param known those that were described, which causes may lead back to
    private static ThrowableDescription of(Throwable throwable, Set<Throwable> known) {
        known.add(throwable);
        Throwable cause = throwable.getCause();
        return new ThrowableDescription(
                throwable.toString(),
                throwable.getMessage(),
                List.of(throwable.getStackTrace()),
                throwable instanceof AssertionError,
                values(throwable),
                cause == null || known.contains(cause) ? null : of(cause, known),
                Stream.of(throwable.getSuppressed())
                        .filter(suppressed -> !known.contains(suppressed))
                        .map(suppressed -> of(suppressed, known))
                        .toList());
    }

    private static @Nullable Values values(Throwable throwable) {
        if (throwable instanceof AssertionFailedError failed
                && failed.isExpectedDefined()
                && failed.isActualDefined()) {
            return new Values(string(failed.getExpected()), string(failed.getActual()));
        }
        return null;
    }

    private static String string(ValueWrapper value) {
        return value.getStringRepresentation();
    }

    Throwable restore() {
        Throwable restored = assertion ? restoredAssertion() : new RestoredException(text, message);
        restored.setStackTrace(stack.toArray(StackTraceElement[]::new));
        if (cause != null) {
            restored.initCause(cause.restore());
        }
        suppressed.forEach(other -> restored.addSuppressed(other.restore()));
        return restored;
    }

    private Throwable restoredAssertion() {
        return values == null
                ? new RestoredAssertion(text, message)
                : new RestoredAssertion(text, message, values);
    }

    /// Prints like the error that it stands for.
    @SuppressWarnings("OverrideThrowableToString") // the class in front is another's
    private static final class RestoredAssertion extends AssertionFailedError {

        private static final long serialVersionUID = 1L;

        private final String text;

        RestoredAssertion(String text, @Nullable String message) {
            super(message);
            this.text = text;
        }

        RestoredAssertion(String text, @Nullable String message, Values values) {
            super(message, values.expected(), values.actual());
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /// Prints like the exception that it stands for.
    @SuppressWarnings("OverrideThrowableToString") // the class in front is another's
    private static final class RestoredException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final String text;

        RestoredException(String text, @Nullable String message) {
            super(message);
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
