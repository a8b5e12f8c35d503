package io.fentry4j.benchmarks.kernel;

import io.fentry4j.failure.BpfException;
import io.fentry4j.unlink.UnlinkProbe;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/// Runs the benchmarks of this package on the running kernel: `KernelBenchmarks KERNEL CLOCK
/// FOLDER`, where KERNEL names it in results and CLOCK is `instructions` (in the emulator that
/// counts them) or `nanoseconds`.
///
/// The results are JMH's, `kernel-KERNEL-loop.json`, `…-syscall.json` and `…-unlink.json`. What the
/// kernel does not have is in `kernel-KERNEL-unavailable.json`, by its cause.
public final class KernelBenchmarks {

    private final String kernel;
    private final Clock clock;
    private final Path folder;
    private final PrintStream log;

    private KernelBenchmarks(String kernel, Clock clock, Path folder, PrintStream log) {
        this.kernel = kernel;
        this.clock = clock;
        this.folder = folder;
        this.log = log;
    }

    /// Runs them all.
    ///
    /// @throws IllegalArgumentException if the arguments are not as above
    public static void main(String[] arguments) throws IOException, RunnerException {
        if (arguments.length != 3) {
            throw new IllegalArgumentException("usage: KernelBenchmarks KERNEL CLOCK FOLDER");
        }
        new KernelBenchmarks(
                        arguments[0], Clock.of(arguments[1]), Path.of(arguments[2]), System.err)
                .run();
    }

    private void run() throws IOException, RunnerException {
        Map<String, String> unavailable = new LinkedHashMap<>();
        Set<ProbeKind> atFunctions = available(Site.LOOP, unavailable);
        Set<ProbeKind> atSystemCalls = available(Site.UMASK, unavailable);
        atSystemCalls.remove(ProbeKind.BASE_OF_TRACEPOINTS);
        Set<ProbeSetting> settings = attachable(unavailable);
        writeUnavailable(unavailable);
        run(LoopBenchmark.class, "loop", 5, 21, "kind", atFunctions);
        run(SystemCallBenchmark.class, "syscall", 100, 21, "kind", atSystemCalls);
        if (!settings.isEmpty()) {
            run(UnlinkBenchmark.class, "unlink", 100, 51, "probe", settings);
        }
    }

    private Set<ProbeKind> available(Site site, Map<String, String> unavailable) {
        Set<ProbeKind> kinds = EnumSet.noneOf(ProbeKind.class);
        for (ProbeKind kind : ProbeKind.values()) {
            try (AttachedProbe probe = AttachedProbe.attach(kind, site)) {
                probe.runDriver();
                kinds.add(kind);
            } catch (BpfException e) {
                log.printf("not on this kernel: %s at %s: %s%n", kind, site, e.getMessage());
                unavailable.putIfAbsent(kind.name(), String.valueOf(e.getMessage()));
            }
        }
        return kinds;
    }

    private Set<ProbeSetting> attachable(Map<String, String> unavailable) {
        Set<ProbeSetting> settings = EnumSet.noneOf(ProbeSetting.class);
        for (ProbeSetting setting : ProbeSetting.values()) {
            try (UnlinkProbe probe = setting.attach(event -> {})) {
                log.printf("%s is attached by %s%n", setting.tracer(), probe.mode());
                settings.add(setting);
            } catch (BpfException e) {
                log.printf("not on this kernel: %s: %s%n", setting.tracer(), e.getMessage());
                unavailable.put(setting.tracer(), String.valueOf(e.getMessage()));
            }
        }
        return settings;
    }

    private void writeUnavailable(Map<String, String> unavailable) throws IOException {
        List<String> rows = new ArrayList<>();
        unavailable.forEach(
                (kind, cause) -> rows.add(Json.object(Map.of("kind", kind, "cause", cause))));
        Files.writeString(
                folder.resolve("kernel-" + kernel + "-unavailable.json"), Json.array(rows) + "\n");
    }

    /// Where a nanosecond is an instruction, iterations need no length: each is one invocation, in
    /// this JVM, because starting another takes seconds.
    private void run(
            Class<?> benchmark,
            String what,
            int warmups,
            int iterations,
            String parameter,
            Set<? extends Enum<?>> values)
            throws RunnerException {
        ChainedOptionsBuilder options =
                new OptionsBuilder()
                        .include(benchmark.getName().replace(".", "\\.") + "\\.")
                        .param(parameter, values.stream().map(Enum::name).toArray(String[]::new))
                        .shouldFailOnError(true)
                        .resultFormat(ResultFormatType.JSON)
                        .result(
                                folder.resolve("kernel-%s-%s.json".formatted(kernel, what))
                                        .toString());
        if (clock == Clock.INSTRUCTIONS) {
            options.mode(Mode.SingleShotTime)
                    .forks(0)
                    .verbosity(VerboseMode.SILENT)
                    .warmupIterations(warmups)
                    .measurementIterations(iterations);
        }
        new Runner(options.build()).run().forEach(this::print);
    }

    /// The median: what interrupts a run makes it longer, never shorter.
    private void print(RunResult result) {
        Result<?> score = result.getPrimaryResult();
        BenchmarkParams parameters = result.getParams();
        String row =
                parameters.getParamsKeys().stream()
                        .map(parameters::getParam)
                        .findFirst()
                        .orElse("NONE");
        log.printf(
                "%-12s %-20s %,12.1f%n",
                score.getLabel(), row, score.getStatistics().getPercentile(50));
    }
}
