package io.fentry4j.trace;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// How a number is distributed, in buckets of one size: a [Histogram] of a [FunctionAggregator].
///
/// `@Linear(value = "ret", from = 0, to = 100, step = 10)` has ten buckets, one for all below 0,
/// and one for all from 100 on. Calls whose number is absent are left out. Takes 8 bytes of an
/// entry for each bucket, on each CPU.
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Linear {

    /// The number, an expression as in [FunctionAggregator#where].
    String value();

    /// Where the first bucket begins; of a duration in nanoseconds.
    long from();

    /// Where the last bucket ends: a whole number of steps from `from`, 1,000 at most.
    long to();

    /// The size of a bucket.
    long step();
}
