package io.fentry4j.compiler.model;

import com.palantir.javapoet.ClassName;

/// A Java type that is written for a C type.
public sealed interface JavaType permits JavaRecord, JavaEnum {

    /// The Java name.
    ClassName name();

    /// The name in C.
    String cName();
}
