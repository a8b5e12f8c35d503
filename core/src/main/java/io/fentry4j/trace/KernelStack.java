package io.fentry4j.trace;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Which functions of the kernel have led to the call: a [CallStack], from the traced function on.
///
/// A record of returns has it too: by fentry it is taken at the return, by kprobes at the entry,
/// because a kretprobe runs when the function has left the stack. It is null or empty if the kernel
/// gives none. As part of a key, two stacks that go different ways further up than what is kept are
/// one.
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface KernelStack {

    /// How many frames are kept: 1 to 127.
    int value() default 32;
}
