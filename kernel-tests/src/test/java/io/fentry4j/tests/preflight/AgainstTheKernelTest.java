package io.fentry4j.tests.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import io.fentry4j.BpfObject;
import io.fentry4j.Link;
import io.fentry4j.TracingProgram;
import io.fentry4j.btf.Btf;
import io.fentry4j.btf.FunctionIndex;
import io.fentry4j.failure.BpfException;
import io.fentry4j.preflight.Mechanism;
import io.fentry4j.preflight.Preflight;
import io.fentry4j.preflight.Reason;
import io.fentry4j.preflight.TargetReport;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;

/// The preflight's verdicts on functions by chance, against what the kernel does.
@Tag("kernel")
@Timeout(240)
class AgainstTheKernelTest {

    private static final long SEED = Long.getLong("fentry4j.seed", 298_551_235);

    /// The emulator takes up to half a second for one, a real machine tens of milliseconds.
    private static final int COUNT = Integer.getInteger("fentry4j.functions", 40);

    private static List<TargetReport> all;

    @BeforeAll
    static void check(TestReporter reporter) {
        reporter.publishEntry("seed", String.valueOf(SEED));
        List<String> names = new ArrayList<>(FunctionIndex.of(Btf.vmlinux()).matching("*"));
        Collections.shuffle(names, new Random(SEED));
        names = new ArrayList<>(names.subList(0, 2_000));
        names.addAll(List.of("migrate_enable", "_printk", "start_kernel", "overlay:ovl_*"));
        all = Preflight.ofRunningKernel().checkAll(names).targets();
    }

    /// What the kernel says to an empty program on this function; empty if it attaches.
    private static Optional<BpfException> tryOut(Mechanism mechanism, TargetReport target) {
        try (CallsProgramBpf.Open open = CallsProgramBpf.open()) {
            var program = mechanism == Mechanism.FEXIT ? open.leave() : open.entry();
            program.autoload(true).target(target.qualifiedName());
            try (BpfObject object = open.object().load();
                    Link link = object.program(program.name(), TracingProgram.class).attach()) {
                assertThat(link.isOpen()).isTrue();
                return Optional.empty();
            }
        } catch (BpfException e) {
            return Optional.of(e);
        }
    }

    private static List<TargetReport> some(int count, Mechanism mechanism, Reason reason) {
        return all.stream()
                .filter(target -> target.verdict(mechanism).reason() == reason)
                .limit(count)
                .toList();
    }

    private static void attaches(Mechanism mechanism, int count) {
        List<TargetReport> targets = some(count, mechanism, Reason.TRACEABLE);
        assertThat(targets).hasSize(count);
        List<String> refused = new ArrayList<>();
        for (TargetReport target : targets) {
            tryOut(mechanism, target).ifPresent(e -> refused.add(target + "\n" + e.getMessage()));
        }
        assertThat(refused).as("seed %d", SEED).isEmpty();
    }

    @Test
    void fentry_attaches_to_what_is_judged_traceable() {
        attaches(Mechanism.FENTRY, COUNT);
    }

    @Test
    void fexit_attaches_to_what_is_judged_traceable() {
        attaches(Mechanism.FEXIT, COUNT / 3);
    }

    @Test
    void the_kernel_refuses_what_is_judged_not_traceable() {
        List<String> accepted = new ArrayList<>();
        for (Reason reason : Reason.values()) {
            boolean attachable = reason == Reason.TRACEABLE || reason == Reason.AMBIGUOUS;
            for (TargetReport target :
                    attachable ? List.<TargetReport>of() : some(5, Mechanism.FENTRY, reason)) {
                if (tryOut(Mechanism.FENTRY, target).isEmpty()) {
                    accepted.add(target.toString());
                }
            }
        }
        assertThat(accepted).as("seed %d", SEED).isEmpty();
    }
}
