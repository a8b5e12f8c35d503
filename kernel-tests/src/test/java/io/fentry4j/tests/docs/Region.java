package io.fentry4j.tests.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The lines of a source file between a comment `snippet NAME` and a comment `end snippet NAME`,
/// without their common indentation and empty lines around them. Comments of other regions are left
/// out.
///
/// @param line of the first line of code, from 1
record Region(int line, List<String> code) {

    private static final Pattern COMMENT =
            Pattern.compile("\\s*(?://|#|/\\*|<!--) ?(end )?snippet (\\S+)\\s*(?:\\*/|-->)?\\s*");

    /// What is wrong with a region, in words.
    static final class Missing extends Exception {
        private static final long serialVersionUID = 1L;

        Missing(String message) {
            super(message);
        }
    }

    static Region read(Path file, String name) throws IOException, Missing {
        if (!Files.isRegularFile(file)) {
            throw new Missing("there is no such file");
        }
        List<String> code = new ArrayList<>();
        int begin = 0;
        boolean ended = false;
        List<String> lines = Files.readAllLines(file);
        for (int i = 0; i < lines.size(); i++) {
            Matcher comment = COMMENT.matcher(lines.get(i));
            boolean isComment = comment.matches();
            if (!isComment) {
                if (begin > 0 && !ended) {
                    code.add(lines.get(i));
                }
            } else if (comment.group(2).equals(name)) {
                if (comment.group(1) != null) {
                    ended = true;
                } else if (begin > 0) {
                    throw new Missing("it has two regions `" + name + "`");
                } else {
                    begin = i + 2;
                }
            }
        }
        if (begin == 0 || !ended) {
            throw new Missing(
                    "it has no %s `%s`".formatted(begin == 0 ? "region" : "end of region", name));
        }
        return new Region(begin, withoutIndentation(code));
    }

    static List<String> withoutIndentation(List<String> lines) {
        String text = String.join("\n", lines).replaceAll("^\n+|\n+$", "");
        return text.stripIndent().lines().toList();
    }
}
