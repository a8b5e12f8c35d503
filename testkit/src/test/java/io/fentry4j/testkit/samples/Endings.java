package io.fentry4j.testkit.samples;

import io.fentry4j.testkit.OnKernel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/// Tests that take the machine, or the JVM in it, with them; one that does not between them.
@OnKernel(timeoutSeconds = 40)
@TestMethodOrder(MethodOrderer.MethodName.class)
public class Endings {

    @Test
    void a_exits() {
        // CHECKSTYLE:OFF: silent
        System.exit(3);
        // CHECKSTYLE:ON: silent
    }

    @Test
    void b_panics() throws IOException {
        Files.writeString(Path.of("/proc/sysrq-trigger"), "c");
    }

    @Test
    void c_hangs() throws InterruptedException {
        new CountDownLatch(1).await();
    }

    @Test
    void d_passes() {}
}
