package io.fentry4j.tests.close;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/// Close against all else, with links of a fentry program.
@Tag("kernel")
class AttachStressTest {

    @Test
    void whoever_closes_what_and_when_nothing_breaks_and_nothing_stays_open(TestReporter reporter)
            throws Exception {
        Map<String, Long> done = CloseStress.run(true, CloseStress.duration());

        reporter.publishEntry("done", done.toString());
        assertThat(done).containsKeys("attach", "attach, closed", "close child", "replace");
    }
}
