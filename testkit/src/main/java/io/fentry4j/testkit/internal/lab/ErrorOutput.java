package io.fentry4j.testkit.internal.lab;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/// Standard error of the lab: what it says itself, and what the JVM inside and the programs that it
/// starts print past `System.out`. Passed on to standard error as it comes, the end of it kept.
final class ErrorOutput {

    private static final int KEPT_LINES = 60;
    private static final String OF_LAB = "kernel-lab: ";
    private static final String MORE_OF_LAB = "    ";

    private final Deque<String> kept = new ArrayDeque<>();
    private final Thread reader;

    private ErrorOutput(InputStream stream) {
        reader = Thread.ofPlatform().daemon().name("testkit-stderr").unstarted(() -> read(stream));
    }

    static ErrorOutput of(InputStream stream) {
        ErrorOutput output = new ErrorOutput(stream);
        output.reader.start();
        return output;
    }

    private void read(InputStream stream) {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                note(line);
                // CHECKSTYLE:OFF: silent
                System.err.println(line);
                // CHECKSTYLE:ON: silent
            }
        } catch (IOException e) {
            note("testkit: " + e.getMessage());
        }
    }

    /// Adds a line to what is kept.
    synchronized void note(String line) {
        if (kept.size() == KEPT_LINES) {
            kept.removeFirst();
        }
        kept.addLast(line);
    }

    void awaitEnd(Duration patience) throws InterruptedException {
        reader.join(patience);
    }

    synchronized List<String> lastLines() {
        return List.copyOf(kept);
    }

    /// The lab's own words about its end, with the console's lines; empty if it has said nothing.
    synchronized List<String> linesOfLab() {
        List<String> all = List.copyOf(kept);
        int begin = all.size();
        while (begin > 0
                && (all.get(begin - 1).startsWith(OF_LAB)
                        || all.get(begin - 1).startsWith(MORE_OF_LAB))) {
            begin--;
        }
        List<String> end = all.subList(begin, all.size());
        return end.stream().anyMatch(line -> line.startsWith(OF_LAB)) ? end : List.of();
    }
}
