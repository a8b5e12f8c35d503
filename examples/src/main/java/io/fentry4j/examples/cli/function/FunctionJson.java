package io.fentry4j.examples.cli.function;

import com.fasterxml.jackson.core.JsonGenerator;
import io.fentry4j.btf.KernelFunction;
import io.fentry4j.examples.cli.json.JsonLine;
import io.fentry4j.preflight.Mechanism;
import io.fentry4j.preflight.TargetReport;
import io.fentry4j.preflight.Verdict;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What is known about a function as members of a JSON object.
///
/// `function`, `module` (null: the kernel itself), `signature` and `returns` (null unless BTF has
/// it), `arguments` (`name`, `type`, `size` in bytes, `signed`, `slot` in the context), then for
/// each of `fentry`, `fexit`, `kprobe`: `traceable`, `reason` (in lower case, as
/// [io.fentry4j.preflight.Reason] has it), `words`, `evidence`, `advice`; last `suggestions`.
public final class FunctionJson {

    private FunctionJson() {}

    /// Writes all of them.
    public static void write(JsonGenerator json, TargetReport report) throws IOException {
        json.writeStringField("function", report.name());
        json.writeStringField("module", report.module().orElse(null));
        json.writeStringField("signature", report.signature().orElse(null));
        @Nullable KernelFunction function = report.function().orElse(null);
        json.writeArrayFieldStart("arguments");
        for (var argument :
                function == null ? List.<KernelFunction.Argument>of() : function.arguments()) {
            json.writeStartObject();
            json.writeStringField("name", argument.name());
            writeValue(json, argument.type(), argument.size(), argument.signed(), argument.slot());
        }
        json.writeEndArray();
        if (function == null) {
            json.writeNullField("returns");
        } else {
            KernelFunction.Returns returns = function.returns();
            json.writeObjectFieldStart("returns");
            writeValue(json, returns.type(), returns.size(), returns.signed(), returns.slot());
        }
        for (Mechanism mechanism : Mechanism.values()) {
            json.writeObjectFieldStart(mechanism.toString());
            writeVerdict(json, report.verdict(mechanism));
        }
        JsonLine.write(json, "suggestions", report.suggestions());
    }

    private static void writeValue(
            JsonGenerator json, String type, int size, boolean signed, int slot)
            throws IOException {
        json.writeStringField("type", type);
        json.writeNumberField("size", size);
        json.writeBooleanField("signed", signed);
        json.writeNumberField("slot", slot);
        json.writeEndObject();
    }

    private static void writeVerdict(JsonGenerator json, Verdict verdict) throws IOException {
        json.writeBooleanField("traceable", verdict.traceable());
        json.writeStringField("reason", verdict.reason().name().toLowerCase(Locale.ROOT));
        json.writeStringField("words", verdict.words());
        JsonLine.write(json, "evidence", verdict.evidence());
        JsonLine.write(json, "advice", verdict.advice());
        json.writeEndObject();
    }
}
