package io.fentry4j.tests.maps;

import static org.assertj.core.api.Assertions.assertThat;

import io.fentry4j.Link;
import io.fentry4j.StackTraceMap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Maps that a fentry program fills.
@Tag("kernel")
@Timeout(60)
class FentryMapsTest {

    @TempDir private Path folder;
    private FentryMapsProgramBpf bpf;
    private Link link;

    @BeforeEach
    void attach() {
        try (FentryMapsProgramBpf.Open open = FentryMapsProgramBpf.open()) {
            open.onUnlink().target("do_unlinkat", "filename_unlinkat");
            open.ownPid().set((int) ProcessHandle.current().pid());
            bpf = open.load();
        }
        link = bpf.onUnlink().attach();
    }

    @AfterEach
    void close() {
        link.close();
        bpf.close();
    }

    private void deleteFile() throws IOException {
        Files.delete(Files.createFile(folder.resolve("file")));
    }

    @Test
    void a_stack_trace_is_read_by_its_id_and_deleted() throws Exception {
        deleteFile();
        StackTraceMap traces = bpf.traces();
        int id = bpf.stackId().get();
        assertThat(id).isNotNegative();
        long[] addresses = traces.lookup(id).orElseThrow();

        assertThat(addresses).hasSizeBetween(2, traces.maxDepth());
        // Addresses of the kernel have their highest bit set, on x86-64 and arm64.
        assertThat(Arrays.stream(addresses).allMatch(address -> address < 0)).isTrue();
        assertThat(traces.stackIds()).contains(id);
        assertThat(traces.delete(id)).isTrue();
        assertThat(traces.lookup(id)).isEmpty();
        traces.clear();
        assertThat(traces.stackIds()).isEmpty();
    }

    @Test
    void values_go_from_java_through_the_program_and_back() throws Exception {
        bpf.jobs().push(7L);
        bpf.jobs().push(8L);
        deleteFile();

        assertThat(bpf.done().pop()).contains(7L);
        assertThat(bpf.jobs().peek()).contains(8L);
        deleteFile();
        deleteFile();
        assertThat(bpf.jobs().pop()).isEmpty();
        assertThat(bpf.done().pop()).contains(8L);
        assertThat(bpf.done().pop()).isEmpty();
    }
}
