package io.fentry4j;

import io.fentry4j.data.ValueType;
import io.fentry4j.failure.MapException;
import io.fentry4j.internal.map.EntryCodec;
import io.fentry4j.internal.map.EntryReader;
import io.fentry4j.internal.map.EntryTable;
import io.fentry4j.internal.map.MapHandle;
import io.fentry4j.internal.map.MapShape;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The stack traces that programs take with `bpf_get_stackid`: `BPF_MAP_TYPE_STACK_TRACE` (Linux
/// 4.6).
///
/// The helper gives an id, or a negative errno; the same trace has the same id until it is deleted.
/// Maps with `BPF_F_STACK_BUILD_ID`, which hold build ids in the place of addresses, are an
/// [OtherMap].
public final class StackTraceMap extends BpfMap {

    private final EntryTable<Integer, long[]> table;

    private StackTraceMap(MapHandle handle) {
        super(handle);
        ValueType<long[]> addresses =
                ValueType.of(
                        "u64[]",
                        handle.info().valueSize(),
                        view -> {
                            long[] all = new long[view.size() / Long.BYTES];
                            Arrays.setAll(all, i -> view.getLong(i * Long.BYTES));
                            return Arrays.copyOf(all, length(all));
                        },
                        (writer, value) -> {
                            throw new UnsupportedOperationException("encode a stack trace");
                        });
        table = new EntryTable<>(handle, ValueType.S32, new EntryCodec.Single<>(addresses));
    }

    /// The kernel fills what the trace leaves free with zeros.
    private static int length(long[] addresses) {
        int length = 0;
        while (length < addresses.length && addresses[length] != 0) {
            length++;
        }
        return length;
    }

    static MapKind<StackTraceMap> kind() {
        return MapKind.of(
                "StackTraceMap",
                ValueType.S32,
                MapShape.NONE,
                StackTraceMap::new,
                MapType.STACK_TRACE);
    }

    /// Opens the stack traces that are pinned at `path`.
    ///
    /// @throws MapException if there are none, or this user may not open them
    public static StackTraceMap openPinned(Path path) {
        return kind().openPinned(path);
    }

    /// How many addresses a trace has at most.
    public int maxDepth() {
        return valueSize() / Long.BYTES;
    }

    /// The addresses of a trace, the innermost function's first; empty if there is none with this
    /// id.
    public Optional<long[]> lookup(int stackId) {
        return table.lookup(stackId);
    }

    /// Removes a trace, so that its place is free for another one.
    ///
    /// @return whether it was there
    public boolean delete(int stackId) {
        return table.delete(stackId);
    }

    /// The ids of all traces.
    public List<Integer> stackIds() {
        return new EntryReader<>(table).keys();
    }

    /// Removes all traces.
    public void clear() {
        stackIds().forEach(this::delete);
    }
}
