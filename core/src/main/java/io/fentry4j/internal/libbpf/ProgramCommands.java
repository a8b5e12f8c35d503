package io.fentry4j.internal.libbpf;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.fentry4j.internal.linux.Downcall;
import io.fentry4j.internal.linux.ResourceTracker;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.util.List;

/// How descriptors of programs, of their links and of the kernel's BTF come to be, through libbpf's
/// `bpf.h`. All are thread-safe; integers are a descriptor or 0, or a negative errno.
public final class ProgramCommands {

    /// `struct bpf_prog_load_opts` of libbpf 1.0 (`bpf.h`).
    private static final long LOAD_OPTS_SIZE = 104;

    private static final int LOAD_ATTACH_TYPE = 12;
    private static final int LOAD_ATTACH_BTF_ID = 32;
    private static final int LOAD_ATTACH_BTF_FD = 40;
    private static final int LOAD_LOG_SIZE = 92;
    private static final int LOAD_LOG = 96;

    /// Room for the verifier's words on a program of some hundred instructions: with too little,
    /// the kernel says ENOSPC instead of why it refused.
    private static final int LOG_BYTES = 1 << 20;

    /// `struct bpf_link_create_opts` of libbpf 1.0 (`bpf.h`).
    private static final long LINK_OPTS_SIZE = 64;

    private static final int LINK_FLAGS = 32;
    private static final int LINK_COUNT = 36;
    private static final int LINK_SYMBOLS = 40;
    private static final int LINK_COOKIES = 56;
    private static final int AT_RETURN = 1; // BPF_F_KPROBE_MULTI_RETURN

    /// `struct bpf_btf_info` (`linux/bpf.h`).
    private static final int BTF_INFO_SIZE = 32;

    private static final int BTF_INFO_NAME = 16;
    private static final int BTF_INFO_NAME_SIZE = 24;
    private static final int BTF_INFO_OF_KERNEL = 28;
    private static final int MODULE_NAME_BYTES = 64; // MODULE_NAME_LEN, with its NUL

    private static final MethodHandle LOAD =
            number("bpf_prog_load", JAVA_INT, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS);
    private static final MethodHandle TRACEPOINT_OPEN =
            number("bpf_raw_tracepoint_open", ADDRESS, JAVA_INT);
    private static final MethodHandle LINK_CREATE =
            number("bpf_link_create", JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS);
    private static final MethodHandle NEXT_BTF = number("bpf_btf_get_next_id", JAVA_INT, ADDRESS);
    private static final MethodHandle OPEN_BTF = number("bpf_btf_get_fd_by_id", JAVA_INT);
    private static final MethodHandle INFO_BY_FD =
            number("bpf_obj_get_info_by_fd", JAVA_INT, ADDRESS, ADDRESS);

    static {
        try { // which sets the hook for what libbpf prints
            MethodHandles.lookup().ensureInitialized(Libbpf.class);
        } catch (IllegalAccessException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private ProgramCommands() {}

    /// The result of a load.
    ///
    /// @param fd the program's descriptor, or a negative errno
    /// @param log the verifier's words if the load failed; empty if it said nothing
    public record Loaded(int fd, String log) {}

    private static MethodHandle number(String name, MemoryLayout... arguments) {
        return Downcall.plain(
                LibbpfLibrary.require(), name, FunctionDescriptor.of(JAVA_INT, arguments));
    }

    /// Loads a program. A failed load is done once more by libbpf, to get the verifier's log.
    ///
    /// @param type the number of `enum bpf_prog_type`
    /// @param attachType the number of `enum bpf_attach_type`; 0 if the type needs none
    /// @param code whole instructions of 8 bytes
    /// @param attachBtfId the id in BTF of what it will be attached to; 0 for none
    /// @param attachBtfFd a descriptor of that BTF; 0 for the kernel's own
    public static Loaded load(
            int type,
            int attachType,
            String name,
            String license,
            byte[] code,
            int attachBtfId,
            int attachBtfFd) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment instructions = arena.allocate(Math.max(code.length, 1), Long.BYTES);
            instructions.asSlice(0, code.length).copyFrom(MemorySegment.ofArray(code));
            MemorySegment log = arena.allocate(LOG_BYTES);
            MemorySegment options = arena.allocate(LOAD_OPTS_SIZE, Long.BYTES);
            options.set(JAVA_LONG, 0, LOAD_OPTS_SIZE);
            options.set(JAVA_INT, LOAD_ATTACH_TYPE, attachType);
            options.set(JAVA_INT, LOAD_ATTACH_BTF_ID, attachBtfId);
            options.set(JAVA_INT, LOAD_ATTACH_BTF_FD, attachBtfFd);
            options.set(JAVA_INT, LOAD_LOG_SIZE, LOG_BYTES);
            options.set(ADDRESS, LOAD_LOG, log);
            int fd =
                    (int)
                            LOAD.invokeExact(
                                    type,
                                    arena.allocateFrom(name),
                                    arena.allocateFrom(license),
                                    instructions,
                                    code.length / 8L,
                                    options);
            ResourceTracker.descriptor("program '" + name + "'", fd);
            return new Loaded(fd, log.getString(0));
        } catch (Throwable e) {
            throw MapCommands.unexpected(e);
        }
    }

    /// Attaches a fentry or fexit program to the function that it was loaded for; the descriptor is
    /// that of the link.
    public static int attachTracing(int program) {
        try {
            int fd = (int) TRACEPOINT_OPEN.invokeExact(MemorySegment.NULL, program);
            return ResourceTracker.descriptor("link", fd);
        } catch (Throwable e) {
            throw MapCommands.unexpected(e);
        }
    }

    /// Attaches a program to all of these functions, or to none of them; the descriptor is that of
    /// the link.
    ///
    /// @param attachType that of the program
    /// @param cookies one for each function
    public static int attachKprobeMulti(
            int program, int attachType, List<String> functions, long[] cookies, boolean atReturn) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment names = arena.allocate(ADDRESS, functions.size());
            for (int i = 0; i < functions.size(); i++) {
                names.setAtIndex(ADDRESS, i, arena.allocateFrom(functions.get(i)));
            }
            MemorySegment options = arena.allocate(LINK_OPTS_SIZE, Long.BYTES);
            options.set(JAVA_LONG, 0, LINK_OPTS_SIZE);
            options.set(JAVA_INT, LINK_FLAGS, atReturn ? AT_RETURN : 0);
            options.set(JAVA_INT, LINK_COUNT, functions.size());
            options.set(ADDRESS, LINK_SYMBOLS, names);
            options.set(ADDRESS, LINK_COOKIES, arena.allocateFrom(JAVA_LONG, cookies));
            int fd = (int) LINK_CREATE.invokeExact(program, 0, attachType, options);
            return ResourceTracker.descriptor("link", fd);
        } catch (Throwable e) {
            throw MapCommands.unexpected(e);
        }
    }

    /// The id of the next BTF in the kernel; `-ENOENT` after the last one. Needs `CAP_SYS_ADMIN`.
    ///
    /// @param id the id before, 0 for the first
    public static int nextBtf(int id) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment next = arena.allocate(JAVA_INT);
            int error = (int) NEXT_BTF.invokeExact(id, next);
            return error < 0 ? error : next.get(JAVA_INT, 0);
        } catch (Throwable e) {
            throw MapCommands.unexpected(e);
        }
    }

    /// A descriptor of a BTF in the kernel. Needs `CAP_SYS_ADMIN`.
    public static int openBtf(int id) {
        try {
            return ResourceTracker.descriptor("BTF", (int) OPEN_BTF.invokeExact(id));
        } catch (Throwable e) {
            throw MapCommands.unexpected(e);
        }
    }

    /// Of the kernel's own BTF `vmlinux`, of a module's the module's name; empty for the BTF of a
    /// BPF object, and for one that cannot be asked.
    public static String kernelBtfName(int fd) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = arena.allocate(MODULE_NAME_BYTES);
            MemorySegment info = arena.allocate(BTF_INFO_SIZE, Long.BYTES);
            info.set(ADDRESS, BTF_INFO_NAME, name);
            info.set(JAVA_INT, BTF_INFO_NAME_SIZE, MODULE_NAME_BYTES);
            MemorySegment size = arena.allocateFrom(JAVA_INT, BTF_INFO_SIZE);
            int error = (int) INFO_BY_FD.invokeExact(fd, info, size);
            return error < 0 || info.get(JAVA_INT, BTF_INFO_OF_KERNEL) == 0
                    ? ""
                    : name.getString(0);
        } catch (Throwable e) {
            throw MapCommands.unexpected(e);
        }
    }
}
