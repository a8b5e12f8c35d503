package io.fentry4j.preflight;

import java.util.ArrayList;
import java.util.List;

/// Puts a [Verdict] together.
final class Words {

    private final Reason reason;
    private final String text;
    private final List<String> evidence = new ArrayList<>();
    private final List<String> advice = new ArrayList<>();

    private Words(Reason reason, String text) {
        this.reason = reason;
        this.text = text;
    }

    static Words of(Reason reason, String text) {
        return new Words(reason, text);
    }

    Words evidence(String name, Object value) {
        evidence.add(name + "=" + value);
        return this;
    }

    Words advice(String todo) {
        advice.add(todo);
        return this;
    }

    Verdict verdict() {
        return new Verdict(reason, text, evidence, advice);
    }
}
