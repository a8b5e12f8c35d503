package io.fentry4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A view of a copy, which outlives the record that it was made of.
class RecordViewCopyTest {

    private final RecordView copy = new RecordView();

    @Test
    void keeps_the_bytes_when_the_record_and_its_memory_are_gone() {
        RecordView record = new RecordView();
        try (Arena arena = Arena.ofShared()) {
            MemorySegment memory = arena.allocate(32);
            memory.set(ValueLayout.JAVA_LONG_UNALIGNED, 12, 4711);
            copy.copyFrom(record.wrap(memory, 12, 8));
            record.release();
        }

        assertThat(copy.size()).isEqualTo(8);
        assertThat(copy.getLong(0)).isEqualTo(4711);
    }

    @Test
    void does_not_see_what_becomes_of_the_record() {
        byte[] bytes = {1, 2, 3};
        copy.copyFrom(RecordView.of(bytes));
        bytes[0] = 9;

        assertThat(copy.getByte(0)).isEqualTo((byte) 1);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 255, 256, 257, 4096, 70_000})
    void ends_where_the_record_ended_be_the_memory_ever_so_large(int size) {
        byte[] longer = new byte[100_000];
        copy.copyFrom(RecordView.of(longer));
        byte[] bytes = new byte[size];
        if (size > 0) {
            bytes[size - 1] = 7;
        }

        copy.copyFrom(RecordView.of(bytes));

        assertThat(copy.size()).isEqualTo(size);
        assertThat(copy.getBytes(0, size)).isEqualTo(bytes);
        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                .isThrownBy(() -> copy.getByte(size))
                .withMessage("read 1 bytes at %d: the record has %d bytes", size, size);
        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                .isThrownBy(() -> copy.getBytes(0, size + 1));
    }

    @Test
    void of_a_released_record_has_nothing() {
        RecordView record = new RecordView().wrap(MemorySegment.ofArray(new byte[64]), 16, 16);
        record.release();

        assertThat(copy.copyFrom(record).size()).isZero();
        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                .isThrownBy(() -> copy.getByte(0));
    }

    @Test
    void of_memory_that_was_given_back_fails_and_keeps_what_it_had() {
        copy.copyFrom(RecordView.of(new byte[] {5}));
        RecordView record = new RecordView();
        try (Arena arena = Arena.ofShared()) {
            record.wrap(arena.allocate(16), 0, 16);
        }

        assertThatIllegalStateException().isThrownBy(() -> copy.copyFrom(record));
        assertThat(copy.getByte(0)).isEqualTo((byte) 5);
    }

    @Test
    void is_moved_over_a_segment_and_back_to_a_copy() {
        MemorySegment segment = MemorySegment.ofArray(new byte[] {1, 2, 3, 4});
        copy.wrap(segment, 1, 2);
        copy.copyFrom(RecordView.of(new byte[] {9}));
        assertThat(copy.getByte(0)).isEqualTo((byte) 9);

        copy.wrap(segment, 2, 2);

        assertThat(copy.getByte(0)).isEqualTo((byte) 3);
        assertThat(copy.getByte(1)).isEqualTo((byte) 4);
    }

    @Test
    void of_itself_stays_what_it_is() {
        copy.copyFrom(RecordView.of(new byte[] {1, 2}));

        assertThat(copy.copyFrom(copy).getBytes(0, 2)).containsExactly(1, 2);
    }
}
