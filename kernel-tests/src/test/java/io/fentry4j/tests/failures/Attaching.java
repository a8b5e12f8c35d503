package io.fentry4j.tests.failures;

import io.fentry4j.Link;
import io.fentry4j.failure.BpfException;
import io.fentry4j.preflight.Preflight;
import io.fentry4j.preflight.Reason;
import java.util.List;
import org.assertj.core.api.Assertions;

/// Loads and attaches one program, to see it fail.
final class Attaching {

    private static final Preflight PREFLIGHT = Preflight.ofRunningKernel();

    private Attaching() {}

    /// Attaches a fentry program to `function` and closes it again.
    static void entryOf(String function) {
        try (var open = AnyFunctionBpf.open()) {
            open.atExit().autoload(false);
            open.atEntry().target(function);
            try (var bpf = open.load();
                    Link link = bpf.atEntry().attach()) {
                Assertions.assertThat(link).isNotNull();
            }
        }
    }

    /// Attaches an fexit program to `function` and closes it again.
    static void exitOf(String function) {
        try (var open = AnyFunctionBpf.open()) {
            open.atEntry().autoload(false);
            open.atExit().target(function);
            try (var bpf = open.load();
                    Link link = bpf.atExit().attach()) {
                Assertions.assertThat(link).isNotNull();
            }
        }
    }

    /// What an attempt throws; fails if it throws nothing.
    static BpfException failureOf(Runnable attempt) {
        BpfException e = Assertions.catchThrowableOfType(BpfException.class, attempt::run);
        Assertions.assertThat(e).as("it must fail").isNotNull();
        Assertions.assertThat(e.failure().advice()).as(e.getMessage()).isNotEmpty();
        Assertions.assertThat(e.getMessage())
                .doesNotContainIgnoringCase("ulimit")
                .doesNotContainIgnoringCase("memlock");
        return e;
    }

    /// The first of these functions about which the preflight says this.
    static String functionThat(Reason reason, List<String> functions) {
        return functions.stream()
                .filter(name -> PREFLIGHT.check(name).fentry().reason() == reason)
                .findFirst()
                .orElseThrow(() -> new AssertionError("none of " + functions + " is " + reason));
    }
}
