package io.fentry4j.internal.ring;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RingLayoutTest {

    @ParameterizedTest
    @CsvSource({"0, 8", "1, 16", "7, 16", "8, 16", "9, 24", "16, 24", "4088, 4096"})
    void a_record_takes_its_header_and_whole_words(int length, long space) {
        assertThat(RingLayout.space(length)).isEqualTo(space);
    }

    @Test
    void the_largest_length_does_not_overflow() {
        int largest = RingLayout.length(-1);

        assertThat(largest).isEqualTo((1 << 30) - 1);
        assertThat(RingLayout.space(largest)).isEqualTo((1L << 30) + 8);
    }

    @Test
    void the_length_is_free_of_the_bits_above_it() {
        assertThat(RingLayout.length(24 | RingLayout.BUSY | RingLayout.DISCARDED)).isEqualTo(24);
        assertThat(RingLayout.BUSY).isEqualTo(0x8000_0000);
        assertThat(RingLayout.DISCARDED).isEqualTo(0x4000_0000);
    }
}
