package io.fentry4j.internal.trace;

import static io.fentry4j.internal.asm.Instruction.R1;
import static io.fentry4j.internal.asm.Instruction.R2;
import static io.fentry4j.internal.asm.Instruction.R3;
import static io.fentry4j.internal.asm.Instruction.R8;

import io.fentry4j.internal.asm.Assembler;
import io.fentry4j.internal.asm.Condition;
import io.fentry4j.internal.asm.Instruction;
import io.fentry4j.internal.asm.Label;
import io.fentry4j.internal.asm.Operation;
import io.fentry4j.internal.asm.Width;

/// Writes the instructions that add a call to an entry. Register 7 holds the event, register 8 the
/// entry's words of this CPU.
///
/// No other CPU has these words, and the kernel runs a program once at a time on a CPU, also where
/// it preempts kernel code. So a least or greatest value takes no atomic instruction.
final class AggregateEmitter {

    private static final int STEPS = 6; // 2^6 = 64 bits

    private final Assembler assembler;
    private final QuestionEmitter numbers;

    AggregateEmitter(Assembler assembler, QuestionEmitter numbers) {
        this.assembler = assembler;
        this.numbers = numbers;
    }

    void add(Aggregates aggregates) {
        var frame = assembler.origin();
        for (Aggregates.Placed placed : aggregates.all()) {
            placed.aggregate()
                    .value()
                    .ifPresent(term -> {
                        assembler.origin(placed.origin());
                        Label next = assembler.label();
                        numbers.number(term, next);
                        add(placed.aggregate(), placed.at() * Long.BYTES);
                        assembler.bind(next);
                    });
        }
        assembler.origin(frame);
        addOne(R8, Aggregates.CALLS * Long.BYTES);
    }

    /// Adds the number in register 1.
    private void add(Aggregate aggregate, int at) {
        switch (aggregate) {
            case Aggregate.Count _ -> throw new AssertionError("it has no value");
            case Aggregate.Sum _ -> assembler.add(Instruction.atomicAdd64(R8, at, R1));
            case Aggregate.Extreme extreme -> extreme(extreme, at);
            case Aggregate.Average _ -> {
                assembler.add(Instruction.atomicAdd64(R8, at + Long.BYTES, R1));
                addOne(R8, at);
            }
            case Aggregate.Log2 log2 -> log2(log2, at);
            case Aggregate.Linear linear -> linear(linear, at);
        }
    }

    private void addOne(int base, int at) {
        assembler.add(Instruction.move(R1, 1), Instruction.atomicAdd64(base, at, R1));
    }

    private void extreme(Aggregate.Extreme extreme, int at) {
        Label better = assembler.label();
        Label kept = assembler.label();
        assembler
                .add(Instruction.load64(R2, R8, at))
                .jumpIf(Condition.EQUAL, R2, 0, better)
                .add(Instruction.load64(R3, R8, at + Long.BYTES))
                .jumpIfRegister(keeps(extreme), R3, R1, kept)
                .bind(better)
                .add(Instruction.store(Width.DOUBLE, R8, at + Long.BYTES, R1))
                .bind(kept)
                .add(Instruction.add(R2, 1))
                .add(Instruction.store(Width.DOUBLE, R8, at, R2));
    }

    /// When the old value stays.
    private static Condition keeps(Aggregate.Extreme extreme) {
        if (extreme.unsigned()) {
            return extreme.greatest() ? Condition.GREATER_OR_EQUAL : Condition.LESS_OR_EQUAL;
        }
        return extreme.greatest()
                ? Condition.SIGNED_GREATER_OR_EQUAL
                : Condition.SIGNED_LESS_OR_EQUAL;
    }

    /// Register 2 = the bucket. The highest bit is found in halves and without jumps, which would
    /// make 64 ways for the verifier.
    private void log2(Aggregate.Log2 log2, int at) {
        Label found = assembler.label();
        if (log2.term().range() == Term.Range.SIGNED) {
            assembler.add(Instruction.move(R2, 0)).jumpIf(Condition.SIGNED_LESS, R1, 0, found);
        }
        assembler
                .add(Instruction.move(R2, 1))
                .jumpIf(Condition.EQUAL, R1, 0, found)
                .add(Instruction.move(R2, 2));
        for (int step = STEPS - 1; step >= 0; step--) {
            assembler
                    .add(Instruction.copy(R3, R1))
                    .add(Instruction.alu(Operation.SHIFT_RIGHT, R3, 1 << step))
                    .add(Instruction.negate(R3)) // negative unless it was 0
                    .add(Instruction.alu(Operation.SHIFT_RIGHT, R3, Long.SIZE - 1))
                    .add(Instruction.alu(Operation.SHIFT_LEFT, R3, step))
                    .add(Instruction.aluRegister(Operation.ADD, R2, R3))
                    .add(Instruction.aluRegister(Operation.SHIFT_RIGHT, R1, R3));
        }
        assembler.bind(found);
        addToBucket(at);
    }

    /// Register 2 = the bucket.
    private void linear(Aggregate.Linear linear, int at) {
        Label found = assembler.label();
        assembler
                .constant(R3, linear.from())
                .add(Instruction.move(R2, 0))
                .jumpIfRegister(
                        linear.unsigned() ? Condition.LESS : Condition.SIGNED_LESS, R1, R3, found)
                .add(Instruction.aluRegister(Operation.SUBTRACT, R1, R3))
                .constant(R3, linear.step())
                .add(Instruction.aluRegister(Operation.DIVIDE, R1, R3))
                .add(Instruction.move(R2, linear.buckets() + 1))
                .jumpIf(Condition.GREATER_OR_EQUAL, R1, linear.buckets(), found)
                .add(Instruction.copy(R2, R1), Instruction.add(R2, 1))
                .bind(found);
        addToBucket(at);
    }

    private void addToBucket(int at) {
        assembler
                .add(Instruction.alu(Operation.SHIFT_LEFT, R2, 3)) // of 8 bytes
                .add(Instruction.copy(R3, R8))
                .add(Instruction.aluRegister(Operation.ADD, R3, R2));
        addOne(R3, at);
    }
}
