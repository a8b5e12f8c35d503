package io.fentry4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A view over memory that one buffer cannot reach, and over memory that goes away.
class RecordViewWindowTest {

    private static final long LARGE = 5L << 30;

    @TempDir private Path directory;

    @Test
    void moves_over_a_segment_of_more_than_two_gibibytes_in_any_order() throws IOException {
        Path sparse = directory.resolve("sparse");
        try (Arena arena = Arena.ofConfined();
                FileChannel file =
                        FileChannel.open(
                                sparse,
                                StandardOpenOption.CREATE_NEW,
                                StandardOpenOption.SPARSE,
                                StandardOpenOption.READ,
                                StandardOpenOption.WRITE)) {
            MemorySegment memory = file.map(FileChannel.MapMode.READ_WRITE, 0, LARGE, arena);
            RecordView view = new RecordView();
            long[] offsets = {0, LARGE - 8, 1L << 31, (1L << 31) - 5, 8, (1L << 32) + 3};

            for (long offset : offsets) {
                memory.set(ValueLayout.JAVA_LONG_UNALIGNED, offset, ~offset);
                view.wrap(memory, offset, 8);
                assertThat(view.getLong(0)).as("at %d", offset).isEqualTo(~offset);
                assertThatExceptionOfType(IndexOutOfBoundsException.class)
                        .isThrownBy(() -> view.getByte(8));
            }
            assertThatExceptionOfType(IndexOutOfBoundsException.class)
                    .isThrownBy(() -> view.wrap(memory, LARGE - 7, 8));
        }
    }

    @Test
    void is_not_moved_out_of_its_segment() {
        MemorySegment memory = MemorySegment.ofArray(new byte[16]);
        RecordView view = new RecordView().wrap(memory, 0, 16);

        long[][] outside = {{-1, 4}, {16, 1}, {13, 4}, {0, -1}, {Long.MAX_VALUE, 8}, {8, -8}};
        for (long[] range : outside) {
            assertThatExceptionOfType(IndexOutOfBoundsException.class)
                    .as("%d bytes at %d", range[1], range[0])
                    .isThrownBy(() -> view.wrap(memory, range[0], (int) range[1]));
        }
    }

    @Test
    void tells_apart_segments_that_begin_at_the_same_byte() {
        byte[] bytes = new byte[16];
        RecordView view = new RecordView().wrap(MemorySegment.ofArray(bytes), 8, 8);

        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                .isThrownBy(() -> view.wrap(MemorySegment.ofArray(bytes).asSlice(0, 8), 8, 8));
    }

    @Test
    void throws_when_the_memory_has_been_given_back() {
        RecordView view = new RecordView();
        try (Arena arena = Arena.ofShared()) {
            view.wrap(arena.allocate(16), 0, 16);
        }

        assertThatIllegalStateException()
                .isThrownBy(() -> view.getLong(0))
                .withMessage("Already closed");
    }

    @Test
    void says_what_was_to_be_read_and_what_there_is() {
        RecordView view = RecordView.of(new byte[6]);

        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                .isThrownBy(() -> view.getLong(4))
                .withMessage("read 8 bytes at 4: the record has 6 bytes");
    }
}
