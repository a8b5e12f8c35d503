package io.fentry4j.testkit.internal.engine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.reporting.ReportEntry;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/// A run of the launcher's, as an IDE or a build tool starts it, and what it was told.
final class Run implements TestExecutionListener {

    /// @param status of the test, or `SKIPPED`
    record Result(TestIdentifier test, String status, Optional<Throwable> throwable) {}

    private final Map<String, Result> results = new LinkedHashMap<>();
    private final List<String> started = new ArrayList<>();
    private final Map<String, String> entries = new LinkedHashMap<>();
    private String reason = "";

    static Run of(Map<String, String> parameters, DiscoverySelector... selectors) {
        LauncherDiscoveryRequest request =
                LauncherDiscoveryRequestBuilder.request()
                        .selectors(selectors)
                        // not the kernels that the run of these tests was told
                        .configurationParameter(Settings.KERNELS, "")
                        .configurationParameters(parameters)
                        .build();
        Run run = new Run();
        LauncherFactory.create().execute(request, run);
        return run;
    }

    /// The only one with this display name.
    Result result(String displayName) {
        List<Result> found =
                results.values().stream()
                        .filter(result -> result.test().getDisplayName().equals(displayName))
                        .toList();
        if (found.size() != 1) {
            throw new AssertionError(displayName + " is not one of " + results.values());
        }
        return found.getFirst();
    }

    Throwable failure(String displayName) {
        return result(displayName).throwable().orElseThrow();
    }

    List<String> started() {
        return started;
    }

    Map<String, String> entries() {
        return entries;
    }

    String skipReason() {
        return reason;
    }

    @Override
    public void executionSkipped(TestIdentifier test, String reason) {
        this.reason = reason;
        results.put(test.getUniqueId(), new Result(test, "SKIPPED", Optional.empty()));
    }

    @Override
    public void executionStarted(TestIdentifier test) {
        started.add(test.getDisplayName());
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        results.put(
                test.getUniqueId(),
                new Result(test, result.getStatus().name(), result.getThrowable()));
    }

    @Override
    public void reportingEntryPublished(TestIdentifier test, ReportEntry entry) {
        entries.putAll(entry.getKeyValuePairs());
    }
}
