package io.fentry4j.btf;

import java.util.List;
import java.util.Optional;

/// A function of the kernel as BTF describes it, and where fentry and fexit find its values.
///
/// A tracing program's context is an array of u64 slots: the arguments in order, then the return
/// value (fexit only). A struct by value of 9 to 16 bytes takes two slots, everything else one.
/// Load the whole slot, then narrow to `size` bytes and sign-extend if `signed`.
///
/// @param func the function's type in the BTF
/// @param signature the prototype in C: `int do_unlinkat(int dfd, struct filename *name)`
/// @param arguments without the `...` of a variadic function
/// @param returns the return value
/// @param obstacle why neither fentry nor fexit can be attached; empty if the signature and the
///   kernel's deny list allow both. The kernel can still refuse: see [#traceable()]
/// @param sameName how many functions of this name the BTF has. With more than one the kernel
///   attaches to whichever its symbol table finds first
public record KernelFunction(
        BtfType.Func func,
        String signature,
        List<Argument> arguments,
        Returns returns,
        Optional<Obstacle> obstacle,
        int sameName) {

    public KernelFunction {
        arguments = List.copyOf(arguments);
    }

    /// An argument.
    ///
    /// @param name empty if the prototype has none
    /// @param type its type in C
    /// @param typeId its type's id in the BTF
    /// @param size bytes; 0 if the type is incomplete
    /// @param signed whether to sign-extend
    /// @param slot the index of its first u64 in the context
    /// @param slots how many u64 it takes: 1, or 2 for a struct of more than 8 bytes
    public record Argument(
            String name, String type, int typeId, int size, boolean signed, int slot, int slots) {}

    /// The return value.
    ///
    /// @param type its type in C
    /// @param typeId its type's id in the BTF; 0 for `void`
    /// @param size bytes; 0 for `void`
    /// @param signed whether to sign-extend
    /// @param slot the index of its u64 in the context of an fexit program
    public record Returns(String type, int typeId, int size, boolean signed, int slot) {}

    /// A reason why the kernel refuses fentry and fexit on a function.
    public enum Obstacle {
        /// `...` in the parameters.
        VARIADIC("has variable arguments"),
        /// More than 12 slots (`MAX_BPF_FUNC_ARGS`); x86-64 before Linux 6.6: more than 6.
        TOO_MANY_ARGUMENTS("takes more than 12 argument slots of 8 bytes"),
        /// A struct or union by value that does not fit two slots.
        LARGE_ARGUMENT("takes a struct or union of more than 16 bytes by value"),
        /// A type by value that is not known here, or not one of pointer, integer, enum, struct.
        UNSUPPORTED_ARGUMENT("takes an argument of a type that tracing programs cannot have"),
        /// A struct or union, of any size, or a floating-point number.
        UNSUPPORTED_RETURN("returns a struct, union or another type that does not fit a register"),
        /// More than 8 bytes.
        LARGE_RETURN("returns more than 8 bytes"),
        /// On the verifier's deny list (`btf_id_deny` in `kernel/bpf/verifier.c`).
        DENIED("is on the kernel's deny list: BPF trampolines call it themselves");

        private final String text;

        Obstacle(String text) {
            this.text = text;
        }

        /// The reason in words, to follow the function's name.
        @Override
        public String toString() {
            return text;
        }
    }

    /// The function's name.
    public String name() {
        return func.name();
    }

    /// Whether signature and deny list allow fentry and fexit.
    ///
    /// What BTF cannot say is checked by the kernel at load and attach: whether the function was
    /// inlined, is `notrace` or `__noreturn` (no fexit then), or has a patchable entry. Structs by
    /// value need Linux 6.1, unions by value Linux 6.18.
    public boolean traceable() {
        return obstacle.isEmpty();
    }

    /// The u64 slots that the arguments take. More than 6 need Linux 6.6 on x86-64.
    public int argumentSlots() {
        return returns.slot();
    }
}
