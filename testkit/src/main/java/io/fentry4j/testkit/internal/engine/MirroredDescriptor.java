package io.fentry4j.testkit.internal.engine;

import io.fentry4j.testkit.internal.lab.LabOptions;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.TestSource;
import org.junit.platform.engine.TestTag;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.support.descriptor.AbstractTestDescriptor;
import org.junit.platform.engine.support.descriptor.MethodSource;

/// What is one of Jupiter's tests or containers inside of a lab, here.
///
/// Its unique id is that of the lab followed by Jupiter's, without the engine.
final class MirroredDescriptor extends AbstractTestDescriptor {

    static final String JUPITER = "junit-jupiter";

    private final Facts facts;

    /// @param reportingName what reports in XML show
    /// @param registersTests stays in the tree without a test, as Jupiter fills it while it runs
    record Facts(
            String displayName,
            String reportingName,
            Type type,
            @Nullable TestSource source,
            Set<String> tags,
            boolean registersTests) {

        /// The same, told apart from those of other kernels in reports that list methods only.
        Facts on(LabOptions options) {
            return new Facts(
                    displayName,
                    source instanceof MethodSource
                            ? "%s[%s]".formatted(reportingName, options.kernel())
                            : reportingName,
                    type,
                    source,
                    tags,
                    registersTests);
        }
    }

    MirroredDescriptor(UniqueId id, Facts facts) {
        super(id, facts.displayName(), facts.source());
        this.facts = facts;
    }

    /// The id of ours that the lab's test with `jupiterId` has.
    static UniqueId idIn(LabDescriptor lab, UniqueId jupiterId) {
        UniqueId id = lab.getUniqueId();
        for (UniqueId.Segment segment : withoutFirst(jupiterId, 1)) {
            id = id.append(segment);
        }
        return id;
    }

    /// Jupiter's id of what has `id` here: without engine and lab.
    static UniqueId jupiterId(UniqueId id) {
        UniqueId jupiterId = UniqueId.forEngine(JUPITER);
        for (UniqueId.Segment segment : withoutFirst(id, 2)) {
            jupiterId = jupiterId.append(segment);
        }
        return jupiterId;
    }

    private static List<UniqueId.Segment> withoutFirst(UniqueId id, int count) {
        List<UniqueId.Segment> segments = id.getSegments();
        return segments.subList(Math.min(count, segments.size()), segments.size());
    }

    UniqueId jupiterId() {
        return jupiterId(getUniqueId());
    }

    @Override
    public Type getType() {
        return facts.type();
    }

    @Override
    public String getLegacyReportingName() {
        return facts.reportingName();
    }

    @Override
    public Set<TestTag> getTags() {
        return facts.tags().stream().map(TestTag::create).collect(Collectors.toSet());
    }

    @Override
    public boolean mayRegisterTests() {
        return facts.registersTests();
    }
}
