package io.fentry4j.testkit.internal.guest;

import io.fentry4j.testkit.internal.protocol.Channel;
import io.fentry4j.testkit.internal.protocol.Report;
import io.fentry4j.testkit.internal.protocol.SentThrowable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestTag;
import org.junit.platform.engine.reporting.ReportEntry;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;

/// Reports what Jupiter does. The engine itself is not reported: it has another one above it.
final class GuestListener implements TestExecutionListener {

    private final Channel<Report, ?> channel;
    private volatile @Nullable SentThrowable engineFailure;

    GuestListener(Channel<Report, ?> channel) {
        this.channel = channel;
    }

    @Override
    public void dynamicTestRegistered(TestIdentifier test) {
        send(
                new Report.Registered(
                        test.getParentId().orElseThrow(),
                        test.getUniqueId(),
                        test.getDisplayName(),
                        test.getLegacyReportingName(),
                        test.getType(),
                        test.getSource().orElse(null),
                        test.getTags().stream().map(TestTag::getName).collect(Collectors.toSet())));
    }

    @Override
    public void executionSkipped(TestIdentifier test, String reason) {
        if (!isEngine(test)) {
            send(new Report.Skipped(test.getUniqueId(), reason));
        }
    }

    @Override
    public void executionStarted(TestIdentifier test) {
        if (!isEngine(test)) {
            send(new Report.Started(test.getUniqueId()));
        }
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        SentThrowable throwable = result.getThrowable().map(SentThrowable::of).orElse(null);
        if (isEngine(test)) {
            engineFailure = throwable;
        } else {
            send(new Report.Finished(test.getUniqueId(), result.getStatus(), throwable));
        }
    }

    /// What kept Jupiter from running the tests.
    @Nullable SentThrowable engineFailure() {
        return engineFailure;
    }

    @Override
    public void reportingEntryPublished(TestIdentifier test, ReportEntry entry) {
        send(new Report.Published(test.getUniqueId(), entry.getKeyValuePairs()));
    }

    private static boolean isEngine(TestIdentifier test) {
        return test.getParentId().isEmpty();
    }

    private void send(Report report) {
        try {
            channel.send(report);
        } catch (IOException e) {
            throw new UncheckedIOException("report " + report, e);
        }
    }
}
