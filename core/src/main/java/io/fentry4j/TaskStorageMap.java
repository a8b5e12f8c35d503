package io.fentry4j;

import io.fentry4j.data.ValueType;
import io.fentry4j.failure.MapException;
import io.fentry4j.internal.map.MapHandle;
import io.fentry4j.internal.map.TaskValues;
import java.nio.file.Path;
import java.util.Optional;

/// Values that hang on tasks and end with them: `BPF_MAP_TYPE_TASK_STORAGE` (Linux 5.11).
///
/// A task is a thread. User space names it by its id, in the PID namespace of this process; each
/// call opens the task by `pidfd_open`, which before Linux 6.9 can only do that with the first
/// thread of a process. The tasks that have a value cannot be listed.
///
/// @param <V> the Java type of the values
public final class TaskStorageMap<V> extends BpfMap {

    private final TaskValues<V> values;

    private TaskStorageMap(MapHandle handle, ValueType<V> valueType) {
        super(handle);
        values = new TaskValues<>(handle, valueType);
    }

    static <V> MapKind<TaskStorageMap<V>> kind(ValueType<V> valueType) {
        return MapKind.of(
                TaskStorageMap.class,
                ValueType.S32,
                valueType,
                handle -> new TaskStorageMap<>(handle, valueType),
                MapType.TASK_STORAGE);
    }

    /// Opens the task storage that is pinned at `path`.
    ///
    /// @throws MapException if there is none, this user may not open it, or its kind or the size of
    ///   its values differs; with `CAP_SYS_ADMIN` also if the name of their struct does
    public static <V> TaskStorageMap<V> openPinned(Path path, ValueType<V> valueType) {
        return kind(valueType).openPinned(path);
    }

    /// The value of a task; empty if it has none, or there is no such task.
    ///
    /// @param pid the id of a process, or since Linux 6.9 of any thread
    /// @throws MapException if the kernel gives no descriptor of the task
    public Optional<V> lookup(long pid) {
        return values.lookup(pid);
    }

    /// Sets the value of a task.
    ///
    /// @param pid the id of a process, or since Linux 6.9 of any thread
    /// @throws MapException if there is no such task
    public void update(long pid, V value) {
        values.update(pid, value, UpdateMode.ANY);
    }

    /// Sets the value of a task if `mode` allows.
    ///
    /// @param pid the id of a process, or since Linux 6.9 of any thread
    /// @return whether it was set
    /// @throws MapException if there is no such task
    public boolean update(long pid, V value, UpdateMode mode) {
        return values.update(pid, value, mode);
    }

    /// Removes the value of a task.
    ///
    /// @param pid the id of a process, or since Linux 6.9 of any thread
    /// @return whether it had one
    /// @throws MapException if the kernel gives no descriptor of the task
    public boolean delete(long pid) {
        return values.delete(pid);
    }
}
