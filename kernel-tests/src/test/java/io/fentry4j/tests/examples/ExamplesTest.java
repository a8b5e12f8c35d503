package io.fentry4j.tests.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.fentry4j.PreemptionModel;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The examples, run as their headers say: what they print has the shape of the sample there.
@Tag("kernel")
@Tag("one-kernel")
@Timeout(300)
class ExamplesTest {

    private static final int PATIENCE_SECONDS = 200;

    private static final String NO_SUCCESS =
            "fentry4j_unlink_calls_total{errno=\"none\",result=\"success\"} 0.0";

    @TempDir private Path folder;

    private List<String> printedBy(Example example, String... arguments) throws Exception {
        Path out = folder.resolve("out");
        Process process = example.start(out, arguments);
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError(example + " does not end");
        }
        assertThat(process.exitValue()).isZero();
        return Files.readAllLines(out);
    }

    private void printsItsSample(String name, String... arguments) throws Exception {
        Example example = Example.named(name);

        assertThat(Example.shape(printedBy(example, arguments)))
                .isEqualTo(Example.shape(example.sample()));
    }

    @Test
    void hello_unlink() throws Exception {
        printsItsSample("HelloUnlink");
    }

    @Test
    void own_probe() throws Exception {
        printsItsSample("OwnProbe", "sh", "-c", "true | (sleep 0.1)");
    }

    @Test
    void what_did_this_command_delete() throws Exception {
        // In a folder of its own: the lab shows this machine's /tmp, with whatever lies there.
        printsItsSample(
                "WhatDidThisCommandDelete",
                "sh",
                "-c",
                """
                mkdir -p /tmp/deleted/d
                cd /tmp/deleted
                touch d/a b
                rm -r d b
                unlink c 2>/dev/null\
                """);
    }

    @Test
    void jfr_example() throws Exception {
        Path recording = folder.resolve("unlink.jfr");
        printsItsSample("JfrExample", recording.toString());

        assertThat(recording).isNotEmptyFile();
    }

    @Test
    void kprobe_fallback() throws Exception {
        Example example = Example.named("KprobeFallback");
        List<String> printed = printedBy(example);
        PreemptionModel model = PreemptionModel.ofRunningKernel();
        List<String> sample =
                example.sample().stream()
                        .map(line -> line.replace("COOPERATIVE", model.name()))
                        .map(line -> model.skipsTracingPrograms() ? byKprobe(line) : line)
                        .toList();

        assertThat(Example.shape(printed)).isEqualTo(Example.shape(sample));
    }

    private static String byKprobe(String line) {
        return line.replace("FENTRY (fentry, fexit)", "KPROBE (kprobe, kretprobe)");
    }

    @Test
    void metrics_example() throws Exception {
        Example example = Example.named("MetricsExample");
        Path out = folder.resolve("out");
        Process server = example.start(out, "0");
        try {
            while (!Files.readString(out).endsWith("\n")) {
                assertThat(server.waitFor(50, TimeUnit.MILLISECONDS)).as("ended").isFalse();
            }
            URI address = URI.create(Files.readAllLines(out).getFirst());
            List<String> page;
            do {
                Files.delete(Files.createTempFile(folder, "deleted", ".tmp"));
                page = lines(address);
            } while (page.contains(NO_SUCCESS));
            assertThat(Example.shape(page)).containsAll(Example.shape(example.sample()));
        } finally {
            server.destroy();
            server.waitFor();
        }
    }

    private static List<String> lines(URI page) throws IOException {
        try (var body = page.toURL().openStream()) {
            return new String(body.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }
}
