package io.fentry4j;

import io.fentry4j.btf.Btf;
import io.fentry4j.btf.BtfType;
import io.fentry4j.internal.elf.ElfFile;
import io.fentry4j.internal.elf.ElfSection;
import java.util.ArrayList;
import java.util.List;

/// The names under which libbpf has an object's maps: those of `.maps`, and the sections of its
/// global variables.
final class MapNames {

    private static final String MAPS = ".maps";
    private static final List<String> SECTIONS = List.of(".rodata", ".data", ".bss");

    private MapNames() {}

    static List<String> of(byte[] elf) {
        List<String> names = new ArrayList<>();
        Btf btf = Btf.ofObject(elf);
        btf.find(MAPS, BtfType.Datasec.class)
                .ifPresent(maps ->
                        maps.variables()
                                .forEach(variable -> names.add(btf.name(variable.typeId()))));
        for (ElfSection section : ElfFile.parse(elf).sections()) {
            if (section.size() > 0 && SECTIONS.stream().anyMatch(section.name()::startsWith)) {
                names.add(section.name());
            }
        }
        return names;
    }
}
