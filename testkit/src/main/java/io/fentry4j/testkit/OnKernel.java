package io.fentry4j.testkit;

import io.fentry4j.testkit.internal.engine.EngineIsActive;
import io.fentry4j.testkit.internal.lab.LabOptions;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/// Runs a Jupiter test class, or one test method, on stock Linux kernels in QEMU, without root.
///
/// Jupiter itself runs the tests, in a JVM inside of the virtual machine with the class path of
/// this one; what it reports is reported here. All tests of a run that want the same machine share
/// it. Inside of the lab the annotation only checks for leaks ([NoLeaks]).
///
/// The annotation of a method goes before that of its class, and that of a class before that of the
/// class around it. It may stand on an annotation of one's own. All tests with it have the tag
/// `lab`.
@Documented
@Inherited
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Tag("lab")
@ExtendWith({EngineIsActive.class, NoLeaks.class})
@SuppressWarnings("exports") // JUnit makes the condition; nobody else is to
public @interface OnKernel {

    /// The kernels: `6.1`, `6.12`, `6.12-rt`, a folder with a kernel, or `host` for this machine's
    /// own. None stands for `6.12`.
    ///
    /// The configuration parameter or system property `fentry4j.testkit.kernels`, or else the
    /// environment variable `FENTRY4J_KERNELS`, with names separated by commas, goes before this;
    /// `none` there skips the tests.
    String[] value() default {};

    /// Boot parameters, such as `lockdown=confidentiality` or `init_on_free=1`.
    String append() default "";

    /// The machine's memory, such as `2G`; 4 GiB if empty. Only what it uses is taken.
    String memory() default "";

    /// The numeric user, `UID` or `UID:GID`, without capabilities, that the tests run as. Root if
    /// empty.
    String user() default "";

    /// How many seconds may pass, inside of the machine, until a test or something else begins or
    /// ends. Then the test that runs fails, with the stack on which it stands.
    int timeoutSeconds() default LabOptions.DEFAULT_TIMEOUT_SECONDS;
}
