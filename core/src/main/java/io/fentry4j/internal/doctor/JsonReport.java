package io.fentry4j.internal.doctor;

import io.fentry4j.doctor.Check;
import io.fentry4j.doctor.CheckName;
import io.fentry4j.doctor.DoctorReport;
import io.fentry4j.doctor.Verdict;
import java.util.Locale;

/// A report in JSON; [DoctorReport#toJson()] says how.
public final class JsonReport {

    private JsonReport() {}

    public static String of(DoctorReport report) {
        JsonText json = new JsonText().beginObject();
        json.key("function").value(report.function());
        json.key("verdict");
        write(json, report.verdict());
        json.key("checks").beginArray();
        report.checks().forEach(check -> write(json, check));
        return json.endArray().endObject().toString();
    }

    private static void write(JsonText json, Verdict verdict) {
        json.beginObject();
        json.key("outcome").value(verdict.outcome().name().toLowerCase(Locale.ROOT));
        json.key("target").value(verdict.target());
        json.key("text").value(verdict.toString());
        json.key("limits").value(verdict.limits());
        json.key("cause").value(verdict.cause());
        json.key("advice").value(verdict.advice());
        json.endObject();
    }

    private static void write(JsonText json, Check check) {
        json.beginObject();
        json.key("name").value(check.name().toString());
        json.key("status").value(check.status().toString());
        json.key("observed").value(check.observed());
        json.key("cause").value(check.cause());
        json.key("fix").value(check.fix());
        json.key("followsFrom").value(check.followsFrom().map(CheckName::toString));
        json.endObject();
    }
}
