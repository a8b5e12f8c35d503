package io.fentry4j.compiler.clang;

import io.fentry4j.compiler.report.CompileFailure;
import io.fentry4j.compiler.report.Problem;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Looks for the clang to use: the one that an option names, or the newest on the PATH.
final class ClangFinder {

    private static final Pattern NAME = Pattern.compile("clang(-\\d{1,3})?");
    private static final Pattern VERSION = Pattern.compile("clang version (\\d{1,3})\\.");
    private static final Duration ANSWER_TIME = Duration.ofSeconds(10);

    private final Path workDirectory;

    /// @param workDirectory a directory to run the candidates in
    ClangFinder(Path workDirectory) {
        this.workDirectory = workDirectory;
    }

    /// Finds clang.
    ///
    /// @throws CompileFailure if there is none, or only older ones
    ClangBinary find(Options options) {
        if (options.clang().isPresent()) {
            return named(options.clang().get());
        }
        List<Path> candidates = candidates(options.searchPath());
        Optional<ClangBinary> best = Optional.empty();
        List<String> tooOld = new ArrayList<>();
        for (Path candidate : candidates) {
            OptionalInt version = version(candidate);
            if (version.isEmpty()) {
                continue;
            }
            var clang = new ClangBinary(candidate, version.getAsInt());
            if (clang.version() < ClangBinary.OLDEST) {
                tooOld.add(clang.name());
            } else if (best.isEmpty() || clang.version() > best.get().version()) {
                best = Optional.of(clang);
            }
        }
        return best.orElseThrow(() -> notFound(candidates, tooOld));
    }

    private static CompileFailure notFound(List<Path> candidates, List<String> tooOld) {
        if (!tooOld.isEmpty()) {
            return new CompileFailure(
                    Problem.CLANG_TOO_OLD,
                    "the PATH has " + String.join(", ", tooOld),
                    ClangBinary.OLDEST);
        }
        String seen =
                candidates.isEmpty()
                        ? "no clang or clang-NN on the PATH"
                        : candidates + " on the PATH did not tell a version";
        return new CompileFailure(Problem.CLANG_MISSING, seen, ClangBinary.OLDEST);
    }

    private ClangBinary named(Path path) {
        if (!Files.isExecutable(path) || Files.isDirectory(path)) {
            throw new CompileFailure(
                    Problem.CLANG_MISSING,
                    "-Afentry4j.clang names " + path + ", which is no executable file",
                    ClangBinary.OLDEST);
        }
        Path absolute = path.toAbsolutePath();
        OptionalInt version = version(absolute);
        if (version.isEmpty()) {
            throw new CompileFailure(
                    Problem.CLANG_MISSING,
                    "-Afentry4j.clang names " + path + ", which did not tell a version of clang",
                    ClangBinary.OLDEST);
        }
        var clang = new ClangBinary(absolute, version.getAsInt());
        if (clang.version() < ClangBinary.OLDEST) {
            throw new CompileFailure(
                    Problem.CLANG_TOO_OLD,
                    "-Afentry4j.clang names " + clang.name(),
                    ClangBinary.OLDEST);
        }
        return clang;
    }

    private OptionalInt version(Path clang) {
        try {
            var result =
                    Command.run(List.of(clang.toString(), "--version"), workDirectory, ANSWER_TIME);
            Matcher matcher = VERSION.matcher(new String(result.output(), StandardCharsets.UTF_8));
            if (result.succeeded() && matcher.find()) {
                return OptionalInt.of(Integer.parseInt(matcher.group(1)));
            }
        } catch (IOException e) {
            // Not a program; the message lists what was tried.
        }
        return OptionalInt.empty();
    }

    private static List<Path> candidates(@Nullable String searchPath) {
        List<Path> found = new ArrayList<>();
        Set<Path> targets = new HashSet<>();
        if (searchPath == null) {
            return found;
        }
        for (String directory : searchPath.split(File.pathSeparator, -1)) {
            // An empty entry means the current directory, where no compiler is to be picked up.
            if (directory.isEmpty() || !Files.isDirectory(Path.of(directory))) {
                continue;
            }
            try (DirectoryStream<Path> files =
                    Files.newDirectoryStream(Path.of(directory), "clang*")) {
                for (Path file : files) {
                    if (NAME.matcher(file.getFileName().toString()).matches()
                            && Files.isExecutable(file)
                            && targets.add(file.toRealPath())) {
                        found.add(file.toAbsolutePath());
                    }
                }
            } catch (IOException | DirectoryIteratorException e) {
                // A directory that may not be read holds nothing for us.
            }
        }
        return found;
    }
}
