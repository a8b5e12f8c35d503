package io.fentry4j.examples.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/// A command as small as can be: waits for its end, needs a while to clean up, says so.
final class WaitingProgram {

    private WaitingProgram() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        try (var stdout = new FileOutputStream(FileDescriptor.out);
                EndOfRun end = EndOfRun.install()) {
            LineOutput out = new LineOutput(stdout, LineOutput.STANDARD_OUTPUT, "standard output");
            out.print("waiting");
            end.await();
            // So long that a JVM which does not wait for the end of the run is gone by then.
            TimeUnit.MILLISECONDS.sleep(300);
            out.print("cleaned up");
        }
    }
}
