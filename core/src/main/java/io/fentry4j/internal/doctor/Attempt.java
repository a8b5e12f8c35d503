package io.fentry4j.internal.doctor;

import io.fentry4j.failure.BpfException;
import java.util.Optional;

/// How far a real program got.
///
/// @param loadFailure why it was not loaded
/// @param attachFailure why it was not attached; empty too if it was not loaded
record Attempt(Optional<BpfException> loadFailure, Optional<BpfException> attachFailure) {

    static final Attempt WORKED = new Attempt(Optional.empty(), Optional.empty());

    boolean worked() {
        return loadFailure.isEmpty() && attachFailure.isEmpty();
    }

    static Attempt notLoaded(BpfException failure) {
        return new Attempt(Optional.of(failure), Optional.empty());
    }

    static Attempt notAttached(BpfException failure) {
        return new Attempt(Optional.empty(), Optional.of(failure));
    }
}
