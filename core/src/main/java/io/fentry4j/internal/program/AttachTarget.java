package io.fentry4j.internal.program;

import io.fentry4j.Errno;
import io.fentry4j.failure.BpfException;
import io.fentry4j.failure.Failure;
import io.fentry4j.failure.KernelException;
import io.fentry4j.failure.PermissionException;
import io.fentry4j.internal.libbpf.ProgramCommands;
import io.fentry4j.internal.linux.LibC;
import java.util.Optional;

/// The function that a fentry or fexit program is loaded for, as the kernel wants it named: an id
/// in the kernel's BTF, or in that of a module, which is a descriptor to close.
///
/// @param btfId the function's id
/// @param btfFd the module's BTF; 0 for the kernel's own
public record AttachTarget(int btfId, int btfFd) implements AutoCloseable {

    /// No function: for programs that are attached by other means.
    public static final AttachTarget NONE = new AttachTarget(0, 0);

    /// A function of the kernel itself, or of a loaded module.
    ///
    /// @param btfId the function's id in [io.fentry4j.btf.Btf]
    /// @throws BpfException if the module's BTF cannot be had
    public static AttachTarget of(Optional<String> module, int btfId) {
        return new AttachTarget(btfId, module.map(AttachTarget::openModule).orElse(0));
    }

    /// The kernel shows the BTFs that it holds one by one, by their ids.
    private static int openModule(String module) {
        int id = ProgramCommands.nextBtf(0);
        while (id >= 0) {
            int fd = ProgramCommands.openBtf(id);
            if (fd >= 0) {
                if (ProgramCommands.kernelBtfName(fd).equals(module)) {
                    return fd;
                }
                LibC.close(fd);
            } else if (fd != -Errno.ENOENT.number()) { // it may have gone meanwhile
                throw unavailable(module, fd);
            }
            id = ProgramCommands.nextBtf(id);
        }
        throw unavailable(module, id);
    }

    private static BpfException unavailable(String module, int error) {
        Errno errno = new Errno(-error);
        String operation = "open the BTF of module '" + module + "'";
        if (errno.equals(Errno.EPERM)) {
            return new PermissionException(
                    Failure.of(
                                    operation,
                                    "this process lacks CAP_SYS_ADMIN, which functions of modules"
                                            + " need besides CAP_BPF and CAP_PERFMON")
                            .errno(errno)
                            .advise("run as root, or give CAP_SYS_ADMIN"));
        }
        return new KernelException(
                Failure.of(operation, "the kernel holds no BTF of this module")
                        .errno(errno)
                        .advise("load the module, built with CONFIG_DEBUG_INFO_BTF_MODULES=y"));
    }

    @Override
    public void close() {
        if (btfFd > 0) {
            LibC.close(btfFd);
        }
    }
}
