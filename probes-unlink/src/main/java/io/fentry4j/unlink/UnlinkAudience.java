package io.fentry4j.unlink;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Who is told of what a probe sees and does: its listeners, then its observers.
final class UnlinkAudience {

    private final List<UnlinkObserver> observers;
    private final Consumer<? super UnlinkEvent> events;
    private final @Nullable Consumer<? super UnlinkLoss> losses;

    UnlinkAudience(
            Consumer<? super UnlinkEvent> listener,
            @Nullable Consumer<? super UnlinkLoss> onLoss,
            List<UnlinkObserver> observers) {
        this.observers = List.copyOf(observers);
        Consumer<? super UnlinkEvent> ofEvents = listener;
        Consumer<? super UnlinkLoss> ofLosses = onLoss;
        for (UnlinkObserver observer : observers) {
            ofEvents = inTurn(ofEvents, observer::handled);
            ofLosses = ofLosses == null ? observer::lost : inTurn(ofLosses, observer::lost);
        }
        this.events = ofEvents;
        this.losses = ofLosses;
    }

    private static <T> Consumer<T> inTurn(
            Consumer<? super T> first, Consumer<? super T> whateverHappens) {
        return value -> {
            try {
                first.accept(value);
            } finally {
                whateverHappens.accept(value);
            }
        };
    }

    /// Without an observer it is the listener itself, so that this costs nothing.
    Consumer<? super UnlinkEvent> events() {
        return events;
    }

    /// Empty if nobody wants to know.
    Optional<Consumer<? super UnlinkLoss>> losses() {
        return Optional.ofNullable(losses);
    }

    void attached(UnlinkProbe probe, Duration took) {
        observers.forEach(observer -> observer.attached(probe, took));
    }

    void closed(UnlinkProbe probe, Duration took) {
        observers.forEach(observer -> observer.closed(probe, took));
    }
}
