package io.fentry4j.testkit;

import static java.util.stream.Collectors.joining;

import io.fentry4j.internal.linux.ResourceTracker;
import io.fentry4j.internal.linux.ResourceTracker.Resource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/// Fails each test class that leaves something open: what the library handed out, with the stack
/// that opened it, and what the kernel shows in `/proc/self/fd`.
///
/// [OnKernel] brings it along. The stacks are noted where the system property
/// `io.fentry4j.trackResources` is `true`, as in the lab's JVM. What a listener closes is freed by
/// its thread a little later, so this waits for it.
public final class NoLeaks implements BeforeAllCallback, AfterAllCallback {

    private static final Namespace NAMESPACE = Namespace.create(NoLeaks.class);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /// @param descriptors of BPF objects in `/proc/self/fd`
    private record State(List<Resource> resources, List<String> descriptors) {

        static State now() {
            return new State(ResourceTracker.open(), descriptorsOfBpf());
        }

        State without(State before) {
            List<Resource> moreResources = new ArrayList<>(resources);
            moreResources.removeAll(before.resources);
            List<String> moreDescriptors = new ArrayList<>(descriptors);
            moreDescriptors.removeAll(before.descriptors);
            return new State(moreResources, moreDescriptors);
        }

        boolean isEmpty() {
            return resources.isEmpty() && descriptors.isEmpty();
        }
    }

    /// For JUnit.
    public NoLeaks() {}

    @Override
    public void beforeAll(ExtensionContext context) {
        context.getStore(NAMESPACE).put(State.class, State.now());
    }

    @Override
    public void afterAll(ExtensionContext context) {
        State before =
                Objects.requireNonNull(
                        context.getStore(NAMESPACE).get(State.class, State.class),
                        "beforeAll comes first");
        long start = System.nanoTime();
        State left = State.now().without(before);
        while (!left.isEmpty() && System.nanoTime() - start < PATIENCE.toNanos()) {
            LockSupport.parkNanos(1_000_000);
            left = State.now().without(before);
        }
        if (!left.isEmpty()) {
            throw new AssertionError(
                    left.resources.stream()
                            .map(Resource::toString)
                            .collect(joining("\n", "left open: " + left.descriptors + "\n", "")));
        }
    }

    private static List<String> descriptorsOfBpf() {
        try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
            return all.map(NoLeaks::link).filter(link -> link.contains("bpf")).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The number and what it stands for, such as `17 anon_inode:bpf-map`.
    private static String link(Path descriptor) {
        try {
            return descriptor.getFileName() + " " + Files.readSymbolicLink(descriptor);
        } catch (IOException e) {
            return "closed meanwhile";
        }
    }
}
