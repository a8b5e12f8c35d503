package io.fentry4j.compiler.source;

import io.fentry4j.compiler.report.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// The file that clang compiles: a prologue and the C of the program, with `#line` directives that
/// give each line the name and number it has in the Java file.
///
/// clang is asked to report lines of this file as they are, which leads to the exact character in
/// Java; the `#line` numbers go into the object, where the verifier and `bpftool` show them.
public final class CFile {

    /// The variable that holds the license; the C may have no other one in its section.
    public static final String LICENSE = "__fentry4j_license";

    private static final int NOT_FROM_JAVA = -1;

    private final ProgramText program;
    private final StringBuilder content = new StringBuilder();

    /// For each line of this file, the index in the program's text where it starts.
    private final List<Integer> starts = new ArrayList<>();

    /// For each Java file, by line, the C that stands there.
    private final SortedMap<String, TreeMap<Integer, String>> quotes = new TreeMap<>();

    private CFile(ProgramText program) {
        this.program = program;
    }

    /// Lays out the file.
    ///
    /// @param typeName the annotated type's simple name; lines whose place is not known count from
    ///   the start of the constant, in a file that is named after it
    public static CFile of(ProgramText program, String license, String typeName) {
        CFile file = new CFile(program);
        file.add("#line 1 \"" + typeName + ".license\"", NOT_FROM_JAVA);
        file.add(licenseDeclaration(license), NOT_FROM_JAVA);
        file.addProgram(typeName + ".EBPF_PROGRAM");
        return file;
    }

    private static String licenseDeclaration(String license) {
        String quoted = license.replace("\\", "\\\\").replace("\"", "\\\"");
        return "char %s[] __attribute__((section(\"license\"), used)) = \"%s\";"
                .formatted(LICENSE, quoted);
    }

    private void addProgram(String fallbackName) {
        String text = program.text();
        Line expected = new Line("", 0);
        boolean continued = false;
        int number = 1;
        int start = 0;
        while (start < text.length()) {
            int end = text.indexOf('\n', start);
            String line = text.substring(start, end < 0 ? text.length() : end);
            Line here = new Line(fallbackName, number);
            Optional<Place> place = program.place(start);
            if (place.isPresent()) {
                here = new Line(place.get().source().name(), place.get().line());
            }
            // A directive cannot stand between the lines that a backslash joins.
            if (!here.equals(expected) && !continued) {
                add("#line %d \"%s\"".formatted(here.number(), here.file()), NOT_FROM_JAVA);
            }
            add(line, start);
            quotes.computeIfAbsent(here.file(), name -> new TreeMap<>())
                    .merge(here.number(), line, (first, second) -> first + " " + second);
            expected = new Line(here.file(), here.number() + 1);
            continued = line.endsWith("\\");
            number++;
            start += line.length() + 1;
        }
    }

    private void add(String line, int start) {
        content.append(line).append('\n');
        starts.add(start);
    }

    /// The C.
    public String content() {
        return content.toString();
    }

    /// What clang shall find under the names of the `#line` directives, to quote the lines into the
    /// object for the verifier's log: the C at its lines, everything else empty.
    public Map<String, String> quotedFiles() {
        Map<String, String> files = new TreeMap<>();
        quotes.forEach((name, lines) -> {
            StringBuilder text = new StringBuilder();
            for (int line = 1; line <= lines.lastKey(); line++) {
                text.append(lines.getOrDefault(line, "")).append('\n');
            }
            files.put(name, text.toString());
        });
        return files;
    }

    /// The place in Java of a position that clang reports.
    ///
    /// @param line the line in this file, from 1
    /// @param column the byte in the line, from 1; 0 for the first one that is no blank
    public Optional<Place> place(int line, int column) {
        if (!isProgram(line)) {
            return Optional.empty();
        }
        int start = starts.get(line - 1);
        return program.place(start + charsBefore(start, column));
    }

    /// Whether the C includes anything.
    public boolean hasInclude() {
        return program.text().contains("#include");
    }

    /// The same position counted from the start of the constant, for a message without a place.
    public Optional<String> position(int line, int column) {
        if (!isProgram(line)) {
            return Optional.empty();
        }
        int start = starts.get(line - 1);
        long number = program.text().substring(0, start).chars().filter(c -> c == '\n').count() + 1;
        return Optional.of("EBPF_PROGRAM:%d:%d".formatted(number, column));
    }

    private boolean isProgram(int line) {
        return line >= 1 && line <= starts.size() && starts.get(line - 1) != NOT_FROM_JAVA;
    }

    private int charsBefore(int start, int column) {
        String text = program.text();
        if (column == 0) {
            String line = text.substring(start).lines().findFirst().orElse("");
            return line.length() - line.stripLeading().length();
        }
        int bytes = 1;
        int i = start;
        while (i < text.length() && text.charAt(i) != '\n' && bytes < column) {
            int codePoint = text.codePointAt(i);
            bytes += codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;
            i += Character.charCount(codePoint);
        }
        return i - start;
    }

    private record Line(String file, int number) {}
}
