package io.fentry4j.tests.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.fentry4j.tests.Native;
import io.fentry4j.unlink.UnlinkEvent;
import io.fentry4j.unlink.UnlinkProbe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What README, guide and cookbook show of the deletion probe.
@Tag("kernel")
@Tag("one-kernel")
@Timeout(120)
@SuppressWarnings("try") // as the README shows it, with a name
class UnlinkSnippetsTest {

    private final Printed printed = new Printed();

    @TempDir private Path folder;

    @AfterEach
    void giveTheStreamsBack() {
        printed.close();
    }

    private Path file(String name) throws IOException {
        return Files.createFile(folder.resolve(name));
    }

    @Test
    void the_readmes_three_lines_print_each_deletion_for_ten_seconds() throws Exception {
        Path file = file("of-the-readme");
        Thread deleting =
                Thread.startVirtualThread(() -> {
                    while (!printed.text().contains("of-the-readme")) {
                        file.toFile().delete(); // the first is before the attach, perhaps
                    }
                });

        // snippet readme
        try (var probe = UnlinkProbe.attach(event -> System.out.println(event))) {
            Thread.sleep(Duration.ofSeconds(10));
        }
        // end snippet readme

        deleting.join();
        assertThat(printed.text()).contains("name=" + file);
    }

    @Test
    void options_of_the_guide() throws Exception {
        String prefix = folder + "/";
        Path file = file("of-root");

        // snippet options
        var probe =
                UnlinkProbe.builder()
                        .includeDirectories() // rmdir too
                        .pathPrefix(prefix) // absolute paths, found in the kernel
                        .uids(0, 33)
                        .onlySuccesses()
                        .onLoss(loss -> System.err.println(loss.events() + " events were lost"))
                        .attach(event ->
                                System.out.println(
                                        event.path().escaped() + " by " + event.comm().escaped()));
        probe.uids().add(1000); // the sets of processes, users and cgroups can change
        // end snippet options

        try (probe) {
            Files.delete(file);
            Files.delete(Files.createDirectory(folder.resolve("a-folder")));
        }
        assertThat(printed.text()).contains(file + " by ", folder.resolve("a-folder") + " by ");
        assertThat(probe.statistics().filtered() + probe.statistics().delivered())
                .isEqualTo(probe.statistics().seen());
    }

    @Test
    void who_deleted_it() throws Exception {
        String directory = folder + "/";
        Path file = file("config.yaml");

        // snippet who
        var probe =
                UnlinkProbe.builder()
                        .pathPrefix(directory) // ends with a slash
                        .onlySuccesses()
                        .attach(event ->
                                System.out.printf(
                                        "%s: %s, process %d of user %d%n",
                                        event.path().escaped(),
                                        event.comm().escaped(),
                                        event.pid(),
                                        event.uid()));
        // end snippet who

        try (probe) {
            run("rm", file.toString());
        }
        assertThat(printed.text()).containsPattern(file + ": rm, process \\d+ of user 0\n");
    }

    @Test
    void only_failures() throws Exception {
        // snippet failures
        var probe =
                UnlinkProbe.builder()
                        .onlyFailures()
                        .attach(event ->
                                System.out.println(
                                        event.name().escaped()
                                                + ": "
                                                + event.errno().orElseThrow()));
        // end snippet failures

        try (probe) {
            Native.unlink(folder.resolve("not-here").toString());
            Files.delete(file("here"));
        }
        assertThat(printed.text())
                .contains(folder.resolve("not-here") + ": ENOENT")
                .doesNotContain(folder.resolve("here") + ":");
    }

    @Test
    void what_a_command_deletes() throws Exception {
        Path file = file("of-a-child");

        // snippet command
        var self = (int) ProcessHandle.current().pid();
        try (var probe =
                UnlinkProbe.builder()
                        .descendantsOf(self) // those that are started from now on
                        .attach(event ->
                                System.out.println(
                                        event.comm().escaped() + " " + event.name().escaped()))) {
            new ProcessBuilder("sh", "-c", "rm " + file).inheritIO().start().waitFor();
        }
        // end snippet command

        assertThat(printed.text()).contains("rm " + file);
    }

    @Test
    void a_ring_that_is_too_small() throws Exception {
        // snippet ring
        var probe =
                UnlinkProbe.builder()
                        .ringBytes(8 << 20) // about 65,000 short names
                        .onLoss(loss -> System.err.println(loss.events() + " events were lost"))
                        .attach(event -> System.out.println(event.name().escaped()));
        System.out.println(probe.statistics().lost() + " of " + probe.statistics().seen());
        // end snippet ring

        try (probe) {
            Files.delete(file("a-file"));
        }
        assertThat(printed.text()).containsPattern("(?m)^0 of \\d+$").contains("a-file");
        assertThat(probe.statistics().lost()).isZero();
    }

    @Test
    void a_queue_between_the_probe_and_slow_work() throws Exception {
        Path file = file("queued");

        // snippet queue
        BlockingQueue<UnlinkEvent> events = new LinkedBlockingQueue<>(10_000);
        var probe =
                UnlinkProbe.builder()
                        .exceptMyself() // what the slow work itself deletes
                        .attach(event -> {
                            if (!events.offer(event)) {
                                System.err.println("the queue is full");
                            }
                        });
        // end snippet queue

        try (probe) {
            run("rm", file.toString());
            Files.delete(file("of-myself"));
        }
        assertThat(events).anySatisfy(event -> assertThat(event.name()).hasToString(file + ""));
        assertThat(events)
                .noneSatisfy(event -> assertThat(event.name().toString()).endsWith("of-myself"));
    }

    private static void run(String... command) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder(command).start().waitFor()).isZero();
    }
}
