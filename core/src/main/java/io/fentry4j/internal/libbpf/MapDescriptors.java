package io.fentry4j.internal.libbpf;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.fentry4j.internal.linux.Downcall;
import io.fentry4j.internal.linux.LibC;
import io.fentry4j.internal.linux.ResourceTracker;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.util.Optional;

/// How descriptors of maps come to be, and what the kernel says of them, through libbpf's `bpf.h`.
/// Integers are a descriptor or 0, or a negative errno.
public final class MapDescriptors {

    /// `struct bpf_map_info` of Linux 5.16 (`linux/bpf.h`): older kernels fill less.
    private static final int INFO_SIZE = 88;

    private static final int INFO_NAME = 24;
    private static final int INFO_BTF_ID = 64;
    private static final int INFO_KEY_TYPE_ID = 68;
    private static final int INFO_VALUE_TYPE_ID = 72;

    /// `struct bpf_btf_info`.
    private static final int BTF_INFO_SIZE = 32;

    private static final int BTF_INFO_LENGTH = 8;

    /// `struct bpf_map_create_opts` up to `map_flags` (libbpf's `bpf.h`).
    private static final long CREATE_OPTS_SIZE = 32;

    private static final int CREATE_OPTS_INNER_MAP = 24;
    private static final int CREATE_OPTS_FLAGS = 28;

    private static final MethodHandle CREATE =
            Downcall.plain(
                    LibbpfLibrary.require(),
                    "bpf_map_create",
                    FunctionDescriptor.of(
                            JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS));
    private static final MethodHandle PIN =
            Downcall.plain(
                    LibbpfLibrary.require(),
                    "bpf_obj_pin",
                    FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS));
    private static final MethodHandle OPEN_PINNED =
            Downcall.plain(
                    LibbpfLibrary.require(),
                    "bpf_obj_get",
                    FunctionDescriptor.of(JAVA_INT, ADDRESS));
    private static final MethodHandle INFO_BY_FD =
            Downcall.plain(
                    LibbpfLibrary.require(),
                    "bpf_obj_get_info_by_fd",
                    FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, ADDRESS));
    private static final MethodHandle OPEN_BTF =
            Downcall.plain(
                    LibbpfLibrary.require(),
                    "bpf_btf_get_fd_by_id",
                    FunctionDescriptor.of(JAVA_INT, JAVA_INT));

    static {
        try { // which sets the hook for what libbpf prints
            MethodHandles.lookup().ensureInitialized(Libbpf.class);
        } catch (IllegalAccessException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private MapDescriptors() {}

    /// What the kernel knows of a map.
    ///
    /// @param error 0, or a negative errno: then the rest is 0
    /// @param type the number of `enum bpf_map_type`
    /// @param name the first 15 bytes of its name
    /// @param btfId the BTF that has its types; 0 for none
    public record MapInfo(
            int error,
            int type,
            int id,
            int keySize,
            int valueSize,
            int maxEntries,
            int flags,
            String name,
            int btfId,
            int keyTypeId,
            int valueTypeId) {}

    /// The facts of a map.
    public static MapInfo info(int fd) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment info = arena.allocate(INFO_SIZE, Long.BYTES);
            MemorySegment size = arena.allocateFrom(JAVA_INT, INFO_SIZE);
            int error = (int) INFO_BY_FD.invokeExact(fd, info, size);
            if (error < 0) {
                return new MapInfo(error, 0, 0, 0, 0, 0, 0, "", 0, 0, 0);
            }
            return new MapInfo(
                    0,
                    info.get(JAVA_INT, 0),
                    info.get(JAVA_INT, 4),
                    info.get(JAVA_INT, 8),
                    info.get(JAVA_INT, 12),
                    info.get(JAVA_INT, 16),
                    info.get(JAVA_INT, 20),
                    info.getString(INFO_NAME),
                    info.get(JAVA_INT, INFO_BTF_ID),
                    info.get(JAVA_INT, INFO_KEY_TYPE_ID),
                    info.get(JAVA_INT, INFO_VALUE_TYPE_ID));
        } catch (Throwable e) {
            throw MapCommands.unexpected(e);
        }
    }

    /// Makes a map that belongs to no object.
    ///
    /// @param type the number of `enum bpf_map_type`
    /// @param name up to 15 letters, digits, underscores and dots
    public static int create(
            int type, String name, int keySize, int valueSize, int maxEntries, int flags) {
        return create(type, name, keySize, valueSize, maxEntries, flags, 0);
    }

    /// Makes a map that belongs to no object and may have maps in it.
    ///
    /// @param innerMap the descriptor of a map that all in it are like; 0 if it has none
    public static int create(
            int type,
            String name,
            int keySize,
            int valueSize,
            int maxEntries,
            int flags,
            int innerMap) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment options = arena.allocate(CREATE_OPTS_SIZE, Long.BYTES);
            options.set(JAVA_LONG, 0, CREATE_OPTS_SIZE);
            options.set(JAVA_INT, CREATE_OPTS_INNER_MAP, innerMap);
            options.set(JAVA_INT, CREATE_OPTS_FLAGS, flags);
            MemorySegment text = arena.allocateFrom(name);
            int fd = (int) CREATE.invokeExact(type, text, keySize, valueSize, maxEntries, options);
            return ResourceTracker.descriptor("map '" + name + "'", fd);
        } catch (Throwable e) {
            throw MapCommands.unexpected(e);
        }
    }

    /// Gives the map a name in a BPF file system.
    public static int pin(int fd, String path) {
        try (Arena arena = Arena.ofConfined()) {
            return (int) PIN.invokeExact(fd, arena.allocateFrom(path));
        } catch (Throwable e) {
            throw MapCommands.unexpected(e);
        }
    }

    /// A descriptor of what is pinned at `path`: a map, a program or a link.
    public static int openPinned(String path) {
        try (Arena arena = Arena.ofConfined()) {
            int fd = (int) OPEN_PINNED.invokeExact(arena.allocateFrom(path));
            return ResourceTracker.descriptor(path, fd);
        } catch (Throwable e) {
            throw MapCommands.unexpected(e);
        }
    }

    /// The BTF with this id; empty if this process may not read it, which takes `CAP_SYS_ADMIN`.
    public static Optional<byte[]> btf(int id) {
        int fd = openBtf(id);
        if (fd < 0) {
            return Optional.empty();
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment info = arena.allocate(BTF_INFO_SIZE, Long.BYTES);
            MemorySegment size = arena.allocateFrom(JAVA_INT, BTF_INFO_SIZE);
            int error = (int) INFO_BY_FD.invokeExact(fd, info, size);
            int length = info.get(JAVA_INT, BTF_INFO_LENGTH);
            if (error < 0) {
                return Optional.empty();
            }
            MemorySegment bytes = arena.allocate(length);
            info.fill((byte) 0);
            info.set(ADDRESS, 0, bytes);
            info.set(JAVA_INT, BTF_INFO_LENGTH, length);
            error = (int) INFO_BY_FD.invokeExact(fd, info, size);
            return error < 0 ? Optional.empty() : Optional.of(bytes.toArray(JAVA_BYTE));
        } catch (Throwable e) {
            throw MapCommands.unexpected(e);
        } finally {
            LibC.close(fd);
        }
    }

    private static int openBtf(int id) {
        try {
            return ResourceTracker.descriptor("BTF", (int) OPEN_BTF.invokeExact(id));
        } catch (Throwable e) {
            throw MapCommands.unexpected(e);
        }
    }
}
