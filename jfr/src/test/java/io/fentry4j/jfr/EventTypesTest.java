package io.fentry4j.jfr;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import jdk.jfr.Event;
import jdk.jfr.EventType;
import jdk.jfr.Label;
import jdk.jfr.Timespan;
import jdk.jfr.ValueDescriptor;
import org.junit.jupiter.api.Test;

/// What makes a recording readable by somebody who has never seen this project: each type and field
/// says what it is, and each number in what unit.
class EventTypesTest {

    private static final List<Class<? extends Event>> TYPES =
            List.of(CallEvent.class, AttachEvent.class, LossEvent.class, DetachEvent.class);

    private static final Set<String> NUMBERS =
            Set.of("byte", "short", "int", "long", "float", "double");

    /// What JFR adds itself.
    private static final Set<String> IMPLICIT =
            Set.of("startTime", "duration", "eventThread", "stackTrace");

    static final class Wanting extends Event {
        @Label("Took")
        @Timespan(Timespan.NANOSECONDS)
        long took;

        @Label("Size")
        long size;

        @Nameless String name = "";
    }

    /// An annotation that is no label.
    @interface Nameless {}

    private static List<String> faults(EventType type) {
        List<String> faults = new ArrayList<>();
        if (type.getLabel() == null || type.getDescription() == null) {
            faults.add(type.getName() + " has no label or no description");
        }
        for (ValueDescriptor field : type.getFields()) {
            String name = type.getName() + "." + field.getName();
            if (IMPLICIT.contains(field.getName())) {
                continue;
            }
            if (field.getLabel() == null || field.getDescription() == null) {
                faults.add(name + " has no label or no description");
            }
            if (NUMBERS.contains(field.getTypeName()) && field.getContentType() == null) {
                faults.add(name + " is a number without a unit");
            }
        }
        return faults;
    }

    @Test
    void every_type_and_field_says_what_it_is_and_in_what_unit() {
        assertThat(TYPES).flatExtracting(type -> faults(EventType.getEventType(type))).isEmpty();
    }

    @Test
    void a_field_without_unit_or_description_is_found() {
        String type = Wanting.class.getName();

        assertThat(faults(EventType.getEventType(Wanting.class)))
                .containsExactlyInAnyOrder(
                        type + " has no label or no description",
                        type + ".took has no label or no description",
                        type + ".size has no label or no description",
                        type + ".size is a number without a unit",
                        type + ".name has no label or no description");
    }

    @Test
    void they_are_off_without_stack_and_in_one_category() {
        assertThat(TYPES)
                .map(EventType::getEventType)
                .allSatisfy(type -> {
                    assertThat(type.getName()).startsWith("io.fentry4j.Unlink");
                    assertThat(type.getCategoryNames()).containsExactly("fentry4j", "Unlink");
                    assertThat(type.isEnabled()).isFalse();
                    assertThat(defaultOf(type, "stackTrace")).isEqualTo("false");
                });
        EventType call = EventType.getEventType(CallEvent.class);
        assertThat(defaultOf(call, "minDuration")).isEqualTo("0 ns");
        assertThat(defaultOf(call, "throttle")).isEqualTo("off");
    }

    private static String defaultOf(EventType type, String setting) {
        return type.getSettingDescriptors().stream()
                .filter(descriptor -> descriptor.getName().equals(setting))
                .map(descriptor -> descriptor.getDefaultValue())
                .findFirst()
                .orElse("no such setting");
    }

    @Test
    void every_event_type_of_the_project_is_among_them() throws IOException {
        try (Stream<Path> sources = Files.walk(Path.of(".."))) {
            assertThat(
                            sources.filter(file -> file.toString().matches(".*/src/main/.*\\.java"))
                                    .filter(EventTypesTest::declaresEvent)
                                    .map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(
                            TYPES.stream().map(type -> type.getSimpleName() + ".java").toList());
        }
    }

    private static boolean declaresEvent(Path file) {
        try {
            String source = Files.readString(file);
            return source.contains("jdk.jfr")
                    && source.matches("(?s).*\\bextends [\\w.]*Event\\b.*");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
