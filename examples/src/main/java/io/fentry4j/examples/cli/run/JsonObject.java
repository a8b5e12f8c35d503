package io.fentry4j.examples.cli.run;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A JSON object that was read as a whole, asked for members of certain types.
///
/// A member that is there with another type counts as damage, `null` as a member that is not there.
final class JsonObject {

    private final Map<String, Object> members;

    private JsonObject(Map<String, Object> members) {
        this.members = members;
    }

    /// Reads a file. Jackson bounds the depth and the length of strings.
    ///
    /// @throws IOException if it is no JSON object
    static JsonObject parse(byte[] json) throws IOException {
        try (JsonParser parser = new JsonFactory().createParser(json)) {
            if (parser.nextToken() == JsonToken.START_OBJECT
                    && value(parser) instanceof JsonObject object
                    && parser.nextToken() == null) {
                return object;
            }
            throw new IOException("it is no single JSON object");
        }
    }

    private static @Nullable Object value(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> {
                List<@Nullable Object> elements = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    elements.add(value(parser));
                }
                yield elements;
            }
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getDecimalValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> null;
        };
    }

    private static JsonObject object(JsonParser parser) throws IOException {
        Map<String, Object> members = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            Object value = value(parser);
            if (value != null) {
                members.put(name, value);
            }
        }
        return new JsonObject(members);
    }

    boolean has(String name) {
        return members.containsKey(name);
    }

    Optional<String> text(String name) throws IOException {
        return member(name, String.class, "string");
    }

    /// A string, a number or a truth value, as text.
    Optional<String> scalar(String name) throws IOException {
        Object member = members.get(name);
        if (member instanceof JsonObject || member instanceof List<?>) {
            throw new IOException("its member '%s' is no single value".formatted(name));
        }
        return Optional.ofNullable(member).map(Object::toString);
    }

    Optional<Integer> integer(String name) throws IOException {
        Optional<BigDecimal> number = member(name, BigDecimal.class, "number");
        try {
            return number.map(BigDecimal::intValueExact);
        } catch (ArithmeticException e) {
            throw new IOException(
                    "its member '%s' is %s, which is no size or id".formatted(name, number.get()),
                    e);
        }
    }

    Optional<JsonObject> object(String name) throws IOException {
        return member(name, JsonObject.class, "object");
    }

    /// Whether the member is an object, where other types are right too.
    boolean hasObject(String name) {
        return members.get(name) instanceof JsonObject;
    }

    /// The objects of an array; none if it is not there.
    List<JsonObject> objects(String name) throws IOException {
        List<JsonObject> objects = new ArrayList<>();
        for (Object element : member(name, List.class, "array").orElse(List.of())) {
            if (!(element instanceof JsonObject object)) {
                throw new IOException(
                        "its array '%s' has other things than objects".formatted(name));
            }
            objects.add(object);
        }
        return objects;
    }

    private <T> Optional<T> member(String name, Class<T> type, String kind) throws IOException {
        Object member = members.get(name);
        if (member != null && !type.isInstance(member)) {
            throw new IOException("its member '%s' is no %s".formatted(name, kind));
        }
        return Optional.ofNullable(member).map(type::cast);
    }
}
