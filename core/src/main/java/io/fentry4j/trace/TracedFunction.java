package io.fentry4j.trace;

import java.util.Optional;

/// A function that is being traced, and how.
///
/// @param name its name, of a module `module:function`
/// @param mode how it is attached
/// @param whyNotFentry why a kprobe was taken that nobody has asked for: what the kernel said to
///   fentry, that it preempts kernel code, or that there are too many functions; empty with fentry,
///   and if the tracer's mode was set
public record TracedFunction(String name, Mode mode, Optional<String> whyNotFentry) {

    /// In a line: `vfs_read by kprobe, kretprobe, because …`.
    @Override
    public String toString() {
        return name + " by " + mode + whyNotFentry.map(why -> ", because " + why).orElse("");
    }
}
