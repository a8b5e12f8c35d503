package io.fentry4j.compiler.clang;

import io.fentry4j.compiler.report.CompileFailure;
import io.fentry4j.compiler.report.Problem;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Writes `vmlinux.h` from the BTF that the user names, with bpftool.
final class VmlinuxHeader {

    private VmlinuxHeader() {}

    /// The header for the kernel whose BTF is in `btf`.
    ///
    /// @throws CompileFailure if bpftool is missing or cannot read the file
    static byte[] of(Path btf, Options options, Path workDirectory) throws IOException {
        if (!Files.isReadable(btf)) {
            throw new CompileFailure(
                    Problem.VMLINUX_UNREADABLE,
                    btf,
                    "there is no such file, or it may not be read");
        }
        Path bpftool = bpftool(options);
        var command =
                List.of(bpftool.toString(), "btf", "dump", "file", btf.toString(), "format", "c");
        var result = Command.run(command, workDirectory, options.timeout());
        if (!result.succeeded() || result.output().length == 0) {
            throw new CompileFailure(
                    Problem.VMLINUX_UNREADABLE, btf, "bpftool says: " + result.errors().strip());
        }
        return result.output();
    }

    private static Path bpftool(Options options) {
        List<String> directories = new ArrayList<>();
        if (options.searchPath() != null) {
            directories.addAll(List.of(options.searchPath().split(File.pathSeparator, -1)));
        }
        // Debian installs it where only root's PATH leads.
        directories.add("/usr/sbin");
        directories.add("/sbin");
        return directories.stream()
                .filter(directory -> !directory.isEmpty())
                .map(directory -> Path.of(directory, "bpftool").toAbsolutePath())
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new CompileFailure(Problem.BPFTOOL_MISSING));
    }
}
