package io.fentry4j.trace;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// How a number is distributed, in buckets that double: a [Histogram] of a [FunctionAggregator].
///
/// The buckets are all below 0, 0, 1, 2 to 3, 4 to 7, …, and all from 2^62 on. Calls whose number
/// is absent are left out. Takes 528 bytes of an entry, on each CPU.
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Log2 {

    /// The number, an expression as in [FunctionAggregator#where].
    String value();
}
