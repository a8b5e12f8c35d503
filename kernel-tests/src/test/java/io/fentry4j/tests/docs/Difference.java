package io.fentry4j.tests.docs;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Two texts without the lines that they have in common at the beginning and at the end.
final class Difference {

    private Difference() {}

    /// `- ` before the lines of the document, `+ ` before those of the source.
    static String of(List<String> document, List<String> source) {
        int shorter = Math.min(document.size(), source.size());
        int begin = 0;
        while (begin < shorter && document.get(begin).equals(source.get(begin))) {
            begin++;
        }
        int end = 0;
        while (end < shorter - begin
                && document.get(document.size() - 1 - end)
                        .equals(source.get(source.size() - 1 - end))) {
            end++;
        }
        return Stream.concat(
                        document.subList(begin, document.size() - end).stream()
                                .map(line -> "- " + line),
                        source.subList(begin, source.size() - end).stream()
                                .map(line -> "+ " + line))
                .collect(Collectors.joining("\n"));
    }
}
