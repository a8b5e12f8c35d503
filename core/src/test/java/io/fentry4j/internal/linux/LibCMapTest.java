package io.fentry4j.internal.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.fentry4j.internal.ring.FakeRing;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NoLeaks.class)
class LibCMapTest {

    private static final long PAGE = LibC.pageSize();
    private static final int BOTH = LibC.PROT_READ | LibC.PROT_WRITE;

    private final FakeRing file = new FakeRing(PAGE, 0);

    @AfterEach
    void close() {
        file.close();
    }

    @Test
    void two_mappings_of_a_descriptor_share_its_bytes() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment writable = LibC.map(arena, file.fd(), 0, 2 * PAGE, BOTH);
            MemorySegment second = LibC.map(arena, file.fd(), PAGE, PAGE, LibC.PROT_READ);

            writable.set(ValueLayout.JAVA_BYTE, PAGE + 5, (byte) 42);

            assertThat(second.get(ValueLayout.JAVA_BYTE, 5)).isEqualTo((byte) 42);
            assertThat(second.byteSize()).isEqualTo(PAGE);
        }
    }

    @Test
    void memory_mapped_for_reading_refuses_a_write_instead_of_crashing() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = LibC.map(arena, file.fd(), 0, PAGE, LibC.PROT_READ);

            assertThat(memory.isReadOnly()).isTrue();
            assertThatExceptionOfType(IllegalArgumentException.class)
                    .isThrownBy(() -> memory.set(ValueLayout.JAVA_BYTE, 0, (byte) 1));
        }
    }

    @Test
    void closing_the_arena_unmaps_and_takes_the_memory_away() {
        Arena arena = Arena.ofConfined();
        MemorySegment memory = LibC.map(arena, file.fd(), 0, PAGE, BOTH);

        arena.close();

        assertThatIllegalStateException().isThrownBy(() -> memory.get(ValueLayout.JAVA_BYTE, 0));
    }

    @Test
    void an_offset_inside_a_page_is_refused() {
        try (Arena arena = Arena.ofConfined()) {
            assertThatExceptionOfType(SystemCallException.class)
                    .isThrownBy(() -> LibC.map(arena, file.fd(), 8, PAGE, BOTH))
                    .withMessage("mmap: EINVAL (Invalid argument)");
        }
    }
}
