package io.fentry4j.trace;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// The sum of a number over the calls: a `long`, or a `Duration`, of a [FunctionAggregator].
///
/// The sum has 64 bits. Calls whose number is absent add nothing.
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Sum {

    /// The number, an expression as in [FunctionAggregator#where].
    String value();
}
