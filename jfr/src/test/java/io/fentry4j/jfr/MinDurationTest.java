package io.fentry4j.jfr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MinDurationTest {

    private final MinDuration minimum = new MinDuration();

    @ParameterizedTest
    @CsvSource({
        "7 ns, 7",
        "20us, 20000",
        "10 ms, 10000000",
        "3 s, 3000000000",
        "2 m, 120000000000"
    })
    void it_reads_times_as_jfr_writes_them(String text, long nanos) {
        minimum.setValue(text);

        assertThat(minimum.accepts(nanos)).isTrue();
        assertThat(minimum.accepts(nanos - 1)).isFalse();
        assertThat(minimum.getValue()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "10", "ms", "-1 ms", "10 msec", "99999999999 s", "infinity"})
    void what_is_no_time_is_refused_and_changes_nothing(String text) {
        minimum.setValue("5 us");

        assertThatThrownBy(() -> minimum.setValue(text))
                .hasMessage("set minDuration: \"%s\" is no time such as 20 us, 10 ms or 1 s", text);
        assertThat(minimum.getValue()).isEqualTo("5 us");
        assertThat(minimum.accepts(4_999)).isFalse();
    }

    @Test
    void the_least_of_several_wins_whatever_its_unit() {
        assertThat(minimum.combine(Set.of("1 s", "20 ms", "900 us"))).isEqualTo("900 us");
    }
}
