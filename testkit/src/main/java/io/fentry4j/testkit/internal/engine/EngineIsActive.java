package io.fentry4j.testkit.internal.engine;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Fails a test that would run on this machine's kernel because nobody asked our engine.
public final class EngineIsActive implements ExecutionCondition {

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        if (KernelTestEngine.insideOfLab()) {
            return ConditionEvaluationResult.enabled("inside of the lab");
        }
        throw new IllegalStateException(
                "run '%s' on a kernel: the test engine '%s' does not take part in this run; include it beside junit-jupiter, or set -D%s=true to run the test on this machine's kernel"
                        .formatted(
                                context.getDisplayName(),
                                KernelTestEngine.ID,
                                KernelTestEngine.INSIDE_PROPERTY));
    }
}
