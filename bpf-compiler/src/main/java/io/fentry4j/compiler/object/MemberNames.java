package io.fentry4j.compiler.object;

import io.fentry4j.compiler.report.CompileFailure;
import io.fentry4j.compiler.report.Finding;
import io.fentry4j.compiler.report.Problem;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Gives out the names of a skeleton's members: programs, maps and variables share them.
final class MemberNames {

    /// The skeleton's own methods.
    private static final Set<String> OWN = Set.of("open", "load", "close", "object");

    private final DeclarationPlaces places;
    private final Map<String, String> taken = new HashMap<>();

    MemberNames(DeclarationPlaces places) {
        this.places = places;
    }

    /// The member for a C name.
    ///
    /// @param kind program, map or variable, for messages
    String of(String cName, String kind) {
        String name = JavaNames.member(cName);
        if (OWN.contains(name)) {
            name += "_";
        }
        String owner = "%s '%s'".formatted(kind, cName);
        String other = taken.putIfAbsent(name, owner);
        if (other != null) {
            throw new CompileFailure(
                    List.of(
                            Finding.error(
                                    places.word(cName).orElse(null),
                                    Problem.NAME_CLASH,
                                    "method " + name + "()",
                                    owner,
                                    other + " has the same name in Java")));
        }
        return name;
    }
}
