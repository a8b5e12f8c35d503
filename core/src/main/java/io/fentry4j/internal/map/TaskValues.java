package io.fentry4j.internal.map;

import io.fentry4j.Errno;
import io.fentry4j.UpdateMode;
import io.fentry4j.data.ValueType;
import io.fentry4j.failure.Failure;
import io.fentry4j.failure.MapException;
import io.fentry4j.internal.linux.Descriptors;
import io.fentry4j.internal.linux.LibC;
import java.util.Optional;
import java.util.function.IntFunction;

/// The values of a task storage map, whose keys are descriptors of tasks. Thread-safe.
public final class TaskValues<V> {

    private static final int ESRCH = 3;

    private final MapHandle map;
    private final EntryTable<Integer, V> table;

    /// The size of `values` must be that of the map.
    public TaskValues(MapHandle map, ValueType<V> values) {
        this.map = map;
        this.table = new EntryTable<>(map, ValueType.S32, new EntryCodec.Single<>(values));
    }

    public Optional<V> lookup(long pid) {
        return with("look up in", pid, table::lookup).orElse(Optional.empty());
    }

    public boolean update(long pid, V value, UpdateMode mode) {
        return with("update", pid, task -> table.update(task, value, mode))
                .orElseThrow(() ->
                        new MapException(
                                Failure.of("update " + map, "there is no such process")
                                        .errno(new Errno(ESRCH))
                                        .observe("pid", pid)
                                        .advise(
                                                "give an id of this process's PID namespace:"
                                                        + " ls /proc/"
                                                        + pid)));
    }

    public boolean delete(long pid) {
        return with("delete from", pid, table::delete).orElse(false);
    }

    /// Opens the task for `action`; empty if there is none.
    private <R> Optional<R> with(String operation, long pid, IntFunction<R> action) {
        int task = Descriptors.openPid(Math.toIntExact(pid));
        if (task == -ESRCH) {
            return Optional.empty();
        }
        if (task < 0) {
            throw new MapException(
                    Failure.of(operation + " " + map, "the kernel gives no descriptor of the task")
                            .errno(new Errno(-task))
                            .observe("pid", pid)
                            .advise("give a process id; ids of other threads need Linux 6.9"));
        }
        try {
            return Optional.of(action.apply(task));
        } finally {
            LibC.close(task);
        }
    }
}
