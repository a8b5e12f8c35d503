package io.fentry4j.data;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class KernelStringTest {

    @Test
    void keeps_the_exact_bytes_a_nul_and_bytes_that_are_no_text_too() {
        byte[] bytes = {'a', 0, (byte) 0xff, (byte) 0xc3};

        assertThat(KernelString.of(bytes).bytes()).isEqualTo(bytes);
        assertThat(KernelString.of(bytes).length()).isEqualTo(4);
    }

    @Test
    void is_not_changed_by_a_change_of_the_array_it_was_made_of() {
        byte[] bytes = {'a', 'b'};
        KernelString string = KernelString.of(bytes);

        bytes[0] = 'x';

        assertThat(string.toString()).isEqualTo("ab");
    }

    @Test
    void is_not_changed_by_a_change_of_the_array_it_gives_out() {
        KernelString string = KernelString.of("ab");

        string.bytes()[0] = 'x';

        assertThat(string.toString()).isEqualTo("ab");
    }

    @Test
    void takes_text_as_utf_8() {
        assertThat(KernelString.of("ü€").bytes()).isEqualTo("ü€".getBytes(UTF_8)).hasSize(5);
    }

    @Test
    void the_empty_string_is_empty_however_it_is_made() {
        assertThat(KernelString.of("")).isSameAs(KernelString.EMPTY);
        assertThat(KernelString.of(new byte[0])).isSameAs(KernelString.EMPTY);
        assertThat(KernelString.EMPTY.isEmpty()).isTrue();
        assertThat(KernelString.EMPTY.length()).isZero();
        assertThat(KernelString.of("a").isEmpty()).isFalse();
    }

    @Test
    void is_equal_by_its_bytes() {
        KernelString string = KernelString.of("name");

        assertThat(string).isEqualTo(KernelString.of("name".getBytes(UTF_8)));
        assertThat(string).hasSameHashCodeAs(KernelString.of("name".getBytes(UTF_8)));
        assertThat(string).isNotEqualTo(KernelString.of("nam"));
        assertThat(string).isNotEqualTo(KernelString.of("Name"));
        assertThat(string).isNotEqualTo("name");
    }

    @Test
    void strings_that_read_alike_but_differ_in_bytes_are_not_equal() {
        KernelString one = KernelString.of(new byte[] {(byte) 0xfe});
        KernelString other = KernelString.of(new byte[] {(byte) 0xff});

        assertThat(one.toString()).isEqualTo(other.toString()).isEqualTo("\ufffd");
        assertThat(one).isNotEqualTo(other);
    }

    @Test
    void orders_by_unsigned_bytes_and_a_prefix_first() {
        List<KernelString> ordered =
                List.of(
                        KernelString.EMPTY,
                        KernelString.of("A"),
                        KernelString.of("a"),
                        KernelString.of("aa"),
                        KernelString.of("b"),
                        KernelString.of(new byte[] {(byte) 0x80}),
                        KernelString.of(new byte[] {(byte) 0xff}));
        KernelString[] shuffled = ordered.reversed().toArray(KernelString[]::new);

        Arrays.sort(shuffled);

        assertThat(shuffled).containsExactlyElementsOf(ordered);
        assertThat(KernelString.of("same")).isEqualByComparingTo(KernelString.of("same"));
    }
}
