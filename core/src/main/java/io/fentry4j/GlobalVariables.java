package io.fentry4j;

import io.fentry4j.btf.Btf;
import io.fentry4j.btf.BtfException;
import io.fentry4j.btf.BtfType;
import io.fentry4j.data.ValueType;
import io.fentry4j.failure.Failure;
import io.fentry4j.failure.InvalidObjectException;
import io.fentry4j.internal.elf.ElfFile;
import io.fentry4j.internal.elf.ElfSection;
import io.fentry4j.internal.elf.ElfSymbol;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Where the global variables of an object are: read from the symbols of its ELF file, and for
/// messages from its BTF, when the first one is asked for by name. Thread-safe.
final class GlobalVariables {

    private static final List<String> SECTIONS = List.of(".rodata", ".data", ".bss");

    private final String object;
    private final byte[] elf;
    private @Nullable Map<String, Place> places;

    GlobalVariables(String object, byte[] elf) {
        this.object = object;
        this.elf = elf;
    }

    /// @param section its section, which is also the name of its map
    /// @param offset its first byte in the section
    /// @param size bytes
    record Place(String section, int offset, long size) {}

    /// The place of a variable that has a value of this type.
    ///
    /// @throws InvalidObjectException if there is none with this name, or it has another size
    Place find(String name, ValueType<?> type) {
        Place place = places().get(name);
        if (place == null) {
            throw new InvalidObjectException(
                    Failure.of("find variable '" + name + "'", "'" + object + "' has none")
                            .observe("variables", places().keySet())
                            .advise("give the name of a global C variable that is not static"));
        }
        if (place.size() != type.size()) {
            throw new InvalidObjectException(
                    Failure.of(
                                    "use variable '%s' as %s".formatted(name, type.name()),
                                    "it has %d bytes, %s has %d"
                                            .formatted(place.size(), type.name(), type.size()))
                            .observe("variable", declaration(name))
                            .advise("give the type that the C declares"));
        }
        return place;
    }

    private synchronized Map<String, Place> places() {
        if (places == null) {
            places = read();
        }
        return places;
    }

    private Map<String, Place> read() {
        ElfFile file = ElfFile.parse(elf);
        Map<String, Place> found = new TreeMap<>();
        for (ElfSection section : file.sections()) {
            if (SECTIONS.stream().noneMatch(section.name()::startsWith)) {
                continue;
            }
            for (ElfSymbol symbol : file.symbols(section)) {
                if (symbol.isObject() && symbol.isGlobal()) {
                    int offset = Math.toIntExact(symbol.value());
                    found.put(symbol.name(), new Place(section.name(), offset, symbol.size()));
                }
            }
        }
        return found;
    }

    private String declaration(String name) {
        try {
            Btf btf = Btf.ofObject(elf);
            return btf.find(name, BtfType.Var.class)
                    .map(variable -> btf.toC(variable.typeId(), name))
                    .orElse(name);
        } catch (BtfException e) {
            return name; // without BTF its type is not known
        }
    }
}
