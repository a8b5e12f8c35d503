package io.fentry4j.tracelog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fentry4j.Errno;
import io.fentry4j.failure.KernelException;
import io.fentry4j.failure.PermissionException;
import io.fentry4j.failure.PolicyException;
import io.fentry4j.failure.TraceLogUnavailableException;
import io.fentry4j.internal.linux.SystemCallException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The reader on a named pipe, which a writer keeps open as the kernel does its log.
@Timeout(60)
class TracePipeTest {

    private static final Duration LONG = Duration.ofSeconds(40);
    private static final String CONTEXT =
            "              rm-9290    [004] d..21  4637.798698: bpf_trace_printk: ";

    @TempDir private Path folder;
    private Path fifo;
    private final List<String> texts = new ArrayList<>();

    @BeforeEach
    void makeThePipe() throws IOException, InterruptedException {
        fifo = folder.resolve("trace_pipe");
        assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor()).isZero();
    }

    private static void write(RandomAccessFile writer, String text) throws IOException {
        writer.write(text.getBytes(StandardCharsets.UTF_8));
    }

    private void pollUntilClosed(TracePipe pipe) {
        try {
            pipe.poll(LONG, this::keep);
        } catch (IllegalStateException e) { // closed between the two polls
            assertThat(e).hasMessage("poll the trace log: it is closed");
        }
    }

    private void keep(TraceEntry entry) {
        texts.add(((TraceLine) entry).text().toString());
    }

    @Test
    void what_is_there_is_handed_over_at_once() throws IOException {
        try (var writer = new RandomAccessFile(fifo.toFile(), "rw");
                TracePipe pipe = TracePipe.open(fifo)) {
            write(writer, CONTEXT + "one\n" + CONTEXT + "two\nlines\n");

            assertThat(pipe.poll(LONG, this::keep)).isEqualTo(2);
            assertThat(texts).containsExactly("one", "two\nlines");
        }
    }

    @Test
    void a_poll_waits_for_the_first_message() throws Exception {
        try (var writer = new RandomAccessFile(fifo.toFile(), "rw");
                TracePipe pipe = TracePipe.open(fifo)) {
            Thread late =
                    Thread.ofPlatform()
                            .start(() -> {
                                try {
                                    Thread.sleep(100);
                                    write(writer, CONTEXT + "late\n");
                                } catch (IOException | InterruptedException e) {
                                    throw new AssertionError(e);
                                }
                            });
            assertThat(pipe.poll(LONG, this::keep)).isEqualTo(1);
            late.join();
        }
        assertThat(texts).containsExactly("late");
    }

    @Test
    void nothing_comes_back_after_the_time_out_or_a_wake_up() throws IOException {
        try (var _ = new RandomAccessFile(fifo.toFile(), "rw");
                TracePipe pipe = TracePipe.open(fifo)) {
            assertThat(pipe.poll(Duration.ofMillis(20), this::keep)).isZero();
            pipe.wakeUp();
            assertThat(pipe.poll(LONG, this::keep)).isZero();
        }
    }

    @Test
    void an_exception_of_the_listener_costs_the_entry_it_was_given_and_no_other()
            throws IOException {
        try (var writer = new RandomAccessFile(fifo.toFile(), "rw");
                TracePipe pipe = TracePipe.open(fifo)) {
            write(writer, CONTEXT + "one\n" + CONTEXT + "two\n");
            assertThatThrownBy(() ->
                            pipe.poll(
                                    LONG,
                                    _ -> {
                                        throw new IllegalArgumentException("by the test");
                                    }))
                    .hasMessage("by the test");
            pipe.poll(LONG, this::keep);
        }
        assertThat(texts).containsExactly("two");
    }

    @Test
    void a_close_ends_the_poll_also_from_its_listener_and_a_closed_one_says_so() throws Exception {
        try (var writer = new RandomAccessFile(fifo.toFile(), "rw")) {
            TracePipe waiting = TracePipe.open(fifo);
            CountDownLatch polled = new CountDownLatch(1);
            write(writer, CONTEXT + "one\n");
            Thread poller =
                    Thread.ofPlatform()
                            .start(() -> {
                                waiting.poll(LONG, _ -> polled.countDown());
                                pollUntilClosed(waiting);
                            });
            polled.await();
            waiting.close();
            poller.join();

            TracePipe closing = TracePipe.open(fifo);
            write(writer, CONTEXT + "one\n" + CONTEXT + "two\n");
            assertThat(closing.poll(LONG, _ -> closing.close())).isEqualTo(1);
            closing.close();
            assertThatThrownBy(() -> closing.poll(LONG, this::keep))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("poll the trace log: it is closed");
        }
    }

    private TraceLogFiles files(String... names) {
        List<Path> candidates = new ArrayList<>();
        for (String name : names) {
            candidates.add(folder.resolve(name));
        }
        return new TraceLogFiles(candidates, folder.resolve("proc"), () -> "confidentiality");
    }

    private static SystemCallException refusal(int errno) {
        return new SystemCallException("open", new Errno(errno));
    }

    @Test
    void the_second_place_of_tracefs_is_tried_too() throws IOException {
        try (var _ = new RandomAccessFile(fifo.toFile(), "rw");
                TracePipe pipe = files("missing", "trace_pipe").open()) {
            assertThat(pipe.file()).isEqualTo(fifo);
        }
    }

    @Test
    void without_tracefs_the_mount_command_is_told() {
        assertThatThrownBy(() -> files("missing").open())
                .isInstanceOf(TraceLogUnavailableException.class)
                .hasMessage(
                        "open the trace log: tracefs is not mounted [looked for=["
                                + folder
                                + "/missing]]. What to do: mount -t tracefs nodev"
                                + " /sys/kernel/tracing");
    }

    @Test
    void the_reader_that_is_there_already_is_named() throws IOException {
        Path process = Files.createDirectories(folder.resolve("proc/17/fd"));
        Files.createSymbolicLink(process.resolve("3"), Path.of("/sys/kernel/tracing/trace_pipe"));
        Files.writeString(folder.resolve("proc/17/comm"), "c\u001bt\n");

        assertThat(files("x").refused(fifo, refusal(16)))
                .isInstanceOf(TraceLogUnavailableException.class)
                .hasMessage(
                        "open the trace log: another process reads it, and the kernel lets one at a"
                                + " time (EBUSY, -16) [reader=17 c\\x1bt]. What to do: end that"
                                + " process");
    }

    @Test
    void rights_and_lockdown_are_told_apart() {
        assertThat(files("x").refused(fifo, refusal(13)))
                .isInstanceOf(PermissionException.class)
                .hasMessageContaining("tracefs is not open to this user (EACCES, -13)");
        assertThat(files("x").refused(fifo, refusal(1)))
                .isInstanceOf(PolicyException.class)
                .hasMessageContaining("[lockdown=confidentiality]");
        assertThat(files("x").refused(fifo, refusal(12))).isInstanceOf(KernelException.class);
    }
}
