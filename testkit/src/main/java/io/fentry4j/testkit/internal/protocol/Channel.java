package io.fentry4j.testkit.internal.protocol;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/// Carries messages between the JVM here and the JVM inside, which have the same class path.
///
/// ```
/// 0        4                4 + length
/// ├ length ┼ serialized object ┤ …          big-endian
/// ```
///
/// Any threads may send; one receives.
///
/// @param <S> what is sent
/// @param <R> what is received
public final class Channel<S extends Serializable, R extends Serializable> implements Closeable {

    /// More than any message has: longer ones come from a stream that something else wrote into.
    private static final int MAX_LENGTH = 64 << 20;

    private final DataInputStream in;
    private final DataOutputStream out;
    private final Class<R> received;

    public Channel(InputStream in, OutputStream out, Class<R> received) {
        this.in = new DataInputStream(in);
        this.out = new DataOutputStream(out);
        this.received = received;
    }

    /// Sends, and does not wait until it has come.
    public void send(S message) throws IOException {
        byte[] bytes = serialize(message);
        synchronized (out) {
            out.writeInt(bytes.length);
            out.write(bytes);
            out.flush();
        }
    }

    /// The next message, or null at the end of the stream, also within a message.
    ///
    /// @throws IOException if what came is no message
    public @Nullable R receive() throws IOException {
        byte[] bytes;
        try {
            int length = in.readInt();
            if (length < 0 || length > MAX_LENGTH) {
                throw new IOException("receive: a message has no length of " + length + " bytes");
            }
            bytes = new byte[length];
            in.readFully(bytes);
        } catch (EOFException e) {
            return null;
        }
        try (ObjectInputStream objects = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
            return received.cast(objects.readObject());
        } catch (ClassNotFoundException | ClassCastException e) {
            throw new IOException("receive: this is no message: " + e.getMessage(), e);
        }
    }

    static byte[] serialize(Object object) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream objects = new ObjectOutputStream(bytes)) {
            objects.writeObject(object);
        }
        return bytes.toByteArray();
    }

    /// Ends the stream to the other side.
    @Override
    public void close() throws IOException {
        out.close();
    }
}
