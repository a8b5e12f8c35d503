package io.fentry4j.tests;

import static org.junit.jupiter.api.extension.ConditionEvaluationResult.disabled;
import static org.junit.jupiter.api.extension.ConditionEvaluationResult.enabled;

import io.fentry4j.failure.LibbpfUnavailableException;
import io.fentry4j.failure.PermissionException;
import io.fentry4j.failure.PolicyException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/// A test that needs the BPF system call but no fentry: it runs on this machine where that is
/// allowed, and always in the kernel lab, where being refused is a failure.
@Tag("bpf")
@ExtendWith(NeedsBpf.Condition.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface NeedsBpf {

    /// Finds out by loading a program.
    final class Condition implements ExecutionCondition {

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            if (Boolean.getBoolean("fentry4j.lab")) {
                return enabled("the lab's kernels can do it");
            }
            try (RingProgramBpf bpf = RingProgramBpf.open().load()) {
                return enabled(bpf.object() + " was loaded");
            } catch (PermissionException | PolicyException | LibbpfUnavailableException e) {
                return disabled(e.getMessage());
            }
        }
    }
}
