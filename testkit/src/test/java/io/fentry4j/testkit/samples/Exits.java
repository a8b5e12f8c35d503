package io.fentry4j.testkit.samples;

import io.fentry4j.testkit.OnKernel;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The JVM ends in the second of three invocations, and before a nested class.
@OnKernel
public class Exits {

    private static void exit(int status) {
        Runtime.getRuntime().halt(status);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void in_an_invocation(int value) {
        if (value == 2) {
            exit(value);
        }
    }

    @Test
    void not_at_all() {}

    @Nested
    class Inside {

        @BeforeAll
        static void end() {
            exit(4);
        }

        @Test
        void never_begins() {}
    }
}
