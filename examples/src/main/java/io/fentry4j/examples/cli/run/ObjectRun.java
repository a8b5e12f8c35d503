package io.fentry4j.examples.cli.run;

import io.fentry4j.BpfObject;
import io.fentry4j.ListenerThread;
import io.fentry4j.OpenBpfObject;
import io.fentry4j.RingBufferMap;
import io.fentry4j.SyscallProgram;
import io.fentry4j.examples.cli.EndOfRun;
import io.fentry4j.examples.cli.LinePrinter;
import io.fentry4j.examples.cli.text.BtfText;
import io.fentry4j.failure.BpfException;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// One run: loads the object, listens, attaches, waits for the end, detaches, reports.
final class ObjectRun {

    private final List<Ring> rings;
    private final List<String> calls;
    private final RecordFormat format;
    private final Clock clock;
    private final LinePrinter printer;
    private final EndOfRun end;
    private final Optional<Duration> duration;
    private final PrintWriter err;
    private final boolean quiet;

    /// @param calls the names of programs to call once
    /// @param duration after which it ends, if nothing else ends it before
    /// @param quiet whether only trouble is told on `err`
    ObjectRun(
            List<Ring> rings,
            List<String> calls,
            RecordFormat format,
            Clock clock,
            LinePrinter printer,
            EndOfRun end,
            Optional<Duration> duration,
            PrintWriter err,
            boolean quiet) {
        this.rings = rings;
        this.calls = calls;
        this.format = format;
        this.clock = clock;
        this.printer = printer;
        this.end = end;
        this.duration = duration;
        this.err = err;
        this.quiet = quiet;
    }

    /// Does it all.
    ///
    /// @throws BpfException if the object cannot be loaded, or none of its programs be attached
    void run(OpenBpfObject open) throws IOException, InterruptedException {
        List<ListenerThread> listeners = new ArrayList<>();
        try (BpfObject object = open.load()) {
            for (Ring ring : rings) {
                var map = (RingBufferMap<?>) object.map(ring.name());
                listeners.add(
                        map.listenRaw(record ->
                                printer.print(() -> ring.line(format, clock.instant(), record))));
            }
            attach(object);
            for (String program : calls) {
                int result = object.program(program, SyscallProgram.class).run();
                tell("%s returned %d".formatted(BtfText.safe(program), result));
            }
            awaitEnd();
        }
        reportAndCheck(listeners);
    }

    private void attach(BpfObject object) {
        Attacher attacher = new Attacher();
        attacher.attachAll(object.programs());
        List<BpfException> refusals = attacher.refusals();
        if (attacher.attached().isEmpty() && !refusals.isEmpty()) {
            BpfException first = refusals.removeFirst();
            refusals.forEach(first::addSuppressed);
            throw first;
        }
        for (BpfException refusal : refusals) {
            err.println("fentry4j: " + BtfText.safe(refusal.failure().message()));
        }
        if (!attacher.attached().isEmpty()) {
            tell("attached %s; Ctrl-C ends".formatted(String.join(", ", attacher.attached())));
        }
        if (rings.isEmpty()) {
            tell(
                    "the object has no ring buffer; what it writes by bpf_printk is in"
                            + " /sys/kernel/tracing/trace_pipe");
        }
        rings.forEach(ring -> tell(BtfText.safe(ring.name()) + ": " + ring.description()));
    }

    private void awaitEnd() throws InterruptedException {
        if (duration.isPresent()) {
            end.await(duration.get());
        } else {
            end.await();
        }
    }

    private void tell(String line) {
        if (!quiet) {
            err.println(line);
        }
    }

    private void reportAndCheck(List<ListenerThread> listeners) throws IOException {
        if (!rings.isEmpty() && (!quiet || rings.stream().anyMatch(Ring::hasTrouble))) {
            err.println(
                    rings.stream()
                            .map(Ring::counts)
                            .collect(Collectors.joining(", ", "records ", "")));
        }
        if (printer.failure().isPresent()) {
            throw printer.failure().get();
        }
        for (ListenerThread listener : listeners) {
            if (listener.firstFailure().isPresent()) {
                throw new IllegalStateException(
                        "a record could not be printed", listener.firstFailure().get());
            }
        }
    }
}
