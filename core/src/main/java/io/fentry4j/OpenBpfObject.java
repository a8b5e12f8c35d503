package io.fentry4j;

import io.fentry4j.data.ValueType;
import io.fentry4j.failure.Failure;
import io.fentry4j.failure.InvalidObjectException;
import io.fentry4j.internal.elf.SourceLines;
import io.fentry4j.internal.failure.LoadFailures;
import io.fentry4j.internal.libbpf.Libbpf;
import io.fentry4j.internal.libbpf.LibbpfLibrary;
import io.fentry4j.internal.libbpf.LibbpfLog;
import java.lang.foreign.MemorySegment;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A BPF object that is open and not yet loaded: targets, map sizes and the values of constants are
/// chosen now.
///
/// [#load()] hands everything over to a [BpfObject]; from then on this object cannot be used, and
/// closing it does nothing. For one thread.
public final class OpenBpfObject implements AutoCloseable {

    private final String name;
    private final byte[] elf;
    private final ObjectHandle handle;
    private final GlobalVariables globals;
    private final Map<String, OpenProgram> programs = new LinkedHashMap<>();
    private final AtomicBoolean consumed = new AtomicBoolean();

    private OpenBpfObject(String name, byte[] elf, ObjectHandle handle) {
        this.name = name;
        this.elf = elf;
        this.handle = handle;
        this.globals = new GlobalVariables(name, elf);
        for (MemorySegment program : Libbpf.programs(handle.pointer())) {
            String function = Libbpf.programName(program);
            String section = Libbpf.programSection(program);
            programs.put(function, new OpenProgram(this, program, function, section));
        }
    }

    static OpenBpfObject open(String name, byte[] elf) {
        LibbpfLibrary.require();
        try (LibbpfLog log = LibbpfLog.capture()) {
            Libbpf.Result result = Libbpf.openObject(name, elf);
            if (result.error() < 0) {
                throw new InvalidObjectException(
                        Failure.of("open '" + name + "'", "libbpf cannot read it as a BPF object")
                                .observe("libbpf error", result.error())
                                .observe("bytes", elf.length)
                                .advise(
                                        "give an ELF object made by clang -target bpf -g; libbpf's"
                                                + " messages are in failure().log()")
                                .log(log.messages()));
            }
            return new OpenBpfObject(name, elf, new ObjectHandle(name, result.pointer()));
        }
    }

    /// Takes over a descriptor that libbpf needs until the load.
    void own(int fd) {
        handle.own(new OwnedDescriptor(fd));
    }

    <T> ObjectHandle.Outcome<T> use(Supplier<T> action) {
        if (consumed.get()) {
            throw new IllegalStateException("configure '" + name + "': it is loaded or closed");
        }
        return handle.use(action);
    }

    /// The program of this C function.
    ///
    /// @throws InvalidObjectException if the object has none with this name
    public OpenProgram program(String function) {
        OpenProgram program = programs.get(function);
        if (program == null) {
            throw Missing.program(name, function, programs.keySet());
        }
        return program;
    }

    /// All programs, in the order of the ELF file.
    public Collection<OpenProgram> programs() {
        return Collections.unmodifiableCollection(programs.values());
    }

    /// The variables of its maps and the sections of its global variables, which are maps too.
    List<String> mapNames() {
        return MapNames.of(elf);
    }

    /// Takes the maps and global variables of an object that was loaded of the same code, in the
    /// place of own ones: the programs of both work on the same data. Constants (`.rodata`) stay
    /// its own, so that they can differ.
    ///
    /// @param loaded may be closed before this one
    /// @throws io.fentry4j.failure.MapException if a map of `loaded` is of another kind or size
    /// @throws InvalidObjectException if `loaded` lacks a map of this one
    /// @throws IllegalStateException if this was loaded or closed, or `loaded` is closed
    public void reuseMaps(BpfObject loaded) {
        mapNames().stream()
                .filter(map -> !map.startsWith(".rodata"))
                .forEach(map -> map(map).reuse(loaded.map(map)));
    }

    /// The maps of C variables; the sections of its global variables, which are maps too, are not
    /// among them.
    public List<OpenMap> maps() {
        return use(() ->
                        Libbpf.maps(handle.pointer()).stream()
                                .map(map -> new OpenMap(this, map, Libbpf.mapName(map)))
                                .filter(OpenMap::isVariable)
                                .toList())
                .value();
    }

    /// The map of this C variable.
    ///
    /// @throws InvalidObjectException if the object has none with this name
    public OpenMap map(String variable) {
        Libbpf.Result found = use(() -> Libbpf.findMap(handle.pointer(), variable)).value();
        if (found.error() < 0) {
            throw Missing.map(name, variable);
        }
        return new OpenMap(this, found.pointer(), variable);
    }

    /// A global variable, to read and set its initial value.
    ///
    /// @param section `.rodata`, `.data` or `.bss`, or another section that begins so
    /// @param variable its name, for messages
    /// @param offset where it is in the section, in bytes
    /// @throws InvalidObjectException if the object has no such section, or it is too short
    public <T> GlobalVariable<T> variable(
            String section, String variable, int offset, ValueType<T> type) {
        MemorySegment memory = use(() -> initialValue(section)).value();
        if (memory == null || memory.byteSize() < (long) offset + type.size()) {
            throw Missing.variable(name, section, variable);
        }
        return new GlobalVariable<>(
                variable,
                offset,
                type,
                new GlobalVariable.Section() {
                    @Override
                    public <R> R use(Function<MemorySegment, R> action) {
                        // libbpf's memory: whoever closes the object must wait until it was used
                        return OpenBpfObject.this.use(() -> action.apply(memory)).value();
                    }
                });
    }

    /// A global variable, to read and set its initial value, found by its name in C.
    ///
    /// @throws InvalidObjectException if there is none with this name that is not static, or its
    ///   size is not that of `type`
    public <T> GlobalVariable<T> variable(String variable, ValueType<T> type) {
        GlobalVariables.Place place = globals.find(variable, type);
        return variable(place.section(), variable, place.offset(), type);
    }

    private @Nullable MemorySegment initialValue(String section) {
        Libbpf.Result map = Libbpf.findMap(handle.pointer(), section);
        return map.error() < 0 ? null : Libbpf.initialValue(map.pointer());
    }

    /// Creates the maps, lets the verifier check the programs, and loads them.
    ///
    /// Whether this succeeds or throws, this open object is used up.
    ///
    /// @throws io.fentry4j.failure.BpfException if something is refused, by its cause
    /// @throws IllegalStateException if the object was loaded or closed
    public BpfObject load() {
        var outcome = use(() -> Libbpf.loadObject(handle.pointer()));
        consumed.set(true);
        if (outcome.value() < 0) {
            handle.close();
            throw LoadFailures.explain(
                    "load '" + name + "'",
                    outcome.value(),
                    outcome.messages(),
                    () -> SourceLines.of(elf),
                    program -> Optional.ofNullable(programs.get(program)).map(OpenProgram::target));
        }
        try {
            return new BpfObject(handle, programs.values(), globals);
        } catch (RuntimeException e) {
            Closing closing = new Closing();
            closing.close(handle::close);
            throw closing.suppressIn(e);
        }
    }

    /// Frees the object, unless it has been loaded. Can be called any number of times.
    @Override
    public void close() {
        if (consumed.compareAndSet(false, true)) {
            handle.close();
        }
    }
}
