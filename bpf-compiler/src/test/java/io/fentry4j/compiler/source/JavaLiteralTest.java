package io.fentry4j.compiler.source;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class JavaLiteralTest {

    private static String value(String literal) {
        return JavaLiteral.decode("= " + literal, 2, literal.length() + 2).value();
    }

    @Test
    void a_string_literal_is_decoded() {
        assertThat(value("\"\"")).isEmpty();
        assertThat(value("\"a b\"")).isEqualTo("a b");
        assertThat(value("\"\\t\\n\\r\\b\\f\\s\\\\\\\"\\'\"")).isEqualTo("\t\n\r\b\f \\\"'");
        assertThat(value("\"\\0\\101\\1011\\477\\18\"")).isEqualTo("\0AA1'7\0018");
        assertThat(value("\"\\u0041\\uuu0042\\\\u0043\"")).isEqualTo("AB\\u0043");
    }

    @Test
    void a_text_block_is_stripped_like_java_does() {
        String[] contents = {
            "a\n    b\n  ",
            "    a\n  b  \n\n   c\n    ",
            "  x\t\n",
            "\n\n",
            "  a\\\n  b\n",
            "x",
            "  a\n b\\n\n  ",
            "\ta\n\t\tb\n\t",
            "  a\\040\\s\n  ",
        };
        for (String content : contents) {
            String stripped = content.stripIndent().translateEscapes();
            assertThat(value("\"\"\" \n" + content + "\"\"\"")).isEqualTo(stripped);
            String windows = content.replace("\n", "\r\n");
            assertThat(value("\"\"\"\r\n" + windows + "\"\"\"")).isEqualTo(stripped);
        }
    }

    @Test
    void each_character_knows_its_place() {
        String literal = "\"\"\"\n   a\\tb\\\n   c\n  d\"\"\"";
        JavaLiteral decoded = JavaLiteral.decode(literal, 0, literal.length());
        assertThat(decoded.value()).isEqualTo(" a\tb c\nd");
        int[] offsets = decoded.offsets();
        assertThat(literal.charAt(offsets[1])).isEqualTo('a');
        assertThat(literal.charAt(offsets[2])).isEqualTo('\\');
        assertThat(literal.charAt(offsets[5])).isEqualTo('c');
        assertThat(offsets[6]).isEqualTo(literal.indexOf("c\n") + 1);
        assertThat(literal.charAt(offsets[7])).isEqualTo('d');
    }
}
