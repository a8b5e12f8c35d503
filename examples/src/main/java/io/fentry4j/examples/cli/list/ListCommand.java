package io.fentry4j.examples.cli.list;

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
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `fentry4j list`: the functions of the running kernel that can be traced, and why others cannot.
@Command(
        name = "list",
        description = {
            "Lists the functions of the running kernel and its modules that can be traced.",
            "",
            "Reads the kernel's types (BTF), symbols and ftrace's lists, and loads nothing. Works"
                    + " without root; then some lists cannot be read, and standard error says which.",
            ""
        },
        exitCodeList = {
            "  0:there are such functions, or the reader of the output has gone",
            "  1:there are none, or the kernel shows no BTF; standard error says why",
            "  2:the options were wrong",
            "129, 130, 143:ended by SIGHUP, SIGINT (Ctrl-C), SIGTERM"
        },
        footer = {
            "",
            "A GLOB has * for any text and ? for one character; quote it for the shell. Without a"
                    + " module it is for the kernel and all loaded modules: overlay:* is for one of"
                    + " them, vmlinux:* for the kernel alone.",
            "",
            "Standard error has the count at the end, and what could not be read.",
            "",
            "Keys of --json: function, module, signature, arguments (name, type, size, signed,"
                    + " slot), returns, fentry, fexit and kprobe (traceable, reason, words, evidence,"
                    + " advice), suggestions.",
            "",
            "Examples:",
            "  fentry4j list                         all",
            "  fentry4j list 'vfs_*' 'do_*at'",
            "  fentry4j list 'overlay:*'             those of a module",
            "  fentry4j list --why-not 'ksys_*'      those that cannot be traced, with the reason",
            "  fentry4j list --by kprobe --all '*printk*'",
            "  fentry4j list --json | jq -r 'select(.arguments | length > 6) | .signature'"
        })
public final class ListCommand implements Callable<Integer> {

    /// Written at once: a system call for each of 60,000 lines would be half of the time.
    private static final int LINES_A_WRITE = 256;

    private final LineOutput out;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before call()
    private CommandSpec spec;

    @Option(
            names = "--by",
            paramLabel = "MECHANISM",
            converter = MechanismConverter.class,
            description = "What they are to be traced by: fentry (the default), fexit or kprobe.")
    private Mechanism mechanism = Mechanism.FENTRY;

    @Option(
            names = "--why-not",
            description = "Those that cannot be traced instead, each with the reason.")
    private boolean whyNot;

    @Option(names = "--all", description = "Both, with yes or no before the name.")
    private boolean all;

    @Option(names = "--json", description = "One JSON object a line, with all that is known.")
    private boolean json;

    @Parameters(
            paramLabel = "GLOB",
            arity = "0..*",
            description = "Names, globs, or module:glob (all unless given).")
    private List<String> patterns = new ArrayList<>();

    /// @param out gets the functions
    public ListCommand(LineOutput out) {
        this.out = out;
    }

    @Override
    public Integer call() throws IOException {
        PrintWriter err = spec.commandLine().getErr();
        PreflightReport report = check(err);
        List<TargetReport> functions = report.targets();
        if (functions.stream().noneMatch(ListCommand::isThere)) {
            err.println("fentry4j: list: " + nothing(report));
            functions.forEach(target -> err.println("  " + because(target)));
            return CommandLine.ExitCode.SOFTWARE;
        }
        print(functions.stream().filter(this::isWanted).toList());
        long traceable = functions.stream().filter(target -> target.traceable(mechanism)).count();
        err.printf("%d of %d can be traced by %s%n", traceable, functions.size(), mechanism);
        for (String source : report.unread()) {
            err.println("not read: " + source + "; nothing was ruled out by it");
        }
        return CommandLine.ExitCode.OK;
    }

    private PreflightReport check(PrintWriter err) {
        try (Progress _ = Progress.start("checking the kernel's functions", err)) {
            return Patterns.check(
                    Preflight.ofRunningKernel(), patterns.isEmpty() ? List.of("*") : patterns);
        }
    }

    /// A kprobe needs a symbol only.
    private static boolean isThere(TargetReport target) {
        return target.function().isPresent() || target.kprobe().attachable();
    }

    private boolean isWanted(TargetReport target) {
        return all || target.traceable(mechanism) != whyNot;
    }

    private String nothing(PreflightReport report) {
        return report.sources().stream()
                .filter(source -> source.startsWith("btf="))
                .findFirst()
                .map(state -> "no such function in BTF [" + state + "]")
                .orElse("no such function in BTF");
    }

    private String because(TargetReport target) {
        return escaped(target) + ": " + target.verdict(mechanism);
    }

    private void print(List<TargetReport> targets) throws IOException {
        Function<TargetReport, String> format = json ? ListCommand::object : this::line;
        List<String> lines = new ArrayList<>(LINES_A_WRITE);
        for (TargetReport target : targets) {
            lines.add(format.apply(target));
            if (lines.size() == LINES_A_WRITE) {
                if (!out.print(String.join("\n", lines))) {
                    return;
                }
                lines.clear();
            }
        }
        if (!lines.isEmpty()) {
            out.print(String.join("\n", lines));
        }
    }

    private static String object(TargetReport target) {
        return JsonLine.object(json -> FunctionJson.write(json, target));
    }

    private String line(TargetReport target) {
        boolean traceable = target.traceable(mechanism);
        String name = escaped(target);
        String answer = all ? (traceable ? "yes  " : "no   ") : "";
        return answer + (traceable ? name : name + "  " + target.verdict(mechanism).words());
    }

    private static String escaped(TargetReport target) {
        return KernelString.of(target.qualifiedName()).escaped();
    }
}
