package io.fentry4j.compiler.object;

import com.palantir.javapoet.ClassName;
import io.fentry4j.btf.BtfType;
import io.fentry4j.compiler.model.JavaEnum;
import io.fentry4j.compiler.model.Scalar;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Reads the values of one enum.
final class EnumReader {

    private final BtfType.Enumeration enumeration;
    private final boolean signed;

    /// @param signsKnown whether the BTF tells which enums have negative values. If not, values are
    ///   32 bits, and an enum is taken for signed if one of them has the highest bit set: -1 is
    ///   more likely than 0xffffffff
    EnumReader(BtfType.Enumeration enumeration, boolean signsKnown) {
        this.enumeration = enumeration;
        this.signed =
                enumeration.signed()
                        || (!signsKnown
                                && enumeration.enumerators().stream()
                                        .anyMatch(value -> value.value() > Integer.MAX_VALUE));
    }

    JavaEnum read(ClassName name, String cName, String definition) {
        List<JavaEnum.Constant> constants = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (BtfType.Enumerator enumerator : enumeration.enumerators()) {
            String javaName = JavaNames.constant(enumerator.name(), name.simpleName());
            while (!names.add(javaName)) {
                javaName += "_";
            }
            constants.add(new JavaEnum.Constant(javaName, value(enumerator)));
        }
        Scalar storage = Scalar.integer(enumeration.size(), signed);
        return new JavaEnum(name, cName, storage, constants, definition);
    }

    private long value(BtfType.Enumerator enumerator) {
        boolean signLost = signed && !enumeration.signed();
        return signLost ? (int) enumerator.value() : enumerator.value();
    }
}
