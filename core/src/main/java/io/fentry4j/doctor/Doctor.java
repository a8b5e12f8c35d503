package io.fentry4j.doctor;

import io.fentry4j.data.KernelString;
import io.fentry4j.internal.doctor.Examination;
import java.util.regex.Pattern;

/// Finds out whether fentry and fexit work here for a function, and if not, why and what to do.
///
/// ```java
/// DoctorReport report = Doctor.examine("do_unlinkat");
/// System.out.println(report);
/// if (!report.fentryWorks()) { … report.verdict().advice() … }
/// ```
///
/// It looks at the machine and at what the kernel says about the function, and then tries: it loads
/// and attaches a fentry, a fexit and a kprobe program that do nothing, and for the kernel's
/// function behind `unlink` it deletes a temporary file and expects to see that. What the real
/// programs do decides; everything else explains it.
public final class Doctor {

    private static final Pattern TARGET =
            Pattern.compile("([A-Za-z0-9_-]+:)?[A-Za-z_][A-Za-z0-9_.$]*");

    private Doctor() {}

    /// Examines this machine for one function.
    ///
    /// Takes up to a second and leaves nothing behind. Nothing that is missing makes it throw, not
    /// even libbpf. Thread-safe.
    ///
    /// @param function a function of the kernel, or `module:function`
    /// @throws IllegalArgumentException if that is not how a function is written
    public static DoctorReport examine(String function) {
        if (!TARGET.matcher(function).matches()) {
            throw new IllegalArgumentException(
                    "examine: '%s' is neither a function's name nor module:function"
                            .formatted(KernelString.of(function).escaped()));
        }
        return Examination.ofThisMachine().run(function);
    }
}
