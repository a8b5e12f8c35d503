package io.fentry4j.tests.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.fentry4j.btf.Btf;
import io.fentry4j.btf.BtfType;
import io.fentry4j.btf.FunctionIndex;
import io.fentry4j.btf.KernelFunction;
import io.fentry4j.failure.BpfException;
import io.fentry4j.failure.KernelException;
import io.fentry4j.failure.TargetNotTraceableException;
import io.fentry4j.failure.VerifierException;
import io.fentry4j.trace.CallTracer;
import io.fentry4j.trace.TraceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;

/// Functions by chance, of those that BTF and ftrace both list, with all of their arguments and
/// members of what these point to.
///
/// `-Dfentry4j.seed=N` draws others, `-Dfentry4j.functions=500` more of them.
@Tag("kernel")
@Timeout(1800)
class RandomFunctionsTest {

    private static final long SEED = Long.getLong("fentry4j.seed", 20_261_130);

    /// The emulator takes up to a second for one.
    private static final int COUNT = Integer.getInteger("fentry4j.functions", 15);

    /// So many are asked for at a time.
    private static final int MEMBERS = 12;

    private static List<String> draw() throws IOException {
        Set<String> patchable = new HashSet<>();
        try (var lines = Files.lines(Path.of("/sys/kernel/tracing/available_filter_functions"))) {
            lines.forEach(line -> patchable.add(line.split(" ", 2)[0]));
        }
        List<String> names = new ArrayList<>(FunctionIndex.of(Btf.vmlinux()).matching("*"));
        names.retainAll(patchable);
        assertThat(names).hasSizeGreaterThan(10_000);
        Collections.sort(names);
        Collections.shuffle(names, new Random(SEED));
        return names.subList(0, COUNT);
    }

    /// Asks for members of the structs that the arguments point to, and of the next ones behind
    /// them, so that programs load them where the verifier is thought to let them.
    private static String aboutMembers(Btf btf, String function, Random random) {
        List<String> numbers = new ArrayList<>();
        for (KernelFunction.Argument argument : btf.kernelFunction(function).get().arguments()) {
            if (!argument.name().isEmpty()) {
                addMembers(btf, argument.name(), argument.typeId(), numbers, random, 3);
            }
        }
        Collections.shuffle(numbers, random);
        return numbers.stream()
                .limit(MEMBERS)
                .map(path -> path + " == 1")
                .collect(Collectors.joining(" || "));
    }

    private static void addMembers(
            Btf btf, String path, int typeId, List<String> numbers, Random random, int depth) {
        if (!(btf.resolve(typeId) instanceof BtfType.Ptr pointer)
                || !(btf.resolve(pointer.typeId()) instanceof BtfType.Composite struct)) {
            return;
        }
        List<BtfType.Member> some = new ArrayList<>(struct.members());
        Collections.shuffle(some, random);
        for (BtfType.Member member : some.subList(0, Math.min(MEMBERS, some.size()))) {
            String next = path + "->" + member.name();
            switch (btf.resolve(member.typeId())) {
                case BtfType.Int _ when !member.name().isEmpty() -> numbers.add(next);
                case BtfType.Ptr _ when !member.name().isEmpty() && depth > 0 ->
                        addMembers(btf, next, member.typeId(), numbers, random, depth - 1);
                default -> {}
            }
        }
    }

    @Test
    void all_arguments_of_any_function_can_be_had_or_it_is_said_why_not(TestReporter reporter)
            throws IOException {
        reporter.publishEntry("seed", String.valueOf(SEED));
        Map<String, String> leftOut = new TreeMap<>();
        List<String> unexplained = new ArrayList<>();
        Btf btf = Btf.vmlinux();
        Random random = new Random(SEED);
        for (String function : draw()) {
            CallTracer tracer = CallTracer.of(function).ringBytes(4096);
            String members = aboutMembers(btf, function, random);
            try {
                (members.isEmpty() ? tracer : tracer.where(members)).attach(_ -> {}).close();
            } catch (
                    TraceException e) { // of the kprobe, which had to do because there is no fentry
                if (e.getCause() instanceof TargetNotTraceableException) {
                    leftOut.put(function, e.getMessage());
                } else {
                    unexplained.add(function + ": " + e.getMessage());
                }
            } catch (KernelException | VerifierException e) {
                unexplained.add(function + ": " + e.getMessage());
            } catch (BpfException e) {
                leftOut.put(function, e.failure().cause());
            }
        }
        reporter.publishEntry("left out", leftOut.toString());

        assertThat(unexplained).as("seed %d", SEED).isEmpty();
        assertThat(leftOut).as("seed %d", SEED).hasSizeLessThan(COUNT / 10 + 3);
    }
}
