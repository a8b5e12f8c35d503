package io.fentry4j.tests.programs;

import static org.assertj.core.api.Assertions.assertThat;

import io.fentry4j.ArrayMap;
import io.fentry4j.FentryProgram;
import io.fentry4j.FexitProgram;
import io.fentry4j.TracingProgram;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Every argument and every return value, at the entry and at the exit, of the functions that the
/// kernel calls with known values.
@Tag("kernel")
@Timeout(120)
class TestFunctionsTest {

    private final TestFunctionsProgramBpf bpf = TestFunctionsProgramBpf.open().load();

    @BeforeEach
    void attachAllAndRun() {
        entries().forEach(TracingProgram::attach);
        exits().forEach(TracingProgram::attach);
        assertThat(bpf.entry1().testRun()).isZero();
    }

    @AfterEach
    void close() {
        bpf.close();
    }

    private List<FentryProgram> entries() {
        return List.of(
                bpf.entry1(),
                bpf.entry2(),
                bpf.entry3(),
                bpf.entry4(),
                bpf.entry5(),
                bpf.entry6(),
                bpf.entry7(),
                bpf.entry8());
    }

    private List<FexitProgram> exits() {
        return List.of(
                bpf.exit1(),
                bpf.exit2(),
                bpf.exit3(),
                bpf.exit4(),
                bpf.exit5(),
                bpf.exit6(),
                bpf.exit7(),
                bpf.exit8());
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1 0 0 0 0 0, 2",
        "2, 2 3 0 0 0 0, 5",
        "3, 4 5 6 0 0 0, 15",
        "4, 7 8 9 10 0 0, 34",
        "5, 11 12 13 14 15 0, 65",
        "6, 16 17 18 19 20 21, 111",
        "7, 0 0 0 0 0 0, 0",
        "8, 1 0 0 0 0 0, 0"
    })
    void all_values_are_seen_at_the_entry_and_at_the_exit(
            int function, String arguments, long result) {
        Sighting entry = sighting(bpf.entries(), function);
        assertThat(entry.runs()).isEqualTo(1);
        assertThat(entry.arguments()).containsExactly(numbers(arguments));

        Sighting exit = sighting(bpf.exits(), function);
        assertThat(exit.runs()).isEqualTo(1);
        assertThat(exit.arguments()).containsExactly(numbers(arguments));
        assertThat(exit.result()).isEqualTo(result);
    }

    @Test
    void a_program_that_is_detached_does_not_run() {
        try (var other = TestFunctionsProgramBpf.open().load()) {
            other.entry2().attach().close();
            other.exit2().attach();
            assertThat(bpf.exit1().testRun()).isZero();

            assertThat(sighting(other.entries(), 2).runs()).isZero();
            assertThat(sighting(other.exits(), 2).runs()).isEqualTo(1);
        }
    }

    @Test
    void a_cookie_arrives_at_the_entry_and_at_the_exit() {
        try (var other = TestFunctionsProgramBpf.open().load()) {
            other.entry3().attach(0x1122334455667788L);
            other.exit3().attach(-2);
            assertThat(other.entry3().testRun()).isZero();

            assertThat(sighting(other.entries(), 3).cookie()).isEqualTo(0x1122334455667788L);
            assertThat(sighting(other.exits(), 3).cookie()).isEqualTo(-2);
        }
    }

    private static Sighting sighting(ArrayMap<Sighting> map, int function) {
        return map.lookup(function);
    }

    private static long[] numbers(String text) {
        return List.of(text.split(" ")).stream().mapToLong(Long::parseLong).toArray();
    }
}
