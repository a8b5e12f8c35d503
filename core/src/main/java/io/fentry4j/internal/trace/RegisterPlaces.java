package io.fentry4j.internal.trace;

import io.fentry4j.btf.Btf;
import io.fentry4j.btf.BtfType;
import io.fentry4j.btf.KernelFunction;

/// Which of a function's values are in a register by themselves, where a kprobe finds them. The
/// offsets are those that a trampoline's context would have.
final class RegisterPlaces {

    private final Btf btf;
    private final KernelFunction function;
    private final Registers registers;

    RegisterPlaces(Btf btf, KernelFunction function, Registers registers) {
        this.btf = btf;
        this.function = function;
        this.registers = registers;
    }

    Place argument(KernelFunction.Argument argument) {
        if (registers.argumentsAfterResult() && resultIsInMemory()) {
            return new Place.Unavailable(
                    "follows the address of the result, a struct or union: a kprobe does not know"
                            + " its register");
        }
        if (!isSimple(argument)) {
            return new Place.Unavailable("is a struct or union by value: a kprobe has none");
        }
        boolean moved =
                function.arguments().stream()
                        .takeWhile(other -> other.slot() < argument.slot())
                        .anyMatch(other -> !isSimple(other));
        if (moved) {
            return new Place.Unavailable(
                    "follows a struct or union by value: a kprobe does not know its register");
        }
        if (argument.slot() >= registers.arguments().size()) {
            return new Place.Unavailable(
                    "is argument %d: a kprobe has the first %d, which are in registers (%s)"
                            .formatted(
                                    argument.slot() + 1,
                                    registers.arguments().size(),
                                    registers.machine()));
        }
        return new Place.Context(argument.slot() * Long.BYTES, true);
    }

    /// A struct of more than two registers: the caller says where it wants it.
    private boolean resultIsInMemory() {
        return function.returns().size() > 2 * Long.BYTES;
    }

    private boolean isSimple(KernelFunction.Argument argument) {
        return argument.slots() == 1
                && argument.size() > 0
                && !(btf.resolve(argument.typeId()) instanceof BtfType.Composite);
    }

    Place result() {
        KernelFunction.Returns returns = function.returns();
        return returns.size() > Long.BYTES
                        || btf.resolve(returns.typeId()) instanceof BtfType.Composite
                ? new Place.Unavailable("is not in one register, where a kretprobe finds it")
                : new Place.Context(returns.slot() * Long.BYTES, true);
    }
}
