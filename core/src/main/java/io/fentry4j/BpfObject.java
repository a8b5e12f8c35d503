package io.fentry4j;

import io.fentry4j.data.ValueType;
import io.fentry4j.failure.InvalidObjectException;
import io.fentry4j.internal.libbpf.Libbpf;
import io.fentry4j.internal.linux.LibC;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

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

    private static final int RING_BUFFER = 27; // BPF_MAP_TYPE_RINGBUF

    private static final ValueType<byte[]> RAW_RECORD =
            ValueType.of(
                    "bytes",
                    0,
                    view -> view.getBytes(0, view.size()),
                    (writer, bytes) -> writer.putBytes(0, bytes.length, bytes));

    private final ObjectHandle handle;
    private final Map<String, Program> programs = new LinkedHashMap<>();
    private final Map<String, MemorySegment> sections = new ConcurrentHashMap<>();
    private final Arena arena = Arena.ofShared();

    BpfObject(ObjectHandle handle, Collection<OpenProgram> opened) {
        this.handle = handle;
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
                                    program.target())));
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

    /// The map of this C variable.
    ///
    /// @throws InvalidObjectException if there is none with this name
    public BpfMap map(String variable) {
        BpfMap.Handle map = mapHandle(variable);
        return isRingBuffer(map) ? new RingBufferMap<>(map, RAW_RECORD) : new OtherMap(map);
    }

    /// The ring buffer of this C variable.
    ///
    /// @param recordType how its records are decoded
    /// @throws InvalidObjectException if there is no ring buffer with this name
    public <T> RingBufferMap<T> ringBuffer(String variable, ValueType<T> recordType) {
        BpfMap.Handle map = mapHandle(variable);
        if (!isRingBuffer(map)) {
            throw Missing.kind("map '" + variable + "'", RingBufferMap.class);
        }
        return new RingBufferMap<>(map, recordType);
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
        return new GlobalVariable<>(variable, offset, type, () -> memory);
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
                            return LibC.map(
                                    arena,
                                    Libbpf.mapFd(map.pointer()),
                                    0,
                                    Libbpf.valueSize(map.pointer()),
                                    protection);
                        })
                .value();
    }

    private BpfMap.Handle mapHandle(String variable) {
        Libbpf.Result found = handle.use(() -> Libbpf.findMap(handle.pointer(), variable)).value();
        if (found.error() < 0) {
            throw Missing.map(name(), variable);
        }
        return new BpfMap.Handle(handle, found.pointer(), variable);
    }

    private boolean isRingBuffer(BpfMap.Handle map) {
        return handle.use(() -> Libbpf.mapType(map.pointer())).value() == RING_BUFFER;
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
