package io.fentry4j.internal.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParserTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '@',
            quoteCharacter = '\0',
            value = {
                "a + b * c == d && e || f @ ((((a + (b * c)) == d) && e) || f)",
                "a & 3 == 1 @ (a & (3 == 1))",
                "a - b - c @ ((a - b) - c)",
                "!a->b.c[3] @ !a->b.c[3]",
                "-a * ~b @ (-a * ~b)",
                "*p->q @ *p->q",
                "((struct sock *) arg)->sk.x @ (struct sock*)arg->sk.x",
                "(unsigned int) a > 1 @ ((u4)a > 1)",
                "(count) - 1 @ (count - 1)",
                "(a * b) @ (a * b)",
                "took > 15ms @ (took > 15000000ns)",
                "x == 0xffffffffffffffff @ (x == -1)",
                "startsWith(file, \"/srv\\\"\") @ startsWith(file,'/srv\"')",
            })
    void an_expression_is_read_as_c_reads_it(String text, String meaning) {
        assertThat(show(Parser.parse(text.strip()))).isEqualTo(meaning.strip());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "count = 4 | 7 | `=` does not compare; `==` does",
                "count >  | 8 | a value is missing before the end",
                "(a + b | 7 | `)` is missing before the end",
                "a b | 3 | an operator is missing before `b`",
                "a->3 | 4 | the name of a member is missing before `3`",
                "a[b] | 3 | an index is a number, not `b`",
                "took > 5min | 9 | `min` is no unit of time; there are ns, us, ms, s and m",
                "file == \"x | 9 | the string has no end: a `\"` is missing",
                "x == 18446744073709551616 | 6 | `18446744073709551616` needs more than 64 bits",
                "a # b | 3 | `#` has no meaning here",
                "(struct file) x | 1 | a cast is to a pointer or to an integer",
            })
    void a_mistake_has_its_column_and_a_reason(String text, int column, String reason) {
        assertThatThrownBy(() -> Parser.parse(text.strip()))
                .isInstanceOfSatisfying(
                        ExpressionException.class,
                        e -> assertThat(e.position() + 1).isEqualTo(column))
                .hasMessage(reason);
    }

    @Test
    void an_expression_that_is_too_deep_is_refused() {
        assertThatThrownBy(() -> Parser.parse("(".repeat(5000) + "a"))
                .hasMessage("the expression has more than 40 levels");
        assertThatThrownBy(() -> Parser.parse("a" + " + a".repeat(5000)))
                .hasMessage("the expression has more than 40 levels");
    }

    @Test
    void any_text_is_an_expression_or_a_mistake_with_a_position_in_it() {
        String[] words = {
            "a",
            "->",
            "b",
            ".",
            "(",
            ")",
            "*",
            "&&",
            "3",
            "5ms",
            "\"x",
            "\"",
            "[",
            "]",
            "==",
            "!",
            "struct",
            "u32",
            "-",
            ",",
            "startsWith",
            "<<",
            "µ",
            "é",
            "0x",
            "\\"
        };
        Random random = new Random(7);
        int parsed = 0;
        for (int i = 0; i < 50_000; i++) {
            String text =
                    random.ints(1 + random.nextInt(8), 0, words.length)
                            .mapToObj(word -> words[word])
                            .collect(Collectors.joining(random.nextBoolean() ? " " : ""));
            try {
                assertThat(Parser.parse(text).start()).isBetween(0, text.length());
                parsed++;
            } catch (ExpressionException e) {
                assertThat(e.position()).as(text).isBetween(0, text.length());
            }
        }
        assertThat(parsed).isPositive();
    }

    private static String show(Expression expression) {
        return switch (expression) {
            case Expression.Name name -> name.name();
            case Expression.Numeral number -> number.value() + (number.duration() ? "ns" : "");
            case Expression.Text text -> "'" + text.value() + "'";
            case Expression.Member member ->
                    show(member.object()) + (member.arrow() ? "->" : ".") + member.name();
            case Expression.Index index -> show(index.array()) + "[" + index.index() + "]";
            case Expression.Dereference pointer -> "*" + show(pointer.pointer());
            case Expression.PointerCast cast ->
                    "(%s %s%s)%s"
                            .formatted(
                                    cast.tag(),
                                    cast.type(),
                                    "*".repeat(cast.stars()),
                                    show(cast.value()));
            case Expression.IntegerCast cast ->
                    "(%s%d)%s"
                            .formatted(cast.signed() ? "s" : "u", cast.bytes(), show(cast.value()));
            case Expression.Unary unary -> unary.operator() + show(unary.operand());
            case Expression.Binary binary ->
                    "(%s %s %s)"
                            .formatted(
                                    show(binary.left()), binary.operator(), show(binary.right()));
            case Expression.Call call ->
                    call.arguments().stream()
                            .map(ParserTest::show)
                            .collect(Collectors.joining(",", call.function() + "(", ")"));
        };
    }
}
