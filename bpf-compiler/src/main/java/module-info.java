/// The annotation processor for [io.fentry4j.annotation.BPF]: C in a Java class becomes a CO-RE
/// object, records and a typed skeleton.
///
/// It exports nothing: javac finds it as a service. The classes it writes need `io.fentry4j.core`
/// only.
@SuppressWarnings("requires-automatic") // JavaPoet has a module name but no descriptor
@org.jspecify.annotations.NullMarked
module io.fentry4j.compiler {
    requires static org.jspecify;
    // javac's trees tell where a text block stands; without them the processor still works.
    requires static jdk.compiler;
    requires java.compiler;
    requires com.palantir.javapoet;
    requires io.fentry4j.core;

    provides javax.annotation.processing.Processor with
            io.fentry4j.compiler.BpfProcessor;
}
