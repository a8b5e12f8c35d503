package io.fentry4j.benchmarks.kernel;

/// What one nanosecond of the kernel's clock is.
enum Clock {
    /// One instruction executed: the emulator counts instead of measuring. Not cycles.
    INSTRUCTIONS("instructions"),

    /// Time.
    NANOSECONDS("nanoseconds");

    private final String unit;

    Clock(String unit) {
        this.unit = unit;
    }

    /// As results name it.
    String unit() {
        return unit;
    }

    static Clock of(String unit) {
        for (Clock clock : values()) {
            if (clock.unit.equals(unit)) {
                return clock;
            }
        }
        throw new IllegalArgumentException("'%s' is no clock".formatted(unit));
    }
}
