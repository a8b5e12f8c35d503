package io.fentry4j.trace;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Who has called whom: what [KernelStack] and [UserStack] take.
///
/// Immutable.
///
/// @param frames the innermost function first; of a kernel stack this is the traced one, if the
///   kernel's symbols can be read
/// @param truncated whether more frames were there than are kept, or may have been: the kernel
///   itself keeps `kernel.perf_event_max_stack`, 127 by default
public record CallStack(List<Frame> frames, boolean truncated) {

    public CallStack {
        frames = List.copyOf(frames);
    }

    /// A function that is being called.
    ///
    /// @param address where it goes on when what it has called returns
    /// @param function its name in `/proc/kallsyms`; empty in user space, for code without a
    ///   symbol, and for who may not see addresses (`kernel.kptr_restrict`)
    /// @param offset how far the address is from the function's start; 0 without a name
    /// @param module the kernel module that it is in; empty for the kernel itself
    public record Frame(
            long address, Optional<String> function, long offset, Optional<String> module) {

        /// `vfs_read+0x5`, `ovl_statfs+0x1c [overlay]`, or the address.
        @Override
        public String toString() {
            return function.map(name -> "%s+0x%x".formatted(name, offset))
                            .orElseGet(() -> "0x%x".formatted(address))
                    + module.map(" [%s]"::formatted).orElse("");
        }
    }

    /// The names of the functions; those without one are left out.
    public List<String> functions() {
        return frames.stream().flatMap(frame -> frame.function().stream()).toList();
    }

    /// A line for each frame, and one that says so if the stack is truncated.
    @Override
    public String toString() {
        return frames.stream().map(Frame::toString).collect(Collectors.joining("\n"))
                + (truncated ? "\n…" : "");
    }
}
