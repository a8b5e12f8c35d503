package io.fentry4j.tests.maps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fentry4j.TaskStorageMap;
import io.fentry4j.UpdateMode;
import io.fentry4j.failure.MapException;
import io.fentry4j.tests.NeedsBpf;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@NeedsBpf
@Timeout(60)
class TaskStorageMapTest {

    private static final Usage USAGE = new Usage(3, -1, true);

    private MapProgramBpf bpf;
    private TaskStorageMap<Usage> tasks;

    @BeforeEach
    void load() {
        bpf = MapProgramBpf.load();
        tasks = bpf.tasks();
    }

    @AfterEach
    void close() {
        bpf.close();
    }

    @Test
    void a_process_has_a_value_from_when_it_is_set_until_it_is_deleted() {
        long pid = ProcessHandle.current().pid();

        assertThat(tasks.lookup(pid)).isEmpty();
        assertThat(tasks.delete(pid)).isFalse();
        assertThat(tasks.update(pid, USAGE, UpdateMode.REPLACE)).isFalse();
        tasks.update(pid, USAGE);
        assertThat(tasks.lookup(pid)).contains(USAGE);
        assertThat(tasks.update(pid, USAGE, UpdateMode.CREATE)).isFalse();
        assertThat(tasks.delete(pid)).isTrue();
        assertThat(tasks.lookup(pid)).isEmpty();
    }

    @Test
    void what_a_program_has_set_for_a_thread_is_read_by_its_id() throws Exception {
        CompletableFuture<Long> id = new CompletableFuture<>();
        CountDownLatch done = new CountDownLatch(1);
        Thread thread =
                Thread.ofPlatform()
                        .start(() -> {
                            bpf.countTask().run();
                            bpf.countTask().run();
                            id.complete(threadId());
                            await(done);
                        });
        try {
            long tid = id.get();
            if (opensThreads()) {
                assertThat(tasks.lookup(tid)).contains(new Usage(2, 0, false));
            } else {
                assertThatThrownBy(() -> tasks.lookup(tid))
                        .isInstanceOf(MapException.class)
                        .hasMessageContaining("[pid=" + tid + "]")
                        .hasMessageContaining("ids of other threads need Linux 6.9");
            }
        } finally {
            done.countDown();
            thread.join();
        }
    }

    @Test
    void a_process_that_is_not_there_has_no_value_and_gets_none() throws Exception {
        Process process = new ProcessBuilder("true").start();
        process.waitFor();
        long pid = process.pid();

        assertThat(tasks.lookup(pid)).isEmpty();
        assertThat(tasks.delete(pid)).isFalse();
        assertThatThrownBy(() -> tasks.update(pid, USAGE))
                .isInstanceOf(MapException.class)
                .hasMessageStartingWith(
                        "update map 'tasks' of 'MapProgram': there is no such process (ESRCH, -3)");
    }

    @Test
    void the_value_of_another_process_ends_with_it() throws Exception {
        Process process = new ProcessBuilder("sleep", "60").start();
        tasks.update(process.pid(), USAGE);

        assertThat(tasks.lookup(process.pid())).contains(USAGE);
        process.destroy();
        process.waitFor();
        assertThat(tasks.lookup(process.pid())).isEmpty();
    }

    /// Linux 6.9 has pidfds for all threads.
    private static boolean opensThreads() throws IOException {
        String[] release =
                Files.readString(Path.of("/proc/sys/kernel/osrelease")).split("[^0-9]+", 3);
        int major = Integer.parseInt(release[0]);
        return major > 6 || (major == 6 && Integer.parseInt(release[1]) >= 9);
    }

    private static long threadId() {
        try {
            return Long.parseLong(
                    Files.readSymbolicLink(Path.of("/proc/thread-self")).getFileName().toString());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
