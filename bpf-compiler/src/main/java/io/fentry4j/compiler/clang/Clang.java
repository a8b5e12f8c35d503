package io.fentry4j.compiler.clang;

import io.fentry4j.compiler.report.CompileFailure;
import io.fentry4j.compiler.report.Finding;
import io.fentry4j.compiler.report.Problem;
import io.fentry4j.compiler.source.CFile;
import io.fentry4j.internal.elf.ElfStripper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import javax.tools.Diagnostic;
import org.jspecify.annotations.Nullable;

/// Compiles C to a CO-RE object with clang.
///
/// The object depends on the C, the headers and clang's version alone: clang sees relative paths
/// only, and what would tell where or when it ran is switched off.
public final class Clang {

    private static final String SOURCE = "program.bpf.c";
    private static final String OBJECT = "program.bpf.o";

    private final Options options;
    private @Nullable ClangBinary binary;
    private byte @Nullable [] vmlinux;

    public Clang(Options options) {
        this.options = options;
    }

    /// Compiles one file.
    ///
    /// @param typeName the annotated type, for messages
    /// @param headers directories whose headers the C may include with quotes
    /// @param warnings is given what clang warns of
    /// @throws CompileFailure with the errors that clang reports, or why it could not run
    public CompiledC compile(
            CFile file, String typeName, List<Path> headers, Consumer<Finding> warnings) {
        try (WorkDirectory work = WorkDirectory.create()) {
            ClangBinary clang = binary(work);
            writeInput(work, file);
            var result = Command.run(command(clang, headers), work.root(), options.timeout());
            if (result.timedOut()) {
                throw new CompileFailure(
                        Problem.CLANG_TIMEOUT,
                        typeName,
                        clang.name(),
                        options.timeout().toSeconds());
            }
            var messages = ClangMessageParser.parse(result.errors());
            List<Finding> findings = new ClangFindings(file).of(messages);
            Path object = work.resolve(OBJECT);
            if (findings.stream().anyMatch(f -> f.kind() == Diagnostic.Kind.ERROR)) {
                throw new CompileFailure(findings);
            }
            if (!result.succeeded() || !Files.isRegularFile(object)) {
                throw new CompileFailure(
                        Problem.CLANG_FAILED,
                        typeName,
                        clang.name(),
                        "ended with exit code " + result.exitCode(),
                        tail(result.errors()));
            }
            findings.forEach(warnings);
            byte[] elf = ElfStripper.withoutDwarf(Files.readAllBytes(object));
            return new CompiledC(elf, clang.version() >= ClangBinary.ENUM_SIGNS);
        } catch (IOException e) {
            throw new CompileFailure(Problem.WRITE_FAILED, "clang's input and output", e);
        }
    }

    private ClangBinary binary(WorkDirectory work) {
        ClangBinary found = binary;
        if (found == null) {
            found = new ClangFinder(work.root()).find(options);
            binary = found;
        }
        return found;
    }

    private void writeInput(WorkDirectory work, CFile file) throws IOException {
        work.write(SOURCE, file.content().getBytes(StandardCharsets.UTF_8));
        for (Map.Entry<String, String> quoted : file.quotedFiles().entrySet()) {
            work.write(quoted.getKey(), quoted.getValue().getBytes(StandardCharsets.UTF_8));
        }
        if (options.vmlinux().isPresent()) {
            byte[] header = vmlinux;
            if (header == null) {
                header = VmlinuxHeader.of(options.vmlinux().get(), options, work.root());
                vmlinux = header;
            }
            work.write(WorkDirectory.INCLUDE + "/vmlinux.h", header);
        }
    }

    private List<String> command(ClangBinary clang, List<Path> headers) {
        List<String> command = new ArrayList<>();
        command.add(clang.path().toString());
        // Little-endian like every machine that Java runs BPF on, whatever the build machine is.
        command.addAll(List.of("-target", "bpfel", "-mcpu=v3", "-O2", "-g", "-Wall", "-c"));
        // Some distributions switch it on for every target, and BPF has none.
        command.add("-fno-stack-protector");
        command.add("-D" + options.arch().define());
        command.addAll(List.of("-isystem", WorkDirectory.INCLUDE));
        for (Arch arch : archs()) {
            for (Path directory : arch.headerDirectories()) {
                if (Files.isDirectory(directory)) {
                    command.addAll(List.of("-idirafter", directory.toString()));
                }
            }
        }
        for (Path directory : headers) {
            command.addAll(List.of("-iquote", directory.toString()));
            command.add("-ffile-prefix-map=" + directory + "/=");
        }
        command.add("-fdebug-compilation-dir=.");
        command.addAll(
                List.of(
                        "-fno-color-diagnostics",
                        "-fno-caret-diagnostics",
                        "-Xclang",
                        "-fno-diagnostics-use-presumed-location"));
        command.addAll(List.of("-o", OBJECT, SOURCE));
        return command;
    }

    /// The wanted machine first: its `asm/` headers are preferred, but for the types that BPF needs
    /// those of another one do.
    private List<Arch> archs() {
        List<Arch> archs = new ArrayList<>(List.of(options.arch()));
        for (Arch arch : Arch.values()) {
            if (arch != options.arch()) {
                archs.add(arch);
            }
        }
        return archs;
    }

    private static String tail(String errors) {
        List<String> lines = errors.lines().filter(line -> !line.isBlank()).toList();
        if (lines.isEmpty()) {
            return "";
        }
        var last = lines.subList(Math.max(0, lines.size() - 5), lines.size());
        return " Its last output:\n    " + String.join("\n    ", last) + "\n";
    }
}
