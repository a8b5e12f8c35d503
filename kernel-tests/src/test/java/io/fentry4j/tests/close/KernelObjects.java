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

/// The ids of all BPF objects that the kernel has, of all processes: what `bpftool` lists.
///
/// @param btfs of types, the kernel's own and its modules' included
public record KernelObjects(
        Set<Integer> programs, Set<Integer> maps, Set<Integer> links, Set<Integer> btfs) {

    public static final KernelObjects NONE =
            new KernelObjects(Set.of(), Set.of(), Set.of(), Set.of());

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    public static KernelObjects now() {
        return new KernelObjects(ids("prog"), ids("map"), ids("link"), ids("btf"));
    }

    /// The objects that were not there before. Ids are not given again, and what goes away
    /// meanwhile is another test's: the kernel frees objects some time after their last descriptor
    /// was closed.
    public KernelObjects since(KernelObjects before) {
        return new KernelObjects(
                without(programs, before.programs),
                without(maps, before.maps),
                without(links, before.links),
                without(btfs, before.btfs));
    }

    /// Waits until there are none but those of before, and says which others there were last.
    public static KernelObjects leftSince(KernelObjects before) {
        long start = System.nanoTime();
        KernelObjects left = now().since(before);
        while (!left.equals(NONE) && System.nanoTime() - start < PATIENCE.toNanos()) {
            LockSupport.parkNanos(10_000_000);
            left = now().since(before);
        }
        return left;
    }

    private static Set<Integer> without(Set<Integer> all, Set<Integer> some) {
        Set<Integer> rest = new TreeSet<>(all);
        rest.removeAll(some);
        return rest;
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
