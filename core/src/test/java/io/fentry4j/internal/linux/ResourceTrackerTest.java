package io.fentry4j.internal.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.fentry4j.internal.linux.ResourceTracker.Resource;
import io.fentry4j.internal.ring.FakeRing;
import java.lang.foreign.Arena;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NoLeaks.class)
class ResourceTrackerTest {

    private final List<Resource> before = ResourceTracker.open();

    private List<Resource> opened() {
        List<Resource> open = ResourceTracker.open();
        open.removeAll(before);
        return open;
    }

    @Test
    void an_open_descriptor_is_listed_with_the_stack_that_opened_it() {
        int fd = LibC.eventfd();

        assertThat(opened())
                .singleElement()
                .satisfies(resource -> {
                    assertThat(resource.what()).isEqualTo("event counter, descriptor " + fd);
                    assertThat(resource.stack().getStackTrace())
                            .extracting(StackTraceElement::getMethodName)
                            .contains("an_open_descriptor_is_listed_with_the_stack_that_opened_it");
                });

        LibC.close(fd);
        assertThat(opened()).isEmpty();
    }

    @Test
    void an_open_arena_and_its_mapped_memory_are_listed_until_it_is_closed() {
        try (FakeRing file = new FakeRing(4096, 0)) {
            int others = opened().size();
            Arena arena = ResourceTracker.sharedArena();
            LibC.map(arena, file.fd(), 0, 4096, LibC.PROT_READ);

            assertThat(opened())
                    .hasSize(others + 2)
                    .extracting(Resource::what)
                    .contains("shared arena", "mapped memory");

            arena.close();
            assertThat(opened()).hasSize(others);
        }
    }

    @Test
    void memory_that_is_mapped_for_an_arena_that_is_closed_is_unmapped_at_once() {
        try (FakeRing file = new FakeRing(4096, 0)) {
            List<Resource> open = ResourceTracker.open();
            Arena arena = Arena.ofShared();
            arena.close();

            assertThatIllegalStateException()
                    .isThrownBy(() -> LibC.map(arena, file.fd(), 0, 4096, LibC.PROT_READ));

            assertThat(ResourceTracker.open()).containsExactlyInAnyOrderElementsOf(open);
        }
    }
}
