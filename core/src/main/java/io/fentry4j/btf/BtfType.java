package io.fentry4j.btf;

import java.util.List;

/// One type of a [Btf]: a record for each kind of `include/uapi/linux/btf.h`, under the kernel's
/// name of the kind.
///
/// A type refers to other types by their ids; [Btf#type] turns an id into a type. The id belongs to
/// the [Btf] that gave the type. Sizes are in bytes unless a name says bits. Immutable.
@SuppressWarnings("JavaLangClash") // Void, Enum and Float are the kernel's names
public sealed interface BtfType {

    /// The id that other types use to refer to this one; 0 is `void`.
    int id();

    /// The type's own name, without `struct` or `enum`; empty for an anonymous type.
    String name();

    /// A kind without a name of its own.
    sealed interface Anonymous extends BtfType {
        @Override
        default String name() {
            return "";
        }
    }

    /// A type that points at one other, or gives it another name or quality.
    sealed interface Reference extends BtfType {
        /// The id of the type that this one is about.
        int typeId();
    }

    /// What C looks through to find a value's representation; see [Btf#resolve].
    sealed interface Alias extends Reference {}

    /// A type whose values have a size that is written in the BTF.
    sealed interface Sized extends BtfType {
        /// Bytes.
        int size();
    }

    /// A struct or a union.
    sealed interface Composite extends Sized {
        /// The members in the order of the C source.
        List<Member> members();
    }

    /// An enum of 32 or 64 bits.
    sealed interface Enumeration extends Sized {
        /// Whether the values are signed.
        boolean signed();

        /// The named values in the order of the C source.
        List<Enumerator> enumerators();
    }

    /// `void`, id 0 in every BTF.
    record Void() implements BtfType {
        @Override
        public int id() {
            return 0;
        }

        @Override
        public String name() {
            return "void";
        }
    }

    /// An integer.
    ///
    /// @param size the bytes it is stored in: 1, 2, 4, 8 or 16
    /// @param encoding how its bits are meant
    /// @param bits the bits that hold the value; fewer than `size * 8` only for a bit field in BTF
    ///   of before Linux 5.0
    /// @param bitOffset where they start in the storage; 0 but for such a bit field
    record Int(int id, String name, int size, Encoding encoding, int bits, int bitOffset)
            implements Sized {

        /// Whether a value is to be sign-extended.
        public boolean signed() {
            return encoding == Encoding.SIGNED;
        }
    }

    /// How the bits of an [Int] are meant (`BTF_INT_ENCODING`).
    enum Encoding {
        /// No flag: `unsigned int` and its like.
        UNSIGNED,
        /// `BTF_INT_SIGNED`.
        SIGNED,
        /// `BTF_INT_CHAR`: a character.
        CHAR,
        /// `BTF_INT_BOOL`: C's `bool`.
        BOOL
    }

    /// A pointer; `typeId` is what it points to, 0 for `void *`.
    record Ptr(int id, int typeId) implements Reference, Anonymous {}

    /// An array.
    ///
    /// @param typeId the type of an element
    /// @param indexTypeId the type of an index, of no meaning to C
    /// @param length the number of elements; 0 for a flexible array
    record Array(int id, int typeId, int indexTypeId, int length) implements Reference, Anonymous {}

    /// A struct.
    record Struct(int id, String name, int size, List<Member> members) implements Composite {
        public Struct {
            members = List.copyOf(members);
        }
    }

    /// A union.
    record Union(int id, String name, int size, List<Member> members) implements Composite {
        public Union {
            members = List.copyOf(members);
        }
    }

    /// A member of a struct or union.
    ///
    /// @param name empty for an anonymous struct or union inside, whose members count as members of
    ///   the outer one
    /// @param typeId the id of its type
    /// @param bitOffset its first bit, counted from the start of the struct
    /// @param bitfieldSize its bits if it is a bit field, else 0
    record Member(String name, int typeId, int bitOffset, int bitfieldSize) {

        /// The offset in bytes; for a bit field, of the byte that its first bit is in.
        public int offset() {
            return bitOffset / 8;
        }

        /// Whether the member has bits instead of bytes.
        public boolean isBitfield() {
            return bitfieldSize != 0;
        }
    }

    /// An enum whose values fit 32 bits.
    record Enum(int id, String name, int size, boolean signed, List<Enumerator> enumerators)
            implements Enumeration {
        public Enum {
            enumerators = List.copyOf(enumerators);
        }
    }

    /// An enum with values of 64 bits (pahole 1.24, clang 15 and later).
    record Enum64(int id, String name, int size, boolean signed, List<Enumerator> enumerators)
            implements Enumeration {
        public Enum64 {
            enumerators = List.copyOf(enumerators);
        }
    }

    /// A named value of an enum.
    ///
    /// @param name its name, which in C is global
    /// @param value sign-extended for a signed enum, zero-extended for an unsigned one; the values
    ///   of an unsigned [Enum64] use all 64 bits, as [Long#toUnsignedString] prints them
    record Enumerator(String name, long value) {}

    /// A struct or union that is declared but not defined here.
    ///
    /// @param union whether it is a union
    record Fwd(int id, String name, boolean union) implements BtfType {}

    /// Another name for a type.
    record Typedef(int id, String name, int typeId) implements Alias {}

    /// `volatile` before a type.
    record Volatile(int id, int typeId) implements Alias, Anonymous {}

    /// `const` before a type.
    record Const(int id, int typeId) implements Alias, Anonymous {}

    /// `restrict` on a pointer.
    record Restrict(int id, int typeId) implements Alias, Anonymous {}

    /// A function; `typeId` is its [FuncProto].
    ///
    /// @param linkage who can call it by name
    record Func(int id, String name, int typeId, Linkage linkage) implements Reference {}

    /// Who sees a [Func] or a [Var] (`enum btf_func_linkage` and `BTF_VAR_…`).
    enum Linkage {
        /// This file only.
        STATIC,
        /// Other files too.
        GLOBAL,
        /// It is defined elsewhere.
        EXTERN
    }

    /// The parameters and the return type of a function.
    ///
    /// @param returnTypeId 0 for `void`
    /// @param params without the `...` of a variadic function
    /// @param variadic whether the list ends in `...`
    record FuncProto(int id, int returnTypeId, List<Param> params, boolean variadic)
            implements Anonymous {
        public FuncProto {
            params = List.copyOf(params);
        }
    }

    /// A parameter of a function.
    ///
    /// @param name its name; may be empty
    /// @param typeId the id of its type
    record Param(String name, int typeId) {}

    /// A global variable.
    ///
    /// @param linkage who can use it by name
    record Var(int id, String name, int typeId, Linkage linkage) implements Reference {}

    /// An ELF section with variables, such as `.rodata` or `.maps`.
    ///
    /// @param size bytes; 0 in an object that libbpf has not opened yet
    /// @param variables what stands in it
    record Datasec(int id, String name, int size, List<Variable> variables) implements Sized {
        public Datasec {
            variables = List.copyOf(variables);
        }
    }

    /// A variable's place in its section.
    ///
    /// @param typeId the [Var], or the [Func] of an extern function
    /// @param offset bytes from the start of the section
    /// @param size bytes
    record Variable(int typeId, int offset, int size) {}

    /// A floating-point number.
    record Float(int id, String name, int size) implements Sized {}

    /// A tag on a declaration (`__attribute__((btf_decl_tag("…")))`).
    ///
    /// @param name the text of the tag
    /// @param typeId the struct, union, typedef, variable or function that is tagged
    /// @param componentIndex the member or parameter that is tagged, from 0; -1 for the whole
    record DeclTag(int id, String name, int typeId, int componentIndex) implements Reference {}

    /// A tag on a pointed-to type (`__attribute__((btf_type_tag("…")))`, `__user`, `__rcu`).
    ///
    /// @param name the text of the tag
    record TypeTag(int id, String name, int typeId) implements Alias {}

    /// A type of a kind that is newer than this class: BTF since Linux 7.1 says how to step over
    /// it.
    ///
    /// @param kind its number in the format
    record Unknown(int id, String name, int kind) implements BtfType {}
}
