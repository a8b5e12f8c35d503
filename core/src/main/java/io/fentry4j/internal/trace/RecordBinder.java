package io.fentry4j.internal.trace;

import io.fentry4j.btf.Btf;
import io.fentry4j.internal.asm.Origin;
import io.fentry4j.internal.expression.ExpressionException;
import io.fentry4j.internal.expression.Parser;
import io.fentry4j.trace.CgroupId;
import io.fentry4j.trace.Comm;
import io.fentry4j.trace.Cpu;
import io.fentry4j.trace.Elapsed;
import io.fentry4j.trace.Function;
import io.fentry4j.trace.Gid;
import io.fentry4j.trace.KernelStack;
import io.fentry4j.trace.Path;
import io.fentry4j.trace.Pid;
import io.fentry4j.trace.Return;
import io.fentry4j.trace.Tid;
import io.fentry4j.trace.Timestamp;
import io.fentry4j.trace.TraceException;
import io.fentry4j.trace.Uid;
import io.fentry4j.trace.UserStack;
import java.lang.annotation.Annotation;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Binds the components of a record to values of a function.
final class RecordBinder {

    private static final Map<Class<? extends Annotation>, ContextValue> CONTEXT =
            Map.of(
                    Pid.class, ContextValue.PID,
                    Tid.class, ContextValue.TID,
                    Uid.class, ContextValue.UID,
                    Gid.class, ContextValue.GID,
                    Comm.class, ContextValue.COMM,
                    Cpu.class, ContextValue.CPU,
                    CgroupId.class, ContextValue.CGROUP_ID,
                    Timestamp.class, ContextValue.TIMESTAMP);

    private final Btf btf;
    private final Layout layout;
    private final Class<?> record;
    private final Scope scope;

    /// Where a nested record's struct lies; null for the whole.
    private final @Nullable Place home;

    RecordBinder(Btf btf, Layout layout, Class<?> record, Scope scope, @Nullable Place home) {
        this.btf = btf;
        this.layout = layout;
        this.record = record;
        this.scope = scope;
        this.home = home;
    }

    /// All components in their order.
    ///
    /// @throws TraceException if one does not fit
    List<Field> bind() {
        List<Field> fields = new ArrayList<>();
        for (RecordComponent component : record.getRecordComponents()) {
            fields.add(bind(component, fields.size() + 1));
        }
        return fields;
    }

    /// One component.
    ///
    /// @param number from 1
    /// @throws TraceException if it does not fit
    Field bind(RecordComponent component, int number) {
        Optional<Path> path = Optional.ofNullable(component.getAnnotation(Path.class));
        String place = describe(component, record);
        try {
            String from = path.map(Path::value).orElse(component.getName());
            Origin origin =
                    new Origin(
                            record.getSimpleName(),
                            number,
                            place + path.map(p -> ", path `" + p.value() + "`").orElse(""));
            ComponentBinder binder = new ComponentBinder(btf, layout, component, origin, home);
            Optional<Field> ofCall = ofCall(component, binder);
            if (ofCall.isPresent()) {
                return ofCall.get();
            }
            if (component.isAnnotationPresent(Return.class)) {
                from = path.map(Path::value).orElse(Scope.RETURNED);
            }
            if (from.equals(Scope.RETURNED) && scope.find(from).isEmpty()) {
                throw new IllegalArgumentException(scope.description() + " returns nothing");
            }
            Value value = new PathResolver(btf, scope).resolve(Parser.parse(from));
            return binder.value(value, path.map(Path::atReturn).orElse(false));
        } catch (ExpressionException e) {
            throw new TraceException(
                    path.map(p ->
                                    "%s, path `%s`, column %d: %s"
                                            .formatted(
                                                    place,
                                                    p.value(),
                                                    e.position() + 1,
                                                    e.getMessage()))
                            .orElse(place + ": " + e.getMessage()),
                    path.isPresent() ? e.position() + 1 : 0,
                    e.candidates());
        } catch (TraceException e) {
            throw e; // of a nested record
        } catch (IllegalArgumentException e) {
            throw new TraceException(place + ": " + e.getMessage(), 0, List.of());
        }
    }

    /// What is no value of the function: who calls, when, from where.
    private Optional<Field> ofCall(RecordComponent component, ComponentBinder binder) {
        Optional<ContextValue> context =
                CONTEXT.entrySet().stream()
                        .filter(entry -> component.isAnnotationPresent(entry.getKey()))
                        .map(Map.Entry::getValue)
                        .findFirst();
        if (context.isPresent()) {
            return context.map(binder::context);
        }
        KernelStack kernel = component.getAnnotation(KernelStack.class);
        if (kernel != null) {
            return Optional.of(binder.stack(false, kernel.value(), scope.description()));
        }
        UserStack user = component.getAnnotation(UserStack.class);
        if (user != null) {
            return Optional.of(binder.stack(true, user.value(), scope.description()));
        }
        if (component.isAnnotationPresent(Elapsed.class)) {
            return Optional.of(binder.elapsed());
        }
        if (!component.isAnnotationPresent(Function.class)) {
            return Optional.empty();
        }
        if (!scope.isFunction()) {
            throw new IllegalArgumentException(
                    "@Function is for the record of the call, not for one inside of it");
        }
        return Optional.of(binder.function(scope.description()));
    }

    /// A component, for messages.
    static String describe(RecordComponent component, Class<?> record) {
        return "component `%s %s` of %s"
                .formatted(typeName(component), component.getName(), record.getSimpleName());
    }

    private static String typeName(RecordComponent component) {
        return component.getGenericType() instanceof Class<?> type
                ? type.getSimpleName()
                : component
                        .getGenericType()
                        .getTypeName()
                        .replaceAll("[A-Za-z_0-9]+[.$](?=[A-Za-z_])", "");
    }
}
