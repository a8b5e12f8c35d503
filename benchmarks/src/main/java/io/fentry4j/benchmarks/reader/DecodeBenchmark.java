package io.fentry4j.benchmarks.reader;

import io.fentry4j.data.KernelString;
import io.fentry4j.data.RecordView;
import io.fentry4j.unlink.UnlinkEvent;
import io.fentry4j.unlink.UnlinkRecords;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// What the decoding of one record costs apart from the ring, and what its strings cost: a record
/// of the deletion probe in native memory, with a name of 15 bytes.
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@State(Scope.Thread)
@SuppressWarnings("NullAway.Init") // JMH calls the setup
public class DecodeBenchmark {

    private static final String NAME = "a-file-name.txt";

    private final KernelString name = KernelString.of(NAME);
    private final byte[] nameBytes = name.bytes();
    private Arena arena;
    private RecordView view;
    private int nameOffset;
    private Function<RecordView, UnlinkEvent> decoder;
    private UnlinkEvent made;

    @Setup
    public void open() {
        byte[] record = UnlinkRecords.record("", NAME);
        arena = Arena.ofShared();
        MemorySegment memory = arena.allocate(record.length, Long.BYTES);
        MemorySegment.copy(record, 0, memory, ValueLayout.JAVA_BYTE, 0, record.length);
        view = new RecordView().wrap(memory, 0, record.length);
        nameOffset = record.length - NAME.length() - 1;
        decoder = UnlinkRecords.decoder();
        made = decoder.apply(view);
    }

    @TearDown
    public void close() {
        arena.close();
    }

    /// One number of the record.
    @Benchmark
    public long field() {
        return view.getLong(0);
    }

    /// The bytes of the name, copied out of the record.
    @Benchmark
    public KernelString name() {
        return view.getString(nameOffset, view.size() - nameOffset);
    }

    /// Text for a program, from the bytes of the name.
    @Benchmark
    public String text() {
        return name.toString();
    }

    /// Text for a terminal, from the bytes of the name.
    @Benchmark
    public String escaped() {
        return name.escaped();
    }

    /// The objects of an event alone: made of values that are at hand, its name of a copied array.
    @Benchmark
    public UnlinkEvent objects() {
        UnlinkEvent e = made;
        return new UnlinkEvent(
                e.realtimeNanos(),
                e.kernelNanos(),
                e.durationNanos(),
                e.kind(),
                e.function(),
                e.pid(),
                e.tid(),
                e.parentPid(),
                e.namespacePid(),
                e.uid(),
                e.gid(),
                e.comm(),
                e.processStartNanos(),
                e.threadStartNanos(),
                e.cgroupId(),
                e.mountNamespace(),
                e.dirfd(),
                KernelString.of(nameBytes),
                e.nameSource(),
                e.path(),
                e.pathState(),
                e.ret());
    }

    /// The whole event.
    @Benchmark
    public UnlinkEvent event() {
        return decoder.apply(view);
    }
}
