package io.fentry4j.internal.libbpf;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.fentry4j.internal.libbpf.Libbpf.Result;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.List;

/// The functions of `libbpf.h` that attach programs, and those about the links that come of it.
///
/// A cookie of 0 is none. libbpf does not drop a cookie that the kernel cannot take: it fails then.
/// Not thread-safe for one object, as in [Libbpf]; functions about links are, for different links.
public final class LinkCommands {

    /// `struct bpf_trace_opts`, `bpf_tracepoint_opts`: `sz` and the cookie.
    private static final long COOKIE_OPTS_SIZE = 16;

    private static final int COOKIE_OPTS_COOKIE = 8;

    /// `struct bpf_kprobe_opts`, without the `attach_mode` of libbpf 1.3.
    private static final long KPROBE_OPTS_SIZE = 32;

    private static final int KPROBE_OPTS_COOKIE = 8;
    private static final int KPROBE_OPTS_OFFSET = 16;
    private static final int KPROBE_OPTS_RETPROBE = 24;

    /// `struct bpf_kprobe_multi_opts`, without the `session` of libbpf 1.5.
    private static final long MULTI_OPTS_SIZE = 48;

    private static final int MULTI_OPTS_SYMS = 8;
    private static final int MULTI_OPTS_COOKIES = 24;
    private static final int MULTI_OPTS_COUNT = 32;
    private static final int MULTI_OPTS_RETPROBE = 40;

    private static final MethodHandle ATTACH_TRACE =
            Libbpf.pointer("bpf_program__attach_trace_opts", ADDRESS, ADDRESS);
    private static final MethodHandle ATTACH_KPROBE =
            Libbpf.pointer("bpf_program__attach_kprobe_opts", ADDRESS, ADDRESS, ADDRESS);
    private static final MethodHandle ATTACH_KPROBE_MULTI =
            Libbpf.pointer("bpf_program__attach_kprobe_multi_opts", ADDRESS, ADDRESS, ADDRESS);
    private static final MethodHandle ATTACH_TRACEPOINT =
            Libbpf.pointer(
                    "bpf_program__attach_tracepoint_opts", ADDRESS, ADDRESS, ADDRESS, ADDRESS);
    private static final MethodHandle ATTACH_RAW_TRACEPOINT =
            Libbpf.pointer("bpf_program__attach_raw_tracepoint", ADDRESS, ADDRESS);
    private static final MethodHandle ATTACH = Libbpf.pointer("bpf_program__attach", ADDRESS);
    private static final MethodHandle DESTROY = Libbpf.number("bpf_link__destroy", ADDRESS);
    private static final MethodHandle PIN = Libbpf.number("bpf_link__pin", ADDRESS, ADDRESS);
    private static final MethodHandle UNPIN = Libbpf.number("bpf_link__unpin", ADDRESS);
    private static final MethodHandle OPEN = Libbpf.pointer("bpf_link__open", ADDRESS);

    private LinkCommands() {}

    /// Attaches a fentry, fexit, fmod_ret or tp_btf program to what it was loaded for.
    public static Result attachTrace(MemorySegment program, long cookie) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment options = cookieOptions(arena, cookie);
            return Libbpf.result(
                    errno -> (MemorySegment) ATTACH_TRACE.invokeExact(errno, program, options));
        }
    }

    /// Attaches a program to the entry, or the return, of a kernel function.
    ///
    /// @param offset bytes from the function's first; 0 at the return
    public static Result attachKprobe(
            MemorySegment program, String function, long offset, boolean atReturn, long cookie) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = arena.allocateFrom(function);
            MemorySegment options = options(arena, KPROBE_OPTS_SIZE);
            options.set(JAVA_LONG, KPROBE_OPTS_COOKIE, cookie);
            options.set(JAVA_LONG, KPROBE_OPTS_OFFSET, offset);
            options.set(JAVA_BYTE, KPROBE_OPTS_RETPROBE, (byte) (atReturn ? 1 : 0));
            return Libbpf.result(errno ->
                    (MemorySegment) ATTACH_KPROBE.invokeExact(errno, program, name, options));
        }
    }

    /// Attaches a program to the functions that a glob matches (`*` and `?`).
    public static Result attachKprobeMulti(
            MemorySegment program, String pattern, boolean atReturn) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment text = arena.allocateFrom(pattern);
            MemorySegment options = options(arena, MULTI_OPTS_SIZE);
            options.set(JAVA_BYTE, MULTI_OPTS_RETPROBE, (byte) (atReturn ? 1 : 0));
            return attachKprobeMulti(program, text, options);
        }
    }

    /// Attaches a program to these functions.
    ///
    /// @param cookies one for each function, or none at all
    public static Result attachKprobeMulti(
            MemorySegment program, List<String> functions, List<Long> cookies, boolean atReturn) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment names = arena.allocate(ADDRESS, functions.size());
            for (int i = 0; i < functions.size(); i++) {
                names.setAtIndex(ADDRESS, i, arena.allocateFrom(functions.get(i)));
            }
            MemorySegment options = options(arena, MULTI_OPTS_SIZE);
            options.set(ADDRESS, MULTI_OPTS_SYMS, names);
            options.set(JAVA_LONG, MULTI_OPTS_COUNT, functions.size());
            options.set(JAVA_BYTE, MULTI_OPTS_RETPROBE, (byte) (atReturn ? 1 : 0));
            if (!cookies.isEmpty()) {
                long[] values = cookies.stream().mapToLong(Long::longValue).toArray();
                options.set(ADDRESS, MULTI_OPTS_COOKIES, arena.allocateFrom(JAVA_LONG, values));
            }
            return attachKprobeMulti(program, MemorySegment.NULL, options);
        }
    }

    private static Result attachKprobeMulti(
            MemorySegment program, MemorySegment pattern, MemorySegment options) {
        return Libbpf.result(errno ->
                (MemorySegment) ATTACH_KPROBE_MULTI.invokeExact(errno, program, pattern, options));
    }

    /// Attaches a program to what its section says, where libbpf knows how.
    public static Result attachBySection(MemorySegment program) {
        return Libbpf.result(errno -> (MemorySegment) ATTACH.invokeExact(errno, program));
    }

    /// Attaches a program to a tracepoint of tracefs.
    public static Result attachTracepoint(
            MemorySegment program, String category, String name, long cookie) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment folder = arena.allocateFrom(category);
            MemorySegment event = arena.allocateFrom(name);
            MemorySegment options = cookieOptions(arena, cookie);
            return Libbpf.result(errno ->
                    (MemorySegment)
                            ATTACH_TRACEPOINT.invokeExact(errno, program, folder, event, options));
        }
    }

    /// Attaches a program to a tracepoint, of which it gets the arguments as they are.
    public static Result attachRawTracepoint(MemorySegment program, String name) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment event = arena.allocateFrom(name);
            return Libbpf.result(errno ->
                    (MemorySegment) ATTACH_RAW_TRACEPOINT.invokeExact(errno, program, event));
        }
    }

    /// Detaches, unless the link is pinned, and frees.
    public static int destroy(MemorySegment link) {
        return Libbpf.call(() -> (int) DESTROY.invokeExact(link));
    }

    public static int pin(MemorySegment link, String path) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = arena.allocateFrom(path);
            return Libbpf.call(() -> (int) PIN.invokeExact(link, name));
        }
    }

    public static int unpin(MemorySegment link) {
        return Libbpf.call(() -> (int) UNPIN.invokeExact(link));
    }

    /// The link that is pinned at `path`.
    public static Result open(String path) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = arena.allocateFrom(path);
            return Libbpf.result(errno -> (MemorySegment) OPEN.invokeExact(errno, name));
        }
    }

    private static MemorySegment cookieOptions(Arena arena, long cookie) {
        MemorySegment options = options(arena, COOKIE_OPTS_SIZE);
        options.set(JAVA_LONG, COOKIE_OPTS_COOKIE, cookie);
        return options;
    }

    /// A zeroed options struct; its first member `sz` tells libbpf how much of it is there.
    private static MemorySegment options(Arena arena, long size) {
        MemorySegment options = arena.allocate(size, Long.BYTES);
        options.set(JAVA_LONG, 0, size);
        return options;
    }
}
