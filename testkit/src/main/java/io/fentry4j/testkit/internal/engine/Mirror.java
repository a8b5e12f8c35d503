package io.fentry4j.testkit.internal.engine;

import io.fentry4j.testkit.internal.protocol.Report;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.EngineExecutionListener;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.reporting.ReportEntry;

/// Shows here what Jupiter reports from a machine, and knows what has been run.
///
/// A class whose tests take more than one machine begins and ends once.
final class Mirror {

    private final LabDescriptor lab;
    private final EngineExecutionListener listener;
    private final Map<UniqueId, MirroredDescriptor> known = new HashMap<>();
    private final List<MirroredDescriptor> tests = new ArrayList<>();

    /// Begun and not ended, in the order of their begin.
    private final Set<TestDescriptor> running = new LinkedHashSet<>();

    private final Set<TestDescriptor> ended = new LinkedHashSet<>();

    Mirror(LabDescriptor lab, EngineExecutionListener listener) {
        this.lab = lab;
        this.listener = listener;
        for (TestDescriptor descriptor : lab.getDescendants()) {
            if (descriptor instanceof MirroredDescriptor mirrored) {
                known.put(mirrored.getUniqueId(), mirrored);
                if (mirrored.getChildren().isEmpty()) {
                    tests.add(mirrored);
                }
            }
        }
    }

    /// The tests that neither they nor anything above them has ended.
    List<MirroredDescriptor> pending() {
        return tests.stream().filter(test -> !isOver(test)).toList();
    }

    private boolean isOver(@Nullable TestDescriptor descriptor) {
        return descriptor != null
                && (ended.contains(descriptor) || isOver(descriptor.getParent().orElse(null)));
    }

    void show(Report report) {
        switch (report) {
            case Report.Registered registered -> register(registered);
            case Report.Skipped(var id, var reason) -> skip(find(id), reason);
            case Report.Started(var id) -> start(find(id));
            case Report.Finished(var id, var status, var throwable) ->
                    finish(
                            find(id),
                            result(status, throwable == null ? null : throwable.restore()));
            case Report.Published(var id, var entry) ->
                    listener.reportingEntryPublished(find(id), ReportEntry.from(entry));
            case Report.Output output -> print(output);
            case Report.Ready _, Report.Threads _, Report.Done _, Report.Ended _ -> {
                // for whoever runs the machine
            }
        }
    }

    private void register(Report.Registered registered) {
        UniqueId id = idHere(registered.id());
        MirroredDescriptor.Facts facts =
                new MirroredDescriptor.Facts(
                        registered.displayName(),
                        registered.reportingName(),
                        registered.type(),
                        registered.source(),
                        registered.tags(),
                        registered.type().isContainer());
        MirroredDescriptor test = new MirroredDescriptor(id, facts.on(lab.options()));
        find(registered.parentId()).addChild(test);
        known.put(id, test);
        listener.dynamicTestRegistered(test);
    }

    private UniqueId idHere(String jupiterId) {
        return MirroredDescriptor.idIn(lab, UniqueId.parse(jupiterId));
    }

    private TestDescriptor find(String jupiterId) {
        MirroredDescriptor found = known.get(idHere(jupiterId));
        if (found == null) {
            throw new IllegalStateException("report of a test that nobody knows: " + jupiterId);
        }
        return found;
    }

    private void skip(TestDescriptor test, String reason) {
        ended.add(test);
        listener.executionSkipped(test, reason);
    }

    private void start(TestDescriptor test) {
        if (running.add(test)) {
            listener.executionStarted(test);
        }
    }

    private void finish(TestDescriptor test, TestExecutionResult result) {
        running.remove(test);
        ended.add(test);
        listener.executionFinished(test, result);
    }

    private static TestExecutionResult result(Status status, @Nullable Throwable throwable) {
        return switch (status) {
            case SUCCESSFUL -> TestExecutionResult.successful();
            case ABORTED -> TestExecutionResult.aborted(throwable);
            case FAILED -> TestExecutionResult.failed(throwable);
        };
    }

    private static void print(Report.Output output) {
        // CHECKSTYLE:OFF: silent
        var stream = output.error() ? System.err : System.out;
        // CHECKSTYLE:ON: silent
        stream.write(output.bytes(), 0, output.bytes().length);
        stream.flush();
    }

    /// The machine has ended: what ran at that time has failed. If nothing did, all that is pending
    /// has.
    void failRunning(Throwable failure) {
        List<TestDescriptor> youngestFirst = List.copyOf(running).reversed();
        if (youngestFirst.isEmpty()) {
            failPending(failure);
        }
        Set<TestDescriptor> above = new LinkedHashSet<>();
        for (TestDescriptor descriptor : youngestFirst) {
            // A template cannot go on with its third invocation in another machine.
            if (!above.contains(descriptor) || isTemplate(descriptor)) {
                finish(descriptor, TestExecutionResult.failed(failure));
            }
            above.addAll(descriptor.getAncestors());
        }
    }

    private boolean isTemplate(TestDescriptor descriptor) {
        return descriptor instanceof MirroredDescriptor mirrored && tests.contains(mirrored);
    }

    /// Fails the classes with tests that have not been run.
    void failPending(Throwable failure) {
        List<MirroredDescriptor> left = pending();
        while (!left.isEmpty()) {
            TestDescriptor top = left.getFirst();
            while (!top.getParent().orElseThrow().equals(lab)) {
                top = top.getParent().orElseThrow();
            }
            start(top);
            finish(top, TestExecutionResult.failed(failure));
            left = pending();
        }
    }

    /// What is still running has only lost its machine after its last test.
    void finishContainers() {
        for (TestDescriptor descriptor : List.copyOf(running).reversed()) {
            finish(descriptor, TestExecutionResult.successful());
        }
    }
}
