package io.fentry4j.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BpfExceptionTest {

    private static final Failure FAILURE = Failure.of("do it", "it failed").advise("try again");

    static Stream<BiFunction<Failure, Throwable, BpfException>> constructors() {
        return Stream.of(
                FeatureUnsupportedException::new,
                InvalidObjectException::new,
                KernelBtfMissingException::new,
                KernelException::new,
                LibbpfUnavailableException::new,
                MapException::new,
                PerfEventUnavailableException::new,
                PermissionException::new,
                PolicyException::new,
                TargetBusyException::new,
                TargetNotFoundException::new,
                TargetNotTraceableException::new,
                TraceLogUnavailableException::new,
                TrampolineUnsupportedException::new);
    }

    @ParameterizedTest
    @MethodSource("constructors")
    void carries_the_facts_their_message_and_the_cause(
            BiFunction<Failure, Throwable, BpfException> constructor) {
        Throwable cause = new IllegalStateException("before");

        BpfException e = constructor.apply(FAILURE, cause);

        assertThat(e.failure()).isSameAs(FAILURE);
        assertThat(e).hasMessage("do it: it failed. What to do: try again").hasCause(cause);
    }

    @Test
    void a_verifier_exception_has_the_log_apart() {
        VerifierException e =
                new VerifierException(FAILURE, "on_unlink", "why", "log", Optional.empty());

        assertThat(e.program()).isEqualTo("on_unlink");
        assertThat(e.summary()).isEqualTo("why");
        assertThat(e.verifierLog()).isEqualTo("log");
        assertThat(e.failure()).isSameAs(FAILURE);
        assertThat(e).hasMessage("do it: it failed. What to do: try again").hasNoCause();
    }

    @Test
    void every_kind_is_tested_here() {
        assertThat(BpfException.class.getPermittedSubclasses())
                .hasSize((int) constructors().count() + 1);
    }
}
