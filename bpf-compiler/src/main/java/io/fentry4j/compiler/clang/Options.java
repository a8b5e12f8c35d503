package io.fentry4j.compiler.clang;

import io.fentry4j.compiler.report.CompileFailure;
import io.fentry4j.compiler.report.Problem;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The processor's options, given to javac as `-Aname=value`.
///
/// @param clang the clang to run; empty to look on the PATH
/// @param timeout how long one run may take
/// @param arch whose registers kprobe programs read
/// @param vmlinux a file with a kernel's BTF, for `vmlinux.h`
/// @param searchPath the PATH
public record Options(
        Optional<Path> clang,
        Duration timeout,
        Arch arch,
        Optional<Path> vmlinux,
        @Nullable String searchPath) {

    private static final String CLANG = "fentry4j.clang";
    private static final String TIMEOUT = "fentry4j.clang.timeout";
    private static final String ARCH = "fentry4j.arch";
    private static final String VMLINUX = "fentry4j.vmlinux";

    private static final long DEFAULT_TIMEOUT_SECONDS = 60;

    /// The options that javac may pass on.
    public static final Set<String> NAMES = Set.of(CLANG, TIMEOUT, ARCH, VMLINUX);

    /// Reads the options of a compiler.
    ///
    /// @throws CompileFailure if a value is of no use
    public static Options of(Map<String, String> values) {
        return new Options(
                Optional.ofNullable(values.get(CLANG)).map(Path::of),
                timeout(values.get(TIMEOUT)),
                arch(values.get(ARCH)),
                Optional.ofNullable(values.get(VMLINUX)).map(Path::of).map(Path::toAbsolutePath),
                System.getenv("PATH"));
    }

    private static Duration timeout(@Nullable String value) {
        if (value == null) {
            return Duration.ofSeconds(DEFAULT_TIMEOUT_SECONDS);
        }
        try {
            long seconds = Long.parseLong(value);
            if (seconds > 0) {
                return Duration.ofSeconds(seconds);
            }
        } catch (NumberFormatException e) {
            // Answered below, with the value that was given.
        }
        throw new CompileFailure(
                Problem.BAD_OPTION, TIMEOUT, value, "give a whole number of seconds, such as 60");
    }

    private static Arch arch(@Nullable String value) {
        String wanted = value == null ? System.getProperty("os.arch") : value;
        return Arch.of(wanted)
                .orElseThrow(() ->
                        new CompileFailure(
                                Problem.BAD_OPTION,
                                ARCH,
                                wanted,
                                "give x86 or arm64, the machine that the programs are for"));
    }
}
