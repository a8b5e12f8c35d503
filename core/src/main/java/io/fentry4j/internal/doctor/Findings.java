package io.fentry4j.internal.doctor;

import io.fentry4j.doctor.Check;
import io.fentry4j.doctor.CheckName;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The checks so far, and which of them is to blame for what comes later.
final class Findings {

    private final Map<CheckName, Check> checks = new EnumMap<>(CheckName.class);

    void add(Check check) {
        checks.put(check.name(), check);
    }

    void addAll(List<Check> all) {
        all.forEach(this::add);
    }

    /// A check that was added before.
    Check get(CheckName name) {
        Check check = checks.get(name);
        if (check == null) {
            throw new IllegalStateException("'" + name + "' was not checked yet");
        }
        return check;
    }

    boolean isOk(CheckName name) {
        return get(name).isOk();
    }

    /// The first of these checks that is not ok.
    Optional<CheckName> firstNotOk(CheckName... names) {
        return List.of(names).stream().filter(name -> !isOk(name)).findFirst();
    }

    /// The check at the beginning of the chain that a check follows from; the check itself if it
    /// follows from none.
    Check root(CheckName name) {
        Check check = get(name);
        while (check.followsFrom().isPresent()) {
            check = get(check.followsFrom().get());
        }
        return check;
    }

    /// All of them, in the order of [CheckName].
    List<Check> all() {
        return new ArrayList<>(checks.values());
    }
}
