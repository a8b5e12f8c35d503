package io.fentry4j.testkit.samples;

import io.fentry4j.testkit.OnKernel;
import org.junit.jupiter.api.Test;

/// Run by Jupiter alone.
@OnKernel
public class LeftOut {

    @Test
    void needs_a_kernel() {}
}
