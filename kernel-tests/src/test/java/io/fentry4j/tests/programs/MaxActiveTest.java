package io.fentry4j.tests.programs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fentry4j.Link;
import io.fentry4j.failure.TargetNotFoundException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Kretprobes with room for a number of calls, and what they leave in tracefs: nothing.
@Tag("kernel")
@Timeout(120)
class MaxActiveTest {

    private static final Path TRACEFS = Path.of("/sys/kernel/tracing");
    private static final Path KPROBE_EVENTS = TRACEFS.resolve("kprobe_events");
    private static final long NEVER_A_PID = 4_194_305; // the kernel's PID_MAX_LIMIT is one less
    private static final int OTHERS = 64; // calls of other processes

    private final PipeReadsProgramBpf bpf = load();

    @TempDir private Path folder;

    private static PipeReadsProgramBpf load() {
        try (var open = PipeReadsProgramBpf.open()) {
            open.ownPid().set((int) ProcessHandle.current().pid());
            return open.load();
        }
    }

    @AfterEach
    void close() {
        bpf.close();
    }

    /// Lets `count` threads be inside of `pipe_read` at once.
    private void read(Path fifo, int count) throws Exception {
        List<Thread> threads = new ArrayList<>();
        try (Link _ = bpf.atEntry().attach();
                RandomAccessFile pipe = new RandomAccessFile(fifo.toFile(), "rw")) {
            for (int i = 0; i < count; i++) {
                threads.add(Thread.ofPlatform().start(() -> readByte(pipe)));
            }
            while (bpf.beginnings().get() < count) {
                LockSupport.parkNanos(1_000_000);
            }
            pipe.write(new byte[count]);
            for (Thread thread : threads) {
                thread.join();
            }
        }
    }

    /// Before the attach, as Java reads pipes to start a process; and without pipes to that, of
    /// which it would read the last bytes when it likes.
    private Path makeFifo() throws Exception {
        Path fifo = folder.resolve("fifo");
        Process process =
                new ProcessBuilder("mkfifo", fifo.toString())
                        .redirectOutput(Redirect.DISCARD)
                        .redirectError(Redirect.DISCARD)
                        .start();
        assertThat(process.waitFor()).isZero();
        return fifo;
    }

    private static void readByte(RandomAccessFile pipe) {
        try {
            pipe.read();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void with_the_kernel_s_own_room_the_ends_of_a_crowd_s_calls_are_not_seen() throws Exception {
        Path fifo = makeFifo();
        int room = bpf.atReturn().maxActive();
        bpf.atReturn().attach();
        read(fifo, 2 * room);

        assertThat(bpf.ends().get()).isPositive().isLessThanOrEqualTo(room);
    }

    @Test
    void with_room_for_a_crowd_all_its_ends_are_seen() throws Exception {
        Path fifo = makeFifo();
        int crowd = 2 * bpf.atReturn().maxActive();
        var roomy = bpf.atReturn().maxActive(crowd + OTHERS);
        Link link = roomy.attach(3);
        read(fifo, crowd);

        assertThat(roomy.maxActive()).isEqualTo(crowd + OTHERS);
        assertThat(link.target()).isEqualTo("pipe_read");
        assertThat(bpf.ends().get()).isEqualTo(crowd);
        assertThat(bpf.cookies().get()).isEqualTo(3L * crowd);
    }

    @Test
    void a_line_of_kprobe_events_is_there_as_long_as_the_link_is_open() throws IOException {
        try (Link _ = bpf.atReturn().maxActive(77).attachTo("do_unlinkat")) {
            assertThat(linesOf(ProcessHandle.current().pid()))
                    .singleElement()
                    .asString()
                    .startsWith("r77:")
                    .endsWith(" do_unlinkat");
        }
        assertThat(linesOf(ProcessHandle.current().pid())).isEmpty();

        bpf.atReturn().maxActive(4096).attach();
        bpf.atReturn().maxActive(1).attach(5);
        assertThat(linesOf(ProcessHandle.current().pid())).hasSize(2);
        bpf.close();
        assertThat(linesOf(ProcessHandle.current().pid())).isEmpty();
    }

    @Test
    void an_attach_that_fails_leaves_nothing() throws IOException {
        assertThatThrownBy(() -> bpf.atReturn().maxActive(77).attachTo("do_unlinkatt"))
                .isInstanceOf(TargetNotFoundException.class)
                .hasMessageStartingWith("attach 'at_return' to do_unlinkatt: ")
                .hasMessageContaining("did you mean do_unlinkat");
        assertThatThrownBy(() -> bpf.atReturn().maxActive(77).attachTo("do_unlinkat a=$retval"))
                .isInstanceOf(TargetNotFoundException.class);
        assertThat(linesOf(ProcessHandle.current().pid())).isEmpty();
    }

    @Test
    void the_kernel_gives_room_for_1_to_4096_calls() {
        for (int calls : new int[] {-1, 0, 4097}) {
            assertThatThrownBy(() -> bpf.atReturn().maxActive(calls))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(
                            "make room for %d calls of 'at_return': 1 to 4096 are possible"
                                    .formatted(calls));
        }
    }

    @Test
    void what_a_killed_process_left_is_removed_by_the_next_attach_but_not_what_is_in_use()
            throws IOException {
        String left = group(NEVER_A_PID, 5);
        String used = group(NEVER_A_PID, 6);
        command("r64:" + left + "/return_1 do_unlinkat");
        command("r64:" + used + "/return_1 do_unlinkat");
        command("r64:mine/return_1 do_unlinkat");
        Path enable = TRACEFS.resolve("events/" + used + "/return_1/enable");
        Files.writeString(enable, "1");
        try {
            bpf.atReturn().maxActive(64).attach().close();

            assertThat(Files.readString(KPROBE_EVENTS))
                    .doesNotContain(left)
                    .contains(used + "/return_1", "mine/return_1");
        } finally {
            Files.writeString(enable, "0");
            command("-:" + used + "/return_1");
            command("-:mine/return_1");
        }
    }

    private static String group(long pid, long start) throws IOException {
        String namespace = Files.readSymbolicLink(Path.of("/proc/self/ns/pid")).toString();
        return "fentry4j_%s_%d_%d".formatted(namespace.replaceAll("\\D", ""), pid, start);
    }

    /// Appended: to truncate the file is to remove everybody's kprobes.
    private static void command(String line) throws IOException {
        Files.writeString(KPROBE_EVENTS, line + "\n", StandardOpenOption.APPEND);
    }

    private static List<String> linesOf(long pid) throws IOException {
        return Files.readAllLines(KPROBE_EVENTS).stream()
                .filter(line -> line.matches("r\\d+:fentry4j_\\d+_" + pid + "_\\d+/.*"))
                .toList();
    }
}
