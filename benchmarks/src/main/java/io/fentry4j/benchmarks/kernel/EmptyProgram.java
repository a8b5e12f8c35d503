package io.fentry4j.benchmarks.kernel;

import io.fentry4j.Link;
import io.fentry4j.OpenProgram;
import java.util.List;

/// One of the programs of [EmptyProbes], and how it is attached to a site.
enum EmptyProgram {
    FENTRY,
    FEXIT,
    KPROBE,
    KRETPROBE,
    KPROBE_MULTI,
    KRETPROBE_MULTI,
    RAW_TRACEPOINT,
    TRACEPOINT;

    /// Has the program loaded, for this site.
    void choose(EmptyProbesBpf.Open open, Site site) {
        OpenProgram program =
                switch (this) {
                    case FENTRY -> open.onFentry().target(site.function());
                    case FEXIT -> open.onFexit().target(site.function());
                    case KPROBE -> open.onKprobe();
                    case KRETPROBE -> open.onKretprobe();
                    case KPROBE_MULTI -> open.onKprobeMulti();
                    case KRETPROBE_MULTI -> open.onKretprobeMulti();
                    case RAW_TRACEPOINT -> open.onRawTracepoint();
                    case TRACEPOINT -> open.onTracepoint();
                };
        program.autoload(true);
    }

    Link attach(EmptyProbesBpf bpf, Site site) {
        return switch (this) {
            case FENTRY -> bpf.onFentry().attach();
            case FEXIT -> bpf.onFexit().attach();
            case KPROBE -> bpf.onKprobe().attachTo(site.function());
            case KRETPROBE -> bpf.onKretprobe().attachTo(site.function());
            case KPROBE_MULTI -> bpf.onKprobeMulti().attachTo(List.of(site.function()));
            case KRETPROBE_MULTI -> bpf.onKretprobeMulti().attachTo(List.of(site.function()));
            case RAW_TRACEPOINT -> bpf.onRawTracepoint().attachTo(site.rawTracepoint());
            case TRACEPOINT -> bpf.onTracepoint().attachTo(site.category(), site.tracepoint());
        };
    }
}
