package io.fentry4j.internal.failure;

/// Machines to fail on.
final class Hosts {

    private static final long ALL = 0x1ff_ffff_ffffL;

    /// Everything is there and allowed.
    static final Host CAPABLE = new Host("6.12.1", ALL, false, "none", "capability", true, true);

    static final Host WITHOUT_BTF =
            new Host("6.12.1", ALL, false, "none", "capability", true, false);

    static final Host IN_SECCOMP = new Host("6.12.1", ALL, true, "none", "capability", true, true);

    static final Host IN_USER_NAMESPACE =
            new Host("6.12.1", ALL, false, "none", "capability", false, true);

    static final Host LOCKED_DOWN =
            new Host("6.12.1", ALL, false, "confidentiality", "lockdown,capability", true, true);

    private Hosts() {}

    static Host withRelease(String release) {
        return new Host(release, ALL, false, "none", "capability", true, true);
    }

    static Host withCapabilities(long capabilities) {
        return new Host("6.12.1", capabilities, false, "none", "capability", true, true);
    }
}
