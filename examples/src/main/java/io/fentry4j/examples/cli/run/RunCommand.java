package io.fentry4j.examples.cli.run;

import io.fentry4j.BpfObject;
import io.fentry4j.MapType;
import io.fentry4j.OpenBpfObject;
import io.fentry4j.OpenMap;
import io.fentry4j.btf.Btf;
import io.fentry4j.btf.BtfException;
import io.fentry4j.btf.SimilarNames;
import io.fentry4j.examples.cli.EndOfRun;
import io.fentry4j.examples.cli.EndOptions;
import io.fentry4j.examples.cli.LineOutput;
import io.fentry4j.examples.cli.LinePrinter;
import io.fentry4j.examples.cli.text.BtfText;
import io.fentry4j.failure.Failure;
import io.fentry4j.failure.InvalidObjectException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `fentry4j run`: attaches what is in a BPF object and prints its records.
@Command(
        name = "run",
        customSynopsis = "fentry4j run [OPTION...] FILE [-- --NAME VALUE...]",
        description = {
            "Attaches everything in a BPF object, or in a package of eunomia-bpf, and prints the"
                    + " records of its ring buffers, decoded by the object's BTF.",
            "",
            "The object's constants (const volatile in C) are options after --, checked against"
                    + " their types. No compiler is needed. Needs root or CAP_BPF and CAP_PERFMON.",
            ""
        },
        optionListHeading = "%nOptions:%n",
        exitCodeList = {
            "  0:the run has ended as it was asked to, or the reader of its output has gone",
            "  1:it could not be done; standard error says why",
            "  2:the options were wrong",
            "129, 130, 143:ended by SIGHUP, SIGINT (Ctrl-C), SIGTERM; everything is detached"
        },
        footer = {
            "",
            "A line has the local time at which the record was read, the ring buffer, and the"
                    + " members of the record. Strings are quoted and escaped (\\n, \\x1b). A record"
                    + " of which no type is known, or that is too short for it, is shown as bytes.",
            "",
            "Keys of --json: time (UTC), map, record (an object, or recordBase64 with the bytes).",
            "",
            "Examples:",
            "  fentry4j run --list opens.bpf.o            what is inside; needs no root",
            "  fentry4j run opens.bpf.o -- --help         its options",
            "  fentry4j run opens.bpf.o -- --min_us 10    with one of them set",
            "  fentry4j run --record rb=event opens.bpf.o the records of rb are struct event",
            "  fentry4j run --json --count 10 package.json"
        })
public final class RunCommand implements Callable<Integer> {

    private static final int NEAR_NAMES = 3;

    private final LineOutput standardOutput;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before call()
    private CommandSpec spec;

    @Parameters(
            index = "0",
            paramLabel = "FILE",
            description = "An ELF object made by clang -target bpf -g, or a package.json.")
    @SuppressWarnings("NullAway.Init") // it is required
    private Path file;

    @Parameters(index = "1..*", arity = "0..*", hidden = true)
    private @Nullable List<String> arguments;

    @Option(names = "--list", description = "Only say what is in the file, without loading it.")
    private boolean list;

    @Option(
            names = "--set",
            paramLabel = "NAME=VALUE",
            description = "Set a constant of the object, as -- --NAME VALUE does.")
    private Map<String, String> set = new LinkedHashMap<>();

    @Option(
            names = "--record",
            paramLabel = "MAP=STRUCT",
            description = "The records of this ring buffer are of this struct.")
    private Map<String, String> records = new LinkedHashMap<>();

    @Option(
            names = "--call",
            paramLabel = "PROGRAM",
            description = "When all is attached, call this SEC(\"syscall\") program once.")
    private List<String> calls = new ArrayList<>();

    @Option(names = "--json", description = "One JSON object a line.")
    private boolean json;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Records go to this file, which is emptied first.")
    private @Nullable Path output;

    @Option(
            names = {"-q", "--quiet"},
            description = "Nothing on standard error but trouble.")
    private boolean quiet;

    @ArgGroup(exclusive = false, validate = false, heading = "%nWhen it ends:%n", order = 2)
    private EndOptions end = new EndOptions();

    /// @param standardOutput gets the records
    public RunCommand(LineOutput standardOutput) {
        this.standardOutput = standardOutput;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        ObjectFile object = ObjectFile.read(file);
        try (OpenBpfObject open = BpfObject.open(object.name(), object.elf())) {
            Btf btf = btf(object);
            ObjectOptions options = options(open, btf, object.info());
            List<Ring> rings = rings(open, btf, object.info());
            if (list) {
                return print(Contents.of(object, open, btf, rings, options));
            }
            if (objectArguments().contains("--help")) {
                return print(Contents.options(options));
            }
            if (output == null) {
                run(open, rings, standardOutput);
            } else {
                try (LineOutput to = LineOutput.create(output)) {
                    run(open, rings, to);
                }
            }
            return CommandLine.ExitCode.OK;
        }
    }

    private static Btf btf(ObjectFile object) {
        try {
            return Btf.ofObject(object.elf());
        } catch (BtfException e) {
            throw new InvalidObjectException(
                    Failure.of("read '" + object.name() + "'", String.valueOf(e.getMessage()))
                            .advise("compile it with clang -g"),
                    e);
        }
    }

    private ObjectOptions options(OpenBpfObject open, Btf btf, PackageInfo info) {
        try {
            ObjectOptions options = ObjectOptions.of(open, btf, info);
            set.forEach(options::set);
            if (!objectArguments().contains("--help")) {
                options.parse(objectArguments());
            }
            return options;
        } catch (IllegalArgumentException e) {
            throw wrong(String.valueOf(e.getMessage()));
        }
    }

    private List<String> objectArguments() {
        return arguments == null ? List.of() : arguments;
    }

    private List<Ring> rings(OpenBpfObject open, Btf btf, PackageInfo info) {
        RecordTypes types = new RecordTypes(btf, info, records);
        List<String> names = new ArrayList<>();
        for (OpenMap map : open.maps()) {
            if (map.type() == MapType.RINGBUF) {
                names.add(map.name());
            } else if (map.type() == MapType.PERF_EVENT_ARRAY) {
                err().println(
                                "fentry4j: perf event array '%s' is not read: only ring buffers are"
                                        .formatted(BtfText.safe(map.name())));
            }
        }
        for (String named : records.keySet()) {
            if (!names.contains(named)) {
                List<String> near = SimilarNames.among(names, named, NEAR_NAMES);
                throw wrong(
                        "--record: the object has no ring buffer '%s'; it has %s"
                                .formatted(
                                        named, String.join(", ", near.isEmpty() ? names : near)));
            }
        }
        return names.stream().map(n -> new Ring(n, types.find(n, names.size()))).toList();
    }

    private void run(OpenBpfObject open, List<Ring> rings, LineOutput to)
            throws IOException, InterruptedException {
        try (EndOfRun endOfRun = EndOfRun.install()) {
            RecordFormat format = json ? new RecordJson() : new RecordText(ZoneId.systemDefault());
            LinePrinter printer = new LinePrinter(to, end.count(), endOfRun::request);
            new ObjectRun(
                            rings,
                            calls,
                            format,
                            Clock.systemUTC(),
                            printer,
                            endOfRun,
                            end.duration(),
                            err(),
                            quiet)
                    .run(open);
        }
    }

    private int print(List<String> lines) throws IOException {
        for (String line : lines) {
            if (!standardOutput.print(line)) {
                break;
            }
        }
        return CommandLine.ExitCode.OK;
    }

    private PrintWriter err() {
        return spec.commandLine().getErr();
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
