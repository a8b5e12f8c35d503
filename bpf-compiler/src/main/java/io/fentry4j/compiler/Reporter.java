package io.fentry4j.compiler;

import io.fentry4j.compiler.report.Finding;
import io.fentry4j.compiler.report.Place;
import java.util.List;
import javax.annotation.processing.Messager;
import javax.lang.model.element.TypeElement;

/// Prints messages for one annotated type: at their place in the Java file, or at the type.
final class Reporter {

    private final Messager messager;
    private final TypeElement type;

    Reporter(Messager messager, TypeElement type) {
        this.messager = messager;
        this.type = type;
    }

    void report(List<Finding> findings) {
        findings.forEach(this::report);
    }

    void report(Finding finding) {
        Place place = finding.where();
        if (place == null) {
            messager.printMessage(finding.kind(), finding.text(), type);
            return;
        }
        try {
            place.source().print(finding.kind(), finding.text(), place.offset());
        } catch (RuntimeException | LinkageError e) {
            // A compiler that shows its sources but does not take positions in them.
            messager.printMessage(finding.kind(), place + ": " + finding.text(), type);
        }
    }
}
