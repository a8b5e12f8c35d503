package io.fentry4j.internal.libbpf;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BOOLEAN;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.fentry4j.internal.linux.Downcall;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.List;

/// The functions of `libbpf.h` about objects, programs, maps and links that this project calls.
///
/// Integers come back as libbpf returns them: 0 or more for success, a negative errno for failure.
/// Where libbpf returns a pointer, failure is a [Result] with that errno. Not thread-safe for one
/// object: libbpf has no locks of its own.
@SuppressWarnings("restricted") // libbpf's memory gets its size here
public final class Libbpf {

    private static final SymbolLookup LIBBPF = LibbpfLibrary.require();

    static {
        LibbpfLog.install(LIBBPF);
    }

    /// `struct bpf_object_open_opts`: 80 bytes in libbpf 1.1; `sz` tells libbpf how many are ours.
    private static final long OPEN_OPTS_SIZE = 16;

    private static final MethodHandle OBJECT_OPEN =
            pointer("bpf_object__open_mem", ADDRESS, JAVA_LONG, ADDRESS);
    private static final MethodHandle OBJECT_LOAD = number("bpf_object__load", ADDRESS);
    private static final MethodHandle OBJECT_CLOSE = nothing("bpf_object__close", ADDRESS);
    private static final MethodHandle NEXT_PROGRAM =
            pointer("bpf_object__next_program", ADDRESS, ADDRESS);
    private static final MethodHandle NEXT_MAP = pointer("bpf_object__next_map", ADDRESS, ADDRESS);
    private static final MethodHandle FIND_MAP =
            pointer("bpf_object__find_map_by_name", ADDRESS, ADDRESS);
    private static final MethodHandle PROGRAM_NAME = pointer("bpf_program__name", ADDRESS);
    private static final MethodHandle PROGRAM_SECTION =
            pointer("bpf_program__section_name", ADDRESS);
    private static final MethodHandle PROGRAM_FD = number("bpf_program__fd", ADDRESS);
    private static final MethodHandle PROGRAM_SET_AUTOLOAD =
            number("bpf_program__set_autoload", ADDRESS, JAVA_BOOLEAN);
    private static final MethodHandle PROGRAM_SET_TARGET =
            number("bpf_program__set_attach_target", ADDRESS, JAVA_INT, ADDRESS);
    private static final MethodHandle MAP_NAME = pointer("bpf_map__name", ADDRESS);
    private static final MethodHandle MAP_FD = number("bpf_map__fd", ADDRESS);
    private static final MethodHandle MAP_TYPE = number("bpf_map__type", ADDRESS);
    private static final MethodHandle MAP_KEY_SIZE = number("bpf_map__key_size", ADDRESS);
    private static final MethodHandle MAP_VALUE_SIZE = number("bpf_map__value_size", ADDRESS);
    private static final MethodHandle MAP_MAX_ENTRIES = number("bpf_map__max_entries", ADDRESS);
    private static final MethodHandle MAP_SET_MAX_ENTRIES =
            number("bpf_map__set_max_entries", ADDRESS, JAVA_INT);
    private static final MethodHandle MAP_INITIAL_VALUE =
            pointer("bpf_map__initial_value", ADDRESS, ADDRESS);

    private Libbpf() {}

    /// A pointer, or the errno of the failure.
    ///
    /// @param error 0, or a negative errno as libbpf's integers have it
    public record Result(MemorySegment pointer, int error) {}

    static MethodHandle number(String name, MemoryLayout... arguments) {
        return Downcall.plain(LIBBPF, name, FunctionDescriptor.of(JAVA_INT, arguments));
    }

    private static MethodHandle nothing(String name, MemoryLayout... arguments) {
        return Downcall.plain(LIBBPF, name, FunctionDescriptor.ofVoid(arguments));
    }

    static MethodHandle pointer(String name, MemoryLayout... arguments) {
        return Downcall.withErrno(LIBBPF, name, FunctionDescriptor.of(ADDRESS, arguments));
    }

    /// Parses an ELF object. libbpf keeps nothing of `elf` after this call.
    public static Result openObject(String name, byte[] elf) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment bytes = arena.allocate(Math.max(elf.length, 1), Long.BYTES);
            MemorySegment.copy(
                    elf, 0, bytes, java.lang.foreign.ValueLayout.JAVA_BYTE, 0, elf.length);
            MemorySegment options = arena.allocate(OPEN_OPTS_SIZE, Long.BYTES);
            options.set(JAVA_LONG, 0, OPEN_OPTS_SIZE);
            options.set(ADDRESS, 8, arena.allocateFrom(name));
            long size = elf.length;
            return result(
                    errno -> (MemorySegment) OBJECT_OPEN.invokeExact(errno, bytes, size, options));
        }
    }

    /// Creates the maps and loads the programs.
    public static int loadObject(MemorySegment object) {
        return call(() -> (int) OBJECT_LOAD.invokeExact(object));
    }

    /// Frees the object and all descriptors in it.
    public static void closeObject(MemorySegment object) {
        call(() -> {
            OBJECT_CLOSE.invokeExact(object);
            return 0;
        });
    }

    /// The object's programs, in the order of the ELF file.
    public static List<MemorySegment> programs(MemorySegment object) {
        return iterate(previous ->
                errno -> (MemorySegment) NEXT_PROGRAM.invokeExact(errno, object, previous));
    }

    /// The object's maps, those of global variables too.
    public static List<MemorySegment> maps(MemorySegment object) {
        return iterate(
                previous -> errno -> (MemorySegment) NEXT_MAP.invokeExact(errno, object, previous));
    }

    /// The map with this name, or of the section with this name if it begins with a dot.
    public static Result findMap(MemorySegment object, String name) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment text = arena.allocateFrom(name);
            return result(errno -> (MemorySegment) FIND_MAP.invokeExact(errno, object, text));
        }
    }

    public static String programName(MemorySegment program) {
        return text(errno -> (MemorySegment) PROGRAM_NAME.invokeExact(errno, program));
    }

    public static String programSection(MemorySegment program) {
        return text(errno -> (MemorySegment) PROGRAM_SECTION.invokeExact(errno, program));
    }

    public static int programFd(MemorySegment program) {
        return call(() -> (int) PROGRAM_FD.invokeExact(program));
    }

    public static int setAutoload(MemorySegment program, boolean autoload) {
        return call(() -> (int) PROGRAM_SET_AUTOLOAD.invokeExact(program, autoload));
    }

    /// Sets the function that a fentry, fexit or fmod_ret program is loaded for; reads BTF to find
    /// it.
    ///
    /// @param targetProgram the descriptor of the BPF program that has the function, needed until
    ///   the load; 0 for the kernel and its modules
    public static int setAttachTarget(MemorySegment program, int targetProgram, String function) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = arena.allocateFrom(function);
            return call(() -> (int) PROGRAM_SET_TARGET.invokeExact(program, targetProgram, name));
        }
    }

    public static String mapName(MemorySegment map) {
        return text(errno -> (MemorySegment) MAP_NAME.invokeExact(errno, map));
    }

    public static int mapFd(MemorySegment map) {
        return call(() -> (int) MAP_FD.invokeExact(map));
    }

    public static int mapType(MemorySegment map) {
        return call(() -> (int) MAP_TYPE.invokeExact(map));
    }

    public static int keySize(MemorySegment map) {
        return call(() -> (int) MAP_KEY_SIZE.invokeExact(map));
    }

    public static int valueSize(MemorySegment map) {
        return call(() -> (int) MAP_VALUE_SIZE.invokeExact(map));
    }

    public static int maxEntries(MemorySegment map) {
        return call(() -> (int) MAP_MAX_ENTRIES.invokeExact(map));
    }

    public static int setMaxEntries(MemorySegment map, int entries) {
        return call(() -> (int) MAP_SET_MAX_ENTRIES.invokeExact(map, entries));
    }

    /// The bytes of a section of global variables before load; empty for other maps.
    public static MemorySegment initialValue(MemorySegment map) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment size = arena.allocate(JAVA_LONG);
            MemorySegment value =
                    result(errno -> (MemorySegment) MAP_INITIAL_VALUE.invokeExact(errno, map, size))
                            .pointer();
            return value.address() == 0
                    ? MemorySegment.NULL
                    : value.reinterpret(size.get(JAVA_LONG, 0));
        }
    }

    @FunctionalInterface
    interface NumberCall {
        int invoke() throws Throwable;
    }

    @FunctionalInterface
    interface PointerCall {
        MemorySegment invoke(MemorySegment errno) throws Throwable;
    }

    @FunctionalInterface
    private interface NextCall {
        PointerCall after(MemorySegment previous);
    }

    static int call(NumberCall call) {
        try {
            return call.invoke();
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static Result result(PointerCall call) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment errno = Downcall.allocateErrno(arena);
            MemorySegment pointer = call.invoke(errno);
            return pointer.address() == 0
                    ? new Result(MemorySegment.NULL, -Downcall.errno(errno))
                    : new Result(pointer, 0);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    private static String text(PointerCall call) {
        return Downcall.string(result(call).pointer());
    }

    private static List<MemorySegment> iterate(NextCall next) {
        List<MemorySegment> all = new ArrayList<>();
        MemorySegment item = result(next.after(MemorySegment.NULL)).pointer();
        while (item.address() != 0) {
            all.add(item);
            item = result(next.after(item)).pointer();
        }
        return List.copyOf(all);
    }

    private static RuntimeException unexpected(Throwable e) {
        switch (e) {
            case RuntimeException unchecked -> throw unchecked;
            case Error error -> throw error;
            default -> throw new AssertionError("a native call threw", e);
        }
    }
}
