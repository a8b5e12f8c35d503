package io.fentry4j.tests.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.fentry4j.failure.PermissionException;
import io.fentry4j.failure.PolicyException;
import io.fentry4j.preflight.Preflight;
import io.fentry4j.tests.Native;
import io.fentry4j.unlink.UnlinkProbe;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What guide and cookbook show of programs of one's own, with the README's probe.
@Tag("kernel")
@Tag("one-kernel")
@Timeout(120)
class ProgramSnippetsTest {

    private final Printed printed = new Printed();

    @AfterEach
    void giveTheStreamsBack() {
        printed.close();
    }

    @Test
    void the_first_name_that_the_kernel_has() throws Exception {
        // snippet target
        try (var open = UnlinkBpf.open()) {
            open.onUnlink().target("do_unlinkat", "filename_unlinkat");
            try (var bpf = open.load();
                    var link = bpf.onUnlink().attach()) {
                System.out.println("attached to " + link.target());
            }
        }
        // end snippet target

        assertThat(printed.text()).matches("attached to (do|filename)_unlinkat\n");
    }

    @Test
    void a_map_of_two_objects() throws Exception {
        Printed both = printed;
        // snippet share
        try (var first = UnlinkBpf.load();
                var open = UnlinkBpf.open()) {
            open.deletions().reuse(first.deletions());
            try (var second = open.load();
                    var _ = first.deletions().listen(deletion -> System.out.println(deletion));
                    var _ = second.onUnlink().attach()) {
                Thread.sleep(Duration.ofSeconds(1)); // what the second writes, the first reads
                // end snippet share
                Native.unlink("/no/such/file");
                assertThat(both.await(text -> text.contains("Deletion[")))
                        .contains("Deletion[pid=");
            }
        }
    }

    @Test
    void events_as_a_stream() throws Exception {
        Flow.Subscriber<Deletion> subscriber = new OneAtATime();
        try (var bpf = UnlinkBpf.load();
                var _ = bpf.onUnlink().attach()) {
            // snippet publish
            var publisher = bpf.deletions().publish();
            publisher.subscribe(subscriber); // of any library of reactive streams
            // end snippet publish
            Native.unlink("/no/such/file");
            assertThat(printed.await(text -> text.contains("Deletion["))).contains("Deletion[pid=");
        }
    }

    private static final class OneAtATime implements Flow.Subscriber<Deletion> {

        private Flow.Subscription subscription;

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription = given;
            given.request(1);
        }

        @Override
        public void onNext(Deletion deletion) {
            System.out.println(deletion);
            subscription.request(1);
        }

        @Override
        public void onError(Throwable failure) {
            System.out.println(failure);
        }

        @Override
        public void onComplete() {}
    }

    @Test
    void what_can_be_traced() {
        // snippet preflight
        var preflight = Preflight.ofRunningKernel();
        System.out.println(preflight.checkAll(List.of("vfs_*", "overlay:*", "do_unlinkt")));
        // end snippet preflight

        assertThat(printed.text()).contains("vfs_read", "ovl_unlink", "do_unlinkt");
    }

    @Test
    void a_failure_is_told_by_its_class() {
        System.Logger log = System.getLogger("docs");

        // snippet refused
        try (var probe = UnlinkProbe.attach(event -> System.out.println(event))) {
            System.out.println(probe.target());
        } catch (PermissionException | PolicyException e) {
            log.log(System.Logger.Level.WARNING, "not traced: {0}", e.getMessage());
        }
        // end snippet refused

        assertThat(printed.text()).contains("_unlinkat\n").doesNotContain("not traced");
    }
}
