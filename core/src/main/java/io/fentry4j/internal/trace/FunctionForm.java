package io.fentry4j.internal.trace;

import io.fentry4j.btf.Btf;
import io.fentry4j.btf.KernelFunction;
import io.fentry4j.trace.Mode;
import java.util.List;

/// A function and how its programs are attached, which decides where they find its values: what is
/// written for it is written through this.
///
/// @param registers those of the machine
record FunctionForm(Btf btf, KernelFunction function, TraceForm form, Registers registers) {

    /// The same on this machine.
    static FunctionForm of(Btf btf, KernelFunction function, TraceForm form) {
        return new FunctionForm(btf, function, form, Registers.ofThisMachine());
    }

    private boolean kprobe() {
        return form.mode() != Mode.FENTRY;
    }

    private int result() {
        return function.returns().slot();
    }

    /// Where names are looked up.
    Scope scope() {
        return kprobe() ? Scope.of(btf, function, registers) : Scope.of(btf, function);
    }

    /// A layout without a slot.
    Layout layout() {
        return new Layout(form.number());
    }

    /// Gives all slots their places.
    void place(Layout layout) {
        boolean paired = atReturn(layout) && layout.slots().stream().anyMatch(this::needsEntry);
        layout.place(paired, paired && kprobe() ? kept(layout) : List.of());
    }

    private static boolean atReturn(Layout layout) {
        return layout.slots().stream().anyMatch(slot -> slot.atReturn);
    }

    /// To a trampoline the arguments and the stack are there at the return too; what the arguments
    /// point to may be gone.
    private boolean needsEntry(Slot slot) {
        boolean stack = slot.read instanceof Read.Stack;
        return slot.read instanceof Read.Elapsed
                || (!slot.atReturn && !stack && slot.mayFail())
                || (kprobe() && (stack || slot.argument(result()).isPresent()));
    }

    /// The arguments that the return follows or tells, and a kretprobe does not have.
    private List<Integer> kept(Layout layout) {
        return layout.slots().stream()
                .filter(slot -> slot.atReturn)
                .flatMapToInt(slot -> slot.argument(result()).stream())
                .distinct()
                .sorted()
                .boxed()
                .toList();
    }

    /// Writes the programs.
    ///
    /// @param name of what is made of a call, for messages
    /// @param layout with all slots in their places
    Codes write(String name, Layout layout, Filter filter, Output output) {
        CallAccess entry = access(layout, false);
        CallAccess exit = access(layout, true);
        if (layout.paired()) {
            return new Codes(
                    form.mode(),
                    ProgramWriter.entry(name, layout, filter, entry, output),
                    ProgramWriter.exit(name, layout, filter, exit, output));
        }
        return atReturn(layout)
                ? Codes.exit(form.mode(), ProgramWriter.alone(name, layout, filter, exit, output))
                : Codes.entry(
                        form.mode(), ProgramWriter.alone(name, layout, filter, entry, output));
    }

    private CallAccess access(Layout layout, boolean atReturn) {
        return kprobe()
                ? new CallAccess.Kprobe(
                        KernelPointers.none(btf),
                        registers,
                        atReturn,
                        result(),
                        layout,
                        form.mode() == Mode.KPROBE_MULTI)
                : new CallAccess.Trampoline(KernelPointers.of(btf, function));
    }
}
