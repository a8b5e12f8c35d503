package io.fentry4j.testkit.internal.protocol;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectStreamClass;
import java.io.Serializable;

/// A throwable on its way from the JVM where it was thrown.
///
/// It arrives as what it is, with its type, stack, causes, and what was expected and what was
/// there. Where a part of it cannot be serialized, a [ThrowableDescription] stands in, which prints
/// the same.
public final class SentThrowable implements Serializable {

    private static final long serialVersionUID = 1L;

    private final byte[] serialized;
    private final ThrowableDescription description;

    private SentThrowable(byte[] serialized, ThrowableDescription description) {
        this.serialized = serialized;
        this.description = description;
    }

    public static SentThrowable of(Throwable throwable) {
        byte[] serialized;
        try {
            serialized = Channel.serialize(throwable);
        } catch (IOException | RuntimeException e) {
            serialized = new byte[0]; // some field is not serializable
        }
        return new SentThrowable(serialized, ThrowableDescription.of(throwable));
    }

    /// The throwable, or what prints like it.
    public Throwable restore() {
        if (serialized.length == 0) {
            return description.restore();
        }
        try (ObjectInputStream objects = new WithContextLoader(serialized)) {
            return (Throwable) objects.readObject();
        } catch (IOException | ClassNotFoundException | RuntimeException | LinkageError e) {
            return description.restore(); // its class is not here, or does not read what it wrote
        }
    }

    /// Finds the classes of tests where a build tool loads them by a class loader of its own.
    private static final class WithContextLoader extends ObjectInputStream {

        WithContextLoader(byte[] serialized) throws IOException {
            super(new ByteArrayInputStream(serialized));
        }

        @Override
        protected Class<?> resolveClass(ObjectStreamClass description)
                throws IOException, ClassNotFoundException {
            ClassLoader loader = Thread.currentThread().getContextClassLoader();
            try {
                return Class.forName(description.getName(), false, loader);
            } catch (ClassNotFoundException e) {
                return super.resolveClass(description); // a primitive type
            }
        }
    }
}
