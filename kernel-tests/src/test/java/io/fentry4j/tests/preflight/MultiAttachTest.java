package io.fentry4j.tests.preflight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fentry4j.BpfHashMap;
import io.fentry4j.MultiAttach;
import io.fentry4j.MultiAttachment;
import io.fentry4j.OpenBpfObject;
import io.fentry4j.data.ValueType;
import io.fentry4j.failure.VerifierException;
import io.fentry4j.preflight.Preflight;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// One program on many functions.
@Tag("kernel")
@Timeout(240)
class MultiAttachTest {

    private static final Map<String, Long> COOKIES =
            Map.of("do_unlinkat", 1L, "vfs_unlink", 2L, "do_rmdir", 3L);

    private static Preflight preflight;

    @TempDir private Path folder;

    @BeforeAll
    static void read() {
        preflight = Preflight.ofRunningKernel();
    }

    private static OpenBpfObject open() {
        CallsProgramBpf.Open open = CallsProgramBpf.open();
        open.ownPid().set((int) ProcessHandle.current().pid());
        return open.object();
    }

    private static MultiAttach count() {
        return MultiAttach.of(MultiAttachTest::open, "count").preflight(preflight);
    }

    private void deleteFile() throws IOException {
        Files.delete(Files.createFile(folder.resolve("file")));
    }

    @Test
    void copies_share_maps_variables_and_constants_and_have_their_own_cookies() throws Exception {
        try (MultiAttachment multi =
                count().cookies(target -> COOKIES.getOrDefault(target.name(), 9L))
                        .attach(List.of("do_unlinkat", "vfs_unlink", "do_rmdir"))) {
            assertThat(multi.leftOut()).isEmpty();
            deleteFile();
            Files.delete(Files.createDirectory(folder.resolve("folder")));

            BpfHashMap<Long, Long> calls =
                    multi.object().hashMap("calls", ValueType.U64, ValueType.U64);
            assertThat(calls.lookup(1L)).hasValueSatisfying(n -> assertThat(n).isPositive());
            assertThat(calls.lookup(2L)).hasValueSatisfying(n -> assertThat(n).isPositive());
            assertThat(calls.lookup(3L)).contains(1L);
            long all = multi.object().variable("all_calls", ValueType.U64).get();
            assertThat(all)
                    .isEqualTo(
                            calls.lookup(1L).orElseThrow()
                                    + calls.lookup(2L).orElseThrow()
                                    + calls.lookup(3L).orElseThrow());
        }
    }

    @Test
    void bad_targets_are_left_out_with_their_reason() throws Exception {
        try (MultiAttachment multi =
                MultiAttach.of(MultiAttachTest::open, "entry")
                        .preflight(preflight)
                        .attach(
                                List.of(
                                        "no_such_function",
                                        "vfs_read",
                                        "_printk",
                                        "migrate_disable",
                                        "overlay:ovl_statfs",
                                        "xfs:xfs_file_open"))) {
            assertThat(multi.attached())
                    .extracting(attached -> attached.link().target())
                    .containsExactly("vfs_read", "overlay:ovl_statfs");
            assertThat(multi.leftOut())
                    .extracting(left -> left.target().name())
                    .containsExactly(
                            "no_such_function", "_printk", "migrate_disable", "xfs_file_open");
            assertThat(multi.leftOut()).allMatch(left -> left.reason().contains("What to do"));
        }
    }

    @Test
    void what_the_kernel_refuses_after_the_preflight_is_left_out_with_its_exception() {
        try (MultiAttachment multi =
                MultiAttach.of(MultiAttachTest::open, "third")
                        .preflight(preflight)
                        .attach(List.of("vfs_fsync", "vfs_read"))) {
            assertThat(multi.attached())
                    .extracting(attached -> attached.target().name())
                    .containsExactly("vfs_read");
            assertThat(multi.leftOut())
                    .singleElement()
                    .satisfies(left -> {
                        assertThat(left.target().name()).isEqualTo("vfs_fsync");
                        assertThat(left.failure()).containsInstanceOf(VerifierException.class);
                    });
        }
    }

    @Test
    void links_and_the_whole_are_closed_in_any_order() throws Exception {
        MultiAttachment multi = count().attach(List.of("do_unlinkat", "vfs_unlink", "vfs_rename"));
        multi.attached().get(1).link().close();
        deleteFile();
        assertThat(multi.attached().getFirst().program().statistics()).isNotNull();
        multi.object().close();
        multi.close();
        multi.close();

        assertThat(multi.attached()).noneMatch(attached -> attached.link().isOpen());
    }

    @Test
    void more_functions_than_the_limit_are_refused_before_anything_is_attached() {
        assertThatThrownBy(() -> count().limit(3).attach(List.of("vfs_*")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the limit is 3");
    }

    @Test
    void all_functions_of_a_pattern_are_attached_and_detached(TestReporter reporter) {
        long start = System.nanoTime();
        MultiAttachment multi = count().attach(List.of("vfs_re*"));
        long attached = System.nanoTime();
        int count = multi.attached().size();
        multi.close();
        long closed = System.nanoTime();
        reporter.publishEntry(
                Map.of(
                        "functions", String.valueOf(count),
                        "attach ms", String.valueOf((attached - start) / 1_000_000),
                        "close ms", String.valueOf((closed - attached) / 1_000_000)));

        assertThat(count).isGreaterThan(3);
        assertThat(multi.leftOut()).noneMatch(left -> left.failure().isPresent());
    }
}
