package io.fentry4j.examples.cli.completion;

import io.fentry4j.examples.cli.LineOutput;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `fentry4j completion`: a script that makes a shell complete commands and options.
@Command(
        name = "completion",
        description = {"Prints a script that makes bash or zsh complete commands and options.", ""},
        exitCodeList = {
            "  0:it is printed, or the reader of the output has gone",
            "  1:it could not be written",
            "  2:the options were wrong"
        },
        footer = {
            "",
            "Examples:",
            "  source <(bin/fentry4j completion)     in this shell",
            "  fentry4j completion >~/.local/share/bash-completion/completions/fentry4j",
            "                                        in each bash from now on",
            "",
            "zsh needs 'autoload -U +X bashcompinit && bashcompinit' before it."
        })
public final class CompletionCommand implements Callable<Integer> {

    private final LineOutput out;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before call()
    private CommandSpec spec;

    /// @param out gets the script
    public CompletionCommand(LineOutput out) {
        this.out = out;
    }

    @Override
    public Integer call() throws IOException {
        CommandSpec root = spec.root();
        out.print(AutoComplete.bash(root.name(), root.commandLine()).stripTrailing());
        return CommandLine.ExitCode.OK;
    }
}
