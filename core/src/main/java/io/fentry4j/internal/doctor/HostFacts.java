package io.fentry4j.internal.doctor;

import io.fentry4j.PreemptionModel;
import io.fentry4j.internal.failure.Host;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// What the doctor looks at besides [Host], which failures look at too.
///
/// @param arch as Java names it: `amd64`, `aarch64`
/// @param preemption when kernel code is preempted
/// @param btf the kernel's BTF; empty if it cannot be read
/// @param jit `net.core.bpf_jit_enable`, which only root can read
/// @param unprivilegedBpf `kernel.unprivileged_bpf_disabled`
/// @param filterFunctions whether ftrace's list of patchable functions can be read
record HostFacts(
        Host host,
        String arch,
        PreemptionModel preemption,
        Optional<BtfFile> btf,
        Optional<String> jit,
        Optional<String> unprivilegedBpf,
        boolean filterFunctions) {

    static final Path JIT = Path.of("/proc/sys/net/core/bpf_jit_enable");
    private static final List<Path> FILTER_FUNCTIONS =
            List.of(
                    Path.of("/sys/kernel/tracing/available_filter_functions"),
                    Path.of("/sys/kernel/debug/tracing/available_filter_functions"));

    /// The kernel's BTF as a file.
    ///
    /// @param size its bytes
    /// @param magic its first two bytes as a little-endian number
    record BtfFile(long size, int magic) {

        /// `BTF_MAGIC` (`linux/btf.h`).
        static final int MAGIC = 0xeb9f;

        static Optional<BtfFile> read(Path file) {
            try (InputStream in = Files.newInputStream(file)) {
                byte[] start = in.readNBytes(2);
                int magic = start.length < 2 ? 0 : (start[0] & 0xff) | (start[1] & 0xff) << 8;
                return Optional.of(new BtfFile(Files.size(file), magic));
            } catch (IOException e) {
                return Optional.empty();
            }
        }
    }

    static HostFacts read() {
        return new HostFacts(
                Host.examine(),
                System.getProperty("os.arch"),
                PreemptionModel.ofRunningKernel(),
                BtfFile.read(Path.of(Host.KERNEL_BTF.toString())),
                text(JIT),
                text(Path.of("/proc/sys/kernel/unprivileged_bpf_disabled")),
                FILTER_FUNCTIONS.stream().anyMatch(HostFacts::opens));
    }

    /// Under lockdown a file may have the right mode and not open.
    private static boolean opens(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return in.read() >= 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static Optional<String> text(Path file) {
        try {
            return Optional.of(Files.readString(file).trim());
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
