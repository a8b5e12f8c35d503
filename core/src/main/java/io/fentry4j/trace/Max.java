package io.fentry4j.trace;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// The greatest value of a number: a `long`, or a `Duration`, of a [FunctionAggregator].
///
/// Calls whose number is absent are left out. If all are, the component is null or empty: it is
/// then declared as `Long`, `OptionalLong`, or an `Optional`.
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Max {

    /// The number, an expression as in [FunctionAggregator#where].
    String value();
}
