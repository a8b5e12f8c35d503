package io.fentry4j.internal.libbpf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fentry4j.BpfObject;
import io.fentry4j.failure.InvalidObjectException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LibbpfLogTest {

    private static final byte[] GARBAGE = {1, 2, 3, 4};

    private static InvalidObjectException open(String name) {
        return catchThrowableOfType(
                InvalidObjectException.class, () -> BpfObject.open(name, GARBAGE));
    }

    @Test
    void a_failure_carries_what_libbpf_said_about_it() {
        InvalidObjectException e = open("garbage");

        assertThat(e)
                .hasMessageStartingWith("open 'garbage': libbpf cannot read it as a BPF object")
                .hasMessageContaining("bytes=4")
                .hasMessageContaining("clang -target bpf -g");
        assertThat(e.failure().log())
                .isNotEmpty()
                .allMatch(message -> message.startsWith("libbpf: ") && message.contains("garbage"))
                .noneMatch(message -> message.endsWith("\n"));
    }

    @Test
    void threads_that_fail_at_the_same_time_get_their_own_messages_only() throws Exception {
        int threads = 4;
        int times = 100;
        CyclicBarrier together = new CyclicBarrier(threads);
        List<CompletableFuture<Void>> all = new ArrayList<>();
        for (int thread = 0; thread < threads; thread++) {
            String name = "thread-" + thread + "-";
            CompletableFuture<Void> future = new CompletableFuture<>();
            all.add(future);
            Thread.ofPlatform()
                    .start(() -> {
                        try {
                            together.await(10, TimeUnit.SECONDS);
                            for (int i = 0; i < times; i++) {
                                String object = name + i + ".o";
                                assertThat(open(object).failure().log())
                                        .isNotEmpty()
                                        .allMatch(message -> message.contains(object));
                            }
                            future.complete(null);
                        } catch (Throwable e) {
                            future.completeExceptionally(e);
                        }
                    });
        }
        for (CompletableFuture<Void> future : all) {
            future.get(60, TimeUnit.SECONDS);
        }
    }

    @Test
    void a_thread_captures_once_at_a_time_and_again_after_that() {
        try (LibbpfLog log = LibbpfLog.capture()) {
            assertThat(log.messages()).isEmpty();
            assertThatIllegalStateException()
                    .isThrownBy(LibbpfLog::capture)
                    .withMessage("libbpf's messages are captured already");
        }
        try (LibbpfLog log = LibbpfLog.capture()) {
            assertThat(Libbpf.openObject("again", GARBAGE).error()).isNegative();
            assertThat(log.messages()).isNotEmpty();
        }
    }

    @Test
    void nothing_is_added_after_the_capture_has_ended() {
        LibbpfLog log = LibbpfLog.capture();
        log.close();

        assertThat(Libbpf.openObject("unheard", GARBAGE).error()).isNegative();

        assertThat(log.messages()).isEmpty();
    }
}
