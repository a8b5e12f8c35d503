package io.fentry4j.compiler.write;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import io.fentry4j.compiler.model.ObjectModel;
import io.fentry4j.compiler.model.ObjectModel.MapMember;
import io.fentry4j.compiler.model.ObjectModel.ProgramMember;
import io.fentry4j.compiler.model.ObjectModel.VariableMember;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import javax.lang.model.element.Modifier;

/// Writes the skeleton: the class with a member for each program, map and global variable, and the
/// class `Open` in it for the object before it is loaded.
final class SkeletonWriting {

    private static final String OPEN = "Open";

    private final ClassName name;
    private final String typeName;
    private final String resource;
    private final ObjectModel model;
    private final Visibility visibility;
    private final ProgramClasses programClasses;
    private final ValueTypes valueTypes = new ValueTypes();

    SkeletonWriting(
            ClassName name,
            String typeName,
            String resource,
            ObjectModel model,
            Visibility visibility,
            ProgramClasses programClasses) {
        this.name = name;
        this.typeName = typeName;
        this.resource = resource;
        this.model = model;
        this.visibility = visibility;
        this.programClasses = programClasses;
    }

    TypeSpec write() {
        TypeSpec open = open();
        var type =
                closeable(TypeSpec.classBuilder(name), CoreTypes.BPF_OBJECT)
                        .addModifiers(visibility.modifiers(Modifier.FINAL))
                        .addJavadoc(
                                "The BPF object of {@code $L}, loaded: a member for each program,"
                                        + " map and global variable of its C.\n\n",
                                typeName)
                        .addJavadoc(
                                "Closing it detaches its programs and frees all it has in the"
                                        + " kernel. Thread-safe.\n");
        type.addMethod(staticOpen());
        type.addMethod(staticLoad());
        for (ProgramMember program : model.programs()) {
            type.addMethod(program(program));
        }
        for (MapMember map : model.maps()) {
            type.addMethod(map(map));
        }
        for (VariableMember variable : model.variables()) {
            type.addMethod(variable(variable));
        }
        type.addMethod(
                member("object", CoreTypes.BPF_OBJECT, "The object behind the members.")
                        .addStatement("return object")
                        .build());
        type.addMethod(close("Detaches the programs and frees the object; can be repeated."));
        type.addMethod(objectBytes());
        valueTypes.fields().forEach(type::addField);
        valueTypes.methods().forEach(type::addMethod);
        return type.addType(open).build();
    }

    private TypeSpec open() {
        var type =
                closeable(TypeSpec.classBuilder(OPEN), CoreTypes.OPEN_BPF_OBJECT)
                        .addModifiers(visibility.modifiers(Modifier.STATIC, Modifier.FINAL))
                        .addJavadoc(
                                "The object before it is loaded: targets, map sizes and constants"
                                        + " are set here. For one thread.\n");
        for (ProgramMember program : model.programs()) {
            type.addMethod(
                    member(program.javaName(), CoreTypes.OPEN_PROGRAM, documentation(program))
                            .addStatement("return object.program($S)", program.cName())
                            .build());
        }
        for (MapMember map : model.maps()) {
            type.addMethod(
                    member(map.javaName(), CoreTypes.OPEN_MAP, documentation(map))
                            .addStatement("return object.map($S)", map.cName())
                            .build());
        }
        for (VariableMember variable : model.variables()) {
            type.addMethod(variable(variable));
        }
        type.addMethod(
                member("object", CoreTypes.OPEN_BPF_OBJECT, "The object behind the members.")
                        .addStatement("return object")
                        .build());
        type.addMethod(
                member(
                                "load",
                                name,
                                "Loads the object into the kernel. This one is used up by that,"
                                        + " and closing it does nothing more.")
                        .addStatement("return new $T(object.load())", name)
                        .build());
        type.addMethod(close("Frees the object, unless it was loaded; can be repeated."));
        return type.build();
    }

    private static TypeSpec.Builder closeable(TypeSpec.Builder type, ClassName object) {
        return type.addSuperinterface(AutoCloseable.class)
                .addField(object, "object", Modifier.PRIVATE, Modifier.FINAL)
                .addMethod(
                        MethodSpec.constructorBuilder()
                                .addModifiers(Modifier.PRIVATE)
                                .addParameter(object, "object")
                                .addStatement("this.object = object")
                                .build());
    }

    private MethodSpec staticOpen() {
        ClassName open = name.nestedClass(OPEN);
        return MethodSpec.methodBuilder("open")
                .addModifiers(visibility.modifiers(Modifier.STATIC))
                .addJavadoc("Opens the object, to configure it before it is loaded.")
                .returns(open)
                .addStatement(
                        "return new $T($T.open($S, objectBytes()))",
                        open,
                        CoreTypes.BPF_OBJECT,
                        typeName)
                .build();
    }

    private MethodSpec staticLoad() {
        return MethodSpec.methodBuilder("load")
                .addModifiers(visibility.modifiers(Modifier.STATIC))
                .addJavadoc("Opens and loads the object as it is.")
                .returns(name)
                .beginControlFlow("try ($T open = open())", name.nestedClass(OPEN))
                .addStatement("return open.load()")
                .endControlFlow()
                .build();
    }

    private MethodSpec program(ProgramMember program) {
        ClassName type = programClasses.of(program.section());
        return member(program.javaName(), type, documentation(program))
                .addStatement("return object.program($S, $T.class)", program.cName(), type)
                .build();
    }

    private MethodSpec map(MapMember map) {
        return MapClasses.of(map)
                .map(mapClass -> map(map, mapClass))
                .orElseGet(() ->
                        member(map.javaName(), CoreTypes.BPF_MAP, documentation(map))
                                .addStatement("return object.map($S)", map.cName())
                                .build());
    }

    private MethodSpec map(MapMember map, MapClasses.MapClass mapClass) {
        List<TypeName> parameters = new ArrayList<>();
        CodeBlock.Builder arguments = CodeBlock.builder().add("$S", map.cName());
        mapClass.key()
                .ifPresent(key -> {
                    parameters.add(JavaTypes.boxed(key));
                    arguments.add(", $L", valueTypes.of(key, map.javaName() + "MapKey"));
                });
        mapClass.value()
                .ifPresent(value -> {
                    parameters.add(JavaTypes.boxed(value));
                    arguments.add(", $L", valueTypes.of(value, map.javaName() + "MapValue"));
                });
        TypeName type =
                parameters.isEmpty()
                        ? mapClass.name()
                        : ParameterizedTypeName.get(
                                mapClass.name(), parameters.toArray(TypeName[]::new));
        return member(map.javaName(), type, documentation(map))
                .addStatement("return object.$L($L)", mapClass.factory(), arguments.build())
                .build();
    }

    private MethodSpec variable(VariableMember variable) {
        TypeName type =
                ParameterizedTypeName.get(
                        CoreTypes.GLOBAL_VARIABLE, JavaTypes.boxed(variable.type()));
        return member(variable.javaName(), type, documentation(variable))
                .addStatement(
                        "return object.variable($S, $S, $L, $L)",
                        variable.section(),
                        variable.cName(),
                        variable.offset(),
                        valueTypes.of(variable.type(), variable.javaName()))
                .build();
    }

    private static String documentation(ProgramMember program) {
        return "The program {@code "
                + program.cName()
                + "}, section {@code "
                + program.section()
                + "}.";
    }

    private static String documentation(MapMember map) {
        return "The map {@code " + map.cName() + "}: " + map.declaration() + ".";
    }

    private static String documentation(VariableMember variable) {
        return "The variable {@code "
                + variable.declaration()
                + "} in {@code "
                + variable.section()
                + "}.";
    }

    private MethodSpec.Builder member(String memberName, TypeName type, String documentation) {
        return MethodSpec.methodBuilder(memberName)
                .addModifiers(visibility.modifiers())
                .addJavadoc("$L", documentation)
                .returns(type);
    }

    private static MethodSpec close(String documentation) {
        return MethodSpec.methodBuilder("close")
                .addAnnotation(Override.class)
                .addModifiers(Modifier.PUBLIC)
                .addJavadoc(documentation)
                .addStatement("object.close()")
                .build();
    }

    private MethodSpec objectBytes() {
        CodeBlock missing =
                CodeBlock.of(
                        "$S",
                        "open %s: %s is not on the class path beside the class. The BPF compiler writes it where the classes go: package both"
                                .formatted(typeName, resource));
        return MethodSpec.methodBuilder("objectBytes")
                .addModifiers(Modifier.PRIVATE, Modifier.STATIC)
                .returns(byte[].class)
                .beginControlFlow(
                        "try ($T in = $T.class.getResourceAsStream($S))",
                        InputStream.class,
                        name,
                        resource)
                .beginControlFlow("if (in == null)")
                .addStatement("throw new $T($L)", IllegalStateException.class, missing)
                .endControlFlow()
                .addStatement("return in.readAllBytes()")
                .nextControlFlow("catch ($T e)", IOException.class)
                .addStatement("throw new $T($S, e)", UncheckedIOException.class, "read " + resource)
                .endControlFlow()
                .build();
    }
}
