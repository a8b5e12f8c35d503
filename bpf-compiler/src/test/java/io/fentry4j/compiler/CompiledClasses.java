package io.fentry4j.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.testing.compile.Compilation;
import io.fentry4j.data.RecordView;
import io.fentry4j.data.RecordWriter;
import io.fentry4j.data.ValueType;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import javax.tools.JavaFileObject;
import org.jspecify.annotations.Nullable;

/// The classes of a compilation, loaded, to call what was generated.
final class CompiledClasses extends ClassLoader {

    private final Map<String, byte[]> classes = new HashMap<>();

    private CompiledClasses() {
        super(RecordView.class.getClassLoader());
    }

    /// Loads the classes of a compilation, which must have succeeded without a warning.
    static CompiledClasses of(Compilation compilation) throws IOException {
        assertThat(compilation.diagnostics()).isEmpty();
        var loaded = new CompiledClasses();
        for (JavaFileObject file : compilation.generatedFiles()) {
            if (file.getKind() == JavaFileObject.Kind.CLASS) {
                String name = file.toUri().getPath().replaceFirst("^/CLASS_OUTPUT/", "");
                try (InputStream in = file.openInputStream()) {
                    loaded.classes.put(
                            name.replaceFirst("\\.class$", "").replace('/', '.'),
                            in.readAllBytes());
                }
            }
        }
        return loaded;
    }

    /// `demo.Unlink` with this C, compiled and loaded.
    static CompiledClasses ofC(String c) throws IOException {
        return of(Sources.compile(Sources.unlink(c)));
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        byte[] bytes = classes.get(name);
        if (bytes == null) {
            throw new ClassNotFoundException(name);
        }
        return defineClass(name, bytes, 0, bytes.length);
    }

    /// The class `demo.name`.
    Class<?> type(String name) throws ReflectiveOperationException {
        return loadClass("demo." + name);
    }

    /// The constant TYPE of a generated record or enum.
    @SuppressWarnings("unchecked") // a test that asks for the wrong one fails
    ValueType<Object> valueType(String name) throws ReflectiveOperationException {
        var field = type(name).getDeclaredField("TYPE");
        field.setAccessible(true);
        return (ValueType<Object>) field.get(null);
    }

    /// Decodes a record from `size` bytes that `fill` writes, little-endian.
    Object decode(String name, int size, Consumer<ByteBuffer> fill)
            throws ReflectiveOperationException {
        ByteBuffer bytes = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        fill.accept(bytes);
        return valueType(name).decode(RecordView.of(bytes.array()));
    }

    /// Encodes a record over bytes that are all 0xff.
    byte[] encode(String name, Object value) throws ReflectiveOperationException {
        ValueType<Object> type = valueType(name);
        byte[] bytes = new byte[type.size()];
        Arrays.fill(bytes, (byte) 0xff);
        type.encode(value, RecordWriter.of(bytes));
        return bytes;
    }

    /// Calls the constructor of a record.
    Object create(String name, @Nullable Object... components) throws ReflectiveOperationException {
        var constructor = type(name).getDeclaredConstructors()[0];
        constructor.setAccessible(true);
        try {
            return constructor.newInstance(components);
        } catch (InvocationTargetException e) {
            throw rethrow(e);
        }
    }

    /// Calls a method without parameters.
    static Object get(Object object, String method) throws ReflectiveOperationException {
        Method found = object.getClass().getDeclaredMethod(method);
        found.setAccessible(true);
        try {
            return found.invoke(object);
        } catch (InvocationTargetException e) {
            throw rethrow(e);
        }
    }

    private static RuntimeException rethrow(InvocationTargetException e) {
        return e.getCause() instanceof RuntimeException cause
                ? cause
                : new IllegalStateException(e);
    }
}
