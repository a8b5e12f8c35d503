package io.fentry4j.testkit.internal.lab;

import java.util.ArrayList;
import java.util.List;

/// The machine that a test wants. Tests that want the same share one.
///
/// @param kernel a name that `kernel-lab/run --kernel` knows, or a folder, or [#NONE]
/// @param append boot parameters
/// @param memory such as `2G`; the lab's default if empty
/// @param user `UID` or `UID:GID`; root if empty
/// @param timeoutSeconds without a sign of life from the tests
public record LabOptions(
        String kernel, String append, String memory, String user, int timeoutSeconds) {

    /// Stands for: do not run these tests.
    public static final String NONE = "none";

    public static final int DEFAULT_TIMEOUT_SECONDS = 120;

    /// This machine's own kernel.
    public static final String HOST = "host";

    /// What names the machine in a tree of tests: the kernel, and what is not as always.
    public String title() {
        StringBuilder title = new StringBuilder(isHost() ? "this kernel" : "Linux " + kernel);
        if (!append.isEmpty()) {
            title.append(", ").append(append);
        }
        if (!memory.isEmpty()) {
            title.append(", ").append(memory);
        }
        if (!user.isEmpty()) {
            title.append(", user ").append(user);
        }
        if (timeoutSeconds != DEFAULT_TIMEOUT_SECONDS) {
            title.append(", ").append(timeoutSeconds).append(" s");
        }
        return title.toString();
    }

    public boolean isHost() {
        return kernel.equals(HOST);
    }

    /// Options of `kernel-lab/run`. It has no time-out of its own: the tests have.
    List<String> arguments() {
        List<String> arguments = new ArrayList<>(List.of("--kernel", kernel, "--timeout", "0"));
        if (!memory.isEmpty()) {
            arguments.addAll(List.of("--memory", memory));
        }
        if (!append.isEmpty()) {
            arguments.addAll(List.of("--append", append));
        }
        return arguments;
    }
}
