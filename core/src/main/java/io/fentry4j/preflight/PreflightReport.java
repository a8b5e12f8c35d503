package io.fentry4j.preflight;

import java.util.List;

/// What [Preflight] found out about many functions.
///
/// @param targets a report for each, in the order in which they were asked for, those of a glob in
///   alphabetical order; a function that was asked for twice has one
/// @param sources what was looked at and how much of it could be read, as `name=value`
/// @param unread those of the sources that could not be read: nothing was held against a function
///   for their sake
public record PreflightReport(
        List<TargetReport> targets, List<String> sources, List<String> unread) {

    public PreflightReport {
        targets = List.copyOf(targets);
        sources = List.copyOf(sources);
        unread = List.copyOf(unread);
    }

    /// Those that can be traced.
    public List<TargetReport> traceable(Mechanism mechanism) {
        return targets.stream().filter(target -> target.traceable(mechanism)).toList();
    }

    /// Those that something stands against.
    public List<TargetReport> leftOut(Mechanism mechanism) {
        return targets.stream().filter(target -> !target.traceable(mechanism)).toList();
    }

    /// A table: a line for each function, `yes` or the reason for each mechanism, then the sources.
    @Override
    public String toString() {
        return ReportText.table(this);
    }
}
