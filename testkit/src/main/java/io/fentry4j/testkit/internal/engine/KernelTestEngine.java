package io.fentry4j.testkit.internal.engine;

import org.junit.platform.engine.EngineDiscoveryRequest;
import org.junit.platform.engine.EngineExecutionListener;
import org.junit.platform.engine.ExecutionRequest;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestEngine;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.support.descriptor.EngineDescriptor;

/// Finds the tests with [io.fentry4j.testkit.OnKernel] and has Jupiter run them inside of the lab.
///
/// An engine rather than an extension of Jupiter's: lifecycle methods, parameters, conditions and
/// other extensions all belong inside, so nothing of a test is to run here.
public final class KernelTestEngine implements TestEngine {

    /// What names the engine in unique ids and filters.
    public static final String ID = "fentry4j-kernels";

    /// The system property that is `true` inside of the lab.
    public static final String INSIDE_PROPERTY = "fentry4j.lab";

    static boolean insideOfLab() {
        return Boolean.getBoolean(INSIDE_PROPERTY);
    }

    @Override
    public String getId() {
        return ID;
    }

    @Override
    public TestDescriptor discover(EngineDiscoveryRequest request, UniqueId uniqueId) {
        EngineDescriptor root = new EngineDescriptor(uniqueId, "Kernels");
        if (!insideOfLab()) {
            Settings settings = Settings.of(request.getConfigurationParameters());
            new KernelTests(root, settings).find(request);
        }
        return root;
    }

    @Override
    public void execute(ExecutionRequest request) {
        EngineExecutionListener listener = request.getEngineExecutionListener();
        Settings settings = Settings.of(request.getConfigurationParameters());
        TestDescriptor root = request.getRootTestDescriptor();
        listener.executionStarted(root);
        for (TestDescriptor child : root.getChildren()) {
            if (child instanceof LabDescriptor lab) {
                new LabRun(lab, listener, settings, request.getCancellationToken()).run();
            }
        }
        listener.executionFinished(root, TestExecutionResult.successful());
    }
}
