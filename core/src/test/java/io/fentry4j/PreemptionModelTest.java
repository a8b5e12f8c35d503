package io.fentry4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PreemptionModelTest {

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "#1 SMP PREEMPT_DYNAMIC Debian 6.12.117-1, none (voluntary) full, COOPERATIVE",
                "#1 SMP PREEMPT_DYNAMIC, (none) voluntary full, COOPERATIVE",
                "#1 SMP PREEMPT_DYNAMIC, none voluntary (full), FULL",
                "#1 SMP PREEMPT_DYNAMIC, full (lazy), LAZY",
                "#1 SMP PREEMPT_DYNAMIC, -, UNKNOWN",
                "#1 SMP PREEMPT_RT Debian 6.12.117-1, -, REAL_TIME",
                "#1 SMP PREEMPT_RT, (full) lazy, REAL_TIME",
                "#1 SMP PREEMPT Mon Nov 2, -, FULL",
                "#1 SMP Debian, -, COOPERATIVE"
            })
    void build_and_debugfs_tell_the_model(String build, String dynamic, PreemptionModel model) {
        assertThat(PreemptionModel.of(build, Optional.ofNullable(dynamic))).isEqualTo(model);
    }

    @Test
    void this_kernel_has_one() {
        assertThat(PreemptionModel.ofRunningKernel()).isNotNull();
    }

    @ParameterizedTest
    @CsvSource({
        "COOPERATIVE, false",
        "LAZY, true",
        "FULL, true",
        "REAL_TIME, true",
        "UNKNOWN, false"
    })
    void preemptible_kernels_skip_programs(PreemptionModel model, boolean skips) {
        assertThat(model.skipsTracingPrograms()).isEqualTo(skips);
    }
}
