package io.fentry4j.testkit.internal.engine;

import io.fentry4j.testkit.OnKernel;
import io.fentry4j.testkit.internal.lab.LabOptions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.engine.EngineDiscoveryRequest;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestEngine;
import org.junit.platform.engine.TestTag;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.discovery.UniqueIdSelector;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;

/// Has Jupiter discover, and mirrors the tests with [OnKernel] below a node for each machine.
final class KernelTests {

    /// The end of a type of segments, also of nested classes. Their children are patterns, which
    /// Jupiter copies when it runs.
    private static final String CLASS_TEMPLATE = "class-template";

    private final TestDescriptor root;
    private final Settings settings;
    private final Map<LabOptions, LabDescriptor> labs = new LinkedHashMap<>();

    KernelTests(TestDescriptor root, Settings settings) {
        this.root = root;
        this.settings = settings;
    }

    void find(EngineDiscoveryRequest request) {
        UniqueId jupiterId = UniqueId.forEngine(MirroredDescriptor.JUPITER);
        TestDescriptor all = jupiter().discover(new JupiterRequest(request), jupiterId);
        List<TestDescriptor> runnable = new ArrayList<>();
        collect(all, runnable);
        for (TestDescriptor test : runnable) {
            annotation(test).ifPresent(annotation -> mirror(test, annotation));
        }
        List<UniqueId> wanted = wantedLabs(request);
        if (!wanted.isEmpty()) {
            List.copyOf(root.getChildren()).stream()
                    .filter(lab -> !wanted.contains(lab.getUniqueId()))
                    .forEach(root::removeChild);
        }
    }

    private static TestEngine jupiter() {
        return ServiceLoader.load(TestEngine.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(engine -> engine.getId().equals(MirroredDescriptor.JUPITER))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalStateException(
                                "find tests: no engine 'junit-jupiter' is on the class path"));
    }

    /// What can be run by itself: it has no children before Jupiter runs it.
    private static void collect(TestDescriptor descriptor, List<TestDescriptor> into) {
        if (descriptor.isTest() || registersTests(descriptor)) {
            into.add(descriptor);
        } else {
            descriptor.getChildren().forEach(child -> collect(child, into));
        }
    }

    private static boolean registersTests(TestDescriptor descriptor) {
        return descriptor.mayRegisterTests() || isClassTemplate(descriptor);
    }

    private static boolean isClassTemplate(TestDescriptor descriptor) {
        return descriptor.getUniqueId().getLastSegment().getType().endsWith(CLASS_TEMPLATE);
    }

    /// The nearest one: of the method, of the class, of the classes around it.
    private static Optional<OnKernel> annotation(TestDescriptor test) {
        Optional<OnKernel> found =
                test.getSource()
                        .flatMap(source ->
                                switch (source) {
                                    case MethodSource method ->
                                            AnnotationSupport.findAnnotation(
                                                    method.getJavaMethod(), OnKernel.class);
                                    case ClassSource type ->
                                            AnnotationSupport.findAnnotation(
                                                    type.getJavaClass(), OnKernel.class);
                                    default -> Optional.empty();
                                });
        return found.or(() -> test.getParent().flatMap(KernelTests::annotation));
    }

    private void mirror(TestDescriptor test, OnKernel annotation) {
        ClaimedTests.add(test.getUniqueId());
        if (isClassTemplate(test)) {
            test.getDescendants().forEach(child -> ClaimedTests.add(child.getUniqueId()));
        }
        for (LabOptions options : settings.labs(annotation)) {
            LabDescriptor lab = labs.computeIfAbsent(options, this::addLab);
            copy(test, lab);
        }
    }

    private LabDescriptor addLab(LabOptions options) {
        LabDescriptor lab = new LabDescriptor(root.getUniqueId(), options);
        root.addChild(lab);
        return lab;
    }

    /// Copies `original` and what is above it, unless it is there.
    private static TestDescriptor copy(TestDescriptor original, LabDescriptor lab) {
        Optional<TestDescriptor> parent = original.getParent();
        if (parent.isEmpty()) {
            return lab;
        }
        TestDescriptor above = copy(parent.get(), lab);
        UniqueId id = MirroredDescriptor.idIn(lab, original.getUniqueId());
        for (TestDescriptor sibling : above.getChildren()) {
            if (sibling.getUniqueId().equals(id)) {
                return sibling;
            }
        }
        MirroredDescriptor copy = new MirroredDescriptor(id, facts(original).on(lab.options()));
        above.addChild(copy);
        return copy;
    }

    private static MirroredDescriptor.Facts facts(TestDescriptor original) {
        return new MirroredDescriptor.Facts(
                original.getDisplayName(),
                original.getLegacyReportingName(),
                original.getType(),
                original.getSource().orElse(null),
                original.getTags().stream().map(TestTag::getName).collect(Collectors.toSet()),
                registersTests(original));
    }

    /// The machines that unique ids of ours name.
    private static List<UniqueId> wantedLabs(EngineDiscoveryRequest request) {
        return request.getSelectorsByType(UniqueIdSelector.class).stream()
                .map(UniqueIdSelector::getUniqueId)
                .filter(id -> id.getEngineId().filter(KernelTestEngine.ID::equals).isPresent())
                .filter(id -> id.getSegments().size() > 1)
                .map(id -> UniqueId.forEngine(KernelTestEngine.ID).append(id.getSegments().get(1)))
                .toList();
    }
}
