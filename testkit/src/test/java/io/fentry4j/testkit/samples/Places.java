package io.fentry4j.testkit.samples;

import io.fentry4j.testkit.OnKernel;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/// The places where the annotation can stand. For discovery only.
@OnKernel("outer")
public class Places {

    @OnKernel("composed")
    @Retention(RetentionPolicy.RUNTIME)
    @interface OnOurKernels {}

    @Test
    void of_the_class() {}

    @Test
    @OnKernel({"one", "two"})
    void of_the_method() {}

    @Nested
    class Without {
        @Test
        void of_the_class_around() {}
    }

    @Nested
    @OnOurKernels
    class With {
        @Test
        void of_an_annotation() {}
    }

    @Nested
    @ParameterizedClass
    @ValueSource(ints = {1, 2})
    class Template {
        Template(int value) {}

        @Test
        void registered_later() {}
    }

    /// No test kit here.
    public static class Plain {
        @Test
        void plain() {}
    }

    /// Inherits.
    public static class Sub extends Places {}
}
