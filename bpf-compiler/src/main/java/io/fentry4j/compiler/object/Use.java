package io.fentry4j.compiler.object;

/// What has a C type: a member of a struct, a map's value, a global variable.
///
/// @param owner the struct or variable, as in messages: `struct unlink_event`
/// @param struct the struct's name in C, empty outside of structs
/// @param name the member's or variable's name in C
/// @param subject what has the type, as in messages: `member 'name'`
/// @param mayBeFlexible whether a flexible array can stand here: at the end of a struct
record Use(String owner, String struct, String name, String subject, boolean mayBeFlexible) {

    /// A member of a struct.
    static Use member(String struct, String name, boolean last) {
        return new Use("struct " + struct, struct, name, "member '" + name + "'", last);
    }

    /// A global variable, a map's key or value, or the type of a ring buffer's records.
    static Use variable(String name, String subject) {
        return new Use(name, "", name, subject, false);
    }

    /// The elements of an array here.
    Use element() {
        return new Use(owner, struct, name, "an element of " + subject, false);
    }

    /// How an anonymous struct or enum is called after its only use.
    String anonymousName() {
        return struct.isEmpty() ? name : struct + "_" + name;
    }
}
