package io.fentry4j.micrometer;

import io.fentry4j.Errno;
import io.fentry4j.unlink.UnlinkEvent;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/// The meters of one registry that each event changes. All are registered at once, so that a
/// counter is there before the first error of its kind.
final class CallMeters {

    private static final String PREFIX = "fentry4j.unlink.";

    /// What unlink(2), unlinkat(2) and rmdir(2) document, and what file systems are known to add:
    /// EINTR, ENOSPC, ESTALE, EDQUOT. Every other number is `other`: a file system in user space
    /// can make up any.
    private static final int[] ERRNOS = {
        1, 2, 4, 5, 9, 12, 13, 14, 16, 20, 21, 22, 28, 30, 36, 39, 40, 116, 122
    };

    private final Counter succeeded;
    private final Counter otherwiseFailed;

    /// By the error's number.
    private final Counter[] failed;

    private final Timer successes;
    private final Timer failures;
    private final Timer lag;

    CallMeters(MeterRegistry registry, Tags tags) {
        Tags success = tags.and("result", "success");
        Tags failure = tags.and("result", "failure");
        succeeded = calls(registry, success.and("errno", "none"));
        otherwiseFailed = calls(registry, failure.and("errno", "other"));
        failed = new Counter[IntStream.of(ERRNOS).max().orElse(0) + 1];
        Arrays.fill(failed, otherwiseFailed);
        for (int number : ERRNOS) {
            failed[number] = calls(registry, failure.and("errno", new Errno(number).name()));
        }
        successes = durations(registry, success);
        failures = durations(registry, failure);
        lag =
                timer("lag", "From the end of a call until the listener was done with it")
                        .tags(tags)
                        .register(registry);
    }

    private static Counter calls(MeterRegistry registry, Tags tags) {
        return Counter.builder(PREFIX + "calls")
                .description("Calls that the listener was told of")
                .baseUnit("calls")
                .tags(tags)
                .register(registry);
    }

    private static Timer durations(MeterRegistry registry, Tags tags) {
        return timer("duration", "The time of a call in the kernel function")
                .tags(tags)
                .register(registry);
    }

    private static Timer.Builder timer(String name, String description) {
        return Timer.builder(PREFIX + name)
                .description(description)
                .serviceLevelObjectives(Boundaries.oneTwoFive());
    }

    void record(UnlinkEvent event, long lagNanos) {
        calls(event.ret()).increment();
        (event.succeeded() ? successes : failures)
                .record(event.durationNanos(), TimeUnit.NANOSECONDS);
        lag.record(lagNanos, TimeUnit.NANOSECONDS);
    }

    private Counter calls(int ret) {
        if (ret == 0) {
            return succeeded;
        }
        return ret < 0 && -ret < failed.length ? failed[-ret] : otherwiseFailed;
    }
}
