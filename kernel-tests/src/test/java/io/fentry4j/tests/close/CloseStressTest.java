package io.fentry4j.tests.close;

import static org.assertj.core.api.Assertions.assertThat;

import io.fentry4j.tests.NeedsBpf;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/// Close against all else, without fentry.
@NeedsBpf
class CloseStressTest {

    @Test
    void whoever_closes_what_and_when_nothing_breaks_and_nothing_stays_open(TestReporter reporter)
            throws Exception {
        Map<String, Long> done = CloseStress.run(false, CloseStress.duration());

        reporter.publishEntry("done", done.toString());
        assertThat(done).containsKeys("poll, closed", "use, closed", "fill, closed");
        // Which of the rarer things a listener did is chance: in 15 s in the lab each happens a few
        // times.
        assertThat(done.keySet()).anyMatch(what -> what.startsWith("poll: close "));
        assertThat(done.keySet()).anyMatch(what -> what.startsWith("listen: close "));
    }
}
