package io.fentry4j;

import io.fentry4j.internal.libbpf.MapCommands;
import java.util.Collections;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.ToLongFunction;

/// The values of one entry of a per-CPU map: one for each possible CPU, also of those that are
/// offline or not plugged in.
///
/// A program changes the value of the CPU it runs on, so that CPUs do not disturb each other; the
/// sum is made here. The values of different CPUs are not from the same moment.
///
/// @param values the values in the order of the CPUs' numbers
public record PerCpuValues<V>(List<V> values) {

    /// @throws NullPointerException if one of the values is null
    public PerCpuValues {
        values = List.copyOf(values);
    }

    /// The same value on each CPU of this machine: what an entry starts with.
    public static <V> PerCpuValues<V> onEach(V value) {
        return new PerCpuValues<>(Collections.nCopies(cpus(), value));
    }

    /// How many CPUs a per-CPU map of this machine has values for: the possible ones, often more
    /// than there are.
    public static int cpus() {
        return PossibleCpus.COUNT;
    }

    /// The value of one CPU.
    ///
    /// @throws IndexOutOfBoundsException if there is no such CPU
    public V get(int cpu) {
        return values.get(cpu);
    }

    /// All values made into one.
    public V reduce(BinaryOperator<V> operator) {
        return values.stream().reduce(operator).orElseThrow();
    }

    /// The sum of a number of each value: `perCpu.sum(Long::longValue)`.
    public long sum(ToLongFunction<? super V> number) {
        return values.stream().mapToLong(number).sum();
    }

    /// Asked once: the number never changes while a kernel runs.
    private static final class PossibleCpus {

        static final int COUNT = count();

        private static int count() {
            int cpus = MapCommands.possibleCpus();
            if (cpus <= 0) {
                throw new IllegalStateException(
                        "count CPUs: /sys/devices/system/cpu/possible cannot be read ("
                                + new Errno(-cpus).name()
                                + ")");
            }
            return cpus;
        }
    }
}
