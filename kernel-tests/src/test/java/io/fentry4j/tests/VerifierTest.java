package io.fentry4j.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fentry4j.failure.VerifierException;
import org.junit.jupiter.api.Test;

/// What a rejected program's author gets to read.
@NeedsBpf
class VerifierTest {

    @Test
    void a_rejection_names_the_reason_and_the_line_of_the_java_file() {
        VerifierException e =
                catchThrowableOfType(
                        VerifierException.class, () -> RejectedBpf.open().load().close());

        assertThat(e.program()).isEqualTo("careless");
        assertThat(e.summary()).contains("invalid mem access").contains("or_null");
        assertThat(e.position())
                .hasValueSatisfying(position -> {
                    assertThat(position.file()).isEqualTo("Rejected.java");
                    assertThat(position.line()).isEqualTo(21);
                    assertThat(position.text()).isEqualTo("item->value = 42; /* here */");
                });
        assertThat(e)
                .hasMessageContaining("the verifier rejected 'careless' at Rejected.java:21")
                .hasMessageContaining("EACCES");
        assertThat(e.verifierLog()).contains("processed ").contains(e.summary());
    }
}
