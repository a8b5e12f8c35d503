package io.fentry4j.examples.cli.run;

import io.fentry4j.MapType;
import io.fentry4j.OpenBpfObject;
import io.fentry4j.OpenMap;
import io.fentry4j.btf.Btf;
import io.fentry4j.btf.BtfType;
import io.fentry4j.examples.cli.text.BtfText;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// What is inside of an object, as lines of text.
final class Contents {

    /// Those of global variables.
    private static final List<String> SECTIONS = List.of(".rodata", ".data", ".bss");

    private Contents() {}

    /// Programs, maps and options.
    static List<String> of(
            ObjectFile file, OpenBpfObject open, Btf btf, List<Ring> rings, ObjectOptions options) {
        List<String> lines = new ArrayList<>();
        String about = file.info().description();
        lines.add(
                BtfText.safe(
                        "%s: %s%s"
                                .formatted(
                                        file.name(),
                                        file.info().format(),
                                        about.isEmpty() ? "" : ", " + about)));
        lines.add("programs:");
        lines.addAll(
                orNone(
                        open.programs().stream()
                                .map(p -> "  %-24s %s".formatted(safe(p.name()), safe(p.section())))
                                .toList()));
        lines.add("maps:");
        lines.addAll(orNone(open.maps().stream().map(map -> line(map, rings)).toList()));
        lines.add("options:");
        lines.addAll(options(options));
        lines.add("other variables:");
        lines.addAll(others(btf, options));
        return lines;
    }

    private static String line(OpenMap map, List<Ring> rings) {
        String size =
                map.type() == MapType.RINGBUF
                        ? map.maxEntries()
                                + " bytes; "
                                + rings.stream()
                                        .filter(ring -> ring.name().equals(map.name()))
                                        .map(Ring::description)
                                        .findFirst()
                                        .orElse("")
                        : "key %d bytes, value %d bytes, %d entries"
                                .formatted(map.keySize(), map.valueSize(), map.maxEntries());
        return "  %-24s %s, %s".formatted(safe(map.name()), map.type(), size);
    }

    /// The options alone: name, type, value that they have, what they are for.
    static List<String> options(ObjectOptions options) {
        List<String> lines = new ArrayList<>();
        for (ObjectOption option : options.all()) {
            String shortName = option.hint().shortName().map(s -> "-" + s + ", ").orElse("");
            String choices = option.type().choices();
            lines.add(
                    "  %-24s %s = %s%s%s"
                            .formatted(
                                    safe(shortName + "--" + option.longName()),
                                    safe(option.ctype()),
                                    option.value(),
                                    choices.isEmpty() ? "" : " (" + safe(choices) + ")",
                                    option.hint().help().map(h -> "  " + safe(h)).orElse("")));
        }
        return orNone(lines);
    }

    private static List<String> others(Btf btf, ObjectOptions options) {
        Set<String> shown =
                options.all().stream().map(ObjectOption::name).collect(Collectors.toSet());
        List<String> lines = new ArrayList<>();
        btf.types()
                .filter(BtfType.Datasec.class::isInstance)
                .map(BtfType.Datasec.class::cast)
                .filter(section -> SECTIONS.stream().anyMatch(section.name()::startsWith))
                .forEach(section ->
                        section.variables().stream()
                                .filter(place -> !shown.contains(btf.name(place.typeId())))
                                .map(place -> line(btf, section, place))
                                .forEach(lines::add));
        return orNone(lines);
    }

    private static String line(Btf btf, BtfType.Datasec section, BtfType.Variable place) {
        String type =
                btf.type(place.typeId()) instanceof BtfType.Var variable
                        ? btf.toC(variable.typeId())
                        : btf.toC(place.typeId());
        return "  %-24s %s, %s"
                .formatted(safe(btf.name(place.typeId())), safe(type), safe(section.name()));
    }

    private static List<String> orNone(List<String> lines) {
        return lines.isEmpty() ? List.of("  none") : lines;
    }

    private static String safe(String text) {
        return BtfText.safe(text);
    }
}
