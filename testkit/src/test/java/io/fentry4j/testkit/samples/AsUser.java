package io.fentry4j.testkit.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fentry4j.testkit.OnKernel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// A method that wants a machine of its own, as a user without rights and with a boot parameter,
/// beside one that runs here.
public class AsUser {

    @Test
    @OnKernel(user = "1000:1001", append = "lockdown=integrity")
    void has_no_rights() throws IOException {
        assertEquals(1000, Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
        assertEquals(1001, Files.getAttribute(Path.of("/proc/self"), "unix:gid"));
        assertTrue(
                Files.readString(Path.of("/proc/self/status"))
                        .contains("CapBnd:\t0000000000000000"));
        assertTrue(Files.readString(Path.of("/proc/cmdline")).contains("lockdown=integrity"));
    }

    @Test
    void runs_here() {}
}
