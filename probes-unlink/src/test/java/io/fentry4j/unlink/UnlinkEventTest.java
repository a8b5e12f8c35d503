package io.fentry4j.unlink;

import static org.assertj.core.api.Assertions.assertThat;

import io.fentry4j.data.KernelString;
import io.fentry4j.unlink.fixture.Events;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class UnlinkEventTest {

    private static final KernelString HOSTILE = KernelString.of("\033[2J\nfake line");

    @Test
    void as_text_it_has_all_components_and_names_that_are_safe_to_print() {
        UnlinkEvent event = Events.of(HOSTILE, HOSTILE, PathState.RESOLVED);

        assertThat(event.toString())
                .isEqualTo(
                        Arrays.stream(UnlinkEvent.class.getRecordComponents())
                                .map(component ->
                                        component.getName() + "=" + text(component, event))
                                .collect(Collectors.joining(", ", "UnlinkEvent[", "]")))
                .doesNotContain("\033", "\n");
    }

    private static String text(RecordComponent component, UnlinkEvent event) {
        try {
            Object value = component.getAccessor().invoke(event);
            return value instanceof KernelString string ? string.escaped() : value.toString();
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(component.getName(), e);
        }
    }
}
