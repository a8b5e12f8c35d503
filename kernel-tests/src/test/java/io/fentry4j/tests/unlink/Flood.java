package io.fentry4j.tests.unlink;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.util.List;

/// A process that does nothing but delete a missing file, as often as it is told to.
final class Flood implements AutoCloseable {

    private final Process process;
    private final BufferedReader answers;
    private final Writer orders;
    private final int pid;

    Flood() throws IOException {
        process = new ProcessBuilder(List.of(Workload.program().toString(), "flood")).start();
        answers = process.inputReader();
        orders = process.outputWriter();
        pid = Integer.parseInt(answers.readLine());
    }

    int pid() {
        return pid;
    }

    /// Makes so many deletions.
    ///
    /// @return the nanoseconds that one took
    double delete(int count) throws IOException {
        begin(count);
        return (double) Long.parseLong(answers.readLine()) / count;
    }

    /// Begins with so many deletions.
    void begin(int count) throws IOException {
        orders.write(count + "\n");
        orders.flush();
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
