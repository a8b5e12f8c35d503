package io.fentry4j.examples.cli.doctor;

import io.fentry4j.doctor.Doctor;
import io.fentry4j.doctor.DoctorReport;
import io.fentry4j.examples.cli.LineOutput;
import io.fentry4j.examples.cli.Progress;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `fentry4j doctor`: says whether fentry works here, and if not, why and what to do.
@Command(
        name = "doctor",
        description = {
            "Says whether fentry and fexit work here for a function, and if not, why and what to do.",
            "",
            "Looks at the kernel, at what this process may do and at the function, then loads and"
                    + " attaches real programs that do nothing, and deletes a temporary file to see"
                    + " whether they see it. Leaves nothing behind. Run it as the user who is to"
                    + " trace.",
            ""
        },
        exitCodeList = {
            "  0:fentry works",
            "  1:it does not, or it could not be found out; the report or standard error says why",
            "  2:the options were wrong"
        },
        footer = {
            "",
            "Marks: ok; ! works with a limit, or may stand in the way; x stands in the way; ? cannot"
                    + " be found out here; - not tried. What follows from an earlier check has its fix"
                    + " there.",
            "",
            "Keys of --json: function, verdict (outcome fentry, kprobe or neither, target, text,"
                    + " limits, cause, advice), checks (name, status ok, warning, failed, unknown or"
                    + " skipped, observed, cause, fix, followsFrom).",
            "",
            "Examples:",
            "  fentry4j doctor                       for do_unlinkat",
            "  fentry4j doctor vfs_read              for another function",
            "  fentry4j doctor nf_tables:nft_do_chain",
            "                                        for one of a loaded module",
            "  fentry4j doctor --json | jq -r .verdict.text"
        })
public final class DoctorCommand implements Callable<Integer> {

    private final LineOutput out;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before call()
    private CommandSpec spec;

    @Option(names = "--json", description = "One JSON object instead of columns.")
    private boolean json;

    @Parameters(
            paramLabel = "FUNCTION",
            arity = "0..1",
            defaultValue = "do_unlinkat",
            description =
                    "A function of the kernel, or module:function (${DEFAULT-VALUE} unless given).")
    @SuppressWarnings("NullAway.Init") // it has a default
    private String function;

    /// @param out gets the report
    public DoctorCommand(LineOutput out) {
        this.out = out;
    }

    @Override
    public Integer call() throws IOException {
        DoctorReport report = examine();
        out.print(json ? report.toJson() : report.toString());
        return report.fentryWorks() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    private DoctorReport examine() {
        try (Progress _ = Progress.start("trying what works", spec.commandLine().getErr())) {
            return Doctor.examine(function);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(
                    spec.commandLine(), "Invalid value for FUNCTION: " + e.getMessage());
        }
    }
}
