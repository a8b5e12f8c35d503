package io.fentry4j.examples.cli.signature;

import io.fentry4j.data.KernelString;
import io.fentry4j.examples.cli.LineOutput;
import io.fentry4j.examples.cli.Progress;
import io.fentry4j.examples.cli.function.FunctionJson;
import io.fentry4j.examples.cli.function.Patterns;
import io.fentry4j.examples.cli.json.JsonLine;
import io.fentry4j.preflight.Mechanism;
import io.fentry4j.preflight.Preflight;
import io.fentry4j.preflight.PreflightReport;
import io.fentry4j.preflight.TargetReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `fentry4j signature`: a function's prototype, and what it can be traced by.
@Command(
        name = "signature",
        description = {
            "Prints the prototype of functions of the running kernel, and what they can be traced by.",
            "",
            "From the kernel's own types (BTF), so it is the one of this kernel. Works without root;"
                    + " what could not be looked up then is named in brackets.",
            ""
        },
        exitCodeList = {
            "  0:each has a prototype, or the reader of the output has gone",
            "  1:one of them has none: it is not there, or BTF does not describe it",
            "  2:the options were wrong",
            "129, 130, 143:ended by SIGHUP, SIGINT (Ctrl-C), SIGTERM"
        },
        footer = {
            "",
            "Keys of --json: function, module, signature, arguments (name, type, size, signed,"
                    + " slot), returns, fentry, fexit and kprobe (traceable, reason, words, evidence,"
                    + " advice), suggestions, and with --types types.",
            "",
            "Examples:",
            "  fentry4j signature do_unlinkat",
            "  fentry4j signature --types do_unlinkat      and what struct filename is",
            "  fentry4j signature overlay:ovl_unlink       one of a module",
            "  fentry4j signature 'vfs_*link*'             all that match"
        })
public final class SignatureCommand implements Callable<Integer> {

    private final LineOutput out;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before call()
    private CommandSpec spec;

    @Option(
            names = "--types",
            description =
                    "Also the structs, unions and enums that arguments and result are or point to.")
    private boolean types;

    @Option(names = "--json", description = "One JSON object a line.")
    private boolean json;

    @Parameters(
            paramLabel = "FUNCTION",
            arity = "1..*",
            description = "Functions of the kernel, or module:function; globs of * and ? too.")
    private List<String> functions = new ArrayList<>();

    /// @param out gets the prototypes
    public SignatureCommand(LineOutput out) {
        this.out = out;
    }

    @Override
    public Integer call() throws IOException {
        PrintWriter err = spec.commandLine().getErr();
        PreflightReport report = check(err);
        if (report.targets().isEmpty()) {
            err.println("fentry4j: signature: no function in BTF matches");
            return CommandLine.ExitCode.SOFTWARE;
        }
        NamedTypes named = new NamedTypes();
        for (TargetReport target : report.targets()) {
            List<String> definitions = types ? named.of(target) : List.of();
            if (!out.print(json ? object(target, definitions) : text(target, definitions))) {
                break;
            }
        }
        boolean all = report.targets().stream().allMatch(t -> t.function().isPresent());
        return all ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    private PreflightReport check(PrintWriter err) {
        try (Progress _ = Progress.start("reading the kernel's types", err)) {
            return Patterns.check(Preflight.ofRunningKernel(), functions);
        }
    }

    private String object(TargetReport target, List<String> definitions) {
        return JsonLine.object(generator -> {
            FunctionJson.write(generator, target);
            if (types) {
                JsonLine.write(generator, "types", definitions);
            }
        });
    }

    private static String text(TargetReport target, List<String> definitions) {
        StringBuilder text = new StringBuilder(head(target));
        target.byVerdict()
                .forEach((verdict, mechanisms) ->
                        text.append("\n  ")
                                .append(
                                        mechanisms.stream()
                                                .map(Mechanism::toString)
                                                .collect(Collectors.joining(", ")))
                                .append(": ")
                                .append(verdict));
        definitions.forEach(definition -> text.append('\n').append(definition));
        return text.toString();
    }

    private static String head(TargetReport target) {
        String module = target.module().map(name -> " // " + name).orElse("");
        return target.signature()
                .map(signature -> signature + ";" + module)
                .orElseGet(() -> KernelString.of(target.qualifiedName()).escaped());
    }
}
