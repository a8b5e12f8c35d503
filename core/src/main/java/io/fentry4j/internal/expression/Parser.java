package io.fentry4j.internal.expression;

import io.fentry4j.internal.expression.Expression.Binary;
import io.fentry4j.internal.expression.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Reads an expression with C's operators and precedence.
public final class Parser {

    /// Deeper ones would take a recursive reader's stack, and more than a program's.
    private static final int MAX_DEPTH = 40;

    /// From the weakest to the strongest.
    private static final List<Set<String>> LEVELS =
            List.of(
                    Set.of("||"),
                    Set.of("&&"),
                    Set.of("|"),
                    Set.of("^"),
                    Set.of("&"),
                    Set.of("==", "!="),
                    Set.of("<", "<=", ">", ">="),
                    Set.of("<<", ">>"),
                    Set.of("+", "-"),
                    Set.of("*", "/", "%"));

    private static final Set<String> TAGS = Set.of("struct", "union", "enum");

    private final List<Token> tokens;
    private int at;
    private int depth;

    private Parser(List<Token> tokens) {
        this.tokens = tokens;
    }

    /// Reads all of `text`.
    ///
    /// @throws ExpressionException if it is no expression
    public static Expression parse(String text) {
        Parser parser = new Parser(Lexer.tokens(text));
        Expression whole = parser.binary(0);
        if (parser.next().kind() != Kind.END) {
            throw parser.unexpected("an operator");
        }
        return whole;
    }

    private Token next() {
        return tokens.get(at);
    }

    private Token take() {
        Token token = next();
        at = Math.min(at + 1, tokens.size() - 1);
        return token;
    }

    private boolean takeIf(String symbol) {
        boolean found = next().is(symbol);
        if (found) {
            take();
        }
        return found;
    }

    private void expect(String symbol) {
        if (!takeIf(symbol)) {
            throw unexpected("`" + symbol + "`");
        }
    }

    private ExpressionException unexpected(String wanted) {
        return new ExpressionException(next().position(), wanted + " is missing before " + next());
    }

    private Expression binary(int level) {
        if (level == LEVELS.size()) {
            return unary();
        }
        Expression left = binary(level + 1);
        int operators = 0;
        while (next().kind() == Kind.SYMBOL && LEVELS.get(level).contains(next().text())) {
            Token operator = take();
            if (++operators > MAX_DEPTH) { // each is a level of the tree
                throw tooDeep(operator);
            }
            left = new Binary(operator.position(), operator.text(), left, binary(level + 1));
        }
        return left;
    }

    private Expression unary() {
        Token token = next();
        if (++depth > MAX_DEPTH) {
            throw tooDeep(token);
        }
        try {
            if (takeIf("-") || takeIf("~") || takeIf("!")) {
                return new Expression.Unary(token.position(), token.text().charAt(0), unary());
            }
            if (takeIf("*")) {
                return new Expression.Dereference(token.position(), unary());
            }
            return cast().orElseGet(this::postfix);
        } finally {
            depth--;
        }
    }

    private static ExpressionException tooDeep(Token token) {
        return new ExpressionException(
                token.position(), "the expression has more than " + MAX_DEPTH + " levels");
    }

    /// A cast, or nothing if the parenthesis holds an expression.
    private Optional<Expression> cast() {
        if (!next().is("(")) {
            return Optional.empty();
        }
        int start = at;
        Token open = take();
        String tag = TAGS.contains(next().text()) ? take().text() : "";
        StringBuilder name = new StringBuilder();
        while (next().kind() == Kind.NAME) {
            name.append(name.isEmpty() ? "" : " ").append(take().text());
        }
        int stars = 0;
        while (takeIf("*")) {
            stars++;
        }
        Optional<IntegerName> integer = IntegerName.of(name.toString());
        boolean isType = !name.isEmpty() && (stars > 0 || !tag.isEmpty() || integer.isPresent());
        if (isType && takeIf(")")) {
            if (stars == 0 && integer.isEmpty()) {
                throw new ExpressionException(
                        open.position(), "a cast is to a pointer or to an integer");
            }
            return Optional.of(
                    stars > 0
                            ? new Expression.PointerCast(
                                    open.position(), tag, name.toString(), stars, unary())
                            : new Expression.IntegerCast(
                                    open.position(),
                                    integer.orElseThrow().bytes(),
                                    integer.orElseThrow().signed(),
                                    unary()));
        }
        at = start;
        return Optional.empty();
    }

    private Expression postfix() {
        Expression object = primary();
        for (int links = 0; ; links++) {
            Token token = next();
            if (links > MAX_DEPTH) {
                throw tooDeep(token);
            }
            if (takeIf("->") || takeIf(".")) {
                Token member = take();
                if (member.kind() != Kind.NAME) {
                    at--;
                    throw unexpected("the name of a member");
                }
                object =
                        new Expression.Member(
                                member.position(), object, member.text(), token.is("->"));
            } else if (takeIf("[")) {
                Token index = take();
                if (index.kind() != Kind.NUMBER || index.value() != (int) index.value()) {
                    throw new ExpressionException(
                            index.position(), "an index is a number, not " + index);
                }
                expect("]");
                object = new Expression.Index(index.position(), object, (int) index.value());
            } else {
                return object;
            }
        }
    }

    private Expression primary() {
        Token token = next();
        return switch (token.kind()) {
            case NUMBER, DURATION -> {
                take();
                yield new Expression.Numeral(
                        token.position(), token.value(), token.kind() == Kind.DURATION);
            }
            case STRING -> {
                take();
                yield new Expression.Text(token.position(), token.text());
            }
            case NAME -> {
                take();
                yield takeIf("(")
                        ? call(token)
                        : new Expression.Name(token.position(), token.text());
            }
            case SYMBOL, END -> {
                if (!takeIf("(")) {
                    throw unexpected("a value");
                }
                Expression inner = binary(0);
                expect(")");
                yield inner;
            }
        };
    }

    private Expression call(Token function) {
        List<Expression> arguments = new ArrayList<>();
        if (!takeIf(")")) {
            do {
                arguments.add(binary(0));
            } while (takeIf(","));
            expect(")");
        }
        return new Expression.Call(function.position(), function.text(), arguments);
    }
}
