package io.fentry4j.data;

import java.math.BigInteger;

/// Integers and what is stored as one, in bytes or in some bits of them.
///
/// @param size the bytes that the bits are in, little-endian
/// @param firstBit where they begin, counted from the lowest
/// @param bits how many they are
/// @param signed whether the highest one is the sign
/// @param meaning what the integer stands for
record ScalarCodec(int size, int firstBit, int bits, boolean signed, Meaning meaning)
        implements BtfCodec {

    /// What an integer stands for.
    interface Meaning {

        BtfValue of(BigInteger number);

        /// The inverse.
        ///
        /// @throws IllegalArgumentException if it is another kind of value
        BigInteger number(BtfValue value);
    }

    /// All bits of the bytes.
    static ScalarCodec bytes(int size, boolean signed, Meaning meaning) {
        return new ScalarCodec(size, 0, size * Byte.SIZE, signed, meaning);
    }

    @Override
    public long values() {
        return 1;
    }

    @Override
    public BtfValue read(RecordView view, int offset) {
        BigInteger all = new BigInteger(1, reversed(view.getBytes(offset, size)));
        BigInteger number = all.shiftRight(firstBit).mod(BigInteger.TWO.pow(bits));
        if (signed && number.testBit(bits - 1)) {
            number = number.subtract(BigInteger.TWO.pow(bits));
        }
        return meaning.of(number);
    }

    @Override
    public void write(RecordWriter writer, int offset, BtfValue value) {
        if (bits != size * Byte.SIZE) {
            throw new IllegalArgumentException("a bit field can be read only");
        }
        BigInteger number = meaning.number(value);
        BigInteger least = signed ? BigInteger.TWO.pow(bits - 1).negate() : BigInteger.ZERO;
        BigInteger most = least.add(BigInteger.TWO.pow(bits)).subtract(BigInteger.ONE);
        if (number.compareTo(least) < 0 || number.compareTo(most) > 0) {
            throw new IllegalArgumentException(
                    "%d is not in %d..%d".formatted(number, least, most));
        }
        for (int i = 0; i < size; i++) {
            writer.putByte(offset + i, number.shiftRight(i * Byte.SIZE).byteValue());
        }
    }

    private static byte[] reversed(byte[] littleEndian) {
        byte[] bytes = new byte[littleEndian.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = littleEndian[bytes.length - 1 - i];
        }
        return bytes;
    }
}
