package io.fentry4j.tests.close;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/// The ids of all BPF objects that the kernel has, of all processes: what `bpftool` lists.
///
/// @param btfs of types, the kernel's own and its modules' included
record KernelObjects(
        Set<Integer> programs, Set<Integer> maps, Set<Integer> links, Set<Integer> btfs) {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    static KernelObjects now() {
        return new KernelObjects(ids("prog"), ids("map"), ids("link"), ids("btf"));
    }

    /// Waits until the kernel's objects satisfy `expected`, and says what there was last. The
    /// kernel frees objects some time after their last descriptor was closed.
    static KernelObjects await(Predicate<KernelObjects> expected) {
        long start = System.nanoTime();
        KernelObjects objects = now();
        while (!expected.test(objects) && System.nanoTime() - start < PATIENCE.toNanos()) {
            LockSupport.parkNanos(10_000_000);
            objects = now();
        }
        return objects;
    }

    /// `int bpf_prog_get_next_id(__u32 start_id, __u32 *next_id)` of libbpf, and so on.
    @SuppressWarnings("restricted") // calls libbpf
    private static Set<Integer> ids(String kind) {
        var next =
                Linker.nativeLinker()
                        .downcallHandle(
                                SymbolLookup.libraryLookup("libbpf.so.1", Arena.global())
                                        .findOrThrow("bpf_" + kind + "_get_next_id"),
                                FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS));
        Set<Integer> ids = new TreeSet<>();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment id = arena.allocate(JAVA_INT);
            while ((int) next.invokeExact(id.get(JAVA_INT, 0), id) == 0) {
                ids.add(id.get(JAVA_INT, 0));
            }
        } catch (Throwable e) {
            throw new AssertionError("libbpf's function threw", e);
        }
        return ids;
    }
}
