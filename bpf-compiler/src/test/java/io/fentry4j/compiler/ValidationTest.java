package io.fentry4j.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.testing.compile.Compilation;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/// Each mistake ends in one message that says what to do.
class ValidationTest {

    private static void assertOneError(Compilation compilation, long line, String text) {
        assertThat(compilation.errors()).hasSize(1);
        var error = compilation.errors().getFirst();
        assertThat(error.getMessage(Locale.ROOT)).isEqualTo(text);
        assertThat(error.getLineNumber()).isEqualTo(line);
    }

    private static Compilation compile(String body) {
        return compile("GPL", body);
    }

    private static Compilation compile(String license, String body) {
        return Sources.compile(
                Sources.java(
                        "demo.Unlink",
                        """
                        package demo;
                        import io.fentry4j.annotation.BPF;
                        @BPF(license = "%s")
                        class Unlink { %s }
                        """
                                .formatted(license, body)));
    }

    private static final String EMPTY_C = "static final String EBPF_PROGRAM = \" \";";

    @Test
    void a_type_without_the_constant() {
        assertOneError(
                compile(""),
                4,
                "[NoProgramText] @BPF on Unlink: it has no field EBPF_PROGRAM. Declare the C program"
                        + " as a constant: static final String EBPF_PROGRAM = \"\"\"...\"\"\"");
    }

    @Test
    void a_constant_that_is_none() {
        String text =
                "[TextNotConstant] @BPF on Unlink: EBPF_PROGRAM is not a compile-time constant of"
                        + " type String. Make it a static final String with a text block, or literals"
                        + " and constants joined by +";
        assertOneError(compile("static final String EBPF_PROGRAM = \"\".strip();"), 4, text);
        assertOneError(compile("final String EBPF_PROGRAM = \"x\";"), 4, text);
        assertOneError(compile("static String EBPF_PROGRAM = \"x\";"), 4, text);
        assertOneError(compile("static final int EBPF_PROGRAM = 1;"), 4, text);
    }

    @Test
    void a_blank_constant() {
        assertOneError(
                compile(EMPTY_C),
                4,
                "[TextEmpty] @BPF on Unlink: EBPF_PROGRAM is blank. Put the C program into it,"
                        + " starting with #include \"fentry4j.h\"");
    }

    @Test
    void an_empty_license() {
        assertOneError(
                compile(" ", EMPTY_C),
                4,
                "[LicenseEmpty] @BPF on Unlink: license is \" \". Name the license for the kernel,"
                        + " such as \"GPL\" or \"Dual BSD/GPL\", in printable ASCII");
    }

    @Test
    void a_private_type() {
        String text =
                "[TypeNotReachable] @BPF on Inner: the type is %s, so the generated class could not be"
                        + " used beside it. Make it a top-level type or a nested type that is not"
                        + " private";
        assertOneError(
                inner("@BPF(license = \"GPL\") private class Inner { " + EMPTY_C + " }"),
                4,
                text.formatted("private"));
        assertOneError(
                inner(
                        "private class Outer { @BPF(license = \"GPL\") class Inner { "
                                + EMPTY_C
                                + " } }"),
                4,
                text.formatted("in the private Outer"));
    }

    private static Compilation inner(String body) {
        return Sources.compile(
                Sources.java(
                        "demo.Top",
                        """
                        package demo;
                        import io.fentry4j.annotation.BPF;

                        class Top { %s }
                        """
                                .formatted(body)));
    }

    @Test
    void c_without_a_program() {
        assertOneError(
                Sources.compile(
                        Sources.type(
                                "Unlink",
                                "#include \"fentry4j.h\"\nint x;\nint f(void) { return 0; }\n")),
                6,
                "[NoProgram] compile Unlink: the C has no BPF program. Give a function that is not"
                        + " static a section, such as SEC(\"fentry/do_unlinkat\")");
    }

    @Test
    void a_license_in_the_c_as_well() {
        assertOneError(
                Sources.compile(Sources.unlink("char _license[] SEC(\"license\") = \"GPL\";\n")),
                9,
                "[LicenseTwice] compile Unlink: the C has a license of its own in `_license`. Remove"
                        + " it: the license comes from @BPF(license = \"Dual BSD/GPL\")");
    }

    @Test
    void a_member_of_a_type_that_java_does_not_have() {
        assertOneError(
                Sources.compile(
                        Sources.unlink(
                                """
                                struct ok { int huge; };
                                struct bad {
                                    int fine;
                                    unsigned __int128 huge;
                                };
                                RECORD(struct bad);
                                """)),
                12,
                "[UnsupportedType] write a Java type for `struct bad`: member 'huge' has the type"
                        + " `unsigned __int128`, an integer of 16 bytes. Use another type for it");
    }

    @Test
    void a_flexible_array_inside_of_a_value() {
        assertOneError(
                Sources.compile(
                        Sources.unlink(
                                """
                                struct tail { int n; char s[]; };
                                struct tail tails;
                                """)),
                10,
                "[UnsupportedType] write a Java type for `tails`: the variable has the type"
                        + " `struct tail`, which ends in a flexible array and so cannot be part of a"
                        + " value. Use another type for it");
    }

    @Test
    void an_undefined_struct() {
        assertOneError(
                Sources.compile(
                        Sources.unlink(
                                "struct nowhere;\nRING_BUFFER(events, struct nowhere, 4096);\n")),
                10,
                "[UnsupportedType] write a Java type for `events`: its record has the type"
                        + " `struct nowhere`, which is declared but not defined in this C. Use another"
                        + " type for it");
    }

    @Test
    void members_with_the_same_name_in_java() {
        assertOneError(
                Sources.compile(
                        Sources.unlink("struct e { int a_b;\n int aB; };\nRECORD(struct e);\n")),
                10,
                "[NameClash] write component aB for member 'aB' of struct e: member 'a_b' has the"
                        + " same name in Java. Rename one of them in the C");
    }

    @Test
    void programs_and_variables_with_the_same_name_in_java() {
        assertOneError(
                Sources.compile(Sources.unlink("int onUnlink;\n")),
                9,
                "[NameClash] write method onUnlink() for variable 'onUnlink': program 'on_unlink' has"
                        + " the same name in Java. Rename one of them in the C");
    }

    @Test
    void structs_with_the_same_name_in_java() {
        assertOneError(
                Sources.compile(
                        Sources.unlink(
                                "struct a_b { int x; };\nstruct aB { int x; };\nRECORD(struct a_b);\nRECORD(struct aB);\n")),
                6,
                "[NameClash] write AB for `struct aB`: `struct a_b` has the same name in Java. Rename"
                        + " one of them in the C");
    }

    @Test
    void a_struct_named_like_a_type_of_the_package() {
        assertOneError(
                Sources.compile(
                        Sources.unlink("struct unlink { int x; };\nRECORD(struct unlink);\n")),
                6,
                "[NameClash] write Unlink for `unlink`: the package already has a type of this name."
                        + " Rename one of them in the C");
    }

    @Test
    void more_members_than_a_constructor_takes() {
        StringBuilder c = new StringBuilder("struct many {\n");
        for (int i = 0; i < 128; i++) {
            c.append("__u64 m").append(i).append(";\n");
        }
        c.append("};\nRECORD(struct many);\n");
        assertOneError(
                Sources.compile(Sources.unlink(c.toString())),
                10,
                "[TooManyMembers] write a record for `struct many`: its 128 members take 256"
                        + " parameter slots, and a Java constructor has no more than 254. Put some of"
                        + " the members into a struct of their own");
    }
}
