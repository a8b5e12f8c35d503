package io.fentry4j.trace;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// How many bytes of a string or of bytes are kept. The default is all of an array, and 256 of what
/// a pointer points to.
///
/// A string behind a `char *` is cut to one byte less: the kernel ends it with a NUL.
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface MaxBytes {

    /// Between 1 and 4096.
    int value();
}
