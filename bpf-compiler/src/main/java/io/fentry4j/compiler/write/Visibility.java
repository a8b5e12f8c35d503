package io.fentry4j.compiler.write;

import java.util.ArrayList;
import java.util.List;
import javax.lang.model.element.Modifier;

/// Who may use a generated type and its members: the same as the annotated type.
public enum Visibility {
    PUBLIC,
    PACKAGE;

    /// The modifiers of something that is as visible, with `others` behind.
    Modifier[] modifiers(Modifier... others) {
        List<Modifier> modifiers = new ArrayList<>();
        if (this == PUBLIC) {
            modifiers.add(Modifier.PUBLIC);
        }
        modifiers.addAll(List.of(others));
        return modifiers.toArray(Modifier[]::new);
    }
}
