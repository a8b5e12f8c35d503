package io.fentry4j.tests.failures;

import static io.fentry4j.tests.failures.Attaching.failureOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fentry4j.failure.MapException;
import io.fentry4j.failure.PolicyException;
import io.fentry4j.failure.VerifierException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Programs and maps that the kernel does not take.
@Tag("kernel")
@Timeout(120)
class ProgramTest {

    private static final Path JIT = Path.of("/proc/sys/net/core/bpf_jit_enable");

    @Test
    void a_path_where_the_kernel_gives_none_is_told_with_what_to_do_instead() {
        VerifierException e =
                catchThrowableOfType(
                        VerifierException.class,
                        () -> {
                            try (var open = UnfitBpf.open()) {
                                open.pathOfAnything().autoload(true);
                                open.load().close();
                            }
                        });

        assertThat(e)
                .hasMessageContaining("the verifier rejected 'path_of_anything' at Unfit.java:")
                .hasMessageContaining("helper call is not allowed in probe")
                .hasMessageContaining("walk the dentries");
    }

    @Test
    void what_needs_the_jit_compiler_is_told_that_it_is_off() throws IOException {
        String before = Files.readString(JIT).strip();
        Files.writeString(JIT, "0");
        try {
            assertThat(failureOf(ProgramTest::loadCallback))
                    .isInstanceOf(PolicyException.class)
                    .hasMessageStartingWith(
                            "load 'Unfit': the program needs the BPF just-in-time compiler, which"
                                    + " is off")
                    .hasMessageContaining("net.core.bpf_jit_enable=0")
                    .hasMessageContaining("sysctl net.core.bpf_jit_enable=1");
            Attaching.entryOf("do_unlinkat"); // the interpreter runs in trampolines too
        } finally {
            Files.writeString(JIT, before);
        }
        loadCallback();
    }

    private static void loadCallback() {
        try (var open = UnfitBpf.open()) {
            open.callsBack().autoload(true);
            open.load().close();
        }
    }

    @Test
    void a_map_that_is_too_large_is_told_by_its_name() {
        assertThat(
                        failureOf(() -> {
                            try (var open = MapSizesBpf.open()) {
                                open.object().map("table").maxEntries(Integer.MAX_VALUE);
                                open.load().close();
                            }
                        }))
                .isInstanceOf(MapException.class)
                .hasMessageContaining("the kernel did not create the map 'table'")
                .hasMessageContaining("make it smaller");
    }

    @Test
    void a_ring_that_is_too_small_is_rounded_up_to_pages() {
        try (var open = MapSizesBpf.open()) {
            open.object().map("items").maxEntries(100);
            try (var bpf = open.load()) {
                assertThat(bpf.items().maxEntries()).isEqualTo(4096);
            }
        }
    }
}
