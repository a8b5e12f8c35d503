package io.fentry4j.compiler.clang;

import io.fentry4j.compiler.clang.ClangMessage.Location;
import io.fentry4j.compiler.clang.ClangMessage.Severity;
import io.fentry4j.compiler.report.Finding;
import io.fentry4j.compiler.report.Place;
import io.fentry4j.compiler.report.Problem;
import io.fentry4j.compiler.source.CFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.Diagnostic;
import org.jspecify.annotations.Nullable;

/// Turns clang's messages into messages at places of the Java file.
final class ClangFindings {

    private static final Pattern NO_FILE = Pattern.compile("'(.+)' file not found.*");

    /// The file that clang was given; positions in it are positions in Java.
    private static final String SOURCE = "program.bpf.c";

    private final CFile file;

    ClangFindings(CFile file) {
        this.file = file;
    }

    /// One finding for each error and warning; if a part of the tool chain is missing, that one
    /// alone, because what else clang says only follows from it.
    List<Finding> of(List<ClangMessage> messages) {
        List<Finding> findings = new ArrayList<>();
        for (ClangMessage message : messages) {
            Matcher missing = NO_FILE.matcher(message.text());
            if (missing.matches()) {
                Problem problem = problemOf(missing.group(1));
                if (problem != null) {
                    return List.of(Finding.error(place(message), problem, missing.group(1)));
                }
            }
            if (message.text().startsWith("unable to create target")) {
                return List.of(Finding.error(null, Problem.CLANG_WITHOUT_BPF, message.text()));
            }
            findings.add(finding(message));
        }
        return findings;
    }

    private static @Nullable Problem problemOf(String header) {
        if (header.equals("vmlinux.h")) {
            return Problem.VMLINUX_NOT_NAMED;
        }
        if (header.startsWith("bpf/")) {
            return Problem.LIBBPF_HEADERS_MISSING;
        }
        if (header.startsWith("linux/") || header.startsWith("asm")) {
            return Problem.KERNEL_HEADERS_MISSING;
        }
        return null;
    }

    private Finding finding(ClangMessage message) {
        boolean error = message.severity() == Severity.ERROR;
        StringBuilder text = new StringBuilder(prefix(message)).append(message.text());
        if (error && !file.hasInclude()) {
            text.append("\n  note: the C includes nothing; start it with #include \"fentry4j.h\"");
        }
        for (ClangMessage note : message.notes()) {
            text.append("\n  note: ").append(notePrefix(note)).append(note.text());
        }
        Problem problem = error ? Problem.CLANG_ERROR : Problem.CLANG_WARNING;
        return new Finding(
                error ? Diagnostic.Kind.ERROR : Diagnostic.Kind.MANDATORY_WARNING,
                problem,
                problem.text(text),
                place(message));
    }

    /// Says where a message is from, unless the place that it is printed at does.
    private String prefix(ClangMessage message) {
        return message.location()
                .filter(location -> place(location).isEmpty())
                .map(location -> "in " + nameOf(location) + ": ")
                .orElse("");
    }

    private String notePrefix(ClangMessage note) {
        return note.location()
                .map(location ->
                        place(location).map(Place::toString).orElseGet(() -> nameOf(location)))
                .map(name -> name + ": ")
                .orElse("");
    }

    private String nameOf(Location location) {
        return location.file().equals(SOURCE)
                ? file.position(location.line(), location.column()).orElse("the prologue")
                : header(location);
    }

    private @Nullable Place place(ClangMessage message) {
        return message.location()
                .flatMap(this::place)
                .or(() ->
                        message.includedFrom().stream()
                                .flatMap(location -> place(location).stream())
                                .findFirst())
                .orElse(null);
    }

    private Optional<Place> place(Location location) {
        return location.file().equals(SOURCE)
                ? file.place(location.line(), location.column())
                : Optional.empty();
    }

    /// A header's name as it was included, so that no message tells a temporary directory.
    private static String header(Location location) {
        String name =
                location.file()
                        .replaceFirst("^(\\./)?" + WorkDirectory.INCLUDE + "/", "")
                        .replaceFirst("^/usr/(local/)?include/", "");
        String last = name.startsWith("/") ? name.substring(name.lastIndexOf('/') + 1) : name;
        return last + ":" + location.line();
    }
}
