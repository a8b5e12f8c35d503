package io.fentry4j;

import io.fentry4j.failure.BpfException;
import io.fentry4j.preflight.TargetReport;
import io.fentry4j.preflight.Verdict;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/// One program on many functions, as [MultiAttach] has attached it.
///
/// Thread-safe. Closing it detaches from all functions and closes the shared object; single links
/// can be closed before.
public final class MultiAttachment implements AutoCloseable {

    private final BpfObject object;
    private final List<Attached> attached = new ArrayList<>();
    private final List<LeftOut> leftOut = new ArrayList<>();
    private final List<BpfObject> copies = new ArrayList<>();
    private final AtomicBoolean closed = new AtomicBoolean();

    MultiAttachment(BpfObject object) {
        this.object = object;
    }

    /// A function that the program runs at.
    ///
    /// @param target what the preflight found out about it
    /// @param program the copy of the program for it, for its statistics
    /// @param link close it to detach from this function only
    public record Attached(TargetReport target, TracingProgram program, Link link) {}

    /// A function that the program does not run at.
    ///
    /// @param target what the preflight found out about it
    /// @param reason why, in words
    /// @param failure what the kernel said, if it was tried; empty if the preflight found fault
    ///   with it
    public record LeftOut(TargetReport target, String reason, Optional<BpfException> failure) {

        /// The function and the reason.
        @Override
        public String toString() {
            return target.qualifiedName() + ": " + reason;
        }
    }

    void add(TargetReport target, TracingProgram program, Link link, BpfObject copy) {
        attached.add(new Attached(target, program, link));
        copies.add(copy);
    }

    void leaveOut(TargetReport target, Verdict verdict) {
        leftOut.add(new LeftOut(target, verdict.toString(), Optional.empty()));
    }

    void leaveOut(TargetReport target, BpfException failure) {
        leftOut.add(
                new LeftOut(target, String.valueOf(failure.getMessage()), Optional.of(failure)));
    }

    /// The object that has the maps and global variables that all copies share. No program of it is
    /// loaded.
    public BpfObject object() {
        return object;
    }

    /// The functions that the program runs at, in the order of the targets.
    public List<Attached> attached() {
        return Collections.unmodifiableList(attached);
    }

    /// The functions that it does not run at, those that were not tried first.
    public List<LeftOut> leftOut() {
        return Collections.unmodifiableList(leftOut);
    }

    /// Detaches from all functions, removes the programs, and closes the shared object.
    ///
    /// Can be called any number of times, by any thread. Each detach waits for grace periods of the
    /// kernel.
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            Closing all = new Closing();
            copies.reversed().forEach(copy -> all.close(copy::close));
            all.close(object::close);
            all.throwIfFailed();
        }
    }

    /// The figures in one line.
    @Override
    public String toString() {
        return "MultiAttachment[%s, %d attached, %d left out]"
                .formatted(object.name(), attached.size(), leftOut.size());
    }
}
