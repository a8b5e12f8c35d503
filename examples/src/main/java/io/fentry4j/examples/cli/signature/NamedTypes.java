package io.fentry4j.examples.cli.signature;

import io.fentry4j.btf.Btf;
import io.fentry4j.btf.BtfType;
import io.fentry4j.btf.KernelFunction;
import io.fentry4j.preflight.TargetReport;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The definitions of the types that functions take and return, one level deep.
final class NamedTypes {

    /// Of a chain of pointers and typedefs this many are followed: no C code has more.
    private static final int LONGEST_CHAIN = 32;

    private final Map<Optional<String>, Btf> read = new HashMap<>();

    /// In the order of the arguments, the result last, each once.
    List<String> of(TargetReport target) {
        if (target.function().isEmpty()) {
            return List.of();
        }
        KernelFunction function = target.function().get();
        Btf btf = btf(target.module());
        Set<String> definitions = new LinkedHashSet<>();
        IntStream.concat(
                        function.arguments().stream().mapToInt(KernelFunction.Argument::typeId),
                        IntStream.of(function.returns().typeId()))
                .boxed()
                .flatMap(id -> definition(btf, id).stream())
                .forEach(definitions::add);
        return List.copyOf(definitions);
    }

    private Btf btf(Optional<String> module) {
        @Nullable Btf known = read.get(module);
        if (known != null) {
            return known;
        }
        Btf btf =
                module.isEmpty() ? Btf.vmlinux() : Btf.module(module.get(), btf(Optional.empty()));
        read.put(module, btf);
        return btf;
    }

    private static Optional<String> definition(Btf btf, int typeId) {
        BtfType type = btf.type(typeId);
        for (int i = 0; i < LONGEST_CHAIN; i++) {
            switch (type) {
                case BtfType.Composite composite -> {
                    return Optional.of(btf.definition(composite.id()));
                }
                case BtfType.Enumeration enumeration -> {
                    return Optional.of(btf.definition(enumeration.id()));
                }
                case BtfType.Fwd declared -> {
                    return elsewhere(btf, declared).map(found -> btf.definition(found.id()));
                }
                case BtfType.Ptr _, BtfType.Array _, BtfType.Alias _ ->
                        type = btf.type(((BtfType.Reference) type).typeId());
                default -> {
                    return Optional.empty();
                }
            }
        }
        return Optional.empty();
    }

    /// A module's BTF can declare what the kernel's defines.
    private static Optional<? extends BtfType.Composite> elsewhere(Btf btf, BtfType.Fwd declared) {
        return Stream.of(BtfType.Struct.class, BtfType.Union.class)
                .filter(kind -> (kind == BtfType.Union.class) == declared.union())
                .flatMap(kind -> btf.find(declared.name(), kind).stream())
                .findFirst();
    }
}
