package io.fentry4j.testkit.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.fentry4j.testkit.samples.LeftOut;
import io.fentry4j.testkit.samples.Places;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.launcher.EngineFilter;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TagFilter;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

class DiscoveryTest {

    private static LauncherDiscoveryRequestBuilder request(DiscoverySelector... selectors) {
        return LauncherDiscoveryRequestBuilder.request()
                .selectors(selectors)
                .configurationParameter(Settings.KERNELS, "");
    }

    /// What can be run by itself, as `engine: machine: name`.
    private static List<String> tests(LauncherDiscoveryRequest request) {
        TestPlan plan = LauncherFactory.create().discover(request);
        List<String> tests = new ArrayList<>();
        for (TestIdentifier root : plan.getRoots()) {
            for (TestIdentifier below : plan.getChildren(root)) {
                for (TestIdentifier test : plan.getDescendants(below)) {
                    if (plan.getChildren(test).isEmpty()) {
                        tests.add(
                                "%s: %s: %s"
                                        .formatted(
                                                root.getDisplayName(),
                                                below.getDisplayName(),
                                                test.getDisplayName()));
                    }
                }
            }
        }
        return tests;
    }

    @Test
    void the_nearest_annotation_counts_and_jupiter_has_the_rest() {
        assertThat(
                        tests(
                                request(selectClass(Places.class), selectClass(Places.Plain.class))
                                        .build()))
                .containsExactlyInAnyOrder(
                        "Kernels: Linux outer: of_the_class()",
                        "Kernels: Linux one: of_the_method()",
                        "Kernels: Linux two: of_the_method()",
                        "Kernels: Linux outer: of_the_class_around()",
                        "Kernels: Linux composed: of_an_annotation()",
                        "Kernels: Linux outer: Template",
                        "JUnit Jupiter: Places$Plain: plain()");
    }

    @Test
    void a_subclass_inherits_the_annotation() {
        assertThat(tests(request(selectClass(Places.Sub.class)).build()))
                .contains("Kernels: Linux outer: of_the_class()");
    }

    @Test
    void tests_on_kernels_have_a_tag_of_their_own() {
        LauncherDiscoveryRequest without =
                request(selectClass(Places.class), selectClass(Places.Plain.class))
                        .filters(TagFilter.excludeTags("lab"))
                        .build();

        assertThat(tests(without)).containsExactly("JUnit Jupiter: Places$Plain: plain()");
    }

    @Test
    void a_run_without_the_engine_fails_and_says_so() {
        Run run = new Run();
        LauncherFactory.create()
                .execute(
                        request(selectClass(LeftOut.class))
                                .filters(EngineFilter.includeEngines("junit-jupiter"))
                                .configurationParameters(Map.of())
                                .build(),
                        run);

        assertThat(run.failure("LeftOut"))
                .hasStackTraceContaining(
                        "run 'LeftOut' on a kernel: the test engine 'fentry4j-kernels' does not"
                                + " take part in this run");
    }
}
