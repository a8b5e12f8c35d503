package io.fentry4j;

import io.fentry4j.failure.Failure;
import io.fentry4j.failure.InvalidObjectException;
import java.util.Collection;

/// The failures of asking an object for what is not in it.
final class Missing {

    private Missing() {}

    static InvalidObjectException program(String object, String name, Collection<String> all) {
        return new InvalidObjectException(
                Failure.of("find program '" + name + "'", "'" + object + "' has none")
                        .observe("programs", all)
                        .advise("give the name of the C function"));
    }

    static InvalidObjectException map(String object, String name) {
        return new InvalidObjectException(
                Failure.of("find map '" + name + "'", "'" + object + "' has none")
                        .advise("give the name of the C variable in SEC(\".maps\")"));
    }

    static InvalidObjectException created(String object, String name) {
        return new InvalidObjectException(
                Failure.of("use map '" + name + "'", "'" + object + "' was loaded without it")
                        .advise("let libbpf create it"));
    }

    static InvalidObjectException variable(String object, String section, String name) {
        return new InvalidObjectException(
                Failure.of(
                                "find variable '" + name + "'",
                                "'" + object + "' has no such place in its section " + section)
                        .advise("compile the C and the Java class again, together"));
    }

    static InvalidObjectException kind(String what, Class<?> asked) {
        return new InvalidObjectException(
                Failure.of("use " + what, "it is not of the kind " + asked.getSimpleName())
                        .advise("ask for the kind that the C declares"));
    }
}
