package io.fentry4j.compiler.object;

import io.fentry4j.btf.Btf;
import io.fentry4j.btf.BtfType;
import io.fentry4j.compiler.clang.CompiledC;
import io.fentry4j.compiler.model.FieldType;
import io.fentry4j.compiler.model.ObjectModel;
import io.fentry4j.compiler.model.ObjectModel.MapMember;
import io.fentry4j.compiler.model.ObjectModel.ProgramMember;
import io.fentry4j.compiler.model.ObjectModel.VariableMember;
import io.fentry4j.compiler.report.CompileFailure;
import io.fentry4j.compiler.report.Finding;
import io.fentry4j.compiler.report.Problem;
import io.fentry4j.compiler.source.CFile;
import io.fentry4j.compiler.source.ProgramText;
import io.fentry4j.internal.elf.ElfFile;
import io.fentry4j.internal.elf.ElfSection;
import io.fentry4j.internal.elf.ElfSymbol;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Reads what a compiled object offers to Java from its ELF symbols and its BTF.
public final class ObjectReader {

    private static final String MAPS = ".maps";
    private static final String LICENSE = "license";
    private static final List<String> DATA = List.of(".rodata", ".data", ".bss");

    private final String typeName;
    private final String license;
    private final ElfFile elf;
    private final Btf btf;
    private final DeclarationPlaces places;
    private final TypeReader types;
    private final MemberNames memberNames;

    /// A reader for one object.
    ///
    /// @param context the annotated type that the C belongs to
    public ObjectReader(CompiledC object, Context context) {
        this.typeName = context.typeName();
        this.license = context.license();
        this.elf = ElfFile.parse(object.elf());
        this.btf = Btf.ofObject(object.elf());
        this.places = new DeclarationPlaces(context.program());
        var naming = new Naming(context.packageName(), context.isJavaLang());
        naming.reserve(context.skeletonName(), "the skeleton of " + typeName);
        this.types = new TypeReader(btf, object.enumSigns(), naming, places);
        this.memberNames = new MemberNames(places);
    }

    /// The annotated type that an object's C belongs to.
    ///
    /// @param isJavaLang whether `java.lang` has a type of a simple name
    public record Context(
            String typeName,
            String packageName,
            String skeletonName,
            String license,
            ProgramText program,
            Predicate<String> isJavaLang) {}

    /// Reads the object.
    ///
    /// @throws CompileFailure if something in it has no counterpart in Java
    public ObjectModel read() {
        checkLicense();
        List<ProgramMember> programs = programs();
        if (programs.isEmpty()) {
            throw new CompileFailure(Problem.NO_PROGRAM, typeName);
        }
        var mapReader = new MapReader(btf, types, memberNames);
        List<MapMember> maps =
                variables(MAPS)
                        .map(mapReader::read)
                        .collect(Collectors.toCollection(ArrayList::new));
        mapReader.readTypesOutsideOfMaps();
        List<VariableMember> globals = globals();
        return new ObjectModel(programs, maps, globals, types.types());
    }

    private void checkLicense() {
        Optional<BtfType.Var> other =
                variables(LICENSE).filter(v -> !v.name().equals(CFile.LICENSE)).findFirst();
        if (other.isPresent()) {
            String name = other.get().name();
            throw new CompileFailure(
                    List.of(
                            Finding.error(
                                    places.word(name).orElse(null),
                                    Problem.LICENSE_TWICE,
                                    typeName,
                                    name,
                                    license)));
        }
    }

    private List<ProgramMember> programs() {
        List<ProgramMember> programs = new ArrayList<>();
        for (ElfSymbol symbol : elf.symbols()) {
            if (!symbol.isFunction() || !symbol.isGlobal()) {
                continue;
            }
            ElfSection section = section(symbol);
            // What is in .text is called by programs and is none itself.
            if (section.isExecutable() && !section.name().equals(".text")) {
                String name = memberNames.of(symbol.name(), "program");
                programs.add(new ProgramMember(name, symbol.name(), section.name()));
            }
        }
        return programs;
    }

    private List<VariableMember> globals() {
        Map<String, ElfSymbol> symbols =
                elf.symbols().stream()
                        .filter(symbol -> symbol.isObject() && symbol.isGlobal())
                        .collect(Collectors.toMap(ElfSymbol::name, s -> s, (a, b) -> a));
        List<VariableMember> globals = new ArrayList<>();
        for (BtfType.Datasec section : sections()) {
            if (DATA.stream().noneMatch(section.name()::startsWith)) {
                continue;
            }
            for (BtfType.Var variable : variables(section.name()).toList()) {
                ElfSymbol symbol = symbols.get(variable.name());
                // A static variable belongs to the C alone; clang may even have split or dropped
                // it.
                if (symbol != null && variable.linkage() == BtfType.Linkage.GLOBAL) {
                    globals.add(global(section.name(), variable, symbol));
                }
            }
        }
        return globals;
    }

    private VariableMember global(String section, BtfType.Var variable, ElfSymbol symbol) {
        String name = variable.name();
        String declaration = btf.toC(variable.typeId(), name);
        FieldType type = types.read(variable.typeId(), Use.variable(name, "the variable"));
        return new VariableMember(
                memberNames.of(name, "variable"),
                name,
                section,
                Math.toIntExact(symbol.value()),
                type,
                declaration);
    }

    private Stream<BtfType.Var> variables(String section) {
        return sections().stream()
                .filter(candidate -> candidate.name().equals(section))
                .flatMap(found -> found.variables().stream())
                .map(variable -> btf.type(variable.typeId()))
                .filter(BtfType.Var.class::isInstance)
                .map(BtfType.Var.class::cast);
    }

    private List<BtfType.Datasec> sections() {
        return btf.types()
                .filter(BtfType.Datasec.class::isInstance)
                .map(BtfType.Datasec.class::cast)
                .toList();
    }

    private ElfSection section(ElfSymbol symbol) {
        // An undefined or absolute symbol has an index that no section has.
        List<ElfSection> sections = elf.sections();
        return sections.get(symbol.section() < sections.size() ? symbol.section() : 0);
    }
}
