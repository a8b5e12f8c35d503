package io.fentry4j.unlink;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// This process by the number that the kernel's programs see: the one in the initial PID namespace.
///
/// In a container the JVM knows another one. There a program that the JVM runs by `BPF_PROG_RUN` in
/// its own thread tells the number (Linux 5.14).
final class OwnProcess {

    private static final Path NAMESPACE = Path.of("/proc/self/ns/pid");

    /// The inode is the same on every kernel: `PROC_PID_INIT_INO`, `linux/proc_ns.h`.
    private static final String INITIAL = "pid:[4026531836]";

    private static final boolean NUMBER_IS_KNOWN = inInitialNamespace();

    private OwnProcess() {}

    private static boolean inInitialNamespace() {
        try {
            return Files.readSymbolicLink(NAMESPACE).toString().equals(INITIAL);
        } catch (IOException e) {
            throw new UncheckedIOException("find out this process's PID namespace", e);
        }
    }

    static boolean is(int pid) {
        return pid == ProcessHandle.current().pid();
    }

    /// Lets the program be loaded if it is needed.
    static void selectIn(UnlinkBpf.Open open) {
        open.ownProcess().autoload(!NUMBER_IS_KNOWN);
    }

    /// Tells the other programs. To be called after the load and before one is attached.
    static void tell(UnlinkBpf bpf) {
        if (NUMBER_IS_KNOWN) {
            bpf.ownPid().set(ProcessHandle.current().pid());
        } else {
            bpf.ownProcess().run();
        }
    }
}
