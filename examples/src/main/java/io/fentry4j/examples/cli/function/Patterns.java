package io.fentry4j.examples.cli.function;

import io.fentry4j.preflight.Preflight;
import io.fentry4j.preflight.PreflightReport;
import io.fentry4j.preflight.TargetReport;
import java.util.List;
import java.util.stream.Stream;

/// Names and globs as people give them: one without a module means the kernel and all of its
/// modules.
public final class Patterns {

    private Patterns() {}

    /// What is known about the functions that they stand for; of a glob that nothing matches
    /// nothing, of a name that is not there why.
    public static PreflightReport check(Preflight preflight, List<String> patterns) {
        List<String> everywhere = patterns.stream().flatMap(Patterns::withModules).toList();
        PreflightReport report = preflight.checkAll(everywhere);
        List<TargetReport> functions =
                report.targets().stream().filter(target -> !isGlob(target.name())).toList();
        return new PreflightReport(functions, report.sources(), report.unread());
    }

    private static Stream<String> withModules(String pattern) {
        return isGlob(pattern) && pattern.indexOf(':') < 0
                ? Stream.of(pattern, "*:" + pattern)
                : Stream.of(pattern);
    }

    private static boolean isGlob(String text) {
        return text.indexOf('*') >= 0 || text.indexOf('?') >= 0;
    }
}
