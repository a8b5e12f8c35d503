package io.fentry4j.unlink;

/// Where an event's name was read.
public enum NameSource {
    /// The caller passed no readable name: the call failed with `EFAULT`, `ENAMETOOLONG` or, if it
    /// was empty, `ENOENT`.
    NONE,

    /// The kernel's own copy, which the call works with.
    KERNEL,

    /// The caller's memory, a moment after the kernel had copied it from there: under
    /// `lockdown=confidentiality`, which forbids programs to read kernel memory. Another thread of
    /// the caller could have changed it in between.
    CALLER
}
