package io.fentry4j.internal.asm;

import java.util.Locale;
import java.util.Optional;

/// The kernel's helper functions that programs here call (`enum bpf_func_id` in `linux/bpf.h`).
public enum Helper {
    /// `value address or 0 = (map, key)`.
    MAP_LOOKUP_ELEM(1),
    /// `0 or error = (map, key, value, flags)`.
    MAP_UPDATE_ELEM(2),
    /// `0 or error = (map, key)`.
    MAP_DELETE_ELEM(3),
    /// Nanoseconds on the monotonic clock.
    KTIME_GET_NS(5),
    /// The CPU's number.
    GET_SMP_PROCESSOR_ID(8),
    /// `0 or error = (address, size)`.
    GET_CURRENT_COMM(16),
    /// `bytes or error = (context, to, size, flags)` (Linux 4.18; in tracing programs 5.5).
    GET_STACK(67),
    /// The id in the cgroup2 hierarchy (Linux 4.18; in tracing programs 5.8).
    GET_CURRENT_CGROUP_ID(80),
    /// `0 or error = (to, size, from)` (Linux 5.5).
    PROBE_READ_USER(112),
    /// `0 or error = (to, size, from)` (Linux 5.5).
    PROBE_READ_KERNEL(113),
    /// `length with NUL or error = (to, size, from)` (Linux 5.5).
    PROBE_READ_USER_STR(114),
    /// `length with NUL or error = (to, size, from)` (Linux 5.5).
    PROBE_READ_KERNEL_STR(115),
    /// `0 or error = (ring, data, size, flags)` (Linux 5.8).
    RINGBUF_OUTPUT(130),
    /// The task, as a pointer that may be followed (Linux 5.11).
    GET_CURRENT_TASK_BTF(158),
    /// What a program's attach has given for the function (Linux 5.15; for many functions 5.18).
    GET_ATTACH_COOKIE(174);

    private final int number;

    Helper(int number) {
        this.number = number;
    }

    static Optional<Helper> of(int number) {
        for (Helper helper : values()) {
            if (helper.number == number) {
                return Optional.of(helper);
            }
        }
        return Optional.empty();
    }

    public int number() {
        return number;
    }

    /// The name in C, such as `bpf_ktime_get_ns`.
    @Override
    public String toString() {
        return "bpf_" + name().toLowerCase(Locale.ROOT);
    }
}
