package io.fentry4j;

import io.fentry4j.data.RecordView;
import io.fentry4j.data.RecordWriter;
import io.fentry4j.data.ValueType;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.util.function.Function;

/// A global variable of a BPF program, in the memory that the kernel uses.
///
/// Before load, writing sets the initial value: of constants (`const volatile`, section `.rodata`)
/// that is the only time, and the verifier removes the branches that they rule out. After load a
/// read sees what programs have written, a write is seen by programs, both without a system call.
/// Values of up to 8 aligned bytes are read and written whole; larger ones may be seen half
/// written.
///
/// Thread-safe.
///
/// @param <T> the Java type of the values
public final class GlobalVariable<T> {

    private final String name;
    private final int offset;
    private final ValueType<T> type;
    private final Section section;

    /// The memory that the variable's section has.
    @FunctionalInterface
    interface Section {

        /// Calls `action` with the memory, which is not freed meanwhile.
        ///
        /// @throws IllegalStateException if it was freed before
        <R> R use(Function<MemorySegment, R> action);
    }

    GlobalVariable(String name, int offset, ValueType<T> type, Section section) {
        this.name = name;
        this.offset = offset;
        this.type = type;
        this.section = section;
    }

    /// The variable's name in C.
    public String name() {
        return name;
    }

    /// The value now.
    ///
    /// @throws IllegalStateException if the object is closed, or was loaded since this was made
    public T get() {
        // Not to be hoisted out of a loop that waits for the kernel to change it.
        VarHandle.acquireFence();
        return section.use(
                memory -> type.decode(new RecordView().wrap(memory, offset, type.size())));
    }

    /// Changes the value.
    ///
    /// @throws IllegalStateException if the object is closed, or was loaded since this was made
    /// @throws UnsupportedOperationException if it is a constant of a loaded object
    /// @throws IllegalArgumentException if the value does not fit the C type
    public void set(T value) {
        section.use(memory -> write(memory, value));
        VarHandle.releaseFence();
    }

    private T write(MemorySegment memory, T value) {
        if (memory.isReadOnly()) {
            throw new UnsupportedOperationException(
                    "set '" + name + "': it is a constant, which can be set before load only");
        }
        type.encode(value, RecordWriter.of(memory.asSlice(offset, type.size())));
        return value;
    }

    @Override
    public String toString() {
        return "GlobalVariable[" + type.name() + " " + name + "]";
    }
}
