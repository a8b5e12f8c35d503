package io.fentry4j.unlink;

import io.fentry4j.GlobalVariable;
import java.util.function.Consumer;

/// Tells of losses as they come. For the one thread that reads the ring.
final class LossWatch implements Runnable {

    private final GlobalVariable<Long> ringFull;
    private final GlobalVariable<Long> noMemory;
    private final Consumer<? super UnlinkLoss> listener;
    private long toldRingFull;
    private long toldNoMemory;

    LossWatch(UnlinkBpf bpf, Consumer<? super UnlinkLoss> listener) {
        this.ringFull = bpf.ringFull();
        this.noMemory = bpf.noStorage();
        this.listener = listener;
    }

    /// Looks at the kernel's counts, which takes no system call.
    @Override
    public void run() {
        long full = ringFull.get();
        long memory = noMemory.get();
        if (full != toldRingFull || memory != toldNoMemory) {
            UnlinkLoss loss =
                    new UnlinkLoss(full - toldRingFull, memory - toldNoMemory, full + memory);
            toldRingFull = full;
            toldNoMemory = memory;
            listener.accept(loss);
        }
    }
}
