package io.fentry4j.internal.elf;

/// A symbol (`Elf64_Sym`).
///
/// @param section the index of the section it is defined in; 0 if it is undefined, 0xfff1 if
///   absolute
/// @param value in a relocatable object, the offset in that section
/// @param size bytes
/// @param type `STT_…`, see the constants here
/// @param binding `STB_…`, see the constants here
/// @param visibility `STV_…`: 0 is default, 2 hidden
public record ElfSymbol(
        String name, int section, long value, long size, int type, int binding, int visibility) {

    public static final int NOTYPE = 0;
    public static final int OBJECT = 1;
    public static final int FUNC = 2;
    public static final int SECTION = 3;
    public static final int FILE = 4;

    public static final int LOCAL = 0;
    public static final int GLOBAL = 1;
    public static final int WEAK = 2;

    /// Whether it names a function: in a BPF object, a program or a subprogram.
    public boolean isFunction() {
        return type == FUNC;
    }

    /// Whether it names data: in a BPF object, a map or a variable.
    public boolean isObject() {
        return type == OBJECT;
    }

    /// Whether it is visible outside its file.
    public boolean isGlobal() {
        return binding == GLOBAL || binding == WEAK;
    }
}
