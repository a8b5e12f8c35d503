package io.fentry4j.compiler.object;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.lang.model.SourceVersion;

/// Java names for C names.
final class JavaNames {

    /// Methods of Object, which a record component or a member of a skeleton cannot be named after,
    /// and `yield`, which is no plain identifier in a statement.
    private static final Set<String> TAKEN =
            Set.of(
                    "clone",
                    "finalize",
                    "getClass",
                    "hashCode",
                    "notify",
                    "notifyAll",
                    "toString",
                    "wait",
                    "yield");

    /// What each generated enum has beside its constants, and the type that it uses.
    private static final Set<String> CONSTANTS_TAKEN =
            Set.of("UNRECOGNIZED", "TYPE", "value", "ValueType");

    private JavaNames() {}

    /// `struct unlink_event` is `UnlinkEvent`.
    static String type(String cName) {
        StringBuilder name = new StringBuilder();
        for (String word : words(cName)) {
            name.append(Character.toUpperCase(word.charAt(0))).append(word.substring(1));
        }
        return usable(name.toString(), cName);
    }

    /// `start_ns` is `startNs`; a name that Java does not allow has an underscore behind it.
    static String member(String cName) {
        StringBuilder name = new StringBuilder();
        for (String word : words(cName)) {
            char first = word.charAt(0);
            name.append(
                    name.isEmpty() ? Character.toLowerCase(first) : Character.toUpperCase(first));
            name.append(word.substring(1));
        }
        return usable(name.toString(), cName);
    }

    /// The name of an enum's constant is that of C, unless Java would take it for something else: a
    /// constant named like a type hides the type from the code of the enum.
    ///
    /// @param type the simple name of the enum in Java
    static String constant(String cName, String type) {
        boolean taken = CONSTANTS_TAKEN.contains(cName) || cName.equals(type);
        return taken || SourceVersion.isKeyword(cName) ? cName + "_" : cName;
    }

    private static String usable(String name, String cName) {
        if (name.isEmpty() || !Character.isJavaIdentifierStart(name.charAt(0))) {
            return usable("_" + name, cName);
        }
        return SourceVersion.isKeyword(name) || TAKEN.contains(name) ? name + "_" : name;
    }

    private static List<String> words(String cName) {
        return Arrays.stream(cName.split("_", -1))
                .filter(word -> !word.isEmpty())
                .map(word -> isShouted(word) ? word.toLowerCase(Locale.ROOT) : word)
                .toList();
    }

    /// `TGID`, but not `T` or `Tgid`: a word of capitals is one word.
    private static boolean isShouted(String word) {
        return word.length() > 1 && word.equals(word.toUpperCase(Locale.ROOT));
    }
}
