package io.fentry4j.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.fentry4j.Errno;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FailureTest {

    private final Failure bare = Failure.of("load 'Unlink'", "the kernel refused");

    @Test
    void a_message_has_at_least_the_operation_and_the_cause() {
        assertThat(bare.message()).isEqualTo("load 'Unlink': the kernel refused");
    }

    @Test
    void a_message_shows_everything_there_is_in_one_line() {
        Failure full =
                bare.errno(Errno.EPERM)
                        .observe("release", "6.12.1")
                        .observe("lockdown", "none")
                        .advise("run as root")
                        .advise("use a kprobe")
                        .log(List.of("libbpf: one", "libbpf: two"));

        assertThat(full.message())
                .isEqualTo(
                        "load 'Unlink': the kernel refused (EPERM, -1)"
                                + " [release=6.12.1, lockdown=none]."
                                + " What to do: run as root; use a kprobe");
    }

    @Test
    void a_message_leaves_out_what_there_is_not() {
        assertThat(bare.errno(new Errno(999)).message())
                .isEqualTo("load 'Unlink': the kernel refused (E999, -999)");
        assertThat(bare.observe("bytes", 3).message())
                .isEqualTo("load 'Unlink': the kernel refused [bytes=3]");
        assertThat(bare.advise("try again").message())
                .isEqualTo("load 'Unlink': the kernel refused. What to do: try again");
    }

    @Test
    void adding_makes_a_new_failure_and_keeps_the_old_one() {
        Failure more = bare.advise("run as root");

        assertThat(more.advice()).containsExactly("run as root");
        assertThat(bare.advice()).isEmpty();
        assertThat(bare.log(List.of("a")).log(List.of("b")).log()).containsExactly("b");
    }

    @Test
    void its_lists_cannot_be_changed_from_outside() {
        List<String> messages = new ArrayList<>(List.of("a"));
        Failure failure = bare.log(messages);

        messages.add("b");

        assertThat(failure.log()).containsExactly("a");
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> failure.log().add("c"));
    }
}
