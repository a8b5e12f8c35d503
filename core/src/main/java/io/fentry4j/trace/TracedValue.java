package io.fentry4j.trace;

import io.fentry4j.data.BtfValue;
import io.fentry4j.data.KernelString;
import java.util.Optional;

/// A value of a traced call, with its type in the kernel's BTF. Immutable.
///
/// @param name an argument's name, `arg` and its number if it has none, or the path that was asked
///   for
/// @param type its type in C
/// @param value the value; empty if it is behind a pointer that is null or wrong. Of a pointer this
///   is the address
/// @param text what a pointer says: the string that a `const char *` points to, in the kernel's
///   memory or the caller's, or the name that a `struct file *` and its like lead to ([CallTracer]
///   lists them). At most 255 bytes
public record TracedValue(
        String name, String type, Optional<BtfValue> value, Optional<KernelString> text) {}
