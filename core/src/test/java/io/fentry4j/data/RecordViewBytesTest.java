package io.fentry4j.data;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecordViewBytesTest {

    private static final byte[] BYTES = "abc\0def".getBytes(US_ASCII);

    private final RecordView view = RecordView.of(BYTES);

    @Test
    void a_string_ends_before_its_nul() {
        assertThat(view.getString(0, 7)).isEqualTo(KernelString.of("abc"));
        assertThat(view.getString(3, 4)).isEqualTo(KernelString.EMPTY);
    }

    @Test
    void a_string_without_a_nul_ends_with_its_array() {
        assertThat(view.getString(0, 3)).isEqualTo(KernelString.of("abc"));
        assertThat(view.getString(4, 3)).isEqualTo(KernelString.of("def"));
        assertThat(view.getString(1, 1)).isEqualTo(KernelString.of("b"));
        assertThat(view.getString(7, 0)).isEqualTo(KernelString.EMPTY);
    }

    @Test
    void a_string_never_reaches_into_what_follows_its_array_or_the_record() {
        RecordView part = new RecordView().wrap(MemorySegment.ofArray(BYTES), 4, 2);

        assertThat(part.getString(0, 2)).isEqualTo(KernelString.of("de"));
        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                .isThrownBy(() -> part.getString(0, 3));
    }

    @Test
    void bytes_are_a_copy() {
        byte[] copy = view.getBytes(4, 3);
        copy[0] = 'x';

        assertThat(copy).isEqualTo("xef".getBytes(US_ASCII));
        assertThat(view.getBytes(4, 3)).isEqualTo("def".getBytes(US_ASCII));
        assertThat(view.getBytes(7, 0)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {8, -1, Integer.MAX_VALUE, Integer.MIN_VALUE})
    void a_length_that_the_record_does_not_have_is_refused_before_memory_is_taken(int length) {
        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                .isThrownBy(() -> view.getBytes(0, length));
        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                .isThrownBy(() -> view.getString(0, length));
    }

    @ParameterizedTest
    @CsvSource({
        "-1, 1",
        "0, 8",
        "7, 1",
        "8, 0",
        "0, -1",
        "9223372036854775807, 1",
        "3, 2147483647"
    })
    void wraps_nothing_outside_of_the_segment(long offset, int size) {
        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                .isThrownBy(() -> view.wrap(MemorySegment.ofArray(BYTES), offset, size));

        assertThat(view.size()).as("still over the first record").isEqualTo(7);
    }

    @Test
    void wraps_the_whole_segment_and_its_empty_end() {
        MemorySegment segment = MemorySegment.ofArray(BYTES);

        assertThat(view.wrap(segment, 0, 7).size()).isEqualTo(7);
        assertThat(view.wrap(segment, 7, 0).size()).isZero();
        assertThat(view).hasToString("RecordView[size=0]");
    }
}
