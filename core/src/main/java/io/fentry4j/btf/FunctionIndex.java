package io.fentry4j.btf;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The functions of one BTF by name, for who asks for many: a [Btf] looks through all of its types
/// for each name, this only once.
///
/// Building it takes tens of milliseconds for a kernel's 60,000 functions. Immutable.
public final class FunctionIndex {

    private final Btf btf;
    private final Map<String, int[]> idsByName;

    private FunctionIndex(Btf btf, Map<String, int[]> idsByName) {
        this.btf = btf;
        this.idsByName = idsByName;
    }

    /// Indexes the BTF's own functions, without its base's.
    public static FunctionIndex of(Btf btf) {
        Map<String, int[]> ids = new HashMap<>(1 << 16);
        btf.functions(_ -> true)
                .forEach(func ->
                        ids.merge(func.name(), new int[] {func.id()}, FunctionIndex::append));
        return new FunctionIndex(btf, ids);
    }

    private static int[] append(int[] ids, int[] one) {
        int[] longer = Arrays.copyOf(ids, ids.length + 1);
        longer[ids.length] = one[0];
        return longer;
    }

    /// The functions of this name, as fentry and fexit see them, in the order of their ids: static
    /// functions of several source files can share a name.
    public List<KernelFunction> find(String name) {
        int[] ids = idsByName.getOrDefault(name, new int[0]);
        return Arrays.stream(ids)
                .mapToObj(id -> btf.kernelFunction((BtfType.Func) btf.type(id), ids.length))
                .toList();
    }

    /// Whether there is a function of this name.
    public boolean contains(String name) {
        return idsByName.containsKey(name);
    }

    /// The names that match a pattern of `*` (any text) and `?` (one byte), sorted.
    public List<String> matching(String glob) {
        NameGlob pattern = new NameGlob(glob);
        return idsByName.keySet().stream()
                .filter(name -> {
                    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
                    return pattern.matches(bytes, 0, bytes.length);
                })
                .sorted()
                .toList();
    }

    /// `struct` or `union` if the argument is one by value, else empty.
    public String byValue(KernelFunction.Argument argument) {
        return switch (btf.resolve(argument.typeId())) {
            case BtfType.Struct _ -> "struct";
            case BtfType.Union _ -> "union";
            default -> "";
        };
    }

    /// How many names there are.
    public int size() {
        return idsByName.size();
    }

    /// The names that look most like `name`, the nearest first, as [Btf#similarFunctions].
    public List<String> similar(String name, int limit) {
        SimilarNames names = new SimilarNames(name);
        for (String candidate : idsByName.keySet()) {
            byte[] bytes = candidate.getBytes(StandardCharsets.UTF_8);
            names.offer(bytes, 0, bytes.length);
        }
        return names.nearest(limit);
    }
}
