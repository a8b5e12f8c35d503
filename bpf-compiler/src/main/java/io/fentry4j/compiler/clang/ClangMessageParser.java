package io.fentry4j.compiler.clang;

import io.fentry4j.compiler.clang.ClangMessage.Location;
import io.fentry4j.compiler.clang.ClangMessage.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads what clang prints with `-fno-caret-diagnostics`: one message a line.
final class ClangMessageParser {

    private static final Pattern INCLUDED =
            Pattern.compile("(?:In file included from|\\s+from) (.+?):(\\d+)[:,]");
    private static final Pattern POSITIONED =
            Pattern.compile("(.+?):(\\d+):(\\d+): (note|remark|warning|error|fatal error): (.*)");
    private static final Pattern GENERAL =
            Pattern.compile("(?:\\S+: )?(note|remark|warning|error|fatal error): (.*)");

    private final List<ClangMessage> messages = new ArrayList<>();
    private List<Location> includes = new ArrayList<>();

    private ClangMessageParser() {}

    /// The errors and warnings in the order of the output, each with its notes.
    static List<ClangMessage> parse(String output) {
        var parser = new ClangMessageParser();
        output.lines().forEach(parser::line);
        return parser.messages;
    }

    private void line(String line) {
        Matcher included = INCLUDED.matcher(line);
        if (included.matches()) {
            includes.add(new Location(included.group(1), number(included.group(2)), 0));
            return;
        }
        Matcher positioned = POSITIONED.matcher(line);
        Matcher general = GENERAL.matcher(line);
        if (positioned.matches()) {
            var location =
                    new Location(
                            positioned.group(1),
                            number(positioned.group(2)),
                            number(positioned.group(3)));
            add(positioned.group(4), Optional.of(location), positioned.group(5));
        } else if (general.matches()) {
            add(general.group(1), Optional.empty(), general.group(2));
        }
    }

    private void add(String severity, Optional<Location> location, String text) {
        var message =
                new ClangMessage(severity(severity), location, text, includes, new ArrayList<>());
        includes = new ArrayList<>();
        if (message.severity() != Severity.NOTE) {
            messages.add(message);
        } else if (!messages.isEmpty()) {
            messages.getLast().notes().add(message);
        }
    }

    private static Severity severity(String name) {
        return switch (name) {
            case "warning" -> Severity.WARNING;
            case "error", "fatal error" -> Severity.ERROR;
            default -> Severity.NOTE;
        };
    }

    private static int number(String digits) {
        try {
            return Integer.parseInt(digits);
        } catch (NumberFormatException e) {
            return 1; // a line number beyond int is no line of ours
        }
    }
}
