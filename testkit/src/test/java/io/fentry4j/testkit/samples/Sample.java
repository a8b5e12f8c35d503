package io.fentry4j.testkit.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fentry4j.testkit.OnKernel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// All that a test can do and that can become of it. Run by tests, so its name does not end as
/// theirs.
@OnKernel
public class Sample {

    private static int classesBegun;
    private final List<String> begun = new ArrayList<>();

    /// Not to be serialized.
    static final class Odd extends RuntimeException {
        private static final long serialVersionUID = 1L;

        @SuppressWarnings({"unused", "serial"}) // is there to be not serializable
        private final Object field = new Object();

        Odd(String message, Throwable cause) {
            super(message, cause);
        }
    }

    @BeforeAll
    static void beginClass() {
        classesBegun++;
    }

    @BeforeEach
    void begin() {
        begun.add("each");
    }

    @AfterAll
    static void end() {
        // CHECKSTYLE:OFF: silent
        System.out.println("after all");
        // CHECKSTYLE:ON: silent
    }

    @Test
    void passes() throws IOException {
        assertEquals(1, classesBegun);
        assertEquals(List.of("each"), begun);
        Files.readString(Path.of("/sys/kernel/debug/sched/features"));
    }

    @Test
    void fails_with_values() {
        assertEquals("expected text", "actual text", "the texts");
    }

    @Test
    void throws_with_a_cause() throws IOException {
        throw new IOException("outer", new IllegalStateException("inner"));
    }

    @Test
    void throws_what_cannot_be_sent() {
        throw new Odd("odd", new IllegalStateException("inner"));
    }

    @Test
    void is_aborted() {
        assumeTrue(false, "not today");
    }

    @Test
    @Disabled("broken")
    void is_disabled() {
        throw new AssertionError("runs though disabled");
    }

    @Test
    void prints(TestReporter reporter) {
        // CHECKSTYLE:OFF: silent
        System.out.println("to out: \u00e4");
        System.err.println("to err");
        // CHECKSTYLE:ON: silent
        reporter.publishEntry("kernel", System.getProperty("os.version"));
    }

    @Test
    void has_properties() {
        assertEquals("on the host", System.getProperty("testkit.sample"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void has_parameters(int value) {
        assertEquals(1, value);
    }

    @TestFactory
    Stream<DynamicTest> makes_tests() {
        return Stream.of("a", "b").map(name -> DynamicTest.dynamicTest(name, () -> {}));
    }

    @Nested
    class Inside {

        @Test
        void sees_both_begins() {
            assertEquals(List.of("each"), begun);
        }
    }
}
