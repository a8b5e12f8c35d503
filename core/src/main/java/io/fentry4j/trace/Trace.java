package io.fentry4j.trace;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// A record whose instances are the calls of a kernel function. Its components say what is kept of
/// a call; [FunctionTracer] says how.
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Trace {

    /// The function: `vfs_read`, or of a module `module:function`. Of several the first that the
    /// running kernel has is taken, for functions that were renamed.
    String[] value();
}
