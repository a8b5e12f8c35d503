package io.fentry4j.trace;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Where the value of a component comes from: members and elements from an argument on, in C.
///
/// `file->f_path.dentry->d_name.name`, `args[0]`, `*pointer`, `((struct sock *) arg)->sk_family`.
/// In a nested record the path begins at a member of its struct. `retval` is the return value.
///
/// What is behind a pointer is read when the function is entered, also in a record that asks for
/// the return: the kernel may free it meanwhile. `atReturn` reads it at the return.
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Path {

    /// The path.
    String value();

    /// Whether pointers are followed at the return of the function instead of at its entry: for
    /// what the function fills in.
    boolean atReturn() default false;
}
