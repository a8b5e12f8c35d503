package io.fentry4j.internal.asm;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Puts a program together: instructions in order, jumps to [Label]s, maps by name.
///
/// Each instruction remembers the [Origin] that was set when it was added. Not thread-safe.
public final class Assembler {

    private static final String NOT_SET = "the program's frame";

    /// A jump that does not know yet how far it goes.
    private record Jump(int from, Label to) {}

    private final List<Instruction> instructions = new ArrayList<>();
    private final List<Origin> origins = new ArrayList<>();
    private final List<Jump> jumps = new ArrayList<>();
    private final Map<Integer, String> maps = new HashMap<>();
    private Origin origin;
    private int labels;

    /// An empty program.
    ///
    /// @param name what the program is called, in origins that no one has set
    public Assembler(String name) {
        this.origin = new Origin(name, 0, NOT_SET);
    }

    /// Says what the instructions that follow are made for.
    public Assembler origin(Origin next) {
        origin = next;
        return this;
    }

    /// What instructions are made for now.
    public Origin origin() {
        return origin;
    }

    /// A new place to jump to, bound later.
    public Label label() {
        return new Label("L" + ++labels);
    }

    /// Says that `label` is here: before the next instruction.
    public Assembler bind(Label label) {
        label.bind(instructions.size());
        return this;
    }

    /// Adds instructions as they are.
    public Assembler add(Instruction... more) {
        for (Instruction instruction : more) {
            instructions.add(instruction);
            origins.add(origin);
        }
        return this;
    }

    /// Calls a helper, which destroys registers 1 to 5.
    public Assembler call(Helper helper) {
        return add(Instruction.call(helper));
    }

    /// Goes on at `target`.
    public Assembler jump(Label target) {
        return jump(Instruction.skip(0), target);
    }

    /// Goes on at `target` if the condition is met; the value is sign-extended.
    public Assembler jumpIf(Condition condition, int register, int value, Label target) {
        return jump(Instruction.skipIf(condition, register, value, 0), target);
    }

    /// Goes on at `target` if the condition is met.
    public Assembler jumpIfRegister(Condition condition, int register, int operand, Label target) {
        return jump(Instruction.skipIfRegister(condition, register, operand, 0), target);
    }

    private Assembler jump(Instruction instruction, Label target) {
        jumps.add(new Jump(instructions.size(), target));
        return add(instruction);
    }

    /// `register = value`, in as many instructions as it takes.
    public Assembler constant(int register, long value) {
        if (value == (int) value) {
            return add(Instruction.move(register, (int) value));
        }
        return add(Instruction.constant(register, value), Instruction.highHalf(value));
    }

    /// `register = ` the map of this name, as the first argument of a helper.
    public Assembler map(int register, String name) {
        maps.put(instructions.size(), name);
        return add(Instruction.map(register, 0), Instruction.valueOffset(0));
    }

    /// `register = ` the address of a byte in the only value of the array map of this name.
    public Assembler mapValue(int register, String name, int offset) {
        maps.put(instructions.size(), name);
        return add(Instruction.mapValue(register, 0), Instruction.valueOffset(offset));
    }

    /// The program, with every jump's way known.
    ///
    /// @throws IllegalStateException if a label is not bound, or too far away
    public Code assemble() {
        List<Instruction> resolved = new ArrayList<>(instructions);
        for (Jump jump : jumps) {
            int distance = jump.to.position() - jump.from - 1;
            if (distance != (short) distance) {
                throw new IllegalStateException(
                        "jump from instruction %d to %s: it skips %d instructions, at most 32767 can"
                                        .formatted(jump.from, jump.to, distance)
                                + " be skipped");
            }
            resolved.set(jump.from, resolved.get(jump.from).withOffset(distance));
        }
        return new Code(resolved, origins, maps);
    }
}
