package io.fentry4j.tests.unlink;

import static org.assertj.core.api.Assertions.assertThat;

import io.fentry4j.unlink.Mode;
import io.fentry4j.unlink.UnlinkEvent;
import io.fentry4j.unlink.UnlinkProbe;
import io.fentry4j.unlink.UnlinkProbeBuilder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Holds the probe to what its Javadoc says that it sees and does not see.
@Tag("kernel")
@Timeout(120)
class WhatIsSeenTest {

    @TempDir private Path folder;

    @FunctionalInterface
    private interface Work {
        void run() throws Exception;
    }

    /// The names below the test's folder that this process's events have, in their order.
    private List<String> names(UnlinkProbeBuilder builder, Mode mode, Work work) throws Exception {
        List<UnlinkEvent> events = Collections.synchronizedList(new ArrayList<>());
        int self = (int) ProcessHandle.current().pid();
        UnlinkProbe probe = builder.mode(mode).pids(self).attach(events::add);
        try (probe) {
            work.run();
        }
        assertThat(probe.statistics().lost()).isZero();
        return events.stream()
                .map(event -> event.name().toString())
                .filter(name -> name.startsWith(folder.toString()))
                .map(name -> name.substring(folder.toString().length() + 1))
                .toList();
    }

    private Path file(String name) throws Exception {
        return Files.createFile(folder.resolve(name));
    }

    @ParameterizedTest
    @EnumSource
    void a_file_that_a_rename_replaces_is_not_seen_nor_what_deletes_nothing(Mode mode)
            throws Exception {
        UnlinkProbeBuilder builder = UnlinkProbe.builder().includeDirectories().resolvePaths();
        List<String> names =
                names(
                        builder,
                        mode,
                        () -> {
                            Files.move(file("from"), file("over"), StandardCopyOption.ATOMIC_MOVE);
                            Files.createDirectory(folder.resolve("directory"));
                            Files.move(folder.resolve("directory"), folder.resolve("renamed"));
                            Files.createLink(folder.resolve("link"), folder.resolve("over"));
                            Files.createSymbolicLink(folder.resolve("symbolic"), Path.of("over"));
                            FileChannel.open(folder.resolve("over"), StandardOpenOption.WRITE)
                                    .truncate(0)
                                    .close();
                            Files.delete(file("the end"));
                        });

        assertThat(names).containsExactly("the end");
    }

    @ParameterizedTest
    @EnumSource
    void directories_are_seen_if_they_are_included(Mode mode) throws Exception {
        Work work =
                () -> {
                    Files.delete(Files.createDirectory(folder.resolve("directory")));
                    Files.delete(file("file"));
                };

        assertThat(names(UnlinkProbe.builder(), mode, work)).containsExactly("file");
        assertThat(names(UnlinkProbe.builder().includeDirectories(), mode, work))
                .containsExactly("directory", "file");
    }

    /// What overlayfs removes in its upper layer is the kernel's own `vfs_unlink`.
    @ParameterizedTest
    @EnumSource
    void a_file_of_an_overlay_is_seen_once(Mode mode) throws Exception {
        assertThat(Files.getFileStore(folder).type()).isEqualTo("overlay");

        assertThat(names(UnlinkProbe.builder(), mode, () -> Files.delete(file("file"))))
                .containsExactly("file");
    }
}
