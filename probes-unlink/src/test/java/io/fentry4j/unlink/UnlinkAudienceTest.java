package io.fentry4j.unlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fentry4j.data.KernelString;
import io.fentry4j.unlink.fixture.Events;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class UnlinkAudienceTest {

    private static final UnlinkEvent EVENT = Events.of(KernelString.of("/tmp/file"));
    private static final UnlinkLoss LOSS = new UnlinkLoss(3, 0, 3);

    private final List<String> told = new ArrayList<>();

    private UnlinkObserver observer(String name) {
        return new UnlinkObserver() {
            @Override
            public void handled(UnlinkEvent event) {
                told.add(name);
            }

            @Override
            public void lost(UnlinkLoss loss) {
                told.add(name + " " + loss.events());
            }
        };
    }

    @Test
    void the_listener_comes_first_and_the_observers_follow_in_their_order() {
        UnlinkAudience audience =
                new UnlinkAudience(
                        event -> told.add("listener"), null, List.of(observer("a"), observer("b")));
        audience.events().accept(EVENT);

        assertThat(told).containsExactly("listener", "a", "b");
    }

    @Test
    void each_observer_is_told_also_if_those_before_it_throw() {
        IllegalStateException failure = new IllegalStateException("a listener's");
        UnlinkObserver throwing =
                new UnlinkObserver() {
                    @Override
                    public void handled(UnlinkEvent event) {
                        throw new IllegalArgumentException("an observer's");
                    }
                };
        UnlinkAudience audience =
                new UnlinkAudience(
                        event -> {
                            throw failure;
                        },
                        null,
                        List.of(observer("a"), throwing, observer("b")));

        assertThatThrownBy(() -> audience.events().accept(EVENT))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(told).containsExactly("a", "b");
    }

    @Test
    void losses_are_told_to_all_who_want_to_know() {
        Consumer<UnlinkLoss> onLoss = loss -> told.add("onLoss " + loss.events());
        new UnlinkAudience(event -> {}, onLoss, List.of(observer("a")))
                .losses()
                .orElseThrow()
                .accept(LOSS);
        new UnlinkAudience(event -> {}, null, List.of(observer("b")))
                .losses()
                .orElseThrow()
                .accept(LOSS);

        assertThat(told).containsExactly("onLoss 3", "a 3", "b 3");
    }

    @Test
    void without_an_observer_nothing_stands_before_the_listener() {
        Consumer<UnlinkEvent> listener = event -> {};
        UnlinkAudience audience = new UnlinkAudience(listener, null, List.of());

        assertThat(audience.events()).isSameAs(listener);
        assertThat(audience.losses()).isEmpty();
    }
}
