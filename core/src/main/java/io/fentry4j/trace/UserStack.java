package io.fentry4j.trace;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Where the task is in user space: a [CallStack] of addresses without names.
///
/// The kernel follows frame pointers, and what was compiled without them ends the stack early. It
/// is null or empty if there is none, as of a kernel thread.
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface UserStack {

    /// How many frames are kept: 1 to 127.
    int value() default 32;
}
