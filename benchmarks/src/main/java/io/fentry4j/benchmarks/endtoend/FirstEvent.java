package io.fentry4j.benchmarks.endtoend;

import io.fentry4j.benchmarks.reader.ProducerBpf;
import io.fentry4j.data.RecordWriter;
import io.fentry4j.unlink.UnlinkProbe;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;

/// Prints a line when it has its first event, and ends: `FirstEvent unlink` of the deletion probe,
/// `FirstEvent record` of a ring that a `SEC("syscall")` program fills. For `first_event.c`, which
/// takes the time, and for the training run of an AOT cache.
public final class FirstEvent {

    private static final byte[] LINE = "first\n".getBytes(StandardCharsets.US_ASCII);

    private FirstEvent() {}

    /// Waits for one event.
    ///
    /// @throws IllegalArgumentException if it is told to do something else
    @SuppressWarnings("try") // the probe and the listener work by being open
    public static void main(String[] arguments) throws InterruptedException {
        CountDownLatch first = new CountDownLatch(1);
        switch (arguments[0]) {
            case "unlink" -> {
                try (UnlinkProbe probe = UnlinkProbe.attach(event -> tell(first))) {
                    first.await();
                }
            }
            case "record" -> {
                try (ProducerBpf bpf = ProducerBpf.load();
                        var listener = bpf.measurements().listen(record -> tell(first))) {
                    bpf.wake().set(true);
                    bpf.fill().run(one());
                    first.await();
                }
            }
            default -> throw new IllegalArgumentException("usage: FirstEvent unlink|record");
        }
    }

    private static byte[] one() {
        byte[] request = new byte[Integer.BYTES];
        RecordWriter.of(MemorySegment.ofArray(request)).putInt(0, 1);
        return request;
    }

    /// Straight to the descriptor: `System.out` would be set up with the time that is measured.
    private static void tell(CountDownLatch first) {
        if (first.getCount() == 0) {
            return;
        }
        try (FileOutputStream out = new FileOutputStream(FileDescriptor.out)) {
            out.write(LINE);
        } catch (IOException e) {
            throw new UncheckedIOException("tell of the event", e);
        }
        first.countDown();
    }
}
