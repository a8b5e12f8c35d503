package io.fentry4j.benchmarks.kernel;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/// unlink_load.c: deletes, and tells the median of a call for each workload.
///
/// @param program it, compiled
/// @param calls how often each workload deletes
record UnlinkLoad(Path program, int calls) {

    private static final String TMPFS = "/dev/shm";

    /// Runs it once.
    ///
    /// @return nanoseconds a call, by workload, in the order of the program
    Map<String, Long> run() throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(program.toString(), TMPFS, Integer.toString(calls))
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int status = process.waitFor();
        if (status != 0) {
            throw new IOException("%s ended with %d".formatted(program, status));
        }
        Map<String, Long> medians = new LinkedHashMap<>();
        for (String line : output.lines().toList()) {
            int tab = line.indexOf('\t');
            medians.put(line.substring(0, tab), Long.parseLong(line.substring(tab + 1)));
        }
        return medians;
    }
}
