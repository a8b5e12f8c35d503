package io.fentry4j.trace;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// How long the call took, from its entry to its return, sleep included: as a [java.time.Duration],
/// or a `long` of nanoseconds.
///
/// Attaches to the entry and to the return.
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Elapsed {}
