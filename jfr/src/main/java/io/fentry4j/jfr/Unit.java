package io.fentry4j.jfr;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import jdk.jfr.ContentType;
import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.MetadataDefinition;

/// What the number in a field of an event counts or names, where JFR has no annotation for it:
/// `events`, `process id`. It is in the recording, so that tools can show it.
@MetadataDefinition
@ContentType
@Label("Unit")
@Description("What the number counts or names")
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.FIELD)
public @interface Unit {

    /// The unit, in the plural for what is counted, in the singular for what is named.
    String value();
}
