package io.fentry4j.internal.trace;

import io.fentry4j.btf.BtfType;
import io.fentry4j.internal.asm.Operation;
import java.util.Optional;

/// A number of a filter, with its type known.
sealed interface Term {

    /// What values there can be, all in 64 bits.
    enum Range {
        /// From -2^63 to 2^63 - 1.
        SIGNED,
        /// From 0 to 2^63 - 1.
        BOTH,
        /// From 0 to 2^64 - 1.
        UNSIGNED
    }

    Range range();

    /// Whether it is a time, in nanoseconds.
    boolean duration();

    /// A number that was written, or a named one.
    record Constant(long value, Range range, boolean duration) implements Term {}

    /// A slot of the event.
    ///
    /// @param enumeration its type, if that has names
    record Load(Slot slot, Range range, boolean duration, Optional<BtfType.Enumeration> enumeration)
            implements Term {}

    /// `left operation right`.
    record Calculation(Operation operation, Term left, Term right, Range range, boolean duration)
            implements Term {}

    /// The low bytes, extended to 64 bits.
    record Narrow(Term value, int bytes, boolean signed) implements Term {
        @Override
        public Range range() {
            if (signed) {
                return Range.SIGNED;
            }
            return bytes == Long.BYTES ? Range.UNSIGNED : Range.BOTH;
        }

        @Override
        public boolean duration() {
            return false;
        }
    }
}
