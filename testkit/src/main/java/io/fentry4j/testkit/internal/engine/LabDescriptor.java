package io.fentry4j.testkit.internal.engine;

import io.fentry4j.testkit.internal.lab.LabOptions;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.support.descriptor.AbstractTestDescriptor;

/// The tests that run on one kernel with the same options.
final class LabDescriptor extends AbstractTestDescriptor {

    static final String SEGMENT = "lab";

    private final LabOptions options;

    LabDescriptor(UniqueId engine, LabOptions options) {
        super(engine.append(SEGMENT, options.title()), options.title());
        this.options = options;
    }

    LabOptions options() {
        return options;
    }

    @Override
    public Type getType() {
        return Type.CONTAINER;
    }
}
