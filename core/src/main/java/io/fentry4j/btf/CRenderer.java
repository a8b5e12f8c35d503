package io.fentry4j.btf;

import io.fentry4j.btf.BtfType.Enumerator;
import io.fentry4j.btf.BtfType.Member;
import io.fentry4j.btf.BtfType.Param;
import java.util.ArrayList;
import java.util.List;

/// Writes types as C.
///
/// A C declarator is written from the inside out: the variable's name first, then what is closest
/// to it (`*`, `[4]`, `(int)`), last the type that all of it ends in. `*` binds less tightly than
/// `[4]` and `(int)`, so it takes parentheses when one of these follows.
///
/// One instance writes one text. It counts what it writes, because in damaged data, and in data
/// made for it, a text doubles with each type that it goes through.
final class CRenderer {

    private static final int MAX_DEPTH = 64;
    private static final int MAX_CHARS = 1 << 22;
    private static final String INDENT = "    ";

    private final BtfData data;
    private final int id;
    private int chars;

    CRenderer(BtfData data, int id) {
        this.data = data;
        this.id = id;
    }

    /// A declaration of `variable`, or with an empty name the type alone.
    String declaration(String variable) {
        return declare(id, variable, false, 0);
    }

    /// The definition with members.
    String definition() {
        return switch (BtfDecoder.decode(data, id)) {
            case BtfType.Composite composite -> body(composite, 0) + ";";
            case BtfType.Enumeration enumeration -> body(enumeration) + ";";
            case BtfType.Typedef typedef ->
                    "typedef " + declare(typedef.typeId(), typedef.name(), true, 0) + ";";
            case BtfType.Datasec section -> variables(section);
            default -> declare(id, "", false, 0) + ";";
        };
    }

    private String variables(BtfType.Datasec section) {
        List<String> lines = new ArrayList<>();
        for (BtfType.Variable variable : section.variables()) {
            lines.add(spend(declare(variable.typeId(), "", true, 0) + ";"));
        }
        return String.join("\n", lines);
    }

    /// @param expand whether an anonymous struct or enum is written with its members
    private String declare(int typeId, String variable, boolean expand, int depth) {
        String declarator = variable;
        String qualifiers = "";
        int next = typeId;
        for (int i = depth; i < MAX_DEPTH; i++) {
            BtfType type = BtfDecoder.outline(data, next);
            switch (type) {
                case BtfType.Ptr pointer -> {
                    declarator = "*" + spaced(qualifiers, declarator);
                    qualifiers = "";
                    next = pointer.typeId();
                }
                case BtfType.Array array -> {
                    declarator = grouped(declarator) + "[" + array.length() + "]";
                    next = array.typeId();
                }
                case BtfType.FuncProto function -> {
                    declarator = grouped(declarator) + parameters(function, depth + 1);
                    qualifiers = "";
                    next = function.returnTypeId();
                }
                case BtfType.Func function -> {
                    declarator = function.name();
                    next = function.typeId();
                }
                case BtfType.Var global -> {
                    declarator = global.name();
                    next = global.typeId();
                }
                case BtfType.Const c -> {
                    qualifiers = qualified("const", qualifiers);
                    next = c.typeId();
                }
                case BtfType.Volatile v -> {
                    qualifiers = qualified("volatile", qualifiers);
                    next = v.typeId();
                }
                case BtfType.Restrict r -> {
                    qualifiers = qualified("restrict", qualifiers);
                    next = r.typeId();
                }
                case BtfType.TypeTag tag -> next = tag.typeId();
                default -> {
                    String base = spaced(qualifiers, specifier(type, expand, i));
                    return spend(spaced(base, declarator));
                }
            }
            spend(declarator);
        }
        throw new BtfException(
                "BTF of %s: type %d in C goes through more than %d others, or refers to itself"
                        .formatted(data.origin, id, MAX_DEPTH));
    }

    private String specifier(BtfType type, boolean expand, int depth) {
        return switch (type) {
            case BtfType.Composite c when expand && c.name().isEmpty() ->
                    body((BtfType.Composite) BtfDecoder.decode(data, c.id()), depth);
            case BtfType.Enumeration e when expand && e.name().isEmpty() ->
                    body((BtfType.Enumeration) BtfDecoder.decode(data, e.id()));
            case BtfType.Composite c -> tagged(c);
            case BtfType.Enumeration e -> tagged(e);
            case BtfType.Fwd f -> (f.union() ? "union " : "struct ") + f.name();
            case BtfType.Datasec _, BtfType.DeclTag _, BtfType.Unknown _ ->
                    throw new BtfException(
                            "BTF of %s: type %d in C: %s is not a type of C"
                                    .formatted(data.origin, id, BtfLayout.describe(type)));
            default -> type.name();
        };
    }

    private static String tagged(BtfType.Sized type) {
        return keyword(type) + (type.name().isEmpty() ? " {...}" : " " + type.name());
    }

    private static String keyword(BtfType.Sized type) {
        return switch (type) {
            case BtfType.Struct _ -> "struct";
            case BtfType.Union _ -> "union";
            default -> "enum";
        };
    }

    private String parameters(BtfType.FuncProto function, int depth) {
        List<String> parameters = new ArrayList<>();
        for (Param param : function.params()) {
            parameters.add(declare(param.typeId(), param.name(), false, depth));
        }
        if (function.variadic()) {
            parameters.add("...");
        }
        return spend("(" + (parameters.isEmpty() ? "void" : String.join(", ", parameters)) + ")");
    }

    private String body(BtfType.Composite composite, int depth) {
        StringBuilder text = new StringBuilder(head(composite));
        for (Member member : composite.members()) {
            String line = declare(member.typeId(), member.name(), true, depth + 1);
            text.append(INDENT).append(line.replace("\n", "\n" + INDENT));
            if (member.isBitfield()) {
                text.append(member.name().isEmpty() ? ": " : " : ").append(member.bitfieldSize());
            }
            text.append(";\n");
        }
        return spend(text.append('}').toString());
    }

    private String body(BtfType.Enumeration enumeration) {
        StringBuilder text = new StringBuilder(head(enumeration));
        for (Enumerator enumerator : enumeration.enumerators()) {
            text.append(INDENT).append(enumerator.name()).append(" = ");
            text.append(
                    enumeration.signed()
                            ? Long.toString(enumerator.value())
                            : Long.toUnsignedString(enumerator.value()));
            text.append(",\n");
        }
        return spend(text.append('}').toString());
    }

    private static String head(BtfType.Sized type) {
        return spaced(keyword(type), type.name()) + " {\n";
    }

    /// BTF can say it twice: of an array and of its elements.
    private static String qualified(String qualifier, String others) {
        return others.contains(qualifier) ? others : spaced(qualifier, others);
    }

    private static String grouped(String declarator) {
        return declarator.startsWith("*") ? "(" + declarator + ")" : declarator;
    }

    private static String spaced(String left, String right) {
        return left.isEmpty() || right.isEmpty() ? left + right : left + " " + right;
    }

    private String spend(String text) {
        chars += text.length();
        if (chars > MAX_CHARS) {
            throw new BtfException(
                    "BTF of %s: type %d in C takes more than %d characters"
                            .formatted(data.origin, id, MAX_CHARS));
        }
        return text;
    }
}
