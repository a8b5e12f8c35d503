package io.fentry4j.trace;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// When the event was made: at the return of the call if the record asks for anything of the
/// return, else at its entry.
///
/// As a `long`, nanoseconds on the monotonic clock; as an [java.time.Instant], turned into
/// wall-clock time by [io.fentry4j.KernelClock].
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Timestamp {}
