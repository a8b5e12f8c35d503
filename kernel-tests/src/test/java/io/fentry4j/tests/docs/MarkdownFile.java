package io.fentry4j.tests.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What the checks want to know of a Markdown file: its code blocks, its links, the tests that it
/// names, and the anchors that others can link to. Lines are numbered from 1.
record MarkdownFile(
        Path file,
        List<Block> blocks,
        List<Link> links,
        List<Evidence> evidence,
        List<String> anchors) {

    private static final Pattern FENCE = Pattern.compile("\\s*(```+)\\s*(\\S*).*");
    private static final Pattern MARKER =
            Pattern.compile("\\s*<!-- (snippet|step): (\\S+) -->\\s*");
    private static final Pattern HEADING = Pattern.compile("#{1,6} +(.*?)[ #]*");
    private static final Pattern INLINE_CODE = Pattern.compile("(`+)[^`].*?\\1");
    private static final Pattern TEST =
            Pattern.compile("`(?:[\\w.]+\\.)?([A-Z]\\w*Test)(?:#(\\w+))?`");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)[^)]*\\)");

    /// A code block that opens at `line`.
    ///
    /// @param language what stands behind the fence, perhaps nothing
    /// @param marker of the line before the fence: `snippet`, `step`, or nothing
    /// @param source what the marker names
    record Block(int line, String language, String marker, String source, List<String> code) {}

    record Link(int line, String target) {}

    /// A test that is named in the text, as `SomeTest` or `SomeTest#its_method`.
    ///
    /// @param method empty for the whole class
    record Evidence(int line, String test, String method) {
        @Override
        public String toString() {
            return method.isEmpty() ? test : test + "#" + method;
        }
    }

    static MarkdownFile read(Path file) throws IOException {
        MarkdownFile result =
                new MarkdownFile(
                        file,
                        new ArrayList<>(),
                        new ArrayList<>(),
                        new ArrayList<>(),
                        new ArrayList<>());
        result.parse(Files.readAllLines(file));
        return result;
    }

    private void parse(List<String> lines) {
        Map<String, Integer> headings = new HashMap<>();
        String marker = "";
        String source = "";
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            Matcher fence = FENCE.matcher(line);
            Matcher comment = MARKER.matcher(line);
            Matcher heading = HEADING.matcher(line);
            if (fence.matches()) {
                int end = endOfBlock(lines, i + 1, fence.group(1));
                List<String> code = List.copyOf(lines.subList(i + 1, end));
                blocks.add(new Block(i + 1, fence.group(2), marker, source, code));
                i = end;
            } else if (heading.matches()) {
                String anchor = anchor(heading.group(1));
                int before = headings.merge(anchor, 1, Integer::sum) - 1;
                anchors.add(before == 0 ? anchor : anchor + "-" + before);
            } else {
                Matcher link = LINK.matcher(INLINE_CODE.matcher(line).replaceAll("code"));
                while (link.find()) {
                    links.add(new Link(i + 1, link.group(1)));
                }
                Matcher test = TEST.matcher(line);
                while (test.find()) {
                    String method = Objects.requireNonNullElse(test.group(2), "");
                    evidence.add(new Evidence(i + 1, test.group(1), method));
                }
            }
            boolean marked = comment.matches();
            marker = marked ? comment.group(1) : "";
            source = marked ? comment.group(2) : "";
        }
    }

    private static int endOfBlock(List<String> lines, int from, String fence) {
        for (int i = from; i < lines.size(); i++) {
            if (lines.get(i).strip().equals(fence)) {
                return i;
            }
        }
        return lines.size();
    }

    /// As GitHub makes it from a heading.
    private static String anchor(String heading) {
        return heading.toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N}\\p{M} _-]", "")
                .replace(' ', '-');
    }
}
