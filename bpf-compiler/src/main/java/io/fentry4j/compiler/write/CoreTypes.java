package io.fentry4j.compiler.write;

import com.palantir.javapoet.ClassName;

/// The types of `fentry4j-core` that generated code uses, by name: the compiler does not load them.
final class CoreTypes {

    static final String PACKAGE = "io.fentry4j";
    private static final String DATA = "io.fentry4j.data";

    static final ClassName BPF_OBJECT = ClassName.get(PACKAGE, "BpfObject");
    static final ClassName OPEN_BPF_OBJECT = ClassName.get(PACKAGE, "OpenBpfObject");
    static final ClassName OPEN_PROGRAM = ClassName.get(PACKAGE, "OpenProgram");
    static final ClassName OPEN_MAP = ClassName.get(PACKAGE, "OpenMap");
    static final ClassName BPF_MAP = ClassName.get(PACKAGE, "BpfMap");
    static final ClassName GLOBAL_VARIABLE = ClassName.get(PACKAGE, "GlobalVariable");
    static final ClassName KERNEL_STRING = ClassName.get(DATA, "KernelString");
    static final ClassName RECORD_VIEW = ClassName.get(DATA, "RecordView");
    static final ClassName RECORD_WRITER = ClassName.get(DATA, "RecordWriter");
    static final ClassName VALUE_TYPE = ClassName.get(DATA, "ValueType");

    private CoreTypes() {}
}
