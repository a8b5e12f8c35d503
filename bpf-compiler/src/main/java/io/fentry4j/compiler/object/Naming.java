package io.fentry4j.compiler.object;

import com.palantir.javapoet.ClassName;
import io.fentry4j.compiler.report.CompileFailure;
import io.fentry4j.compiler.report.Problem;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;

/// Gives out the names of the Java types of one package.
final class Naming {

    private final String packageName;
    private final Predicate<String> isJavaLang;

    /// Java name to what has it.
    private final Map<String, String> taken = new HashMap<>();

    /// @param isJavaLang whether `java.lang` has a type of this simple name
    Naming(String packageName, Predicate<String> isJavaLang) {
        this.packageName = packageName;
        this.isJavaLang = isJavaLang;
    }

    /// Keeps a name from being given out.
    void reserve(String javaName, String owner) {
        taken.put(javaName, owner);
    }

    /// The Java name for a C type.
    ///
    /// @param owner the C type, for messages
    /// @param suffix is added to a name of `java.lang`: a `Process` or `String` in the package
    ///   would hide Java's own from the code beside it
    ClassName type(String cName, String owner, String suffix) {
        String name = JavaNames.type(cName);
        if (isJavaLang.test(name)) {
            name += suffix;
        }
        String other = taken.putIfAbsent(name, owner);
        if (other != null) {
            throw new CompileFailure(
                    Problem.NAME_CLASH,
                    name,
                    "`" + owner + "`",
                    "`" + other + "` has the same name in Java");
        }
        return ClassName.get(packageName, name);
    }
}
