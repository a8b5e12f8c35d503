package io.fentry4j.benchmarks.kernel;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Measures what a traced `unlink` costs: `UnlinkCost KERNEL CLOCK NATIVE OBJECT FILE [BUDGETS]`.
///
/// NATIVE is the folder with the compiled C programs, OBJECT that of [EmptyProbes], FILE gets the
/// result as JSON. With BUDGETS, only the tracers in that file are measured, and the exit status is
/// 1 if one is above its budget.
public final class UnlinkCost {

    /// Batches of 20; in the emulator one call would do, as all are equal.
    private static final int CALLS = 400;

    private UnlinkCost() {}

    /// See the class.
    ///
    /// @throws IllegalArgumentException if the arguments are not as there
    public static void main(String[] arguments) throws IOException, InterruptedException {
        if (arguments.length != 5 && arguments.length != 6) {
            throw new IllegalArgumentException(
                    "usage: UnlinkCost KERNEL CLOCK NATIVE OBJECT FILE [BUDGETS]");
        }
        String kernel = arguments[0];
        Clock clock = Clock.of(arguments[1]);
        Path programs = Path.of(arguments[2]);
        Budgets budgets =
                arguments.length == 6 ? Budgets.read(Path.of(arguments[5]), kernel) : null;
        UnlinkCosts costs =
                new UnlinkCosts(new UnlinkLoad(programs.resolve("unlink_load"), CALLS), System.err);
        for (Tracer tracer : tracers(programs.resolve("attach"), Path.of(arguments[3]), budgets)) {
            costs.measure(tracer);
        }
        costs.write(Path.of(arguments[4]), kernel, clock);
        if (budgets != null && !budgets.check(costs, System.out)) {
            throw new IllegalStateException("a budget is not kept");
        }
    }

    private static List<Tracer> tracers(Path loader, Path object, @Nullable Budgets budgets) {
        List<Tracer> tracers = new ArrayList<>();
        tracers.add(ObjectTracer.empty("empty fentry", ProbeKind.FENTRY));
        tracers.add(ObjectTracer.empty("empty fexit", ProbeKind.FEXIT));
        tracers.add(ObjectTracer.empty("empty fentry + fexit", ProbeKind.FENTRY_FEXIT));
        tracers.add(CommandTracer.emptyByC(loader, object));
        tracers.add(ObjectTracer.empty("empty kprobe + kretprobe", ProbeKind.KPROBE_KRETPROBE));
        for (ProbeSetting setting : ProbeSetting.values()) {
            tracers.add(ObjectTracer.probe(setting));
        }
        tracers.add(Deletion.tracer("record, fentry", ""));
        tracers.add(Deletion.tracer("record, fentry, other pid", "pid == 1"));
        tracers.add(ObjectTracer.tutorial());
        tracers.add(CommandTracer.bpftrace());
        tracers.add(CommandTracer.filelife());
        if (budgets != null) {
            tracers.removeIf(tracer -> !budgets.names(tracer.name()));
        }
        return tracers;
    }
}
