package io.fentry4j.testkit.internal.engine;

import org.junit.platform.engine.FilterResult;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.launcher.PostDiscoveryFilter;

/// Takes out of Jupiter's tree what [KernelTestEngine] runs. The launcher asks it after all engines
/// have discovered.
public final class HideFromJupiter implements PostDiscoveryFilter {

    @Override
    public FilterResult apply(TestDescriptor descriptor) {
        return FilterResult.includedIf(
                !ClaimedTests.contains(descriptor.getUniqueId()),
                () -> "runs here",
                () -> "runs on a kernel of the lab");
    }
}
