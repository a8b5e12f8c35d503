package io.fentry4j.testkit.internal.engine;

import io.fentry4j.testkit.KernelLabException;
import io.fentry4j.testkit.internal.lab.Lab;
import io.fentry4j.testkit.internal.lab.LabOptions;
import io.fentry4j.testkit.internal.lab.LabScripts;
import io.fentry4j.testkit.internal.protocol.Order;
import io.fentry4j.testkit.internal.protocol.Report;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.CancellationToken;
import org.junit.platform.engine.EngineExecutionListener;
import org.junit.platform.engine.TestExecutionResult;

/// Runs the tests of one machine. If it ends under them, the test that ran fails, and a new machine
/// runs the others.
final class LabRun {

    /// Until a machine is up; the first time its kernel is fetched.
    private static final Duration BOOT_PATIENCE = Duration.ofMinutes(10);

    private static final Duration DUMP_PATIENCE = Duration.ofSeconds(15);

    private final LabDescriptor node;
    private final EngineExecutionListener listener;
    private final Settings settings;
    private final CancellationToken cancellation;
    private final Mirror mirror;

    LabRun(
            LabDescriptor node,
            EngineExecutionListener listener,
            Settings settings,
            CancellationToken cancellation) {
        this.node = node;
        this.listener = listener;
        this.settings = settings;
        this.cancellation = cancellation;
        this.mirror = new Mirror(node, listener);
    }

    void run() {
        if (node.options().kernel().equals(LabOptions.NONE)) {
            listener.executionSkipped(node, "no kernel was chosen to run these tests on");
            return;
        }
        listener.executionStarted(node);
        List<MirroredDescriptor> pending = mirror.pending();
        while (!pending.isEmpty() && !cancellation.isCancellationRequested()) {
            runInOneMachine(pending);
            pending = mirror.pending();
        }
        mirror.finishContainers();
        listener.executionFinished(node, TestExecutionResult.successful());
    }

    /// Afterwards at least one of the tests is not pending any more.
    private void runInOneMachine(List<MirroredDescriptor> pending) {
        try (Lab lab = startLab()) {
            lab.send(new Order.Prepare(systemProperties()));
            lab.send(new Order.Run(ids(pending), settings.given()));
            follow(lab);
        } catch (IOException e) {
            mirror.failRunning(failure("start", e.getMessage()));
        } catch (KernelLabException e) {
            mirror.failRunning(e);
        } catch (InterruptedException e) {
            mirror.failRunning(failure("wait for", "interrupted"));
            mirror.failPending(failure("wait for", "interrupted"));
            Thread.currentThread().interrupt();
        }
    }

    private Lab startLab() throws IOException, InterruptedException {
        var scripts = settings.labFolder();
        Lab lab =
                Lab.start(
                        node.options(),
                        scripts.isPresent() ? scripts.get() : LabScripts.unpacked(),
                        settings.jvmArguments());
        Report first = lab.next(BOOT_PATIENCE);
        if (first instanceof Report.Ready) {
            return lab;
        }
        try (lab) {
            String cause =
                    first == null
                            ? "not up after " + BOOT_PATIENCE.toSeconds() + " s"
                            : lab.explainEnd();
            throw failure("boot", cause);
        }
    }

    /// Reports what comes until the tests are done, or the machine is.
    private void follow(Lab lab) throws IOException, InterruptedException {
        Duration patience = BOOT_PATIENCE; // until Jupiter itself is up
        long lastSign = System.nanoTime();
        while (true) {
            Duration left = patience.minusNanos(System.nanoTime() - lastSign);
            Report next = left.isNegative() ? null : lab.next(left);
            switch (next) {
                case null -> {
                    mirror.failRunning(timedOut(lab, patience));
                    lab.kill();
                    return;
                }
                case Report.Ended _ -> {
                    mirror.failRunning(failure("run tests on", lab.explainEnd()));
                    return;
                }
                case Report.Done(var failure) -> {
                    mirror.failPending(
                            failure != null
                                    ? failure.restore()
                                    : failure("run tests on", "Jupiter did not run this"));
                    return;
                }
                case Report.Output _ -> mirror.show(next);
                default -> {
                    mirror.show(next);
                    lastSign = System.nanoTime();
                    patience = Duration.ofSeconds(node.options().timeoutSeconds());
                }
            }
            if (cancellation.isCancellationRequested()) {
                mirror.failRunning(failure("run tests on", "cancelled"));
                lab.kill();
                return;
            }
        }
    }

    private KernelLabException timedOut(Lab lab, Duration patience)
            throws IOException, InterruptedException {
        Report.Threads threads = threads(lab);
        String cause =
                "time-out: nothing began or ended for %d s (@OnKernel has timeoutSeconds); "
                        .formatted(patience.toSeconds());
        return threads == null
                ? failure("run tests on", cause + "the JVM does not answer either")
                : failure(
                        "run tests on",
                        cause + "its threads:\n" + threads.all(),
                        threads.main().toArray(StackTraceElement[]::new));
    }

    /// Where the threads stand, or null if the machine does not answer.
    private static Report.@Nullable Threads threads(Lab lab)
            throws IOException, InterruptedException {
        lab.send(new Order.ShowThreads());
        Report answer = lab.next(DUMP_PATIENCE);
        while (answer != null && !(answer instanceof Report.Ended)) {
            if (answer instanceof Report.Threads threads) {
                return threads;
            }
            answer = lab.next(DUMP_PATIENCE);
        }
        return null;
    }

    private KernelLabException failure(
            String verb, @Nullable String cause, StackTraceElement... stack) {
        return new KernelLabException(
                "%s %s: %s".formatted(verb, node.getDisplayName(), cause), stack);
    }

    private static List<String> ids(List<MirroredDescriptor> tests) {
        return tests.stream().map(test -> test.jupiterId().toString()).toList();
    }

    private static Map<String, String> systemProperties() {
        return System.getProperties().stringPropertyNames().stream()
                .collect(Collectors.toMap(name -> name, System::getProperty));
    }
}
