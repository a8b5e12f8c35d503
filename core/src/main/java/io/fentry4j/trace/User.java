package io.fentry4j.trace;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// The pointer at the end is one to user space: of a string or of bytes.
///
/// What is not in memory at that moment cannot be read, and is absent: a program may not wait for a
/// page to come from disk.
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface User {}
