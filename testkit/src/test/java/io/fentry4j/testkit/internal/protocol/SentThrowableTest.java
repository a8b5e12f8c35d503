package io.fentry4j.testkit.internal.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.opentest4j.AssertionFailedError;

class SentThrowableTest {

    /// As others may write them: with a field that cannot be serialized.
    @SuppressWarnings("serial") // that is the point
    private static final class OddAssertion extends AssertionFailedError {
        private static final long serialVersionUID = 1L;

        private final Object field = new Object();

        OddAssertion(String message, Object expected, Object actual) {
            super(message, expected, actual);
        }

        @Override
        public String getMessage() {
            return "odd " + field.getClass().getSimpleName();
        }
    }

    @SuppressWarnings("serial") // that is the point
    private static final class Odd extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final Object field = new Object();

        @Override
        public String getMessage() {
            return "odd " + field.getClass().getSimpleName();
        }
    }

    private static Throwable sent(Throwable throwable) throws Exception {
        byte[] bytes = Channel.serialize(SentThrowable.of(throwable));
        try (var in = new java.io.ObjectInputStream(new java.io.ByteArrayInputStream(bytes))) {
            return ((SentThrowable) in.readObject()).restore();
        }
    }

    @Test
    void type_message_stack_cause_and_suppressed_arrive() throws Exception {
        IOException thrown = new IOException("outer", new ArithmeticException("inner"));
        thrown.addSuppressed(new IllegalStateException("beside"));

        Throwable restored = sent(thrown);

        assertThat(restored).isExactlyInstanceOf(IOException.class).hasMessage("outer");
        assertThat(restored.getStackTrace()).isEqualTo(thrown.getStackTrace());
        assertThat(restored.getCause()).isExactlyInstanceOf(ArithmeticException.class);
        assertThat(restored.getSuppressed()[0]).hasMessage("beside");
    }

    @Test
    void expected_and_actual_arrive_as_values() throws Exception {
        AssertionFailedError restored =
                (AssertionFailedError) sent(new AssertionFailedError("differ", 1, 2));

        assertThat(restored.getExpected().getValue()).isEqualTo(1);
        assertThat(restored.getActual().getValue()).isEqualTo(2);
    }

    @Test
    void values_that_cannot_be_sent_arrive_as_text() throws Exception {
        Object value = new Object();
        AssertionFailedError restored =
                (AssertionFailedError) sent(new AssertionFailedError("differ", value, 2));

        assertThat(restored.getExpected().getStringRepresentation()).isEqualTo(value.toString());
    }

    @Test
    void an_exception_that_cannot_be_sent_prints_the_same() throws Exception {
        Odd thrown = new Odd();
        thrown.initCause(new IOException("inner", thrown)); // a circle
        thrown.addSuppressed(new ArithmeticException("beside"));

        Throwable restored = sent(thrown);

        assertThat(restored)
                .isInstanceOf(RuntimeException.class)
                .hasToString(Odd.class.getName() + ": odd Object");
        assertThat(restored.getStackTrace()).isEqualTo(thrown.getStackTrace());
        assertThat(restored.getCause()).hasMessage("inner").hasNoCause();
        assertThat(restored.getSuppressed()[0]).hasMessage("beside");
    }

    @Test
    void an_assertion_that_cannot_be_sent_stays_an_assertion_with_its_values() throws Exception {
        Throwable restored = sent(new OddAssertion("differ", 1, new ArrayList<>()));

        assertThat(restored)
                .isInstanceOfSatisfying(
                        AssertionFailedError.class,
                        failure -> {
                            assertThat(failure.getExpected().getStringRepresentation())
                                    .isEqualTo("1");
                            assertThat(failure.getActual().getStringRepresentation())
                                    .isEqualTo("[]");
                        })
                .hasToString(OddAssertion.class.getName() + ": odd Object");
    }
}
