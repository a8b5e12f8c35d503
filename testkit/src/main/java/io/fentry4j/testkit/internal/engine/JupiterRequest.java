package io.fentry4j.testkit.internal.engine;

import java.util.List;
import org.junit.platform.engine.ConfigurationParameters;
import org.junit.platform.engine.DiscoveryFilter;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.EngineDiscoveryRequest;
import org.junit.platform.engine.OutputDirectoryCreator;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.engine.discovery.UniqueIdSelector;

/// The request to our engine, as Jupiter would have got it: unique ids of ours, from an IDE that
/// runs a test again, are those of Jupiter's tests.
///
/// Has no discovery listener: Jupiter reports its findings when the launcher asks it.
record JupiterRequest(EngineDiscoveryRequest original) implements EngineDiscoveryRequest {

    @Override
    public <T extends DiscoverySelector> List<T> getSelectorsByType(Class<T> type) {
        return original.getSelectorsByType(type).stream()
                .map(selector -> type.cast(translated(selector)))
                .toList();
    }

    private static DiscoverySelector translated(DiscoverySelector selector) {
        if (selector instanceof UniqueIdSelector unique
                && unique.getUniqueId()
                        .getEngineId()
                        .filter(KernelTestEngine.ID::equals)
                        .isPresent()) {
            UniqueId jupiterId = MirroredDescriptor.jupiterId(unique.getUniqueId());
            return DiscoverySelectors.selectUniqueId(jupiterId);
        }
        return selector;
    }

    @Override
    public <T extends DiscoveryFilter<?>> List<T> getFiltersByType(Class<T> type) {
        return original.getFiltersByType(type);
    }

    @Override
    public ConfigurationParameters getConfigurationParameters() {
        return original.getConfigurationParameters();
    }

    @Override
    public OutputDirectoryCreator getOutputDirectoryCreator() {
        return original.getOutputDirectoryCreator();
    }
}
