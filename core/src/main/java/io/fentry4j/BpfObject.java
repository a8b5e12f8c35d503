package io.fentry4j;

import io.fentry4j.data.ValueType;
import io.fentry4j.failure.InvalidObjectException;
import io.fentry4j.internal.libbpf.Libbpf;
import io.fentry4j.internal.linux.Descriptors;
import io.fentry4j.internal.linux.LibC;
import io.fentry4j.internal.linux.ResourceTracker;
import io.fentry4j.internal.map.MapHandle;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/// A loaded BPF object: its programs, maps and global variables, in the kernel.
///
/// ```java
/// try (OpenBpfObject open = BpfObject.open("mine", Files.readAllBytes(path))) {
///     open.program("on_unlink").target("do_unlinkat", "filename_unlinkat");
///     try (BpfObject object = open.load();
///             Link link = object.program("on_unlink", FentryProgram.class).attach()) {
///         …
///     }
/// }
/// ```
///
/// Thread-safe. Closing it closes the links and readers that were opened through it, and nothing of
/// it stays in the kernel.
public final class BpfObject implements AutoCloseable {

    private final ObjectHandle handle;
    private final Map<String, Program> programs = new LinkedHashMap<>();
    private final GlobalVariables globals;
    private final Map<String, MapHandle> maps = new ConcurrentHashMap<>();
    private final Map<String, MemorySegment> sections = new ConcurrentHashMap<>();
    private final Arena arena = ResourceTracker.sharedArena();

    BpfObject(ObjectHandle handle, Collection<OpenProgram> opened, GlobalVariables globals) {
        this.handle = handle;
        this.globals = globals;
        handle.own(arena);
        for (OpenProgram program : opened) {
            programs.put(
                    program.name(),
                    Program.of(
                            new Program.Handle(
                                    handle,
                                    program.pointer(),
                                    program.name(),
                                    program.section(),
                                    program.targets())));
        }
    }

    /// Opens an ELF object that clang has made for the `bpf` target.
    ///
    /// @param name names the object in messages and, shortened to 15 bytes, its maps in the kernel
    /// @throws InvalidObjectException if libbpf cannot read it
    /// @throws io.fentry4j.failure.LibbpfUnavailableException if libbpf cannot be used
    public static OpenBpfObject open(String name, byte[] elf) {
        return OpenBpfObject.open(name, elf);
    }

    /// The name it was opened with.
    public String name() {
        return handle.name();
    }

    /// All programs, in the order of the ELF file.
    public Collection<Program> programs() {
        return java.util.Collections.unmodifiableCollection(programs.values());
    }

    /// The program of this C function.
    ///
    /// @throws InvalidObjectException if there is none with this name, or it is of another kind
    public <P extends Program> P program(String function, Class<P> kind) {
        Program program = programs.get(function);
        if (program == null) {
            throw Missing.program(name(), function, programs.keySet());
        }
        if (!kind.isInstance(program)) {
            throw Missing.kind(program.toString(), kind);
        }
        return kind.cast(program);
    }

    /// The map of this C variable, its keys and values as bytes.
    ///
    /// @throws InvalidObjectException if there is none with this name
    public BpfMap map(String variable) {
        return RawMaps.of(mapHandle(variable), handle);
    }

    /// The hash or LRU hash of this C variable.
    ///
    /// @throws InvalidObjectException if there is none with this name, or it is of another kind or
    ///   size
    public <K, V> BpfHashMap<K, V> hashMap(
            String variable, ValueType<K> keyType, ValueType<V> valueType) {
        return BpfHashMap.kind(keyType, valueType).inObject(mapHandle(variable));
    }

    /// The per-CPU hash or LRU hash of this C variable.
    ///
    /// @throws InvalidObjectException if there is none with this name, or it is of another kind or
    ///   size
    public <K, V> PerCpuHashMap<K, V> perCpuHashMap(
            String variable, ValueType<K> keyType, ValueType<V> valueType) {
        return PerCpuHashMap.kind(keyType, valueType).inObject(mapHandle(variable));
    }

    /// The array of this C variable.
    ///
    /// @throws InvalidObjectException if there is none with this name, or it is of another kind or
    ///   size
    public <V> ArrayMap<V> arrayMap(String variable, ValueType<V> valueType) {
        return ArrayMap.kind(valueType).inObject(mapHandle(variable));
    }

    /// The per-CPU array of this C variable.
    ///
    /// @throws InvalidObjectException if there is none with this name, or it is of another kind or
    ///   size
    public <V> PerCpuArrayMap<V> perCpuArrayMap(String variable, ValueType<V> valueType) {
        return PerCpuArrayMap.kind(valueType).inObject(mapHandle(variable));
    }

    /// The task storage of this C variable.
    ///
    /// @throws InvalidObjectException if there is none with this name, or it is of another kind or
    ///   size
    public <V> TaskStorageMap<V> taskStorageMap(String variable, ValueType<V> valueType) {
        return TaskStorageMap.kind(valueType).inObject(mapHandle(variable));
    }

    /// The queue of this C variable.
    ///
    /// @throws InvalidObjectException if there is none with this name, or it is of another kind or
    ///   size
    public <V> QueueMap<V> queueMap(String variable, ValueType<V> valueType) {
        return QueueMap.kind(valueType).inObject(mapHandle(variable));
    }

    /// The stack of this C variable.
    ///
    /// @throws InvalidObjectException if there is none with this name, or it is of another kind or
    ///   size
    public <V> StackMap<V> stackMap(String variable, ValueType<V> valueType) {
        return StackMap.kind(valueType).inObject(mapHandle(variable));
    }

    /// The stack traces of this C variable.
    ///
    /// @throws InvalidObjectException if there is none with this name, or it is of another kind
    public StackTraceMap stackTraceMap(String variable) {
        return StackTraceMap.kind().inObject(mapHandle(variable));
    }

    /// The array of maps of this C variable.
    ///
    /// @throws InvalidObjectException if there is none with this name, or it is of another kind
    public ArrayOfMaps arrayOfMaps(String variable) {
        return ArrayOfMaps.kind().inObject(mapHandle(variable));
    }

    /// The hash of maps of this C variable.
    ///
    /// @throws InvalidObjectException if there is none with this name, or it is of another kind or
    ///   size
    public <K> HashOfMaps<K> hashOfMaps(String variable, ValueType<K> keyType) {
        return HashOfMaps.kind(keyType).inObject(mapHandle(variable));
    }

    /// The ring buffer of this C variable.
    ///
    /// @param recordType how its records are decoded
    /// @throws InvalidObjectException if there is no ring buffer with this name
    public <T> RingBufferMap<T> ringBuffer(String variable, ValueType<T> recordType) {
        return RingBufferMap.kind(recordType, handle).inObject(mapHandle(variable));
    }

    /// A global variable, live, found by its name in C.
    ///
    /// @throws InvalidObjectException if there is none with this name that is not static, or its
    ///   size is not that of `type`
    public <T> GlobalVariable<T> variable(String variable, ValueType<T> type) {
        GlobalVariables.Place place = globals.find(variable, type);
        return variable(place.section(), variable, place.offset(), type);
    }

    /// A global variable, live.
    ///
    /// @param section `.rodata`, `.data` or `.bss`, or another section that begins so
    /// @param variable its name, for messages
    /// @param offset where it is in the section, in bytes
    /// @throws InvalidObjectException if the object has no such section, or it is too short
    public <T> GlobalVariable<T> variable(
            String section, String variable, int offset, ValueType<T> type) {
        MemorySegment memory = sections.computeIfAbsent(section, this::mapSection);
        if (memory.byteSize() < (long) offset + type.size()) {
            throw Missing.variable(name(), section, variable);
        }
        return new GlobalVariable<>(variable, offset, type, new MappedSection(memory, variable));
    }

    /// Mapped memory, which the JVM does not unmap while a thread is inside of it.
    private final class MappedSection implements GlobalVariable.Section {

        private final MemorySegment memory;
        private final String variable;

        private MappedSection(MemorySegment memory, String variable) {
            this.memory = memory;
            this.variable = variable;
        }

        @Override
        public <R> R use(Function<MemorySegment, R> action) {
            try {
                return action.apply(memory);
            } catch (IllegalStateException e) {
                if (memory.scope().isAlive()) {
                    throw e;
                }
                throw new IllegalStateException(
                        "use variable '%s': '%s' is closed".formatted(variable, name()), e);
            }
        }
    }

    private MemorySegment mapSection(String section) {
        return handle.use(
                        () -> {
                            Libbpf.Result map = Libbpf.findMap(handle.pointer(), section);
                            if (map.error() < 0) {
                                throw Missing.variable(name(), section, "*");
                            }
                            int protection =
                                    section.startsWith(".rodata")
                                            ? LibC.PROT_READ
                                            : LibC.PROT_READ | LibC.PROT_WRITE;
                            return map(map.pointer(), protection);
                        })
                .value();
    }

    private MemorySegment map(MemorySegment map, int protection) {
        try {
            return LibC.map(arena, Libbpf.mapFd(map), 0, Libbpf.valueSize(map), protection);
        } catch (IllegalStateException e) { // another thread has begun to close the object
            throw new IllegalStateException("use '" + name() + "': it is closed", e);
        }
    }

    /// One handle a map, however often it is asked for.
    private MapHandle mapHandle(String variable) {
        return maps.computeIfAbsent(variable, this::openMap);
    }

    private MapHandle openMap(String variable) {
        int copy =
                handle.use(
                                () -> {
                                    Libbpf.Result map = Libbpf.findMap(handle.pointer(), variable);
                                    if (map.error() < 0) {
                                        throw Missing.map(name(), variable);
                                    }
                                    int fd = Libbpf.mapFd(map.pointer());
                                    if (fd < 0) {
                                        throw Missing.created(name(), variable);
                                    }
                                    return Descriptors.duplicate(fd);
                                })
                        .value();
        return handle.own(MapHandle.ofObject(name(), variable, copy));
    }

    /// Detaches all links, ends all readers, and removes programs and maps from the kernel.
    ///
    /// Can be called any number of times, by any thread, by a listener too.
    @Override
    public void close() {
        handle.close();
    }

    @Override
    public String toString() {
        return "BpfObject[" + name() + "]";
    }
}
